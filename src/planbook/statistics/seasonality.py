"""Whether neighbouring points are alike, and whether the season explains a signal.

The median of each month or quarter of the year, taken from earlier phases, is removed before the run rules
are applied; both charts are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planbook.statistics.change import dispersion
from planbook.statistics.constants import HIGH_AUTOCORRELATION, PERIODS_A_YEAR
from planbook.statistics.sentences import number
from planbook.statistics.xmr import ControlChart, PhaseStart, control_chart

YEARS_TO_TELL = 4
YEARS_OF_REFERENCE = 2
FEWEST_FOR_CORRELATION = 3


def autocorrelation(chart: ControlChart) -> float:
    """Lag-1 autocorrelation of the current phase about its average, -1 to 1.

    Zero for a phase of fewer than three points or of equal values.
    """
    values = chart.observed[chart.place(chart.current.start) :]
    gap = values - values.mean()
    spread = float((gap**2).sum())
    if gap.size < FEWEST_FOR_CORRELATION or spread <= 1e-18 * float((values**2).sum()):
        return 0.0
    return float((gap[1:] * gap[:-1]).sum() / spread)


def autocorrelation_note(chart: ControlChart) -> str:
    """A sentence where neighbouring points are more alike than 0.3, otherwise an empty string."""
    correlation = autocorrelation(chart)
    if correlation <= HIGH_AUTOCORRELATION:
        return ""
    return (
        f"Neighbouring points of this phase are alike (lag-1 correlation {number(correlation, 2)}), "
        "so runs are more common than the rules assume."
    )


def seasonal_effects(series: pd.Series, starts: Sequence[PhaseStart] = ()) -> pd.Series:
    """Median of each month (1-12) or quarter (1-4) of the year about the average of its phase.

    Args:
        series: values by period, shape (n,), months or quarters.
        starts: phase starts. Earlier phases alone are used where they hold two years or more; otherwise
            all points.

    Returns:
        Effects in the unit of the series, centred on zero, index the season of the year.
    """
    chart = control_chart(series, starts=starts, floor=None)
    earlier = chart.place(chart.current.start)
    used = earlier if earlier >= YEARS_OF_REFERENCE * _seasons(chart.index) else len(chart.index)
    gap = pd.Series((chart.observed - chart.means)[:used])
    medians = gap.groupby(_season(chart.index)[:used]).median()
    return (medians - medians.mean()).rename("effect").rename_axis("season")


def without_season(series: pd.Series, effects: pd.Series) -> pd.Series:
    """The series less the effect of its season; a season without an effect is left as it is."""
    season = _season(pd.PeriodIndex(series.index))
    return series.astype(float) - effects.reindex(season, fill_value=0.0).to_numpy()


@dataclass(frozen=True, eq=False)
class SeasonCheck:
    """Charts with and without the season, and what the comparison says.

    Attributes:
        adjusted: the chart of the series without its season.
        explained, remaining: signals of the window that go and that stay once the season is removed.
        sentence: the answer in plain English; empty where it cannot be told or nothing signals.
    """

    adjusted: ControlChart
    explained: tuple[pd.Period, ...]
    remaining: tuple[pd.Period, ...]
    sentence: str


def season_check(series: pd.Series, window: pd.PeriodIndex, *, starts: Sequence[PhaseStart] = ()) -> SeasonCheck:
    """Whether season explains the signals of a reporting window; told from four years of data on.

    Raises:
        SeriesFault: as `control_chart`.
    """
    chart = control_chart(series, starts=starts)
    adjusted = _adjusted(series, starts)
    signals, still = [period for period in chart.signals if period in window], set(adjusted.signals)
    explained = tuple(period for period in signals if period not in still)
    remaining = tuple(period for period in signals if period in still)
    enough = len(chart.index) >= YEARS_TO_TELL * _seasons(chart.index)
    sentence = _sentence(len(explained), len(remaining)) if enough and signals else ""
    return SeasonCheck(adjusted, explained, remaining, sentence)


def dispersion_without_season(series: pd.Series, starts: Sequence[PhaseStart] = ()) -> float:
    """Dispersion of a seasonal series for a comparison of like with like; 1 or more.

    Two counts of the same months share their season, so the season is no part of the chance between them.
    It is removed before the moving ranges are taken. Seasonal effects are themselves estimated, which takes
    one degree of freedom less than there are seasons: the result is scaled by (n - 1) / (n - seasons), the
    usual correction of a residual variance (McCullagh and Nelder 1989, section 4.5.2). With no more points
    than seasons the plain dispersion stands.

    Args:
        series: counts by period, shape (n,).
        starts: declared phases and breaks.
    """
    chart = control_chart(series, starts=starts)
    points, seasons = chart.current.n, _seasons(chart.index)
    if points <= seasons:
        return dispersion(chart)
    adjusted = _adjusted(series, starts)
    return max(1.0, dispersion(adjusted) * (points - 1) / (points - seasons))


def _adjusted(series: pd.Series, starts: Sequence[PhaseStart]) -> ControlChart:
    return control_chart(without_season(series, seasonal_effects(series, starts)), starts=starts, floor=None)


def _sentence(explained: int, remaining: int) -> str:
    if not remaining:
        return "Season explains the signal: it goes once the usual pattern of the year is removed."
    if not explained:
        return "Season does not explain the signal: it stays once the usual pattern of the year is removed."
    of = explained + remaining
    return f"Season explains {explained} of the {of} points that signal; the others stay without it."


def _seasons(index: pd.PeriodIndex) -> int:
    return PERIODS_A_YEAR[index.freqstr[0]]


def _season(index: pd.PeriodIndex) -> pd.Index:
    """Season of each period: month of the year or quarter of the financial year; 1 for a year."""
    return {"M": index.month, "Q": index.quarter}.get(index.freqstr[0], index.year * 0 + 1)
