"""The series of each measure as an edition used it: read as the notebooks read them, up to the period's end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from planbook.claims.ledger import Edition
from planbook.data import series
from planbook.data.available import CRIME_BY_SUBGROUP, NotKnownYet, known_at
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.series import period_of, quarters_of
from planbook.export.tables import MeasureSeries, Observation

FREQUENCIES = {"Q-MAR": "quarter", "Y-MAR": "year"}
DENOMINATORS = ("population", "households")
"""Measures that rates are worked out with; they are counted on one day, in the middle of a year."""


def series_used(places: Places, edition: Edition, measures: Measures) -> tuple[MeasureSeries, ...]:
    """The series in the order of the catalogue: quarters, then years; measures without any left out."""
    where = edition.force, edition.force_name
    read = ((measure, tuple(_Reader(places, edition, measure).observations())) for measure in measures.all)
    return tuple(MeasureSeries(measure, *where, observations) for measure, observations in read if observations)


@dataclass(frozen=True)
class _Reader:
    """Reads one measure of one edition."""

    places: Places
    edition: Edition
    measure: Measure

    def observations(self) -> Iterator[Observation]:
        measure, force, as_at = self.measure, self.edition.force, self.edition.as_at
        if measure.id in DENOMINATORS:
            yield from self._mid_years()
            return
        if self._has(measure.table):
            own = _or_empty(lambda: series.read_series(self.places, measure.table, measure.id, force, as_at))
            counts = _or_empty(lambda: series.measure_series(self.places, measure, force, as_at))
            # A force without rows of its own in the table is counted from that of offence subgroups.
            yield from self._observed(counts, CRIME_BY_SUBGROUP if own.empty else measure.table)
        if self._has(measure.year_table) and measure.year_table != measure.table:
            counts = _or_empty(lambda: series.read_series(self.places, measure.year_table, measure.id, force, as_at))
            yield from self._observed(counts, measure.year_table)

    def _has(self, table: str) -> bool:
        return bool(table) and (self.places.root / _path(table)).is_file()

    def _observed(self, counts: pd.Series, table: str) -> Iterator[Observation]:
        if counts.empty:
            return
        index, period = pd.PeriodIndex(counts.index), Period.parse(self.edition.period)
        quarterly = index.freqstr == "Q-MAR"
        last = quarters_of(period)[-1] if quarterly else pd.Period(year=period.last.year, freq="Y-MAR")
        for when, value in zip(index, counts.to_list(), strict=True):
            if when <= last:
                yield Observation(FREQUENCIES[index.freqstr], period_of(when).canonical, value, _path(table))

    def _mid_years(self) -> Iterator[Observation]:
        table = self.measure.table
        if not self._has(table):
            return
        frame = series.observations(self.places.root / _path(table))
        try:
            frame = known_at(frame, table, self.edition.as_at)
        except NotKnownYet:
            return
        own = frame[frame["area"] == self.edition.force].sort_values("period")
        for period, value in zip(own["period"].astype(str), own["value"], strict=True):
            yield Observation("mid-year", period, value, _path(table))


def _path(table: str) -> str:
    return f"data/series/{table}.csv"


def _or_empty(read: Callable[[], pd.Series]) -> pd.Series:
    """A series; empty where nothing of its table was known at the edition's date."""
    try:
        return read()
    except NotKnownYet:
        return pd.Series(dtype=float)
