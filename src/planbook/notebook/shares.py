"""Shares of recorded counts and of answers: what a notebook draws, records and judges of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from planbook.charts.shares import render_intervals, render_share
from planbook.claims.claims import Claim, against, claim_of, cut
from planbook.claims.display import decimal_text, signed_text
from planbook.claims.intervals import interval_of
from planbook.claims.records import VerdictPair
from planbook.claims.statistics_table import STATISTICS
from planbook.data import registers
from planbook.data.periods import date_words
from planbook.notebook import screen
from planbook.statistics.constants import LOW_BASE, SUPPRESSED_BASE
from planbook.statistics.sentences import plain_interval
from planbook.statistics.surveys import Difference, Proportion, difference, proportion
from planbook.statistics.verdicts import Verdict, on_baseline
from planbook.statistics.words import Evidence, holding
from planbook.statistics.xmr import ShareChart, p_chart

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart
    from planbook.data.plan import Milestone
    from planbook.notebook.drawing import Setting
    from planbook.notebook.outcome import OutcomeNotebook

BEFORE = ("share_part_before", "share_base_before", "share_before", "share_change_points")
OF_PART, OF_BASE = {"share_part", "share_part_before"}, {"share_base", "share_base_before", "answers"}


@dataclass(frozen=True)
class Shares:
    """A share of a measure by quarter, its period and what that is compared with.

    ``bases`` add up to what the share is of. ``design_effect`` is of a survey: how far its weights widen an interval;
    None for recorded counts.
    """

    notebook: OutcomeNotebook
    measure: str
    part: pd.Series
    bases: tuple[pd.Series, ...]
    design_effect: float | None = None

    @property
    def base(self) -> pd.Series:
        """What the share is taken of."""
        return sum(self.bases[1:], self.bases[0])

    @property
    def broken(self) -> str:
        """The break of definition between baseline and period in any of the counts, in words; empty without one."""
        catalogue = self.notebook.catalogue
        reasons = (self.notebook.break_in(catalogue[str(one.name)], self.measure) for one in (self.part, *self.bases))
        return next((reason for reason in reasons if reason), "")

    @cached_property
    def chart(self) -> ShareChart | None:
        """The p-chart of one definition, up to the end of the period; None unless every quarter of it has a base."""
        if self.notebook.known.earlier:
            return None
        window, base = self.notebook.window, self.base
        starts = [start for one in (self.part, *self.bases) for start in self.notebook.starts(str(one.name))]
        begin = max((start.start for start in starts if start.forced and start.start <= window[-1]), default=None)
        known = self.part.index.intersection(base.index[base > 0])
        known = known if begin is None else known[known >= begin]
        if not window.isin(known).all():
            return None
        self.notebook.phases[self.measure] = known[0]
        return p_chart(self.part[known], base[known])

    @property
    def spread(self) -> float:
        """Variance of the share over that of independent cases, at least 1."""
        if self.design_effect is not None:
            return self.design_effect
        return max(1.0, self.chart.sigma_z**2) if self.chart else math.nan

    def numbers(self, periods: pd.PeriodIndex) -> tuple[float, float]:
        """Counted, and of how many, in some quarters; NaN where one is missing."""
        part, base = (series.reindex(periods).sum(skipna=False) for series in (self.part, self.base))
        return float(part), float(base)

    @cached_property
    def now(self) -> Proportion | None:
        """The share of the period with Wilson's interval; None where it is missing or too few answered."""
        part, base = self.numbers(self.notebook.window)
        few = self.design_effect is not None and base < SUPPRESSED_BASE
        if few or not base > 0 or math.isnan(part) or math.isnan(self.spread):
            return None
        return replace(proportion(part / self.spread, base / self.spread, measure=self.measure), answers=base)

    @cached_property
    def change(self) -> Difference | None:
        """The change of the share with Newcombe's interval; None where either share is missing or they differ."""
        before = self.numbers(self.notebook.periods_before(self.measure))
        numbers = [each / self.spread for each in (*self.numbers(self.notebook.window), *before)]
        few = self.design_effect is not None and before[1] < SUPPRESSED_BASE
        if self.now is None or self.broken or few or any(map(math.isnan, numbers)) or not before[1]:
            return None
        return difference(*numbers, measure=self.measure)

    @property
    def figures(self) -> dict[str, float]:
        """Every figure of the share by statistic; NaN for none."""
        now, change = self.now, self.change
        part, base = self.numbers(self.notebook.window)
        part0, base0 = self.numbers(self.notebook.periods_before(self.measure)) if change else (math.nan, math.nan)
        survey = {"answers": base} if self.design_effect is not None else {}
        return {
            "share_part": part,
            "share_base": base,
            **survey,
            "share_spread": self.spread,
            "share": now.percent if now else math.nan,
            "share_low": now.low if now else math.nan,
            "share_high": now.high if now else math.nan,
            "share_part_before": part0,
            "share_base_before": base0,
            "share_before": 100 * part0 / base0,
            "share_change_points": change.points if change else math.nan,
            "share_change_low": change.low if change else math.nan,
            "share_change_high": change.high if change else math.nan,
        }


