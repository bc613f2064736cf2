"""Glossary terms in place, and the search, on a tiny book that is built for real."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import Book, small_book

TEXT = """# A small book

## First

Hate crime is counted; hate crime is rising, says `hate crime`. See [hate crime](index.md).

## Second

A hate crime and the LPU.

```{planbook-reading-ages}
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book with terms in two sections, built strictly."""
    made = small_book(tmp_path_factory.mktemp("terms"))
    made.write("index.md", TEXT)
    made.write("book/index.md", "---\norphan: true\n---\n\n# Front\n\nIt holds a sentence of eight plain words.\n")
    return made.built()


@pytest.fixture(scope="module")
def page(book: Book) -> BeautifulSoup:
    """The page with the terms."""
    return book.soup()


@pytest.fixture(scope="module")
def index(book: Book) -> dict[str, Any]:
    """The index of the search, read as a program would."""
    text = (book.root / "out" / "_static" / "search_index.js").read_text(encoding="utf-8")
    assert text.startswith("window.planbookSearch = {")
    return json.loads(text[text.index("{") : text.rindex(";")])


def test_the_first_use_in_each_section_is_a_link(page: BeautifulSoup) -> None:
    """A second use, code and links are left alone."""
    assert [("Hate crime", "term-hate-crime"), ("hate crime", "term-hate-crime"), ("LPU", "term-lpu")] == [
        (tag.get_text(), str(tag["href"]).partition("#")[2]) for tag in page.select("a.pb-term")
    ]


def test_each_explanation_stands_once_and_hidden(page: BeautifulSoup) -> None:
    """Links are described by the texts at the end of the page; the script that shows them is not waited for."""
    tips = page.select(".pb-tip[role=tooltip][hidden]")
    assert ["tip-term-hate-crime", "tip-term-lpu"] == [tag["id"] for tag in tips]
    assert {tag["aria-describedby"] for tag in page.select("a.pb-term")} == {tag["id"] for tag in tips}
    assert tips[1].get_text().startswith("Local Policing Unit. ")
    assert 1 == len(page.select("script[src*='terms.js'][defer]"))


def test_the_index_holds_every_kind(index: dict[str, Any]) -> None:
    """Milestones with status, measures with direction, terms by their expansion, paragraphs with their headings."""
    entries = {(entry["kind"], entry["title"]): entry for entry in index["entries"]}
    kinds = {"milestone": "Milestones", "measure": "Measures", "outcome": "Outcomes", "term": "Terms"}
    assert [*kinds.items(), ("paragraph", "Paragraphs")] == [(kind, heading) for kind, heading in index["kinds"]]
    assert {kind for kind, _ in index["kinds"]} == {kind for kind, _ in entries}
    assert list(range(len(index["entries"]))) == [entry["id"] for entry in index["entries"]]
    assert "Missed" == entries["milestone", "M10.2 Delivery plan and performance reporting"]["status"]
    assert "Lower is better" in entries["measure", "Robbery"]["text"]
    assert {"Outcome O8"} <= {entry["text"] for entry in index["entries"]}
    assert entries["term", "LPU"]["text"].startswith("Local Policing Unit. ")
    assert "index.html#second" == entries["paragraph", "Second"]["address"]


def test_sphinxs_own_search_is_not_written(book: Book) -> None:
    """No index of Sphinx's, and the search page loads the publication's own scripts."""
    assert not (book.root / "out" / "searchindex.js").exists()
    scripts = book.soup("search").select("script[src]")
    names = [str(script["src"]).rpartition("/")[2] for script in scripts]
    assert ["minisearch.min.js", "search_index.js", "search_page.js"] == [name for name in names if "search" in name]


def test_reading_ages_are_worked_out_for_the_pages_with_sentences(page: BeautifulSoup) -> None:
    """A row for each page that people wrote sentences for."""
    (table,) = page.select("table")
    assert ["Front"] == [row.th.get_text() for row in table.select("tbody tr") if "Front" in row.get_text() and row.th]
