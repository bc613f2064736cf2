"""Where a fault stands, in words."""

from __future__ import annotations

import pytest

from planbook.site.claim_links import place_text


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("book/index.md", 3, "book/index.md:3"),
        ("book/index.md", None, "book/index.md"),
        ("05_reduce_crime.ipynb", 40002, "05_reduce_crime.ipynb, cell 4, line 1"),
        ("05_reduce_crime.ipynb", 7, "05_reduce_crime.ipynb:7"),
        ("a_long_page.md", 40002, "a_long_page.md:40002"),
    ],
)
def test_a_place_is_a_line_or_a_cell(source: str, line: int | None, words: str) -> None:
    """A page has lines; a notebook has cells with lines."""
    assert words == place_text(source, line)
