"""How far the verdicts of a count can be trusted.

The same verdicts under other reasonable settings, phases that the series suggests, the season, chance, and
what inspections found of the recording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.statistics.alternatives import Robustness
from planbook.statistics.chance import ChanceSignals, expected_signals
from planbook.statistics.change import Change
from planbook.statistics.phases import compare_phases, suggest_phases
from planbook.statistics.robustness import change_robustness, level_robustness, without_each_phase
from planbook.statistics.seasonality import SeasonCheck, autocorrelation, season_check
from planbook.statistics.trust import RunsTest, Trust, runs_test, trust
from planbook.statistics.xmr import ControlChart, PhaseStart

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Scrutiny:
    """What is known against the two verdicts of one measure, and for them."""

    level: Robustness
    change: Robustness
    trust: Trust
    season: SeasonCheck
    chance: ChanceSignals
    warnings: tuple[str, ...]
    runs: RunsTest
    correlation: float

    @property
    def sentences(self) -> tuple[str, ...]:
        """One plain sentence each, the robustness of the verdicts first."""
        doubts = tuple(doubt.sentence for doubt in self.trust.doubts if doubt.kind != "a fragile verdict")
        season = (self.season.sentence,) if self.season.sentence else ()
        return (self.level.sentence, self.change.sentence, *doubts, *season)

    def as_record(self, verdict: str) -> dict[str, Any]:
        """What the ledger keeps beside a verdict (``level`` or ``year on year``)."""
        robustness = self.level if verdict == "level" else self.change
        kept = {
            "alternatives": len(robustness.outcomes),
            "holds": robustness.held,
            "fragile": robustness.fragile,
            "flips": [f"{flip.alternative}: {flip.word}" for flip in robustness.flips],
            "trust": self.trust.word,
        }
        return {**kept, **self._level_record()} if verdict == "level" else kept

    def _level_record(self) -> dict[str, Any]:
        """Chance, correlation and the runs test, which are of the chart and not of the change."""
        return {
            "signals_seen": self.chance.seen,
            "signals_by_chance": self.chance.expected,
            "lag_1": self.correlation,
            "longest_run": self.runs.longest_run,
            "longest_run_allowed": self.runs.longest_allowed,
            "crossings": self.runs.crossings,
            "fewest_crossings_allowed": self.runs.fewest_allowed,
            "runs_test_signals": self.runs.signal,
            "warnings": list(self.warnings),
        }


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
    forced = [start for start in starts if start.forced]
    declared = [start for start in starts if not start.forced]
    level = level_robustness(counts, window, starts=starts, denominator=residents)
    year = change_robustness(change, chart)
    without = without_each_phase(counts, window, starts)
    return Scrutiny(
        level=level,
        change=year,
        trust=trust(chart, change, robustness=(level, year), inspection=inspection),
        season=season_check(counts, window, starts=starts),
        chance=expected_signals([(chart, window)]),
        warnings=(
            *compare_phases(declared, suggest_phases(counts, breaks=forced)),
            *(f"Without the phase from {phase.start} the verdict would be “{phase.otherwise}”." for phase in without),
        ),
        runs=runs_test(counts[counts.index >= chart.current.start]),
        correlation=autocorrelation(chart),
    )
