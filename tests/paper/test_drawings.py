"""Charts on paper: from the notebook's SVG to one that needs no style sheet and no font of the machine."""

import pytest

from planbook.claims.records import Record, scrap
from planbook.paper.typeset import FONT, drawings_in

WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" font-family="inherit" fill="var(--pb-chart-ink, #1b2a33)">'
    "<text>▶ West</text></svg>"
)
PLAIN = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}" fill="#1b2a33"><text>› West</text></svg>'
NARROW = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


@pytest.mark.parametrize(("narrow", "drawn"), [(NARROW, NARROW), ("", PLAIN)])
def test_colours_and_letters_are_plain(narrow: str, drawn: str) -> None:
    """Custom properties become colours, the font is the paper's own, and every letter is one that it has.

    A narrow place shows the wide drawing where there is no other.
    """
    bundle = scrap("one", [Record("drawing", "one", {"chart": "one", "wide": WIDE, "narrow": narrow})])[0]
    drawing = drawings_in({"cells": [{"id": "a", "outputs": [{"data": bundle}]}]})["one"]
    assert (PLAIN, drawn) == (drawing.wide, drawing.narrow)
