"""The charts of a notebook, each under a title that states the finding by rule."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from planbook.charts.change import render_change
from planbook.charts.chart import ChartSpec, RenderedChart
from planbook.charts.columns import render_months, render_years
from planbook.charts.funnel import render_funnel
from planbook.charts.labels import number, period_label
from planbook.charts.level import render_level
from planbook.claims.claims import Claim
from planbook.claims.display import listed_words, ordinal_low_first
from planbook.claims.records import ChartKind
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.series import period_of
from planbook.data.values import counted
from planbook.statistics.funnel import Funnel
from planbook.statistics.level import Level
from planbook.statistics.sentences import first_month
from planbook.statistics.series import PhaseStart
from planbook.statistics.verdicts import level_verdict, record_verdict

FINDINGS: Final = {
    "not stable: high": "reached an unusually high level in",
    "not stable: low": "reached an unusually low level in",
    "rising": "kept rising in",
    "falling": "kept falling in",
    "on a higher level": "moved to a higher level in",
    "on a lower level": "moved to a lower level in",
    "no word: neighbours alike": "got no verdict on its level in",
    "unsettled": "looked unsettled in",
    "stable": "stayed stable through",
}
"""The verdict on a level as the verb of a title. Past forms that are the same for one and for many."""
MONTHS_CAUTION = (
    "These are the records that police.uk publishes by place, added up over the districts; the quarterly chart shows "
    "the Home Office's count. The two agree closely and are not the same. No verdict rests on months."
)
RATES_CAUTION = "Forces differ in how fully they record, so a low rate can be low recording."


@dataclass(frozen=True)
class Setting:
    """What every chart of a page says of itself: measure, period, area and source."""

    measure: Measure
    period: Period
    area: str
    source: str

    def figure_id(self, kind: str) -> str:
        """An id that names period and measure, so that editions can stand side by side."""
        return f"{self.period.slug}-{self.measure.id.replace('_', '-')}-{kind}"

    def spec(self, kind: ChartKind, title: str, *, note: str = "", unit: str = "", aside: str = "") -> ChartSpec:
        """The specification of a chart of this measure; ``aside`` says how its numbers differ from the counts."""
        measure = self.measure
        label = f"{measure.label}{aside}"
        return ChartSpec(self.figure_id(kind), title, self.area, label, unit or measure.unit, note, self.source)


def draw_level(setting: Setting, level: Level, starts: Sequence[PhaseStart]) -> RenderedChart:
    """The level of a measure, with the reporting period shaded; breaks of definition are marked where they fall.

    ``starts`` are those breaks, and declared phases, of which the note says why, and who approved them and when. The
    title is the finding: ``Robbery stayed stable through 2014/15``. A verdict that is no finding of its own, such
    as "too few points to say", stands after a colon.
    """
    measure, period = setting.measure, setting.period.label
    word = level_verdict(level, label=measure.label_inside, unit=measure.unit).word
    finding = FINDINGS.get(word)
    if word.startswith("on a ") and len(level.sudden):
        period = first_month(level.sudden[0])
    title = f"{measure.label} {finding} {period}" if finding else f"{measure.label} in {period}: {word}"
    phases = [phase_words(start) for start in starts if not start.forced]
    spec = setting.spec("level", title, note=" ".join((level.rule, *phases)))
    return render_level(spec, level, breaks=[start for start in starts if start.forced])


def phase_words(start: PhaseStart) -> str:
    """A declared phase in a sentence: from when, why, and who approved it when."""
    since = period_label(start.start)
    return f"A phase of its own begins in {since}: {start.reason.rstrip('.')}; approved by {start.approval}."


def draw_years(setting: Setting, counts: pd.Series, year: pd.PeriodIndex) -> RenderedChart:
    """Totals by financial year as columns, the year of the period marked."""
    measure, own = setting.measure, year[0] if len(year) and year[0] in counts.index else None
    if own is None:
        lowest = period_of(counts.index[int(counts.to_numpy().argmin())]).label
        title = f"{measure.label} by financial year: lowest of the {len(counts)} years held in {lowest}"
    else:
        upto = counts[counts.index <= own]
        verdict = record_verdict(upto, label=measure.label, unit=measure.unit)
        # Where the year is no record, its place among the years is the finding.
        place = verdict.word if verdict else ordinal_low_first(int(upto.rank(method="min").iloc[-1]), len(upto))
        since = period_of(upto.index[0]).label
        title = f"{measure.label} in {period_of(own).label}: {place} of the {len(upto)} years since {since}"
    return render_years(setting.spec("years", title), counts, window=own)


def draw_forces(setting: Setting, all_forces: Funnel, peers: Sequence[str]) -> RenderedChart:
    """Rates of all forces as a funnel; those of the similar group are named, and the note has the ratio to each."""
    measure, period, area = setting.measure, setting.period, setting.area
    own, ratios = all_forces.row(area), all_forces.against(area).reindex(list(peers)).dropna()
    others = "; ".join(
        f"{peer} {row.ratio:.2f} ({row.low:.2f} to {row.high:.2f}: {row.word})"
        for peer, row in zip(ratios.index, ratios.itertuples(), strict=True)
    )
    place = ordinal_low_first(int(own["rank"]), len(all_forces.forces))
    spec = setting.spec(
        "peers",
        f"{measure.label}: {area} has the {place} rate of {len(all_forces.forces)} forces, {own['place']}",
        note=f"{f'Rate of {area} over that of {others}. ' if others else ''}{RATES_CAUTION}",
        unit=f"{measure.unit} per 1,000 {measure.per_whom}",
    )
    span = period.label if period.whole_year else f"12 months to the end of {period.label}"
    return render_funnel(spec, all_forces, peers=peers, period=span, whom=measure.per_whom)


def change_rows(claims: Mapping[str, Claim], measures: Measures, targets: Mapping[str, float]) -> pd.DataFrame:
    """One row a measure whose change and interval were recorded, in the order of recording.

    ``targets`` are in per cent by measure. Returns columns measure, label, percent, low, high and target.
    """
    rows = []
    for name in dict.fromkeys(claim.measure for claim in claims.values()):
        recorded = (claims.get(f"{name}.{statistic}") for statistic in ("change_pct", "change_low", "change_high"))
        values = [claim.value for claim in recorded if claim is not None and claim.value is not None]
        # A change without its interval could not be told from chance, and is left out.
        if len(values) == 3:
            rows.append((name, measures[name].label, *values, targets.get(name, math.nan)))
    return pd.DataFrame(rows, columns=["measure", "label", "percent", "low", "high", "target"])


def draw_changes(setting: Setting, rows: pd.DataFrame, outcome: str) -> RenderedChart:
    """The changes of ``rows`` with their intervals, under a title that counts falls and rises."""
    period, fell, rose = setting.period, int((rows["high"] < 0).sum()), int((rows["low"] > 0).sum())
    # An interval that holds zero shows no change, whatever the percentage.
    unclear = len(rows) - fell - rose
    parts = (
        (fell, "fell"),
        (rose, "rose"),
        (unclear, "shows no clear change" if unclear == 1 else "show no clear change"),
    )
    listed = listed_words([f"{count} {verb}" for count, verb in parts if count])
    title = f"Of {counted(len(rows), 'measure')} in {period.label}, {listed}"
    spec = ChartSpec(f"{period.slug}-{outcome.lower()}-changes", title, setting.area, source=setting.source)
    return render_change(spec, rows, period=period.label, comparison=period.comparison.label)


def months_in(period: Period) -> pd.PeriodIndex:
    """The months of a period, as pandas counts them."""
    return pd.PeriodIndex([str(month) for month in period.months], freq="M", name="month")


def why_no_months(setting: Setting, counts: pd.DataFrame, differs: str | None) -> str:
    """Why no month of the period can be shown, in one sentence; empty where one can."""
    label, period = setting.measure.label_inside, setting.period
    if differs is not None:
        return f"No monthly view of {label}: open data by month are those of police.uk, and {differs}."
    if counts.empty:
        return f"No monthly view of {label}: no month of {setting.area} is held as known for this edition."
    if not months_in(period).isin(counts.dropna(how="all").index).any():
        first, last = (period_label(counts.index[place]) for place in (0, -1))
        return f"No monthly view of {label} for {period.label}: the months held run from {first} to {last}."
    return ""


def draw_months(setting: Setting, counts: pd.DataFrame) -> RenderedChart:
    """The months up to the end of the period as columns, under a title that names the highest of the period."""
    measure, window = setting.measure, months_in(setting.period)
    months = counts[counts.index <= window[-1]]
    # A month that one district lacks would look like a fall, so it has no sum.
    own = months[months.index.isin(window)].sum(axis=1, skipna=False).dropna()
    which = "month" if len(own) == len(window) else f"of the {len(own)} months held"
    highest = f"{number(own.max())} in {period_label(own.index[int(own.argmax())])}, the highest {which}"
    first, late = months.index[0], ""
    if first > window[0]:
        late = f"No month before {period_label(first)} is held, because the source is known to be short. "
    title = f"{measure.label} by month in {setting.period.label}: {highest}"
    return render_months(setting.spec("months", title, note=f"{late}{MONTHS_CAUTION}"), months, window=window)
