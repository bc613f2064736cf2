"""The charts of a notebook, each under a title that states the finding by rule."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from planbook.charts.chart import ChartSpec
from planbook.charts.control import render_control
from planbook.charts.peers import render_peers
from planbook.charts.years import render_years
from planbook.claims.display import ordinal_low_first
from planbook.data.quarters import period_of
from planbook.statistics.rates import rate_ratios, usual_range
from planbook.statistics.seasonality import season_check
from planbook.statistics.words import level_verdict, record_verdict
from planbook.statistics.xmr import PhaseStart, footnote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planbook.charts.chart import RenderedChart
    from planbook.claims.chart_record import ChartKind
    from planbook.data.measures import Measure
    from planbook.data.periods import Period
    from planbook.statistics.xmr import ControlChart

FINDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not stable: high": "reached an unusually high level in",
        "not stable: low": "reached an unusually low level in",
        "rising": "kept rising in",
        "falling": "kept falling in",
        "significant increase in level": "had a significant increase in level in",
        "significant decrease in level": "had a significant decrease in level in",
        "unsettled": "looked unsettled in",
        "stable": "stayed stable through",
    }
)
"""The verdict on a level as the verb of a title. Past forms that are the same for one and for many."""


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


def level_title(label: str, period: str, word: str) -> str:
    """The finding of a control chart as a title: ``Robbery stayed stable through 2014/15``.

    A verdict that is no finding of its own, such as "too few points to say", stands after a colon.
    """
    finding = FINDINGS.get(word)
    return f"{label} {finding} {period}" if finding else f"{label} in {period}: {word}"


def draw_level(setting: Setting, chart: ControlChart, window: pd.PeriodIndex) -> RenderedChart:
    """The control chart of a measure, with the reporting period shaded."""
    spec = setting.spec("level", _level_title(setting, chart, window), note=footnote(chart))
    breaks = [PhaseStart(phase.start, phase.reason) for phase in chart.phases if phase.forced]
    return render_control(spec, chart, breaks=breaks, window=window)


def draw_without_season(
    setting: Setting, counts: pd.Series, window: pd.PeriodIndex, starts: Sequence[PhaseStart]
) -> RenderedChart:
    """The control chart of a measure less the effect of its season, with the reporting period shaded."""
    adjusted = season_check(counts, window, starts=starts).adjusted
    spec = setting.spec(
        "without-season",
        f"{_level_title(setting, adjusted, window)}, season taken out",
        note=f"The median of each quarter of the year about the average is taken off. {footnote(adjusted)}",
        aside=", less the effect of the quarter of the year",
    )
    return render_control(spec, adjusted, kind="without-season", window=window)


def _level_title(setting: Setting, chart: ControlChart, window: pd.PeriodIndex) -> str:
    measure = setting.measure
    verdict = level_verdict(chart, window, label=measure.label_inside, unit=measure.unit)
    return level_title(measure.label, setting.period.label, verdict.word)


def draw_years(setting: Setting, counts: pd.Series, year: pd.PeriodIndex) -> RenderedChart:
    """Totals by financial year as columns, the year of the period marked."""
    own = year[0] if len(year) and year[0] in counts.index else None
    return render_years(setting.spec("years", _years_title(setting.measure, counts, own)), counts, window=own)


def draw_peers(setting: Setting, group: pd.DataFrame, table: pd.DataFrame, dispersion: float) -> RenderedChart:
    """Rates of the force and its group as bars, lowest first."""
    measure, period = setting.measure, setting.period
    usual, place = usual_range(table), int(table["rank"].to_dict()[setting.area])
    words = ordinal_low_first(place, len(table))
    spec = setting.spec(
        "peers",
        f"{measure.label}: {setting.area} has the {words} rate of {len(table)} similar forces",
        note=_ratio_words(setting, group, dispersion),
        unit=f"{measure.unit} per 1,000 {measure.per_whom}",
    )
    span = period.label if period.whole_year else f"12 months to the end of {period.label}"
    return render_peers(spec, table, mean=usual.mean, usual=(usual.low, usual.high), period=span)


def _ratio_words(setting: Setting, group: pd.DataFrame, dispersion: float) -> str:
    """The rate of the force over that of each other force, with its interval, and the caution that goes with it."""
    ratios = rate_ratios(group, setting.area, dispersion=dispersion, measure=setting.measure.id)
    ratios_in_words = [
        f"{peer} {row.ratio:.2f} ({row.low:.2f} to {row.high:.2f}: {row.word})"
        for peer, row in zip(ratios.index, ratios.itertuples(), strict=True)
    ]
    return (
        f"Rate of {setting.area} over that of {'; '.join(ratios_in_words)}. The usual range is the group mean plus and "
        "minus one standard deviation, a description and not a test. Forces differ in how fully they record, so a low "
        "rate can be low recording."
    )


def _years_title(measure: Measure, counts: pd.Series, own: pd.Period | None) -> str:
    if own is None:
        lowest = period_of(counts.index[int(counts.to_numpy().argmin())]).label
        return f"{measure.label} by financial year: lowest of the {len(counts)} years held in {lowest}"
    upto = counts[counts.index <= own]
    since = period_of(upto.index[0]).label
    label = period_of(own).label
    verdict = record_verdict(upto, label=measure.label, unit=measure.unit)
    if verdict:
        return f"{measure.label} in {label}: {verdict.word} of the {len(upto)} years since {since}"
    place = int(upto.rank(method="min").iloc[-1])
    return f"{measure.label} in {label}: {ordinal_low_first(place, len(upto))} of the {len(upto)} years since {since}"
