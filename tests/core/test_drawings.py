"""Drawings found in an executed notebook."""

from __future__ import annotations

from planbook.core.drawings import drawings_of

WIDE = '<svg viewBox="0 0 1 1"><g/></svg>'
FIGURE = '<figure class="pb-figure" id="{}">\n<div class="pb-wide">{}</div><div class="pb-narrow"><svg/></div></figure>'


def notebook(*outputs: object) -> dict[str, object]:
    """A notebook with one cell of text and one of code."""
    return {"cells": [{"cell_type": "markdown"}, {"outputs": [{"data": {"text/html": html}} for html in outputs]}]}


def test_each_figure_gives_its_wide_drawing() -> None:
    """In the order of the page, folded ones too, whether HTML is one text or a list of lines."""
    folded = f"<details>{FIGURE.format('b', WIDE)}</details>"
    lines = FIGURE.format("a", WIDE).splitlines(keepends=True)
    assert [("a", WIDE), ("b", WIDE)] == list(drawings_of(notebook(lines, folded)))


def test_other_outputs_hold_no_drawing() -> None:
    """A table, and an output without HTML, are passed over."""
    page = {"cells": [{"outputs": [{"name": "stdout"}, {"data": {"text/html": "<table></table>"}}]}]}
    assert [] == list(drawings_of(page))
