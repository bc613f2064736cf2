"""What the notebook of numbers leaves for a page beside claims and verdicts: records in the outputs of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from planbook.claims.records import records_of

MEASURES = (
    *("total_recorded_crime", "violence_with_injury", "violence_without_injury", "stalking_and_harassment"),
    *("sexual_offences", "robbery", "burglary_dwelling", "residential_burglary", "theft_from_shops"),
    *("criminal_damage", "arson"),
)
"""What is held for every force, the broadest first."""
RATES = frozenset({"rate", "rate_low", "rate_high", "force_rank"})
"""The statistics for which residents or households must be known."""
MEASURE, ABSENT = "measure", "absent measure"
"""The kinds of the two records."""


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