def report(shares: Shares, promise: Milestone | None = None) -> None:
    """Show the chart and the verdicts of a share, and record every figure behind them.

    ``promise`` is the one that the share judges, with its target; None beside the promises.
    """
    notebook = shares.notebook
    values = {**shares.figures, **_gaps(shares, promise)}
    claims = [_claim(shares, name, value, values) for name, value in values.items()]
    notebook.note(claims)
    measure = notebook.catalogue[shares.measure]
    if shares.chart is None or shares.now is None:
        notebook.say(_why_none(shares))
    else:
        notebook.draw(_draw, notebook.setting(measure, _table(shares)), shares)
        _show_verdicts(shares, claims)
        if shares.design_effect is not None and shares.now.mark:
            notebook.say(f"Low base: fewer than {LOW_BASE} people answered.")
    notebook.show_table(measure.id, f"{measure.label}, {notebook.period.label}: the share and its change", claims)


def _gaps(shares: Shares, promise: Milestone | None) -> Mapping[str, float]:
    target = promise.target if promise and shares.notebook.register.in_force else None
    if promise is None or target is None:
        return {}
    if promise.target_kind == "level":
        return {"share_gap": shares.now.percent - target if shares.now else math.nan}
    if promise.target_kind == "points":
        return {"share_gap_points": shares.change.points - target if shares.change else math.nan}
    return {}


def _claim(shares: Shares, name: str, value: float, beside: Mapping[str, float]) -> Claim:
    """One figure as a claim, with the claims and the rows that it rests on."""
    notebook, statistic = shares.notebook, STATISTICS[name]
    measure = notebook.catalogue[shares.measure]
    comparing = statistic.compares == "year" and shares.broken
    claim = claim_of(
        measure,
        name,
        value,
        window=notebook.period.canonical,
        milestone=(notebook.outcome.id, notebook.current),
        source=registers.source_of(notebook.places, _table(shares)),
        reason=f"{measure.label}: {shares.broken} The two years cannot be compared."
        if comparing
        else _why_none(shares),
    )
    series = (shares.part,) if name in OF_PART else shares.bases if name in OF_BASE else (shares.part, *shares.bases)
    weighted = name == "share_spread" and shares.design_effect is not None
    rows = () if weighted else notebook.rows_together(series, statistic.span, shares.measure)
    inputs = [f"{measure.id}.{other}" for other in statistic.inputs if other in beside]
    claim = replace(claim, inputs=(*inputs, *(part.path for part in rows)), rows=rows)
    return against(claim, notebook.baseline_words(shares.measure))


def _table(shares: Shares) -> str:
    return shares.notebook.table_of(shares.notebook.catalogue[str(shares.part.name)])


def _why_none(shares: Shares) -> str:
    measure, notebook = shares.notebook.catalogue[shares.measure], shares.notebook
    _, answers = shares.numbers(notebook.window)
    if shares.design_effect is not None and answers < SUPPRESSED_BASE:
        return f"{measure.label}: fewer than {SUPPRESSED_BASE} people answered, so no percentage is shown."
    return f"{measure.label}: not every quarter that this needs is held for {notebook.period.label}."


def _draw(setting: Setting, shares: Shares) -> RenderedChart:
    assert shares.chart is not None and shares.now is not None  # noqa: S101, PT018 - the caller has seen to it
    low, high = (decimal_text(value, 1) for value in (shares.now.low, shares.now.high))
    percent, chart = decimal_text(shares.now.percent, 1), shares.chart
    title = f"{setting.measure.label} in {setting.period.label}: {percent} per cent (95% interval {low} to {high})"
    wide = (
        " The limits are widened, since the shares vary more than chance in independent cases (Laney)."
        if chart.laney
        else ""
    )
    note = f"{setting.measure.definition}{wide}"
    return render_share(setting.spec("share", title, note=note), chart, shares.notebook.window)


