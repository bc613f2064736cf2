"""A book that stands as it was made is not made again; one that anything touched is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from planbook.edge.unchanged import (
    PACKAGE,
    Standing,
    remember_book,
    remember_look,
    sources_of,
    standing_book,
    touched_since,
)

if TYPE_CHECKING:
    from planbook.data.places import Places

ASKED = "period FY2014-15"


def standing(book: Places, asked: str = ASKED) -> Standing:
    """Whether the book stands, by its sources of this moment."""
    return standing_book(book, sources_of(book, asked))


@pytest.fixture
def book(tree: Places) -> Places:
    """A small project whose site has been made."""
    for file in (tree.edition / "ledger.json", tree.site / "index.html", tree.root / "_toc.yml"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("made\n", encoding="utf-8")
    remember_book(tree, sources_of(tree, ASKED))
    return tree


def test_nothing_changed(book: Places) -> None:
    """The same request, the same files, the same site."""
    assert Standing.AS_MADE is standing(book)


def test_times_tell_beforehand_that_notebooks_may_have_to_run(book: Places) -> None:
    """Imports begin before everything is read: where data or code are newer than the book, or no book was made."""
    record = book.cache / "book.json"
    later = max(path.stat().st_mtime_ns for top in (book.root, PACKAGE) for path in top.rglob("*")) + 1
    os.utime(record, ns=(later, later))
    assert not touched_since(book)
    words = book.data / "commentary" / "M1.1.md"
    words.parent.mkdir(exist_ok=True)
    words.write_text("A sentence.", encoding="utf-8")
    os.utime(words, ns=(later + 1, later + 1))
    assert not touched_since(book)
    os.utime(book.data / "measures" / "measures.csv", ns=(later + 1, later + 1))
    assert touched_since(book)
    remember_look(book, later + 1)
    assert not touched_since(book)
    os.utime(book.data / "measures" / "measures.csv", ns=(2 * later, 2 * later))
    assert not touched_since(book), "a time that has not come yet says nothing"
    record.unlink()
    assert touched_since(book)


def test_another_request_is_another_book(book: Places) -> None:
    """Another period is made."""
    assert Standing.CHANGED is standing(book, "period FY2013-14")


def test_changed_words_are_told_from_other_changes(book: Places) -> None:
    """Commentary and pages are words, whether one is altered or is new; data are not."""
    (book.data / "commentary" / "new").mkdir(parents=True)
    (book.data / "commentary" / "new" / "M1.1.md").write_text("A sentence.", encoding="utf-8")
    assert Standing.WORDS_CHANGED is standing(book)
    (book.data / "new.csv").write_text("a\n", encoding="utf-8")
    assert Standing.CHANGED is standing(book)


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
    expected = Standing.WORDS_CHANGED if "book/" in name or "_build" in name else Standing.CHANGED
    assert expected is standing(book)


def test_a_page_that_is_gone_is_seen(book: Places) -> None:
    """And so is a file too many."""
    (book.site / "index.html").rename(book.site / "other.html")
    assert Standing.WORDS_CHANGED is standing(book)


@pytest.mark.parametrize("held", ["{", "[]", "{}", "1"])
def test_a_spoilt_record_is_no_record(book: Places, held: str) -> None:
    """The book is made again."""
    (book.cache / "book.json").write_text(held, encoding="utf-8")
    assert Standing.UNKNOWN is standing(book)


def test_what_is_saved_while_the_book_is_made_is_no_part_of_it(book: Places) -> None:
    """The record holds the sources of when the work began, so the next look sees the change."""
    begun = sources_of(book, ASKED)
    (book.root / "book" / "late.md").write_text("# Saved meanwhile", encoding="utf-8")
    remember_book(book, begun)
    assert Standing.WORDS_CHANGED is standing(book)
