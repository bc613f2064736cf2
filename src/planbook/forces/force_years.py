"""Editions of a force and a financial year: how a command names them, and what the notebook of numbers leaves.

The notebook leaves records in the outputs of its cells, beside claims and verdicts; the page is made from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from planbook import Refusal
from planbook.claims.records import records_of
from planbook.data.periods import Period
from planbook.data.values import nearest

# The financial years that are held whole and have a year before them to be compared with.
ALL_YEARS = "2013-14..2024-25"


@dataclass(frozen=True, order=True)
class ForceYear:
    """A force in a period, for which one edition in numbers is made."""

    force: str
    period: str

    @property
    def address(self) -> str:
        """Where the edition stands below the root of the site: ``kent/fy2014-15``."""
        return f"{self.force}/{Period.parse(self.period).slug}"


def parse_years(text: str) -> tuple[str, ...]:
    """The financial years of ``2013-14..2024-25`` or ``2014-15``, as canonical periods in order.

    Raises:
        Refusal: the text is in neither form, or the last year is before the first.
    """
    first, dots, last = text.partition("..")
    start, end = _start(first), _start(last if dots else first)
    if not 0 < start <= end:
        raise Refusal(
            f"years {text!r}: write one year as 2014-15, or the first and the last as {ALL_YEARS}, the earlier first"
        )
    return tuple(Period.financial_year(year).canonical for year in range(start, end + 1))


def _start(year: str) -> int:
    """The first calendar year of a financial year; 0 for another text."""
    # Not Period.parse: here 2011-12 can only be a year, and is no month that the reader might have meant.
    match = re.fullmatch(r"(\d{4})-(\d{2})", year.strip().removeprefix("FY"))
    return int(match[1]) if match and int(match[2]) == (int(match[1]) + 1) % 100 else 0


def force_years(forces: Sequence[str], years: str, available: Sequence[str]) -> tuple[ForceYear, ...]:
    """Some forces (none named: all that are known) in the years of ``years``, in order.

    Raises:
        Refusal: the years are not written as they should be, or forces are not known; all of these are named.
    """
    if unknown := sorted(set(forces) - set(available)):
        misspelt = "; ".join(f"{name!r} (nearest: {nearest(name, available)})" for name in unknown)
        raise Refusal(f"forces that are not held: {misspelt}; held: {', '.join(available)}")
    return tuple(ForceYear(force, year) for force in sorted(set(forces or available)) for year in parse_years(years))


MEASURES = (
    *("total_recorded_crime", "violence_with_injury", "violence_without_injury", "stalking_and_harassment"),
    *("sexual_offences", "robbery", "burglary_dwelling", "residential_burglary", "theft_from_shops"),
    *("criminal_damage", "arson"),
)
"""What is held for every force, the broadest first."""
# The statistics for which residents or households must be known.
RATES = frozenset({"rate", "rate_low", "rate_high", "force_rank"})
MEASURE, ABSENT = "measure", "absent measure"  # the kinds of the two records


class QuarterCount(msgspec.Struct, frozen=True):
    """The count of a quarter: its canonical period, its label and the count."""

    period: str
    label: str
    count: float


class MeasureRecord(msgspec.Struct, frozen=True):
    """A measure of a force up to the end of a period.

    ``direction`` says which way is better and ``interval`` what the interval of the change means, in plain words.
    ``chart`` is the control chart as SVG; chart and caption are empty where a count was below zero.
    """

    measure: str
    label: str
    label_inside: str
    direction: str
    interval: str
    chart: str
    caption: str
    quarters: tuple[QuarterCount, ...]

    @property
    def anchor(self) -> str:
        """The id of the measure's section on the page."""
        return self.measure.replace("_", "-")


class AbsentMeasure(msgspec.Struct, frozen=True):
    """A measure that was not counted throughout the period, and the reason as a sentence."""

    measure: str
    reason: str


def measure_records(notebook: Mapping[str, Any]) -> tuple[MeasureRecord, ...]:
    """The measures of an executed notebook, in its order."""
    return tuple(msgspec.convert(one.data, MeasureRecord) for one in records_of(notebook) if one.kind == MEASURE)


def absent_measures(notebook: Mapping[str, Any]) -> tuple[AbsentMeasure, ...]:
    """The measures that an executed notebook could not show, in its order."""
    return tuple(msgspec.convert(one.data, AbsentMeasure) for one in records_of(notebook) if one.kind == ABSENT)
