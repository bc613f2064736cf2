"""What is held: for which quarters, forces and dates an edition can be made. In what form was it known at a date?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planbook import Refusal
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period, date_words, last_day_of
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.registers import check_force, rows
from planbook.data.values import nearest

if TYPE_CHECKING:
    import pandas as pd


class NotKnownYet(Refusal):
    """Data are asked for as known at a date before the first vintage held."""


def check_as_at(as_at: str) -> None:
    """Refuse an as-at date in no known form; an empty one means the latest vintage.

    Raises:
        Refusal: the text is neither a month nor a day of the calendar.
    """
    try:
        last_day_of(as_at or "2000-01")
    except ValueError:
        raise Refusal(
            f"as_at {as_at!r}: is neither a month nor a day. Write 2018-07 or 2018-07-31, or leave it empty for the "
            "latest vintage"
        ) from None


def known_at(frame: pd.DataFrame, table: str, as_at: str) -> pd.DataFrame:
    """The observations of a table that were known at a date or month; all of them where it is empty.

    Raises:
        Refusal: the date is in no known form.
        NotKnownYet: the table holds no vintage as old as that.
    """
    if not as_at:
        return frame
    check_as_at(as_at)
    # Texts of months and days compare as their dates do: all of July 2018 comes after 2018-06-30.
    vintages = frame["vintage"].astype(str)
    if vintages.min() > as_at:
        raise NotKnownYet(
            f"as_at {as_at!r}: nothing in data/series/{table}.csv was known then; vintages held: "
            f"{', '.join(sorted(vintages.unique()))}. Leave as_at empty for the latest vintage"
        )
    return frame[vintages <= as_at]


CRIME_BY_MEASURE = "recorded_crime_by_measure"
CRIME_BY_SUBGROUP = "recorded_crime_by_subgroup"
CRIME_BY_FORCE = "recorded_crime_by_force"
PEOPLE_BY_FORCE = "denominators_by_force"
BY_YEAR = "recorded_crime_year_ending_march"


def known_form(places: Places, plan: Plan | None, period: Period, force: str, as_at: str) -> Known:
    """In what form the figures of a period and force were known at ``as_at`` (empty for the latest revision).

    The report of ``plan`` counts among what was known.

    Raises:
        Refusal: the date is in no known form, or nothing of the period was known then.
    """
    if not as_at:
        return Known("quarters")
    check_as_at(as_at)
    first_quarters, first_years = (column_values(places, table, "vintage")[0] for table in (CRIME_BY_MEASURE, BY_YEAR))
    if first_quarters <= as_at:
        return Known("quarters", as_at)
    years, plan_year = column_values(places, BY_YEAR, "period"), period.plan_year.canonical
    if period.whole_year:
        forces = column_values(places, BY_YEAR, "area")
        if plan_year in years and force in forces and first_years <= as_at:
            return Known("years", as_at)
    report = plan.report if plan else None
    if report and report.covers(force, period) and as_at >= report.known_from:
        return Known("published", as_at)
    printed = f"values that {report.title} printed, from {report.known_from}; " if report else ""
    raise NotKnownYet(
        f"as_at {as_at!r}: nothing of {period.label} that was known then is held. Held are {printed}financial years "
        f"{years[0]} to {years[-1]}, from {first_years}; quarters, from {first_quarters}. Choose a later date, or "
        "leave as_at empty for the latest revision"
    )


def column_values(places: Places, table: str, column: str) -> tuple[str, ...]:
    """The distinct texts of one column of a series table, in order."""
    return tuple(sorted({row[column] for row in rows(places.data / "series" / f"{table}.csv")}))


def absence(measure: Measure, period: Period, area: str, catalogue: Measures) -> str:
    """The reason why ``measure`` has no figure for ``period``, or for the same months a year earlier.

    A measure that ended names its successor; one that has not begun says when it begins.
    """
    if not measure.has_series:
        return f"{measure.label}: only published values exist, no open series by force."
    first, last = Period.parse(measure.first_period), Period.parse(measure.last_period)
    if period.last > last.last:
        ended = f"{measure.label}: the measure ended with {last.label}"
        if not measure.successor:
            return f"{ended}; no later figure is held."
        successor = catalogue[measure.successor].label.lower()
        return f"{ended}; its successor is {successor}, which cannot be set against it."
    begins = f"{measure.label}: the series begins in {first.label}"
    if period.first < first.first:
        return f"{begins}."
    if period.comparison.first < first.first:
        return f"{begins}, so there is nothing a year earlier to compare with."
    return f"{measure.label}: no figure for {area} is held for {period.label}."


def available_periods(places: Places) -> tuple[str, ...]:
    """The quarters for which recorded crime is held, as canonical periods, in order."""
    return column_values(places, CRIME_BY_MEASURE, "period")


def check_request(places: Places, period: Period, force: str, as_at: str = "", *, plan: Plan | None = None) -> None:
    """Refuse a period without data, a force that is not held or too early an as-at date, before anything runs.

    Raises:
        Refusal: the period is not made of whole quarters or no crime is on record for one of them, the force is not
            the plan's (without a plan: no table holds it), or the as-at date is in no known form or too early.
    """
    periods = available_periods(places)
    if not {quarter.canonical for quarter in period.quarters} <= set(periods):
        raise Refusal(
            f"period {period.canonical}: no recorded crime is held for it. Periods that exist: the quarters "
            f"{periods[0]} to {periods[-1]}, and the years, half years and rolling years made of them"
        )
    forces = column_values(places, CRIME_BY_FORCE, "area")
    if plan:
        check_force(places, plan, force)
    elif force not in forces:
        near = nearest(force, forces)
        raise Refusal(f"force {force!r} is not held; nearest: {near}; held: {', '.join(forces)}")
    known_form(places, plan, period, force, as_at)


Form = Literal["quarters", "years", "published"]

WORDS: dict[Form, str] = {
    "quarters": "Figures by quarter as they were known {when}.",
    "years": (
        "By quarter nothing is held that was known {when}. Figures by financial year are, so each judgement rests "
        "on the year against the year before: no control chart and no interval can be drawn from two totals."
    ),
    "published": (
        "No table is held that was known {when}. What was known is what the report printed, so each "
        "judgement rests on its figures alone."
    ),
}


@dataclass(frozen=True)
class Known:
    """The form in which an edition's figures were known; ``as_at`` is empty for the latest revision."""

    form: Form
    as_at: str = ""

    @property
    def earlier(self) -> bool:
        """Whether the edition shows less than today's data would give."""
        return bool(self.as_at) and self.form != "quarters"

    @property
    def words(self) -> str:
        """What a reader has to know about the whole edition; empty where it stands on the latest revision."""
        return WORDS[self.form].format(when=at_that_time(self.as_at)) if self.as_at else ""

    def by_year_alone(self, label: str) -> str:
        """Why what needs quarters cannot be worked out for a measure that was known by year."""
        return (
            f"{label}: of what was known {at_that_time(self.as_at)} only totals by financial year are held, and "
            "this needs quarters."
        )

    def absent(self, label: str) -> str:
        """Why a measure has no figure in this edition."""
        return (
            f"{label}: no series of it as it was known {at_that_time(self.as_at)} is held; the series on record "
            "came later. A value that the report printed is quoted."
        )


def at_that_time(as_at: str) -> str:
    """A month or a day as it follows a verb: ``in July 2018``, ``on 31 July 2018``."""
    return f"{'on' if as_at.count('-') > 1 else 'in'} {date_words(as_at)}"
