"""What an edition says of itself: the mark of a draft, what was known at a date, and the files beside the pages."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.claims.signoff import CAPACITIES, SignOff
from planbook.data import registers
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.editions import wording
from planbook.site.evidence import measures_known
from tests.data.test_available import DAMAGE, HATE, ROBBERY, claim

if TYPE_CHECKING:
    from tests.site.conftest import Book


def soup_of(book: Book, name: str = "index") -> BeautifulSoup:
    """A page of a book."""
    return BeautifulSoup(book.page(name), "html.parser")


def sign_everything(book: Book) -> None:
    """Sign all milestones off as they stand, as three roles would."""
    ledger = wording.read_ledger(book.places)
    plan = registers.plan_for(book.places, "west_midlands_2014_15", Period.parse("FY2014-15"), "west_midlands").plan
    rows = [
        vars(SignOff(name, capacity, f"Role of the {capacity}", now.data, now.calculation, now.prose, "2015-06-30"))
        for name, now in wording.hashes(book.places, ledger, plan).items()
        for capacity in CAPACITIES
    ]
    with (book.places.plan("west_midlands_2014_15") / "signoff" / "fy2014-15.csv").open(
        "w", encoding="utf-8", newline=""
    ) as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


@pytest.mark.parametrize("name", ["index", "receipts/index", "receipts/robbery.change_pct"])
def test_a_book_without_signatures_is_a_draft(sound: Book, name: str) -> None:
    """On every page and receipt, in words."""
    marks = soup_of(sound, name).select(".pb-draft-mark strong")
    assert ["Draft: not signed off."] == [mark.get_text() for mark in marks]


@pytest.mark.slow
def test_a_book_signed_as_it_stands_is_no_draft_until_a_word_changes(book: Book) -> None:
    """The mark goes, and comes back with the milestone and what changed."""
    sign_everything(book)
    done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    assert [] == soup_of(book).select(".pb-draft-mark")
    assert "Role of the checker, 2015-06-30" in soup_of(book, "receipts/robbery.change_pct").get_text(" ")
    book.write(
        "data/plans/west_midlands_2014_15/commentary/fy2014-15/M10.2.md",
        "Robbery rose.\n\nIt fell by {claim}`robbery.change_pct:size`.\n",
    )
    assert 0 == book.build("-E").returncode
    page = soup_of(book)
    assert ["Changed since sign-off: prose"] == [state.get_text() for state in page.select(".pb-promise .pb-changed")]
    (mark,) = page.select(".pb-draft-mark")
    assert "42 of 43 milestones and parts are signed off as they stand; 1 changed since sign-off." in mark.get_text()
    receipt = soup_of(book, "receipts/robbery.change_pct")
    assert "changed since: prose" in receipt.select(".pb-signatures")[0].get_text()


def test_each_measure_is_said_to_be_known_cited_or_unknown() -> None:
    """By year where a figure was worked out, cited where one was printed, else not known in this form."""
    claims = [
        claim("robbery.count", "computed"),
        claim("robbery.dispersion", "absent"),
        claim("hate_crime.level", "published"),
        claim("damage.count", "absent"),
    ]
    assert {
        "Known by year": ["Robbery"],
        "Cited only: as the report printed it": ["Hate crime"],
        "Not known in this form": ["Damage"],
    } == measures_known(claims, Measures((ROBBERY, HATE, DAMAGE)), "years")


def test_words_and_card_are_published_beside_the_ledger(sound: Book) -> None:
    """For whoever compares or shares the edition."""
    words = json.loads((sound.root / "out" / "wording.json").read_text(encoding="utf-8"))
    assert ["Robbery fell.", "It fell by {claim}`robbery.change_pct:size`."] == [p["text"] for p in words["commentary"]]
    assert (sound.root / "out" / "card.png").read_bytes().startswith(b"\x89PNG")
