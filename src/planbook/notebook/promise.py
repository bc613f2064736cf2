"""A promise that a notebook has opened: what is reported under it, cited and judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd
from markdown_it import MarkdownIt

from planbook.claims.claims import QUOTE, Claim, claim_text
from planbook.claims.judging import Facts, judge, judge_parts, level_due, with_published
from planbook.claims.status import MilestoneStatus
from planbook.data import registers
from planbook.data.plan import Milestone
from planbook.notebook import screen, shares

if TYPE_CHECKING:
    from planbook.notebook.outcome import OutcomeNotebook

PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKED: Final = re.compile("⟦(.*?)⟧")


@dataclass(frozen=True)
class Promise:
    """A milestone, or a part of one, and the notebook that it is opened in.

    Example:
        >>> promise = outcome.milestone("M5.4b")
        >>> robbery = outcome.quarters("robbery")
        >>> count = robbery.reindex(outcome.window).sum(skipna=False)
        >>> baseline = robbery.reindex(promise.baseline).sum(skipna=False)
        >>> promise.report(robbery, count=count, baseline=baseline, change_pct=100 * (count / baseline - 1))
    """

    notebook: OutcomeNotebook
    milestone: Milestone

    @property
    def baseline(self) -> pd.PeriodIndex:
        """The quarters that a change is measured against: those of the register's baseline, or a year earlier."""
        return self.notebook.periods_before(self.milestone.measure)

    def report(self, counts: pd.Series, *, count: float, baseline: float, change_pct: float) -> None:
        """Draw, record, cite and judge: all that a measured promise shows.

        Level and verdicts come first, then target, years and other forces, where the measure has them. Every figure
        that follows by formula is recorded: change, interval, mean, limits, target level, gap, places, rates.

        Args:
            counts: the measure by quarter, up to the end of the period.
            count: sum of the period.
            baseline: sum of the same months of the baseline: ``promise.baseline``.
            change_pct: the change in per cent.

        Raises:
            AlreadyRecorded: a claim of the measure is recorded already.
        """
        measure = self.notebook.catalogue[str(counts.name)]
        change = self.notebook.report_level(counts, count=count, baseline=baseline, change_pct=change_pct)
        if self.milestone.target is not None or self.milestone.steps:
            self.report_target(counts, count=count, baseline=baseline, change_pct=change_pct)
        if self.notebook.years_reach(measure):
            self.notebook.report_years(measure.id)
        if measure.group_table:
            self.notebook.report_peers(measure.id, change)
        self.cite()
        self.judge()

    def report_share(self, part: pd.Series, *bases: pd.Series) -> None:
        """Draw, record, cite and judge a share of recorded counts: ``part`` of the sum of ``bases``, by quarter."""
        self._report_share(shares.Shares(self.notebook, self.milestone.measure, part, bases))

    def report_survey(self, positives: pd.Series, answers: pd.Series, *, design_effect: float = 1.0) -> None:
        """The same for a survey: who answered so, and who answered, by quarter.

        Args:
            positives: weighted where the answers are.
            answers: the number of people, or the sum of their weights scaled to it.
            design_effect: how far the weights widen an interval, 1 without weights; number of answers over
                ``statistics.surveys.effective_sample``.
        """
        own = shares.Shares(self.notebook, self.milestone.measure, positives, (answers,), design_effect)
        self._report_share(own)

    def _report_share(self, own: shares.Shares) -> None:
        shares.report(own, self.notebook.of_year(self.milestone))
        self.cite()
        self.judge()

    def report_target(self, counts: pd.Series, *, count: float, baseline: float, change_pct: float) -> None:
        """Record the target level and how far the period lies from it."""
        promise, unit = self.notebook.of_year(self.milestone), self.notebook.catalogue[self.milestone.measure].unit
        if promise.target_kind == "level" and self.notebook.register.in_force:
            due = level_due(promise, unit, len(self.notebook.period.months))
            self.notebook.record(counts, level_gap=count - due)
        if promise.target_kind != "change_pct":
            return
        target = self.notebook.target(self.milestone)
        target_level = baseline * (1 + target / 100)
        self.notebook.record(
            counts, target_level=target_level, gap=count - target_level, gap_points=change_pct - target
        )

    def cite(self) -> None:
        """Show and record the values that the report published under the promise."""
        notebook = self.notebook
        claims = notebook.cited.get(self.milestone.id, ())
        if not claims:
            return
        report = notebook.plan.report
        # The report's figures are of one force and period; beside another they would pass for its own.
        if report and not report.covers(notebook.force, notebook.period):
            words = f"The report covers {registers.area_name(notebook.places, report.force)}"
            other = notebook.force == report.force
            covered = f"{words} in {report.year.label}" if other else words
            whom = notebook.period.label if other else notebook.area_name
            notebook.say(f"{covered}; it published no figure for {whom}.")
        else:
            notebook.note(claims)
            others = " and by other bodies" if any(claim.elsewhere for claim in claims) else ""
            caption = f"{self.milestone.short_title}: figures as published in the report{others}"
            notebook.show_table(self.milestone.id, caption, claims)
            shares.show_published(notebook, self.milestone)

    def judge(self) -> None:
        """Derive and record the status of the promise from what was recorded."""
        statuses, own = self.notebook.statuses, self.milestone
        # Parts are judged in cells before their whole, so their statuses are there.
        parts = tuple(statuses[part.id] for part in self.notebook.plan.parts(own.id))
        status = judge_parts(own, parts) if parts else self._judged()
        statuses[own.id] = status
        screen.leave_status(status)
        show_commentary(self.notebook, own.id)

    def _judged(self) -> MilestoneStatus:
        """The status by itself; in an earlier edition the reason why a series does not judge it."""
        notebook, milestone = self.notebook, self.milestone
        own = {claim.statistic: claim for claim in notebook.claims.values() if claim.measure == milestone.measure}
        facts = Facts(
            claims=with_published(own) if notebook.known.earlier else own,
            whole_year=notebook.period.whole_year,
            not_in_force=notebook.register.not_in_force,
            end=notebook.period.end.isoformat(),
            cited=notebook.published | notebook.claims,
            year=notebook.period.plan_year.canonical,
            months=len(notebook.period.months),
        )
        status = judge(milestone, facts)
        # What was not known at the date is the reason, and not that the promise has no measure.
        unjudged = milestone.evidence == "series" and status.status in {"not_judged", "not_measured"}
        if notebook.known.earlier and unjudged:
            label = notebook.catalogue[milestone.measure].label
            return replace(status, sentence=notebook.known.absent(label), parts=())
        return status


def show_commentary(notebook: OutcomeNotebook, milestone: str) -> None:
    """Show the commentary on a promise, or name the file in which it would stand."""
    places, period = notebook.places, notebook.period
    path = registers.commentary_folder(places, notebook.plan, notebook.force, period.slug) / f"{milestone}.md"
    if path.is_file():
        html = commentary_html(path.read_text(encoding="utf-8"), notebook.published | notebook.claims)
    else:
        name = path.relative_to(places.root).as_posix()
        html = f"<p>None has been written for {period.label}; it would stand in {name}.</p>"
    screen.show_commentary(html)


def commentary_html(text: str, claims: Mapping[str, Claim]) -> str:
    """A commentary with the figures that it quotes; one that ``claims`` lack is marked, by its id."""

    def words(quote: re.Match[str]) -> str:
        wanted, *modifiers = quote[1].split(":")
        if wanted not in claims:
            return f"⟦{wanted}: not recorded so far⟧"
        return claim_text(claims[wanted], tuple(modifiers))

    # Marked after the parser, which would escape a tag in the text.
    return MARKED.sub(r"<mark>\1</mark>", PARSER.render(QUOTE.sub(words, text)))
