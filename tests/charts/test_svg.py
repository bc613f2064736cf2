"""From Matplotlib's SVG to ours."""

from __future__ import annotations

import pytest

from planbook.charts.svg import UnknownColour, compact

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def test_neighbours_share_a_group_and_numbers_are_short() -> None:
    """Paint of neighbours is written once; coordinates keep one decimal."""
    path = '<path d="M 1.26 2.000001 \nL 3 4" style="fill: none; stroke: #0b5a6e; stroke-width: 2"/>'
    expected = (
        '<g fill="none" stroke="var(--pb-chart-line, #0b5a6e)" stroke-width="2">'
        '<path d="M1.3 2L3 4"/><path d="M1.3 2L3 4"/></g>'
    )
    assert expected in compact(f"{HEAD}<g>{path}</g><g>{path}</g></svg>", "x")


def test_unknown_colour_is_an_error() -> None:
    """A colour outside the house style stops the drawing and the message lists the tokens."""
    with pytest.raises(UnknownColour, match="#123456 is no chart token; draw with one of: paper"):
        compact(f'{HEAD}<path d="M 0 0" style="fill: #123456"/></svg>', "x")
