"""What is held: for which quarters, forces and dates an edition can be made. Known without opening a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.core.names import nearest
from planbook.edge.known import column_values, known_form

if TYPE_CHECKING:
    from planbook.core.periods import Period
    from planbook.edge.places import Places

__all__ = [
    "CRIME_BY_FORCE",
    "PEOPLE_BY_FORCE",
    "NoPeriodData",
    "UnknownArea",
    "areas",
    "available_periods",
    "check_request",
]

CRIME_BY_MEASURE = "recorded_crime_by_measure"
CRIME_BY_SUBGROUP = "recorded_crime_by_subgroup"
CRIME_BY_FORCE = "recorded_crime_by_force"
PEOPLE_BY_FORCE = "denominators_by_force"


class NoPeriodData(LookupError):
    """A period for which no recorded crime is held."""

    def __init__(self, period: Period, held: tuple[str, ...]) -> None:
        super().__init__(
            f"period {period.canonical}: no recorded crime is held for it. Periods that exist: the quarters "
            f"{held[0]} to {held[-1]}, and the years, half years and rolling years made of them"
        )


class UnknownArea(LookupError):
    """A force that no table holds."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(f"force {wanted!r} is not held; nearest: {nearest(wanted, known)}; held: {', '.join(known)}")


def available_periods(places: Places) -> tuple[str, ...]:
    """The quarters for which recorded crime is held, as canonical periods, in order."""
    return column_values(places, CRIME_BY_MEASURE, "period")


def areas(places: Places, table: str = CRIME_BY_SUBGROUP) -> tuple[str, ...]:
    """The forces for which recorded crime is held; ``table`` names where."""
    return column_values(places, table, "area")


def check_request(
    places: Places, period: Period, force: str, as_at: str = "", *, table: str = CRIME_BY_SUBGROUP
) -> None:
    """Refuse a period without data, a force that is not held or too early an as-at date, before anything runs.

    Raises:
        NotQuarterly: the period is not made of whole quarters.
        NoPeriodData: recorded crime is not held for each of its quarters.
        UnknownArea: no table holds the force.
        BadAsAt, NothingKnown: the as-at date is in no known form, or nothing was known then.
    """
    held = available_periods(places)
    if not {quarter.canonical for quarter in period.quarters} <= set(held):
        raise NoPeriodData(period, held)
    known = areas(places, table)
    if force not in known:
        raise UnknownArea(force, known)
    known_form(places, period, force, as_at)
