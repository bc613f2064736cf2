"""Building the site with Jupyter Book: whole, or not at all."""

import json
import shutil
from pathlib import Path

import pytest

from planbook import Refusal
from planbook.build.site import BuildFailed, build_site
from planbook.build.sphinx_worker import BuildWorker
from planbook.claims.ledger import Ledger
from planbook.data.places import Places
from planbook.prose.gate import GateFaults
from tests.conftest import EDITION

CONFIG = """title: "A small book"
only_build_toc_files: true
exclude_patterns: ["data", "_build", "notebooks"]
execute:
  execute_notebooks: "off"
"""


@pytest.fixture
def book(tree: Places) -> Places:
    """A book of one page, an edition's ledger, and a site that stands already."""
    (tree.root / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (tree.root / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", encoding="utf-8")
    tree.edition.mkdir(parents=True)
    (tree.edition / "ledger.json").write_text(json.dumps(Ledger(EDITION, (), (), (), ()).as_record()), encoding="utf-8")
    tree.site.mkdir(parents=True)
    (tree.site / "index.html").write_text("the site that stands", encoding="utf-8")
    shutil.rmtree(tree.notebooks)
    return tree


def write_page(book: Places, text: str) -> None:
    """Write the one page."""
    (book.root / "book" / "index.md").write_text(text, encoding="utf-8")


def test_a_failing_build_leaves_the_standing_site_whole(book: Places) -> None:
    """The fault is told with file and line at each build, as what a failed one has read is dropped; pages stay."""
    write_page(book, "# A page\n\nSee [what is not there](missing.md).\n")
    for _ in range(2):
        with pytest.raises(BuildFailed, match=r"index\.md:3: WARNING") as caught:
            build_site(book)
        assert "\x1b" not in str(caught.value)
    assert {"index.html": "the site that stands"} == {
        path.name: path.read_text("utf-8") for path in book.site.iterdir()
    }


def test_a_sound_build_takes_the_place_of_the_old(book: Places) -> None:
    """The new pages stand in _build/html, and nothing of the old ones."""
    write_page(book, "# A page\n\nIt is sound.\n")
    assert book.site == build_site(book)
    pages = [path for path in book.site.rglob("*.html") if "It is sound." in path.read_text(encoding="utf-8")]
    assert [Path("book/index.html")] == [path.relative_to(book.site) for path in pages]
    assert ["html"] == [path.name for path in book.build.iterdir() if path.name.startswith("html")]


def test_nothing_is_done_where_nothing_has_changed(book: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build of the same sources builds nothing; where a page of the site was changed by hand, it is built."""
    write_page(book, "# A page\n\nIt is sound.\n")
    build_site(book)
    builds: list[object] = []
    monkeypatch.setattr(BuildWorker, "begin", lambda _, build: builds.append(build))
    monkeypatch.setattr(BuildWorker, "finish", lambda _: 1)
    assert book.site == build_site(book)
    assert [] == builds
    (book.site / "index.html").write_text("changed by hand", encoding="utf-8")
    with pytest.raises(BuildFailed):
        build_site(book)
    assert 1 == len(builds)


def test_faults_of_text_and_of_book_are_told_together(book: Places) -> None:
    """A typed number and a lost page in one message, so that a writer mends both at once; the old pages stay."""
    write_page(book, "# A page\n\nThe unit has 14 staff. See [what is not there](missing.md).\n")
    with pytest.raises(
        GateFaults, match=r"(?s)book/index\.md:3:14: a number typed by hand.*\n  book/index\.md:3: WARNING"
    ) as caught:
        build_site(book)
    assert 1 == len(caught.value.faults)
    assert "the site that stands" == (book.site / "index.html").read_text(encoding="utf-8")


def test_without_an_edition_there_is_nothing_to_build(tree: Places) -> None:
    """The message names the command to type first."""
    with pytest.raises(Refusal, match="run an edition first, with `make book` or `planbook run`"):
        build_site(tree)
