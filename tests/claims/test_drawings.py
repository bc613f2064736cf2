"""Drawings found in an executed notebook."""

from __future__ import annotations

from planbook.claims.page_records import chart_drawings, drawings_of
from planbook.claims.records import Record, scrap

WIDE, NARROW = '<svg viewBox="0 0 1 1"><g/></svg>', "<svg/>"


def test_each_chart_gives_its_drawings_in_the_order_of_the_cells() -> None:
    """Other records and outputs are passed over."""
    drawings = [Record("drawing", name, {"chart": name, "wide": WIDE, "narrow": NARROW}) for name in ("a", "b")]
    bundle = scrap("all", [Record("claim", "a.count", {}), *drawings])[0]
    notebook = {"cells": [{"cell_type": "markdown"}, {"outputs": [{"name": "stdout"}, {"data": bundle}]}]}
    assert [("a", WIDE), ("b", WIDE)] == list(drawings_of(notebook))
    assert [NARROW, NARROW] == [drawing.narrow for drawing in chart_drawings(notebook).values()]
