"""Receipts on a tiny book built for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from planbook.site.edition_source import Quote
from planbook.site.receipts import quotations

if TYPE_CHECKING:
    from tests.site.conftest import Book


def soup_of(book: Book, name: str = "index") -> BeautifulSoup:
    """A page of a book."""
    return BeautifulSoup(book.page(name), "html.parser")


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


def test_tables_under_one_heading_are_told_together() -> None:
    """Every sentence by itself, the rest once with how often."""
    quotes = [
        Quote("a.count", "page", "Page", f"quoted-{n}", "Heading", text) for n, text in enumerate(("", "It fell.", ""))
    ]
    assert [("", 2), ("It fell.", 1)] == [(one.quote.text, one.times) for one in quotations(quotes)["a.count"]]
