"""Only what the table of contents names is a page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.util.matching import get_matching_files
from sphinx_external_toc.parsing import parse_toc_data

from planbook.site import listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONTENTS: dict[str, Any] = {
    "format": "jb-book",
    "root": "book/index",
    "chapters": [
        {"file": "book/methods.md"},
        {"file": "book/edition/01"},
        {"file": "book/terms[1]"},
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


def configured(**values: Any) -> SimpleNamespace:
    """The configuration of a book with a table of contents."""
    endings = {".md": "markdown", ".ipynb": "myst-nb"}
    found = {"external_site_map": parse_toc_data(CONTENTS), "include_patterns": ["**"], "source_suffix": endings}
    return SimpleNamespace(**{**found, **values})


@pytest.fixture
def choose() -> Callable[[Any], None]:
    """What the extension does once the table of contents is read."""
    found: dict[str, Any] = {}

    class App:
        def connect(self, event: str, step: Any, priority: int) -> None:
            found[event] = step
            assert priority > 900, "before the table of contents is read"

    listed.register(App())  # type: ignore[arg-type]
    return lambda config: found["config-inited"](None, config)


def test_a_page_that_is_not_listed_is_not_read(tmp_path: Path, choose: Callable[[Any], None]) -> None:
    """Drafts, documents of the project and files that begin alike are left alone; entries may have an ending."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    config = configured()
    choose(config)
    expected = ["book/edition/01.ipynb", "book/index.md", "book/methods.md", "book/more/one.md", "book/terms[1].md"]
    assert expected == sorted(get_matching_files(tmp_path, config.include_patterns))


def test_what_a_book_includes_by_itself_stays(choose: Callable[[Any], None]) -> None:
    """Its own patterns are not replaced."""
    config = configured(include_patterns=["book/**"])
    choose(config)
    assert ["book/**"] == config.include_patterns


def test_plain_sphinx_reads_what_it_finds(choose: Callable[[Any], None]) -> None:
    """Without a table of contents of that kind nothing is chosen."""
    config = SimpleNamespace(include_patterns=["**"])
    choose(config)
    assert ["**"] == config.include_patterns