def _show_verdicts(shares: Shares, claims: Sequence[Claim]) -> None:
    """Show what can be said of the level and of the change, as of counts."""
    notebook, where = shares.notebook, (shares.measure, shares.notebook.outcome.id, shares.notebook.current)
    verdicts = [verdict for verdict in (_level(shares), _change(shares)) if verdict]
    records = [screen.verdict_of(one, *where, parts=cut(one.sentence, claims)) for one in verdicts]
    direction, change = notebook.catalogue[shares.measure].direction_words, shares.change
    interval = plain_interval(change.low, change.high, "percentage points") if change else ""
    plainly = f"{interval} {direction}.".strip()
    screen.leave_page(shares.measure, VerdictPair(shares.measure, plainly), verdicts=records)


def _level(shares: Shares) -> Verdict | None:
    """The word for the level of the share, from the rules of its p-chart."""
    chart, notebook = shares.chart, shares.notebook
    if chart is None:
        return None
    own = chart.points.loc[notebook.window]
    evidence = Evidence(
        n=len(chart.points),
        rules=frozenset(rule for names in own["rules"] for rule in names),
        high=int((own["value"] > own["upper"]).sum()),
        low=int((own["value"] < own["lower"]).sum()),
    )
    words = holding("level", evidence)
    mean, label = decimal_text(100 * chart.mean, 1), notebook.catalogue[shares.measure].label
    sentence = f"{label}: {words[0].word}, by a chart of {len(chart.points)} quarters with a mean of {mean} per cent."
    licensed = dict.fromkeys(word for each in words for word in (each.word, *each.licenses))
    return Verdict("level", words[0].word, sentence, tuple(licensed))


def _change(shares: Shares) -> Verdict | None:
    """The word for the change of the share; how narrow an interval is to be is a share of the share a year earlier."""
    change, now, notebook = shares.change, shares.now, shares.notebook
    if change is None or now is None:
        return None
    before = now.percent - change.points
    low, high = (100 * end / before if before else 0.0 for end in (change.low, change.high))
    words, baseline = (
        holding("year on year", Evidence(change_low=low, change_high=high)),
        notebook.baseline_words(shares.measure),
    )
    ends = f"{signed_text(change.low, 1)} to {signed_text(change.high, 1)} percentage points"
    sentence = (
        f"{notebook.catalogue[shares.measure].label}: {decimal_text(now.percent, 1)} per cent against "
        f"{decimal_text(before, 1)} per cent in {baseline or 'the year before'}, a change of "
        f"{signed_text(change.points, 1)} percentage points (95 per cent interval {ends}): "
        f"{words[0].word.removesuffix(' on last year').removesuffix(' to last year')}."
    )
    licensed = dict.fromkeys(word for each in words for word in (each.word, *each.licenses))
    return on_baseline(Verdict("year on year", words[0].word, sentence, tuple(licensed)), baseline)


def show_published(notebook: OutcomeNotebook, promise: Milestone) -> None:
    """Show the shares that were published under a promise side by side, where an interval was printed with one."""
    cited = {claim.id: claim for claim in notebook.cited.get(promise.id, ())}
    rows = []
    for claim in cited.values():
        share = claim.measure == promise.measure and notebook.catalogue[promise.measure].unit == "per cent"
        if share and claim.unit == "per cent" and claim.value is not None:
            ends = interval_of(claim, cited)
            low, high = (math.nan if end is None else end for end in (ends["low"], ends["high"]))
            *words, day = claim.window.split(" ")
            when = " ".join((*words, date_words(day)))
            rows.append((f"{_publisher(claim)}, {when}", claim.value, low, high))
    table = pd.DataFrame(rows, columns=["label", "percent", "low", "high"])
    if len(table) > 1 and table["low"].notna().any():
        notebook.draw(_draw_published, notebook.setting(notebook.catalogue[promise.measure]), table)


def _publisher(claim: Claim) -> str:
    """Who published a share: another body by its name, or the report and the place in it."""
    return claim.origin.partition(":")[0] if claim.elsewhere else f"The report, {claim.origin}"


def _draw_published(setting: Setting, rows: pd.DataFrame) -> RenderedChart:
    known = int(rows["low"].notna().sum())
    title = f"{setting.measure.label}: {len(rows)} published shares, {known or 'none'} of them with an interval"
    return render_intervals(setting.spec("intervals", title), rows)
