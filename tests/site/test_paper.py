"""The board paper as a download of a book that has its page."""

import pytest

from tests.site.conftest import Book, small_book

pytestmark = pytest.mark.slow
PAGE = "---\norphan: true\n---\n# The board paper\n\n```{planbook-board-paper}\n```\n"
RISK = "data/plans/west_midlands_2014_15/commentary/fy2014-15/paper/risk.md"


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book with a page for the paper, built strictly."""
    book = small_book(tmp_path_factory.mktemp("offered"))
    book.write("book/board_paper.md", PAGE)
    return book.built()


def sizes_of(book: Book) -> list[str]:
    """The sizes of the files, PDF last, as readers are told them."""
    return [f"{round(file.stat().st_size / 1000):,} kB" for file in sorted((book.root / "out" / "paper").iterdir())]


def test_the_page_links_to_both_files_with_their_sizes(offered: Book) -> None:
    """The links say which file is which, lead to it, and say its size."""
    lines = offered.soup("book/board_paper").select(".pb-downloads li")
    links = [line.a for line in lines if line.a]
    assert ["Board paper as PDF, West Midlands, 2014/15", "Board paper as Word document, West Midlands, 2014/15"] == [
        link.get_text() for link in links
    ]
    assert [True, True] == [(offered.root / "out" / "book" / str(link["href"])).is_file() for link in links]
    assert [True, True] == [
        size in line.get_text() for size, line in zip(reversed(sizes_of(offered)), lines, strict=True)
    ]


def test_a_paper_whose_sources_did_not_change_is_not_set_again(offered: Book) -> None:
    """The second build leaves the files of the first one."""
    files = sorted((offered.root / "_build" / "paper").iterdir())
    before = [path.stat().st_mtime_ns for path in files]
    assert 0 == offered.build("-E").returncode
    assert [".docx", ".pdf"] == [path.suffix for path in files]
    assert before == [path.stat().st_mtime_ns for path in files]


def test_a_book_without_the_page_has_no_paper(sound: Book) -> None:
    """Nothing is made that no page offers."""
    assert not (sound.root / "out" / "paper").exists()


def test_the_page_follows_the_paper(offered: Book) -> None:
    """A longer section makes longer files, and the page tells their sizes though its own source is the same.

    An unknown claim in a section is a fault with file, paragraph and the nearest claim.
    """
    before = sizes_of(offered)
    offered.write(RISK, " ".join(f"Word{place**3} follows." for place in range(4000)))
    text, after = offered.built().soup("book/board_paper").get_text(" "), sizes_of(offered)
    assert [(True, True), (True, True)] == [(old != new, new in text) for old, new in zip(before, after, strict=True)]
    offered.write(RISK, "It fell by {claim}`robery.change_pct`.\n")
    done = offered.build()
    assert 0 != done.returncode
    assert "risk.md, paragraph H.1: no claim 'robery.change_pct'; nearest: robbery.change_pct" in done.stderr
