"""The series of each measure as an edition used it: the same reading as the notebooks', up to the period's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planbook.core.edition_workbook import SeriesRow
from planbook.data import series
from planbook.data.available import NotKnownYet, known_at
from planbook.data.periods import period_of, quarters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planbook.data.measures import Measure
    from planbook.publish.subject import Subject

__all__ = ["series_rows"]

FREQUENCIES = {"Q-MAR": "quarter", "Y-MAR": "year"}
MID_YEAR = "mid-year"
DENOMINATORS = ("population", "households")
"""Measures that rates are worked out with; they are counted on one day, in the middle of a year."""


def series_rows(subject: Subject) -> dict[str, tuple[SeriesRow, ...]]:
    """Observations by measure, in the order of the catalogue: quarters, then years; measures without any left out."""
    found = {measure.id: tuple(_rows(subject, measure)) for measure in subject.measures.all}
    return {measure: rows for measure, rows in found.items() if rows}


def _rows(subject: Subject, measure: Measure) -> Iterator[SeriesRow]:
    edition = subject.ledger.edition
    places, force, as_at = subject.places, edition.force, edition.as_at
    if measure.id in DENOMINATORS:
        yield from _mid_years(subject, measure)
        return
    if subject.has_table(measure.table):
        held = not _known(lambda: series.read_series(places, measure.table, measure.id, force, as_at)).empty
        counts = _known(lambda: series.measure_series(places, measure, force, as_at))
        yield from _observed(subject, measure, counts, measure.table if held else series.CRIME_BY_SUBGROUP)
    if subject.has_table(measure.year_table) and measure.year_table != measure.table:
        counts = _known(lambda: series.read_series(places, measure.year_table, measure.id, force, as_at))
        yield from _observed(subject, measure, counts, measure.year_table)


def _known(read: Callable[[], pd.Series]) -> pd.Series:
    """A series, empty where nothing of its table was known at the edition's date."""
    try:
        return read()
    except NotKnownYet:
        return pd.Series(dtype=float)


def _observed(subject: Subject, measure: Measure, counts: pd.Series, table: str) -> Iterator[SeriesRow]:
    if counts.empty:
        return
    index = pd.PeriodIndex(counts.index)
    last = quarters_of(subject.period)[-1] if index.freqstr == "Q-MAR" else _last_year(subject)
    for period, value in zip(index, counts.to_list(), strict=True):
        if period <= last:
            when = FREQUENCIES[index.freqstr], period_of(period).canonical
            yield _row(subject, measure, when, value, table)


def _mid_years(subject: Subject, measure: Measure) -> Iterator[SeriesRow]:
    if not subject.has_table(measure.table):
        return
    frame = series.observations(subject.places.data / "series" / f"{measure.table}.csv")
    edition = subject.ledger.edition
    try:
        frame = known_at(frame, measure.table, edition.as_at)
    except NotKnownYet:
        return
    own = frame[frame["area"] == edition.force].sort_values("period")
    for period, value in zip(own["period"].astype(str), own["value"], strict=True):
        yield _row(subject, measure, (MID_YEAR, period), value, measure.table)


def _row(subject: Subject, measure: Measure, when: tuple[str, str], value: float, table: str) -> SeriesRow:
    edition, (frequency, period) = subject.ledger.edition, when
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


def _last_year(subject: Subject) -> pd.Period:
    return pd.Period(year=subject.period.last.year, freq="Y-MAR")
