"""What is held: which requests can be answered, in what form, and why a figure is not there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from planbook import Refusal
from planbook.claims.claims import Claim
from planbook.data import available
from planbook.data.available import Known, absence, at_that_time, known_form
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.registers import read_plan

PLAN = read_plan(Places(Path(__file__).parents[2]), "west_midlands_2014_15")


@pytest.mark.parametrize(
    ("period", "as_at", "message"),
    [
        ("2015-03", "", "Ask for a quarter"),
        ("FY2014-15", "2001-01", r"quarters, from 2026-04\. Choose a later date"),
        ("FY2014-15", "April 2018", "neither a month nor a day"),
    ],
)
def test_what_cannot_be_answered_is_refused(places: Places, period: str, as_at: str, message: str) -> None:
    """A month, a date before the first vintage, a date in no known form: with what can be asked for."""
    with pytest.raises(Refusal, match=message):
        available.check_request(places, Period.parse(period), "west_midlands", as_at)


@pytest.mark.parametrize(
    ("period", "as_at", "form"),
    [
        ("FY2014-15", "", "quarters"),
        ("FY2014-15", "2026-04", "quarters"),
        ("FY2014-15", "2018-07", "years"),
        ("FY2017-18", "2018-07-31", "years"),
        ("FY2014-15", "2026-03", "years"),
        ("FY2014-15", "2018-06", "published"),
        ("FY2014-15", "2015-06", "published"),
    ],
)
def test_the_form_follows_the_vintages(places: Places, period: str, as_at: str, form: str) -> None:
    """Quarters from the latest release, years from that of 2018, printed values from the report on."""
    assert form == known_form(places, PLAN, Period.parse(period), "west_midlands", as_at).form


@pytest.mark.parametrize(
    ("period", "as_at", "force"),
    [
        ("FY2014-15", "2015-05", "west_midlands"),
        ("FY2013-14", "2015-07", "west_midlands"),
        ("FY2014-15Q3", "2018-07", "west_midlands"),
        ("FY2018-19", "2018-07", "west_midlands"),
        ("FY2014-15", "2015-07", "merseyside"),
        ("FY2014-15", "2018-07", "kent"),
    ],
)
def test_what_was_not_known_is_refused_with_what_is_held(places: Places, period: str, as_at: str, force: str) -> None:
    """Too early a date, a part of a year, a later year, a force that no table of the time holds."""
    with pytest.raises(Refusal, match="FY2002-03 to FY2017-18, from 2018-07; quarters, from 2026-04"):
        known_form(places, PLAN, Period.parse(period), force, as_at)


def test_a_quarter_of_a_later_release_was_not_known(places: Places, tmp_path: Path) -> None:
    """Although other quarters of its table were."""
    shutil.copytree(places.data, tmp_path / "data")
    table = tmp_path / "data" / "series" / "recorded_crime_by_measure.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(f"{text}FY2025-26Q4,west_midlands,robbery,1,final,2026-07\n", encoding="utf-8")
    period = Period.parse("FY2025-26Q4")
    assert "quarters" == known_form(Places(tmp_path), None, period, "west_midlands", "2026-07").form
    with pytest.raises(Refusal, match="as_at '2026-06': nothing of January to March 2026"):
        known_form(Places(tmp_path), None, period, "west_midlands", "2026-06")


BURGLARY = Measure(
    "burglary_dwelling", "Burglary dwelling", "", "offences", "", "down", table="recorded_crime_by_measure",
    ended="FY2016-17Q4", successor="residential_burglary",
)  # fmt: skip
AFTER = replace(BURGLARY, id="residential_burglary", label="Residential burglary", ended="", successor="")
STOPPED = replace(BURGLARY, successor="", ended_because="burglary was classified anew")
NOWHERE = replace(BURGLARY, table="asb_incidents")
UNSERIED = replace(BURGLARY, table="")
NOTHING_EARLIER = "there is nothing a year earlier to compare with"
SUCCESSOR = "its successor is residential burglary, which cannot be set against it"


@pytest.mark.parametrize(
    ("measure", "period", "words"),
    [
        (BURGLARY, "FY2024-25", f"the measure ended with January to March 2017; {SUCCESSOR}"),
        (STOPPED, "FY2024-25", "the measure ended with January to March 2017: burglary was classified anew"),
        (AFTER, "FY2026-27", "the figures held end with October to December 2025"),
        (NOWHERE, "FY2014-15", "its table holds no figure"),
        (AFTER, "FY2014-15", "the series begins in April to June 2017"),
        (AFTER, "FY2017-18", f"the series begins in April to June 2017, so {NOTHING_EARLIER}"),
        (BURGLARY, "FY2014-15", "no figure for Merseyside is held for 2014/15"),
        (UNSERIED, "FY2014-15", "only published values exist, no open series by force"),
    ],
    ids=[
        "ended",
        "ended without successor",
        "table ends",
        "nothing held",
        "not begun",
        "nothing earlier",
        "not held",
        "published only",
    ],
)
def test_the_reason_is_one_plain_sentence(places: Places, measure: Measure, period: str, words: str) -> None:
    """What ended names its successor; a table that just ends, or has not begun, says when."""
    reason = absence(places, measure, Period.parse(period), "Merseyside", Measures((BURGLARY, AFTER)))
    assert f"{measure.label}: {words}." == reason


# Measures and claims of the three ways in which figures can be held: tests of other folders use them too.
ROBBERY = Measure("robbery", "Robbery", "", "offences", "", "down", "counts", "", "years")
HATE = replace(ROBBERY, id="hate_crime", label="Hate crime", table="", year_table="")
DAMAGE = replace(ROBBERY, id="damage", label="Damage", year_table="")


def claim(name: str, status: str) -> Claim:
    """A claim of a status."""
    return Claim(name, "", 1.0, "1", "offences", "FY2014-15", "O5", "M5.4", "", (), status, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(("as_at", "when"), [("2018-07", "in July 2018"), ("2018-07-31", "on 31 July 2018")])
def test_a_date_is_said_after_a_verb(as_at: str, when: str) -> None:
    """In a month, on a day."""
    assert when == at_that_time(as_at)


def test_only_a_dated_edition_has_something_to_say() -> None:
    """The latest revision says nothing; a dated one that has its quarters shows no less than today's would."""
    assert ("", False) == (Known("quarters").words, Known("quarters").earlier)
    assert not Known("quarters", "2026-06").earlier
    assert "known in July 2018" in Known("years", "2018-07").words
    assert "what the report printed" in Known("published", "2015-07").words
