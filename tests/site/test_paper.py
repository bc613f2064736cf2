"""The board paper as a download of a book that has its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import small_book

if TYPE_CHECKING:
    from tests.site.conftest import Book

pytestmark = pytest.mark.slow
PAGE = "---\norphan: true\n---\n# The board paper\n\n```{planbook-board-paper}\n```\n"


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book with a page for the paper, built strictly."""
    book = small_book(tmp_path_factory.mktemp("offered"))
    book.write("book/board_paper.md", PAGE)
    done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    return book


def test_the_page_links_to_both_files_with_their_sizes(offered: Book) -> None:
    """The links say which file is which, lead to it, and say its size."""
    lines = BeautifulSoup(offered.page("book/board_paper"), "html.parser").select(".pb-downloads li")
    links = [line.select_one("a") for line in lines]
    files = [offered.root / "out" / "book" / str(link["href"]) for link in links if link]
    assert ["Board paper as PDF, West Midlands, 2014/15", "Board paper as Word document, West Midlands, 2014/15"] == [
        link.get_text() for link in links if link
    ]
    assert [True, True] == [
        f"{round(file.stat().st_size / 1000):,} kB" in line.get_text() for file, line in zip(files, lines, strict=True)
    ]


def test_a_paper_whose_sources_did_not_change_is_not_set_again(offered: Book) -> None:
    """The second build leaves the files of the first one."""
    files = sorted((offered.root / "_build" / "paper").iterdir())
    before = [path.stat().st_mtime_ns for path in files]
    assert 0 == offered.build("-E").returncode
    assert [".docx", ".pdf"] == [path.suffix for path in files]
    assert before == [path.stat().st_mtime_ns for path in files]


def test_an_unknown_claim_in_a_section_of_the_paper_stops_the_build(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The fault names file, paragraph and the nearest claim."""
    book = small_book(tmp_path_factory.mktemp("misquoted"))
    book.write("book/board_paper.md", PAGE)
    book.write("data/commentary/fy2014-15/paper/risk.md", "It fell by {claim}`robery.change_pct`.\n")
    done = book.build()
    assert 0 != done.returncode
    assert "risk.md, paragraph H.1: no claim 'robery.change_pct'; nearest: robbery.change_pct" in done.stderr


def test_a_book_without_the_page_has_no_paper(sound: Book) -> None:
    """Nothing is made that no page offers."""
    assert not (sound.root / "out" / "paper").exists()


def test_the_sizes_on_the_page_follow_the_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A longer section makes longer files; the page is written again, though its own source is the same."""
    book = small_book(tmp_path_factory.mktemp("grown"))
    book.write("book/board_paper.md", PAGE)
    told = []
    for words in ("It is short.", " ".join(f"Word{place**3} follows." for place in range(4000))):
        book.write("data/commentary/fy2014-15/paper/risk.md", f"{words}\n")
        done = book.build()
        assert (0, "") == (done.returncode, done.stderr)
        text = BeautifulSoup(book.page("book/board_paper"), "html.parser").get_text(" ")
        files = sorted((book.root / "out" / "paper").iterdir())
        sizes = [f"{round(file.stat().st_size / 1000):,} kB" for file in files]
        assert [True, True] == [size in text for size in sizes]
        told.append(sizes)
    assert told[0][0] != told[1][0]
    assert told[0][1] != told[1][1]
