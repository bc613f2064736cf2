"""What is held: for which quarters, forces and dates an edition can be made. In what form was it known at a date?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planbook import Refusal
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period, date_words, last_day_of
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.registers import check_force, rows
from planbook.data.values import nearest


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
    # A quarter that a later release added was not known, although others of its table were.
    if {quarter.canonical for quarter in period.quarters} <= {
        name for name, _ in _known(places, CRIME_BY_MEASURE, as_at)
    }:
        return Known("quarters", as_at)
    plan_year = period.plan_year.canonical
    if period.whole_year and (plan_year, force) in _known(places, BY_YEAR, as_at):
        return Known("years", as_at)
    report = plan.report if plan else None
    if report and report.covers(force, period) and as_at >= report.known_from:
        return Known("published", as_at)
    printed = f"values that {report.title} printed, from {report.known_from}; " if report else ""
    years = column_values(places, BY_YEAR, "period")
    first_quarters, first_years = (column_values(places, table, "vintage")[0] for table in (CRIME_BY_MEASURE, BY_YEAR))
    raise NotKnownYet(
        f"as_at {as_at!r}: nothing of {period.label} that was known then is held. Held are {printed}financial years "
        f"{years[0]} to {years[-1]}, from {first_years}; quarters, from {first_quarters}. Choose a later date, or "
        "leave as_at empty for the latest revision"
    )


def _known(places: Places, table: str, as_at: str) -> set[tuple[str, str]]:
    """The periods and areas of a table of which something was known at a date."""
    known = (row for row in rows(places.data / "series" / f"{table}.csv") if row["vintage"] <= as_at)
    return {(row["period"], row["area"]) for row in known}


def column_values(places: Places, table: str, column: str) -> tuple[str, ...]:
    """The distinct texts of one column of a series table, in order."""
    return tuple(sorted({row[column] for row in rows(places.data / "series" / f"{table}.csv")}))


def span(places: Places, measure: Measure) -> tuple[str, ...]:
    """The first and the last period that the table of a measure holds of it; empty where it holds none."""
    table = places.data / "series" / f"{measure.table}.csv"
    periods = {row["period"] for row in rows(table) if row["measure"] == measure.id} if table.is_file() else set()
    return (min(periods), max(periods)) if periods else ()  # canonical texts of one kind are in the order of time


def absence(places: Places, measure: Measure, period: Period, area: str, catalogue: Measures) -> str:
    """The reason why ``measure`` has no figure for ``period``, or for the same months a year earlier.

    A measure that ended names its successor or what ended it; one that has not begun says when it begins.
    """
    if not measure.has_series:
        return f"{measure.label}: only published values exist, no open series by force."
    held = [Period.parse(text) for text in span(places, measure)]
    if not held:
        return f"{measure.label}: its table holds no figure."
    if measure.ended and period.last > Period.parse(measure.ended).last:
        return _ending(measure, catalogue)
    first, last = held
    if period.last > last.last:
        return f"{measure.label}: the figures held end with {last.label}."
    if period.comparison.first < first.first:
        nothing = "" if period.first < first.first else ", so there is nothing a year earlier to compare with"
        return f"{measure.label}: the series begins in {first.label}{nothing}."
    return f"{measure.label}: no figure for {area} is held for {period.label}."


def _ending(measure: Measure, catalogue: Measures) -> str:
    """When a measure ended, and what follows it or why nothing does."""
    ended = f"{measure.label}: the measure ended with {Period.parse(measure.ended).label}"
    if not measure.successor:
        return f"{ended}: {measure.ended_because}."
    return f"{ended}; its successor is {catalogue[measure.successor].label_inside}, which cannot be set against it."


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
