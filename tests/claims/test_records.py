"""Records in a notebook's outputs, found again."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.records import SCRAP_MIME, Record, chart_drawings, records_of, scrap


def notebook(*bundles: dict[str, Any]) -> dict[str, Any]:
    """A notebook of one cell with these outputs and a printed line."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x"}, *({"data": bundle} for bundle in bundles)]
    return {"cells": [{"cell_type": "markdown", "id": "head"}, {"cell_type": "code", "id": "made", "outputs": outputs}]}


@given(st.dictionaries(st.text(min_size=1).filter(lambda key: key != "kind"), st.none() | st.integers() | st.text()))
def test_what_is_stored_is_found(data: dict[str, Any]) -> None:
    """Kind, name and data come back as they were, with the id of the cell."""
    bundle, _ = scrap("robbery", [Record("claim", "robbery.count", data)])
    assert [Record("claim", "robbery.count", data, "made")] == list(records_of(notebook(bundle)))


def test_records_are_in_the_form_that_other_tools_read() -> None:
    """Scrapbook's format: name, data, encoder, version, and metadata that says it is not for display."""
    bundle, metadata = scrap("robbery", [Record("claim", "robbery.count", {"value": 4888})])
    assert ({"name", "data", "encoder", "version"}, "json") == (set(bundle[SCRAP_MIME]), bundle[SCRAP_MIME]["encoder"])
    assert {"name": "robbery", "data": True, "display": False} == metadata["scrapbook"]


def test_other_outputs_are_passed_over() -> None:
    """HTML and printed text are no records."""
    assert [] == list(records_of(notebook({"text/html": "<p>4,888</p>"})))


def test_the_order_is_that_of_the_outputs() -> None:
    """What was recorded first comes first."""
    first = scrap("two", [Record("claim", "b", {}), Record("claim", "a", {})])[0]
    assert ["b", "a", "c"] == [
        record.name for record in records_of(notebook(first, scrap("one", [Record("claim", "c", {})])[0]))
    ]


def test_a_value_that_another_tool_stored_is_found() -> None:
    """Scrapbook's own form: one value an output."""
    bundle = {SCRAP_MIME: {"name": "x", "data": {"value": 1}, "encoder": "json", "version": 1}}
    assert [Record("", "x", {"value": 1}, "made")] == list(records_of(notebook(bundle)))


WIDE, NARROW = '<svg viewBox="0 0 1 1"><g/></svg>', "<svg/>"


def test_each_chart_gives_its_drawings_in_the_order_of_the_cells() -> None:
    """Other records and outputs are passed over."""
    drawings = [Record("drawing", name, {"chart": name, "wide": WIDE, "narrow": NARROW}) for name in ("a", "b")]
    bundle = scrap("all", [Record("claim", "a.count", {}), *drawings])[0]
    notebook = {"cells": [{"cell_type": "markdown"}, {"outputs": [{"name": "stdout"}, {"data": bundle}]}]}
    assert [("a", WIDE), ("b", WIDE)] == [(name, drawing.wide) for name, drawing in chart_drawings(notebook).items()]
    assert [NARROW, NARROW] == [drawing.narrow for drawing in chart_drawings(notebook).values()]
