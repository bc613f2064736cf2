"""The series of each measure as an edition used it: read as the notebooks read them, up to the period's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from planbook.core.calendar import period_of, quarters_of
from planbook.core.periods import Period
from planbook.edge import series
from planbook.edge.vintages import NotKnownYet, known_at
from planbook.export.tables import SeriesRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planbook.core.ledger import Edition
    from planbook.core.measures import Measure, Measures
    from planbook.edge.places import Places

FREQUENCIES = {"Q-MAR": "quarter", "Y-MAR": "year"}
MID_YEAR = "mid-year"
DENOMINATORS = ("population", "households")
"""Measures that rates are worked out with; they are counted on one day, in the middle of a year."""


def series_rows(places: Places, edition: Edition, measures: Measures) -> dict[str, tuple[SeriesRow, ...]]:
    """Observations by measure, in the order of the catalogue: quarters, then years; measures without any left out."""
    read = {measure.id: tuple(_Reader(places, edition, measure).rows()) for measure in measures.all}
    return {measure: rows for measure, rows in read.items() if rows}


@dataclass(frozen=True)
class _Reader:
    """Reads one measure of one edition."""

    places: Places
    edition: Edition
    measure: Measure

    def rows(self) -> Iterator[SeriesRow]:
        measure, force, as_at = self.measure, self.edition.force, self.edition.as_at
        if measure.id in DENOMINATORS:
            yield from self._mid_years()
            return
        if self._has(measure.table):
            own = _or_empty(lambda: series.read_series(self.places, measure.table, measure.id, force, as_at))
            counts = _or_empty(lambda: series.measure_series(self.places, measure, force, as_at))
            # A force without rows of its own in the table is counted from that of offence subgroups.
            yield from self._observed(counts, series.CRIME_BY_SUBGROUP if own.empty else measure.table)
        if self._has(measure.year_table) and measure.year_table != measure.table:
            counts = _or_empty(lambda: series.read_series(self.places, measure.year_table, measure.id, force, as_at))
            yield from self._observed(counts, measure.year_table)

    def _has(self, table: str) -> bool:
        return bool(table) and (self.places.data / "series" / f"{table}.csv").is_file()

    def _observed(self, counts: pd.Series, table: str) -> Iterator[SeriesRow]:
        if counts.empty:
            return
        index, period = pd.PeriodIndex(counts.index), Period.parse(self.edition.period)
        quarterly = index.freqstr == "Q-MAR"
        last = quarters_of(period)[-1] if quarterly else pd.Period(year=period.last.year, freq="Y-MAR")
        for when, value in zip(index, counts.to_list(), strict=True):
            if when <= last:
                yield self._row(FREQUENCIES[index.freqstr], period_of(when).canonical, value, table)

    def _mid_years(self) -> Iterator[SeriesRow]:
        table = self.measure.table
        if not self._has(table):
            return
        frame = series.observations(self.places.data / "series" / f"{table}.csv")
        try:
            frame = known_at(frame, table, self.edition.as_at)
        except NotKnownYet:
            return
        own = frame[frame["area"] == self.edition.force].sort_values("period")
        for period, value in zip(own["period"].astype(str), own["value"], strict=True):
            yield self._row(MID_YEAR, period, value, table)

    def _row(self, frequency: str, period: str, value: float, table: str) -> SeriesRow:
        measure, edition = self.measure, self.edition
        return SeriesRow(
            measure=measure.id,
            label=measure.label,
            area=edition.force,
            area_name=edition.force_name,
            frequency=frequency,
            period=period,
            value=float(value),
            unit=measure.unit,
            table=f"data/series/{table}.csv",
        )


def _or_empty(read: Callable[[], pd.Series]) -> pd.Series:
    """A series; empty where nothing of its table was known at the edition's date."""
    try:
        return read()
    except NotKnownYet:
        return pd.Series(dtype=float)
