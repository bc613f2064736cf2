"""What a notebook has read so far, and which of it stands behind a statistic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from planbook.claims.statistics_table import Span
from planbook.data.rows import Observation, Rows, noting, observed, range_of
from planbook.data.series import period_of

TWELVE_MONTHS = 4
"""Quarters in the twelve months of a rate."""


def kind_of(counts: pd.Series | str) -> str:
    """How the rows behind what is recorded were read: ``quarters``, ``years``, or ``peers`` for a measure's id."""
    if isinstance(counts, str):
        return "peers"
    index = counts.index
    return "years" if isinstance(index, pd.PeriodIndex) and index.freqstr.startswith("Y") else "quarters"


@dataclass
class Evidence:
    """Reads by measure and kind, and where the current phase of a measure starts."""

    area: str
    window: pd.PeriodIndex
    before: pd.PeriodIndex
    peers_by_year: bool = False
    reads: dict[tuple[str, str], list[Observation]] = field(default_factory=dict)
    phases: dict[str, pd.Period] = field(default_factory=dict)
    _found: dict[tuple[object, ...], tuple[Rows, ...]] = field(default_factory=dict)

    @contextmanager
    def noting(self, measure: str, kind: str) -> Iterator[None]:
        """Keep what is read inside the block as the evidence of a measure."""
        with noting() as found:
            yield
        self.reads[measure, kind] = found
        self._found.clear()

    def rows(self, measure: str, kind: str, span: Span) -> tuple[Rows, ...]:
        """The rows that a statistic of a measure rests on, of those that were read; statistics share their spans."""
        asked = (measure, kind, span, self.phases.get(measure))
        if asked not in self._found:
            reads = self.reads.get((measure, kind), [])
            areas = {self.area} if span == "own rate" else None
            self._found[asked] = range_of(observed(reads, self._periods(measure, kind, span, reads), areas))
        return self._found[asked]

    def _periods(self, measure: str, kind: str, span: Span, reads: list[Observation]) -> set[str]:
        """The canonical periods of a span; for whole years those of the years that end with the window."""
        last = self.window[-1]
        if span in {"own rate", "group rate"}:
            twelve = pd.period_range(end=last, periods=TWELVE_MONTHS, freq=last.freq)
            return _names(_whole_years(twelve) if self.peers_by_year else twelve)
        window, before = (
            _whole_years(quarters) if kind == "years" else quarters for quarters in (self.window, self.before)
        )
        last_name = max(_names(window))
        upto = {row.period for row in reads if row.period <= last_name}
        if span == "series":
            return upto
        if span == "phase":
            start = self.phases.get(measure)
            return {name for name in upto if start is None or name >= period_of(start).canonical}
        chosen = {"period": (window,), "before": (before,), "both": (window, before)}[span]
        return {name for quarters in chosen for name in _names(quarters)}


def _names(periods: pd.PeriodIndex) -> set[str]:
    return {period_of(period).canonical for period in periods}


def _whole_years(quarters: pd.PeriodIndex) -> pd.PeriodIndex:
    return pd.PeriodIndex(sorted({pd.Period(year=quarter.qyear, freq="Y-MAR") for quarter in quarters}))
