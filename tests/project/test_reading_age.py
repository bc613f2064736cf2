"""How hard the pages are to read."""

import json
from pathlib import Path

import pytest

from planbook.claims.ledger import Edition, Ledger
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.export.edition_files import EditionExport
from planbook.prose.prose import HIGHEST_OF_A_COMMENTARY, HIGHEST_READING_AGE, readability
from planbook.site.edition_source import Source
from planbook.site.prose import page_readings, spoken_sentences

PLACES = Places(Path(__file__).parents[2])
PLAN = registers.read_plan(PLACES, "west_midlands_2014_15")
EDITION = Edition(
    "FY2014-15", "", "", "", "west_midlands", "", "", "", "", plan_in_force=True, version="", data=(), notebooks=()
)


@pytest.fixture(scope="module")
def source() -> Source:
    """The edition that was last run, or else one without claims."""
    path = PLACES.edition / "ledger.json"
    ledger = Ledger(EDITION, (), (), (), ())
    if path.is_file():
        ledger = Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))
    plan, measures = (
        registers.plan_for(PLACES, "west_midlands_2014_15", Period.parse("FY2014-15"), "west_midlands").plan,
        registers.measures(PLACES, "west_midlands_2014_15"),
    )
    return Source(PLACES, ledger, plan, measures, EditionExport(PLACES, ledger, plan, measures))


def test_no_page_is_harder_than_stated(source: Source) -> None:
    """Every hand-written page, and the commentary of every outcome, stays under the level that the site states."""
    rated = list(page_readings(source))
    assert len(rated) > len(PLAN.outcomes)
    assert [] == [
        (row.page, row.measured.reading_age) for row in rated if row.measured.reading_age > HIGHEST_READING_AGE
    ]


def test_no_commentary_is_much_harder(source: Source) -> None:
    """A single commentary may be a little harder than a page."""
    claims = {claim.id: claim for claim in source.ledger.claims}
    ages = {
        path.stem: measured.reading_age
        for path in sorted(PLACES.plans.glob("*/commentary/**/*.md"))
        if (measured := readability(spoken_sentences(path.read_text(encoding="utf-8"), claims)))
    }
    assert {} == {name: age for name, age in ages.items() if age > HIGHEST_OF_A_COMMENTARY}
