"""A promise of the plan in a notebook: report its measure, cite the original report, judge it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planbook.claims.judging import Facts, judge, judge_parts, with_published
from planbook.claims.revisions import cited_claims
from planbook.data import registers
from planbook.notebook import screen

if TYPE_CHECKING:
    import pandas as pd

    from planbook.claims.claims import Claim
    from planbook.claims.status import MilestoneStatus
    from planbook.data.plan import Milestone
    from planbook.notebook.outcome import OutcomeNotebook


@dataclass(frozen=True)
class Promise:
    """A milestone, or a part of one, and the notebook that it is opened in.

    Example:
        >>> promise = outcome.milestone("M5.4b")
        >>> robbery = outcome.quarters("robbery")
        >>> count = robbery.reindex(outcome.window).sum(skipna=False)
        >>> baseline = robbery.reindex(outcome.year_before).sum(skipna=False)
        >>> promise.report(robbery, count=count, baseline=baseline, change_pct=100 * (count / baseline - 1))
    """

    notebook: OutcomeNotebook
    milestone: Milestone

    def report(self, counts: pd.Series, *, count: float, baseline: float, change_pct: float) -> None:
        """Draw, record, cite and judge: all that a measured promise shows.

        Level, season and verdicts come first, then the target, the years and similar forces, where the measure has
        them. Every figure that follows by formula is recorded: change, interval, mean, limits, target level, gap, place
        among the years, rates.

        Args:
            counts: the measure by quarter, up to the end of the period.
            count: sum of the period.
            baseline: sum of the same months a year earlier.
            change_pct: the change in per cent.

        Raises:
            AlreadyRecorded: a claim of the measure is recorded already.
        """
        measure = self.notebook.catalogue[str(counts.name)]
        level = self.notebook.report_level(counts, count=count, baseline=baseline, change_pct=change_pct)
        if self.milestone.target_pct is not None:
            self.report_target(counts, count=count, baseline=baseline, change_pct=change_pct)
        if measure.year_table:
            self.notebook.report_years(measure.id)
        if measure.group_table:
            self.notebook.report_peers(measure.id, level)
        self.cite()
        self.judge()

    def report_target(self, counts: pd.Series, *, count: float, baseline: float, change_pct: float) -> None:
        """Record the target level and how far the period lies from it."""
        target = self.notebook.target(self.milestone)
        target_level = baseline * (1 + target / 100)
        self.notebook.record(
            counts, target_level=target_level, gap=count - target_level, gap_points=change_pct - target
        )

    def cite(self) -> None:
        """Show and record the values that the original report published under the promise."""
        notebook = self.notebook
        claims = cited_claims(registers.published(notebook.places), notebook.plan).get(self.milestone.id, [])
        if not claims:
            return
        report = f"The original report covers {registers.area_name(notebook.places, registers.PLAN_FORCE)}"
        if notebook.force != registers.PLAN_FORCE:
            notebook.say(f"{report}; it published no figure for {notebook.area_name}.")
        elif notebook.period.months != notebook.plan.year.months:
            year = notebook.plan.year.label
            notebook.say(f"{report} in {year}; it published no figure for {notebook.period.label}.")
        else:
            notebook.note(claims)
            caption = f"{self.milestone.short_title}: figures as published in the original report"
            notebook.show_table(self.milestone.id, caption, claims)

    def judge(self) -> None:
        """Derive and record the status of the promise from what was recorded."""
        notebook = self.notebook
        parts = tuple(notebook.statuses[part.id] for part in notebook.plan.parts(self.milestone.id))
        status = judge_parts(self.milestone, parts) if parts else self._judged()
        notebook.statuses[self.milestone.id] = status
        words = f"{status.word}. {status.sentence}"
        screen.leave(self.milestone.id, [screen.status_record(status)], words=words)

    def _judged(self) -> MilestoneStatus:
        """The status by itself; in an earlier edition the reason why a series does not judge it."""
        status, known = judge(self.milestone, self._facts()), self.notebook.known
        if known.earlier and self.milestone.evidence == "series" and status.status in {"not_judged", "not_measured"}:
            label = self.notebook.catalogue[self.milestone.measure].label
            return replace(status, sentence=known.absent(label), parts=())
        return status

    def _facts(self) -> Facts:
        notebook = self.notebook
        own = {claim.statistic: claim for claim in notebook.claims.values() if claim.measure == self.milestone.measure}
        return Facts(
            claims=with_published(own) if notebook.known.earlier else own,
            whole_year=notebook.period.whole_year,
            not_in_force=notebook.register.not_in_force,
            end=notebook.period.end.isoformat(),
            cited={**self._report_claims(), **notebook.claims},
        )

    def _report_claims(self) -> dict[str, Claim]:
        cited = cited_claims(registers.published(self.notebook.places), self.notebook.plan)
        return {claim.id: claim for claims in cited.values() for claim in claims}
