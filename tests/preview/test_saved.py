"""What a saved file asks for."""

from __future__ import annotations

import pytest

from planbook.preview.saved import Kind, kind_of, pages_showing

QUOTED = {
    "book/index": {"ledger"},
    "book/methods": set(),
    "book/edition/05_reduce_crime": {"commentary:M5.1", "claim:robbery.count"},
    "book/edition/06_service": {"commentary:M6.1"},
}


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("book/methods.md", Kind.PAGE),
        ("data/commentary/fy2014-15/M5.1.md", Kind.COMMENTARY),
        ("notebooks/05_reduce_crime.ipynb", Kind.NOTEBOOK),
        ("notebooks/forces/figures.ipynb", Kind.SHARED),
        ("data/series/robbery.csv", Kind.SHARED),
        ("book/_styles/base.css", Kind.SHARED),
        ("_toc.yml", Kind.SHARED),
    ],
)
def test_sources_are_told_apart(file: str, kind: Kind) -> None:
    """Each source is of the kind that says how much of the site it may change."""
    assert kind is kind_of(file)


@pytest.mark.parametrize(
    "file",
    [
        "book/edition/05_reduce_crime.ipynb",
        "book/edition.new/ledger.json",
        "book/.methods.md.swp",
        "book/methods.md~",
        "notebooks/.ipynb_checkpoints/05_reduce_crime-checkpoint.ipynb",
        "data/__pycache__/x.pyc",
        "README.md",
        "_build/html/index.html",
    ],
)
def test_what_a_build_or_an_editor_leaves_is_no_source(file: str) -> None:
    """A preview that took its own work for a saved file would never rest."""
    assert kind_of(file) is None


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("book/methods.md", ["book/methods"]),
        ("data/commentary/fy2014-15/M5.1.md", ["book/edition/05_reduce_crime"]),
        ("notebooks/06_service.ipynb", ["book/edition/06_service"]),
        ("book/not_in_the_contents.md", []),
        ("data/series/robbery.csv", []),
    ],
)
def test_the_pages_that_show_a_file_are_found(file: str, pages: list[str]) -> None:
    """A reader looks for a paragraph on the page that quotes it, and for a cell on the notebook's page."""
    assert pages == pages_showing([file], QUOTED)
