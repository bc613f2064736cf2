"""How far the verdicts of a count can be trusted.

The same verdicts under other reasonable settings, phases that the series suggests, the season, chance, and
what inspections found of the recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from planbook.statistics.chance import expected_signals
from planbook.statistics.change import Change
from planbook.statistics.phases import compare_phases, suggest_phases
from planbook.statistics.robustness import Robustness, change_robustness, level_robustness, without_each_phase
from planbook.statistics.seasonality import autocorrelation, season_check
from planbook.statistics.trust import Trust, runs_test, trust
from planbook.statistics.xmr import ControlChart, PhaseStart

if TYPE_CHECKING:
    import pandas as pd


class Scrutiny(NamedTuple):
    """What is known against the two verdicts of one measure, and for them.

    ``sentences`` say it one by one, the robustness of the verdicts first; ``warnings`` are what a reader must know
    first; ``records`` hold what the ledger keeps beside each verdict, by its kind.
    """

    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    records: Mapping[str, Mapping[str, Any]]


def scrutinise(
    counts: pd.Series,
    window: pd.PeriodIndex,
    chart: ControlChart,
    change: Change,
    *,
    starts: Sequence[PhaseStart] = (),
    residents: pd.Series | None = None,
    inspection: str = "",
) -> Scrutiny:
    """Put the two verdicts of a count to the test.

    Args:
        counts: by quarter, up to the end of ``window``.
        window: the quarters of the period.
        chart: what the level verdict was derived from.
        change: what the verdict on the year was derived from.
        starts: declared phases and breaks of definition.
        residents: by quarter, for the level as a rate; None where they are not held for every quarter.
        inspection: a sentence on what an inspection found of the recording.
    """
    # Breaks of definition stand whatever the data say; only declared phases are weighed against the series.
    forced = [start for start in starts if start.forced]
    declared = [start for start in starts if not start.forced]
    level = level_robustness(counts, window, starts=starts, denominator=residents)
    year = change_robustness(change, chart)
    without = without_each_phase(counts, window, starts)
    confidence = trust(chart, change, robustness=(level, year), inspection=inspection)
    season = season_check(counts, window, starts=starts)
    warnings = (
        *compare_phases(declared, suggest_phases(counts, breaks=forced)),
        *(f"Without the phase from {phase.start} the verdict would be “{phase.otherwise}”." for phase in without),
    )
    # The robustness of each verdict says already which of them is fragile.
    doubts = [doubt.sentence for doubt in confidence.doubts if doubt.kind != "a fragile verdict"]
    of_chart = {**_chart_record(counts, window, chart), "warnings": list(warnings)}
    return Scrutiny(
        tuple(text for text in (level.sentence, year.sentence, *doubts, season.sentence) if text),
        warnings,
        {"level": {**_record(level, confidence), **of_chart}, "year on year": _record(year, confidence)},
    )


def _record(robustness: Robustness, confidence: Trust) -> dict[str, Any]:
    return {
        "alternatives": len(robustness.outcomes),
        "holds": robustness.held,
        "fragile": robustness.fragile,
        "flips": [f"{flip.alternative}: {flip.word}" for flip in robustness.flips],
        "trust": confidence.word,
    }


def _chart_record(counts: pd.Series, window: pd.PeriodIndex, chart: ControlChart) -> dict[str, Any]:
    """Chance, correlation and the runs test, which are of the chart and not of the change."""
    chance = expected_signals([(chart, window)])
    runs = runs_test(counts[counts.index >= chart.current.start])
    return {
        "signals_seen": chance.seen,
        "signals_by_chance": chance.expected,
        "lag_1": autocorrelation(chart),
        "longest_run": runs.longest_run,
        "longest_run_allowed": runs.longest_allowed,
        "crossings": runs.crossings,
        "fewest_crossings_allowed": runs.fewest_allowed,
        "runs_test_signals": runs.signal,
    }
