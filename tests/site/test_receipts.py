"""Receipts, the mark of a draft and sign-off on a tiny book built for real."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.claims.signoff import CAPACITIES, SignOff
from planbook.data import registers
from planbook.editions import wording
from planbook.site.lineage import Quote
from planbook.site.receipts import quotations

if TYPE_CHECKING:
    from tests.site.conftest import Book


def soup_of(book: Book, name: str = "index") -> BeautifulSoup:
    """A page of a book."""
    return BeautifulSoup(book.page(name), "html.parser")


def sign_everything(book: Book) -> None:
    """Sign all milestones off as they stand, as three roles would."""
    ledger = wording.read_ledger(book.places)
    plan = registers.read_plan(book.root / "data" / "plan" / "2014-15")
    rows = [
        vars(SignOff(name, capacity, f"Role of the {capacity}", now.data, now.calculation, now.prose, "2015-06-30"))
        for name, now in wording.hashes(book.places, ledger, plan).items()
        for capacity in CAPACITIES
    ]
    with (book.places.signoff / "fy2014-15.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def test_every_claim_has_a_receipt_at_an_address_that_stays(sound: Book) -> None:
    """Named for its id and listed on the index."""
    receipt = soup_of(sound, "receipts/robbery.change_pct")
    heading = receipt.select_one("h1")
    assert heading
    assert "Robbery: change, per cent, 2014/15 −9.0 per cent" == heading.get_text()
    index = soup_of(sound, "receipts/index")
    assert ["robbery.change_pct.html"] == [str(link["href"]) for link in index.select("#pb-filtered a.pb-claim")]


def test_a_receipt_says_where_the_claim_is_quoted(sound: Book) -> None:
    """The paragraph of the page and that of the commentary, each with a link to that very place."""
    links = soup_of(sound, "receipts/robbery.change_pct").select(".pb-quotes a")
    places = [str(link["href"]).partition("#") for link in links]
    targets = [target for page, _, target in places if page.endswith("/index.html") and "book" not in page]
    page = soup_of(sound)
    assert 2 == len(targets)
    assert ["−9.0 per cent", "9.0 per cent"] == [
        place.get_text() for target in targets if (place := page.find(id=target))
    ]


def test_a_book_without_signatures_is_a_draft(sound: Book) -> None:
    """On every page and receipt, in words."""
    for name in ("index", "receipts/index", "receipts/robbery.change_pct"):
        assert ["Draft: not signed off."] == [
            mark.get_text() for mark in soup_of(sound, name).select(".pb-draft-mark strong")
        ]


@pytest.mark.slow
def test_a_book_signed_as_it_stands_is_no_draft_until_a_word_changes(book: Book) -> None:
    """The mark goes, and comes back with the milestone and what changed."""
    sign_everything(book)
    done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    assert [] == soup_of(book).select(".pb-draft-mark")
    assert "Role of the checker, 2015-06-30" in soup_of(book, "receipts/robbery.change_pct").get_text(" ")
    book.write("data/commentary/fy2014-15/M10.2.md", "Robbery rose.\n\nIt fell by {claim}`robbery.change_pct:size`.\n")
    assert 0 == book.build("-E").returncode
    page = soup_of(book)
    assert ["Changed since sign-off: prose"] == [state.get_text() for state in page.select(".pb-promise .pb-changed")]
    mark = page.select_one(".pb-draft-mark")
    assert mark
    assert "42 of 43 milestones and parts are signed off as they stand; 1 changed since sign-off." in mark.get_text()
    receipt = soup_of(book, "receipts/robbery.change_pct")
    assert "changed since: prose" in receipt.select(".pb-signatures")[0].get_text()


def test_the_lineage_is_published_as_data(sound: Book) -> None:
    """The claim, the milestone that rests on it, and the page that quotes it."""
    record = json.loads((sound.root / "out" / "lineage.json").read_text(encoding="utf-8"))
    derived = {node["@id"]: node.get("wasDerivedFrom", []) for node in record["@graph"]}
    assert ["edition:claim/robbery.change_pct"] == derived["edition:page/index.html"]


def test_tables_under_one_heading_are_told_together() -> None:
    """Every sentence by itself, the rest once with how often."""
    quotes = [
        Quote("a.count", "page", "Page", f"quoted-{n}", "Heading", text) for n, text in enumerate(("", "It fell.", ""))
    ]
    assert [("", 2), ("It fell.", 1)] == [(held.quote.text, held.times) for held in quotations(quotes)["a.count"]]
