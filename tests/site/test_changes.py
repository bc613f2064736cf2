"""The pages of changes and of citation, and what heads of pages tell, on a small book built for real."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.editions.library_files import SINCE
from tests.site.conftest import EDITION, LEDGER, small_book
from tests.site.published import EARLIER

if TYPE_CHECKING:
    from tests.site.conftest import Book

CHANGES = "---\norphan: true\n---\n# What changed\n\n```{planbook-changes}\n```\n"
CITE = "---\norphan: true\n---\n# How to cite\n\n```{planbook-cite}\n```\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small book that compares itself with an earlier ledger."""
    book = small_book(tmp_path_factory.mktemp("changes"))
    book.write("changes.md", CHANGES)
    book.write("cite.md", CITE)
    missed = tuple(replace(status, status="met") for status in LEDGER.milestones)
    earlier = replace(LEDGER, edition=replace(EARLIER, plan_in_force=True), milestones=missed)
    book.write("earlier.json", json.dumps(earlier.as_record()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SINCE, str(book.root / "earlier.json"))
        done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    return book


def page(book: Book, name: str) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup(book.page(name), "html.parser")


def test_changes_are_told_in_sentences_and_tables(book: Book) -> None:
    """The status that moved, linked to its milestone, with the words before and now."""
    changes = page(book, "changes")
    assert "2 milestones have another status." in changes.get_text()
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in changes.select("tbody tr")]
    (row,) = (row for row in rows if row[0].startswith("M10.2"))
    assert ["Met", "Missed"] == row[1:]
    assert "book/edition/10_national_policing.html#m10-2" in [link["href"] for link in changes.select("tbody a")]


def test_what_could_not_be_compared_is_said(book: Book) -> None:
    """The earlier edition is a ledger alone."""
    assert "were not compared" in page(book, "changes").get_text()


def test_the_site_carries_what_it_compared_itself_with(book: Book) -> None:
    """So that it can be built again without the library."""
    held = json.loads((book.root / "out" / "before" / "ledger.json").read_text(encoding="utf-8"))
    assert "FY2013-14" == held["edition"]["period"]


@pytest.mark.slow
def test_without_an_earlier_edition_the_page_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One honest sentence and no table."""
    alone = small_book(tmp_path_factory.mktemp("alone"))
    alone.write("changes.md", CHANGES)
    assert 0 == alone.build().returncode
    assert "nothing to compare this edition with" in page(alone, "changes").get_text()
    assert [] == page(alone, "changes").select("table")
    assert not (alone.root / "out" / "before").exists()


def test_the_citation_can_be_read_and_downloaded(book: Book) -> None:
    """The words are text; the button waits for its script; both files are there."""
    cite = page(book, "cite")
    assert "SHA-256 of the ledger: " in cite.select("#pb-citation")[0].get_text()
    assert "hidden" in cite.select("button[data-pb-copy]")[0].attrs
    files = [str(link["href"]) for link in cite.select(".pb-cite__files a")]
    assert ["citation.bib", "citation.json"] == files
    assert [] == [name for name in files if not (book.root / "out" / name).is_file()]


def test_every_page_has_a_title_and_a_sentence_for_previews(book: Book) -> None:
    """No picture and no address before publication."""
    for name in ("index", "changes"):
        tags = {str(tag["property"]): str(tag["content"]) for tag in page(book, name).select("meta[property]")}
        assert {"og:title", "og:description", "og:type", "og:site_name"} == set(tags)
        assert "Was it kept?" == tags["og:site_name"]
    assert tags["og:title"].startswith("What changed · West Midlands, 2014/15")


def test_the_front_page_describes_a_dataset(book: Book) -> None:
    """schema.org, on the front page alone, with the period in ISO form."""
    (block,) = page(book, "index").select("script[type='application/ld+json']")
    told = json.loads(str(block.string))
    assert ("Dataset", "2014-04-01/2015-03-31") == (told["@type"], told["temporalCoverage"])
    assert EDITION.force_name in told["name"]
    assert [] == page(book, "changes").select("script[type='application/ld+json']")


def test_words_and_card_are_published_beside_the_ledger(book: Book) -> None:
    """For whoever compares or shares the edition."""
    words = json.loads((book.root / "out" / "wording.json").read_text(encoding="utf-8"))
    assert ["Robbery fell.", "It fell by {claim}`robbery.change_pct:size`."] == [p["text"] for p in words["commentary"]]
    assert (book.root / "out" / "card.png").read_bytes().startswith(b"\x89PNG")
