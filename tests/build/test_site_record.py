"""A book that stands as it was made is not made again; one that anything touched is."""

import pytest

from planbook.build.site import Inputs, is_built_as_asked, is_stale, read_record, write_record
from planbook.data.places import Places

ASKED = "period FY2014-15"


@pytest.fixture
def book(tree: Places) -> Places:
    """A small project whose site has been made."""
    for file in (tree.edition / "ledger.json", tree.site / "index.html", tree.root / "_toc.yml", tree.built_from):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("made\n", encoding="utf-8")
    write_record(tree, Inputs.of(tree), ASKED)
    return tree


def test_a_book_that_stands_as_it_was_made_is_as_asked(book: Places) -> None:
    """The same request and edition to compare with, the same ledger and pages, no file more."""
    assert is_built_as_asked(book, "", ASKED)
    assert not is_built_as_asked(book, "", "period FY2013-14")
    assert not is_built_as_asked(book, "FY2013-14", ASKED)
    for name in ("book/edition/ledger.json", "_build/html/index.html", "_build/html/new.html"):
        path = book.root / name
        before = path.read_bytes() if path.is_file() else None
        path.write_text("changed", encoding="utf-8")
        assert not is_built_as_asked(book, "", ASKED), name
        path.unlink() if before is None else path.write_bytes(before)


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("data/measures/measures.csv", True),
        ("_toc.yml", True),
        ("data/plans/west_midlands_2014_15/commentary/fy2014-15/M10.1.md", False),
        ("data/series/population.csv", False),
        ("notebooks/west_midlands_2014_15/10_national_policing.ipynb", False),
        ("book/new.md", False),
    ],
)
def test_a_changed_source_is_seen(book: Places, name: str, *, shared: bool) -> None:
    """The book is made again, and what Sphinx has read is dropped where the source may change any page."""
    path, before = book.root / name, Inputs.of(book)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b" ")
    now = Inputs.of(book)
    assert (True, shared) == (before.sources != now.sources, before.shared != now.shared)
    assert not is_built_as_asked(book, "", ASKED)
    assert is_stale(book)


def test_an_edition_that_is_being_made_is_no_source(book: Places) -> None:
    """It stands beside the one that counts until it is whole."""
    before = Inputs.of(book)
    (book.root / "book" / "edition.new").mkdir()
    (book.root / "book" / "edition.new" / "ledger.json").write_text("{}", encoding="utf-8")
    assert before == Inputs.of(book)


@pytest.mark.parametrize("text", ["{", "[]", "{}", "1", ""])
def test_a_spoilt_record_is_no_record(book: Places, text: str) -> None:
    """The book is made again."""
    book.built_from.write_text(text, encoding="utf-8")
    assert read_record(book) is None
    assert not is_built_as_asked(book, "", ASKED)
    assert not is_stale(book)
