"""A book that stands as it was made is not made again; one that anything touched is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.edge.unchanged import remember_book, standing_book

if TYPE_CHECKING:
    from planbook.edge.places import Places

ASKED = "period FY2014-15"


@pytest.fixture
def book(tree: Places) -> Places:
    """A small project whose site has been made."""
    for file in (tree.edition / "ledger.json", tree.site / "index.html", tree.root / "_toc.yml"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("made\n", encoding="utf-8")
    remember_book(tree, ASKED)
    return tree


def test_nothing_changed(book: Places) -> None:
    """The same request, the same files, the same site."""
    assert standing_book(book, ASKED)


def test_another_request_is_another_book(book: Places) -> None:
    """Another period is made."""
    assert not standing_book(book, "period FY2013-14")


@pytest.mark.parametrize(
    "name",
    [
        "data/measures/measures.csv",
        "notebooks/10_national_policing.ipynb",
        "_toc.yml",
        "book/edition/ledger.json",
        "_build/html/index.html",
    ],
)
def test_a_changed_file_at_either_end_is_seen(book: Places, name: str) -> None:
    """Data, notebook, contents, ledger or page."""
    path = book.root / name
    path.write_bytes(path.read_bytes() + b" ")
    assert not standing_book(book, ASKED)


def test_a_page_that_is_gone_is_seen(book: Places) -> None:
    """And so is a file too many."""
    (book.site / "index.html").rename(book.site / "other.html")
    assert not standing_book(book, ASKED)


def test_a_spoilt_record_is_no_record(book: Places) -> None:
    """The book is made again."""
    (book.cache / "book.json").write_text("{", encoding="utf-8")
    assert not standing_book(book, ASKED)
