"""Charts on paper: from the notebook's SVG to one that needs no style sheet and no font of the machine."""

from typing import Any

from planbook.claims.records import Record, scrap
from planbook.paper.typeset import FONT, drawings_in

WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" font-family="inherit" fill="var(--pb-chart-ink, #1b2a33)">'
    "<text>▶ West</text></svg>"
)
NARROW = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def notebook(narrow: str) -> dict[str, Any]:
    """A notebook that drew one chart."""
    bundle = scrap("one", [Record("drawing", "one", {"chart": "one", "wide": WIDE, "narrow": narrow})])[0]
    return {"cells": [{"id": "a", "outputs": [{"data": bundle}]}]}


def test_colours_and_letters_are_plain() -> None:
    """Custom properties become colours, the font is the paper's own, and every letter is one that it has."""
    drawing = drawings_in(notebook(NARROW))["one"]
    plain = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}" fill="#1b2a33"><text>› West</text></svg>'
    assert (plain, NARROW) == (drawing.wide, drawing.narrow)


def test_a_chart_with_one_drawing_uses_it_twice() -> None:
    """A narrow place shows the wide drawing where there is no other."""
    drawing = drawings_in(notebook(""))["one"]
    assert drawing.wide == drawing.narrow
