"""A build reads what is listed; again, what has changed and nothing else; and ends in the same bytes as a clean one."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sphinx.util.matching import get_matching_files
from sphinx_external_toc.parsing import parse_toc_data

from planbook.site import STEPS
from planbook.site.freshness import choose_pages
from tests.site.conftest import CLAIM, LEDGER, Book, small_book

CONTENTS: dict[str, Any] = {
    "format": "jb-book",
    "root": "book/index",
    "chapters": [
        *({"file": f"book/{page}"} for page in ("methods.md", "edition/01", "terms[1]")),
        {"glob": "book/more/*"},
    ],
}
FILES = (
    "README.md",
    "book/draft.md",
    "book/methods.draft.md",
    "book/terms[1].md",
    "book/terms_1.md",
    "book/edition/01.ipynb",
    "book/index.md",
    "book/index_of_terms.md",
    "book/methods.md",
    "book/more/one.md",
    "docs/index.md",
)


def config_of(**values: Any) -> Any:
    """The configuration of a book with a table of contents."""
    endings = {".md": "markdown", ".ipynb": "myst-nb"}
    contents = {"external_site_map": parse_toc_data(CONTENTS), "include_patterns": ["**"], "source_suffix": endings}
    return SimpleNamespace(**{**contents, **values})


def test_a_page_that_is_not_listed_is_not_read(tmp_path: Path) -> None:
    """Drafts, documents of the project and files that begin alike are left alone; entries may have an ending."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    config = config_of()
    choose_pages(None, config)  # type: ignore[arg-type]
    expected = ["book/edition/01.ipynb", "book/index.md", "book/methods.md", "book/more/one.md", "book/terms[1].md"]
    assert expected == sorted(get_matching_files(tmp_path, config.include_patterns))


@pytest.mark.parametrize("values", [{"include_patterns": ["book/**"]}, {"external_site_map": None}])
def test_what_a_book_includes_by_itself_stays(values: dict[str, Any]) -> None:
    """Its own patterns are not replaced; without a table of contents of that kind nothing is chosen."""
    config, before = config_of(**values), config_of(**values)
    choose_pages(None, config)  # type: ignore[arg-type]
    assert before.include_patterns == config.include_patterns


def test_pages_are_chosen_once_the_table_of_contents_is_read() -> None:
    """It is read at 900."""
    assert [True] == [priority > 900 for _, step, priority in STEPS if step is choose_pages]


OTHER = "# {title}\n\n(a-heading)=\n## A heading\n\n{text}\n"


def _other(text: str, title: str = "Another page") -> Callable[[Book], None]:
    return lambda book: book.write("other.md", OTHER.format(title=title, text=text))


def _put_back(book: Book) -> None:
    _other("With its old words.")(book)
    os.utime(book.root / "other.md", (0, 0))


VALUE = replace(CLAIM, number="−9.9")
ADDED = replace(CLAIM, id="robbery.count", label="Count", milestone="M5.4b")
# In the order in which they are made: each change stands when the next is made.
CHANGES: dict[str, tuple[Callable[[Book], None], set[str]]] = {
    "a paragraph of commentary": (
        lambda book: book.write(
            "data/plans/west_midlands_2014_15/commentary/fy2014-15/M10.2.md", "Robbery fell further.\n"
        ),
        {"index"},
    ),
    "a page, and the one that holds the table of contents": (_other("With another sentence."), {"index", "other"}),
    "a value that a page quotes": (lambda book: book.keep(replace(LEDGER, claims=(VALUE,))), {"index"}),
    "a title, which every menu shows": (_other("It has one sentence.", "A new title"), {"index", "other"}),
    "a page that is put back with its old time": (_put_back, {"index", "other"}),
    "a claim that only the front page shows": (
        lambda book: book.keep(replace(LEDGER, claims=(VALUE, ADDED))),
        set(),
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book with a second page, built."""
    book = small_book(tmp_path_factory.mktemp("fresh"))
    _other("It has one sentence.")(book)
    index = (book.root / "index.md").read_text(encoding="utf-8")
    book.write("index.md", f"{index}\n{{ref}}`a-heading`\n\n```{{toctree}}\nother\n```\n")
    return book.built()


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_ends_in_the_same_bytes(built: Book, change: str) -> None:
    """After one change the pages concerned are written again, no others, and all are as a clean build has them."""
    alter, concerned = CHANGES[change]
    out, mark = built.root / "out", b"<!-- kept -->"
    pages = {page: out / f"{page}.html" for page in ("index", "other")}
    for path in pages.values():
        path.write_bytes(path.read_bytes() + mark)
    alter(built)
    built.built()
    written = {page for page, path in pages.items() if not path.read_bytes().endswith(mark)}
    # Sphinx 7 writes the page that holds the table of contents whenever one of its pages was read; Sphinx 9 does not.
    assert concerned <= written <= concerned | {"index"}
    for path in pages.values():
        path.write_bytes(path.read_bytes().removesuffix(mark))
    changed = _contents(out)
    shutil.rmtree(out)
    built.built()
    assert _contents(out) == changed


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".doctrees" not in path.parts and path.name != ".buildinfo"
    }


@pytest.mark.slow
def test_a_lost_anchor_is_told_though_its_page_is_unchanged(built: Book) -> None:
    """A link from an unchanged page to a heading that has gone is a fault of the next build."""
    built.write("other.md", "# Another page\n\n## Another heading\n\nText.\n")
    done = built.build()
    assert 0 != done.returncode
    assert "undefined label: 'a-heading'" in done.stderr
