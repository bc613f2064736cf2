"""Records in a notebook's outputs, found again; charts as the ledger keeps them; values as published data hold them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.records import (
    SCRAP_MIME,
    ChartRecord,
    ChartRow,
    Record,
    cell_text,
    chart_drawings,
    chart_links,
    chart_path,
    chart_rows,
    read_chart,
    records_of,
    scrap,
)

if TYPE_CHECKING:
    from planbook.data.measures import Measure

WORDS = dict.fromkeys(("id", "title", "subtitle", "alt", "source", "outcome", "milestone", "measure"), "a")


def notebook(*bundles: dict[str, Any]) -> dict[str, Any]:
    """A notebook of one cell with these outputs and a printed line."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x"}, *({"data": bundle} for bundle in bundles)]
    return {"cells": [{"cell_type": "markdown", "id": "head"}, {"cell_type": "code", "id": "made", "outputs": outputs}]}


@given(st.dictionaries(st.text(min_size=1).filter(lambda key: key != "kind"), st.none() | st.integers() | st.text()))
def test_what_is_stored_is_found(data: dict[str, Any]) -> None:
    """Kind, name and data come back as they were, with the id of the cell; HTML and printed text are no records."""
    bundle, _ = scrap("robbery", [Record("claim", "robbery.count", data)])
    records = records_of(notebook({"text/html": "<p>4,888</p>"}, bundle))
    assert [Record("claim", "robbery.count", data, "made")] == list(records)


def test_records_are_in_the_form_that_other_tools_read() -> None:
    """Scrapbook's format: name, data, encoder, version, and metadata that says it is not for display."""
    bundle, metadata = scrap("robbery", [Record("claim", "robbery.count", {"value": 4888})])
    assert ({"name", "data", "encoder", "version"}, "json") == (set(bundle[SCRAP_MIME]), bundle[SCRAP_MIME]["encoder"])
    assert {"name": "robbery", "data": True, "display": False} == metadata["scrapbook"]


def test_the_order_is_that_of_the_outputs() -> None:
    """What was recorded first comes first, one value that another tool stored by itself included."""
    first = scrap("two", [Record("claim", "b", {}), Record("claim", "a", {})])[0]
    other = {SCRAP_MIME: {"name": "c", "data": {"value": 1}, "encoder": "json", "version": 1}}
    records = list(records_of(notebook(first, other)))
    assert ["b", "a", "c"] == [record.name for record in records]
    assert Record("", "c", {"value": 1}, "made") == records[-1]


def test_each_chart_gives_its_drawings_in_the_order_of_the_cells() -> None:
    """Other records and outputs are passed over."""
    drawings = [Record("drawing", name, {"chart": name, "wide": "<svg/>", "narrow": "<g/>"}) for name in ("b", "a")]
    bundle = scrap("all", [Record("claim", "a.count", {}), *drawings])[0]
    charts = chart_drawings(notebook(bundle))
    assert [("b", "<svg/>", "<g/>"), ("a", "<svg/>", "<g/>")] == [
        (name, drawing.wide, drawing.narrow) for name, drawing in charts.items()
    ]


def test_files_of_a_chart_stand_where_its_id_says() -> None:
    """Links lead there from the page of an outcome."""
    addresses = [address for _, address in chart_links("a-level")]
    assert [f"../../{chart_path('a-level', ending)}" for ending in ("csv", "svg", "png")] == addresses


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(value: float) -> None:
    """No digit is lost on the way to a file and back."""
    assert value == float(cell_text(value))


@pytest.mark.parametrize(
    ("value", "text"), [(4888.0, "4888"), (-0.5, "-0.5"), (None, ""), ("none", "none"), (1e300, "1e+300"), (3, "3")]
)
def test_values_are_plain_in_files(value: float | str | None, text: str) -> None:
    """Whole where whole, without commas, empty where missing."""
    assert text == cell_text(value)


def test_cells_are_numbers_texts_or_missing() -> None:
    """What is not a number is no value, and its column still holds numbers; a truth is a word and never a count."""
    rows = [["2013/14", math.nan, True], ["2014/15", 3.0, False]]
    chart = ChartRecord.from_record({**WORDS, "columns": ["Year", "Value", "Trial"], "rows": rows})
    assert (("2013/14", None, "true"), ("2014/15", 3.0, "false")) == chart.rows
    assert [False, True, False] == [chart.is_number(place) for place in range(3)]


def quarters(*causes: str) -> tuple[ChartRow, ...]:
    """Quarters about a mean of 1,310, one for each cause."""
    return tuple(ChartRow(f"Q{n}", 1200, 1310.2, 1075, 1546, cause) for n, cause in enumerate(causes, start=1))


def test_rows_are_read_by_their_places() -> None:
    """Older ledgers name the columns otherwise; a quarter without a count or an expected value is left out."""
    columns = ["Quarter", "Offences", "Expected", "Lower limit", "Upper limit", "Signal"]
    none = math.nan
    rows = [
        ["Q1", 9.0, 8.0, 5.0, 11.0, "none"],
        ["Q2", none, 8.0, 5.0, 11.0, "none"],
        ["Q3", 9.0, none, none, none, ""],
    ]
    chart = ChartRecord.from_record({**WORDS, "columns": columns, "rows": rows})
    assert (ChartRow("Q1", 9.0, 8.0, 5.0, 11.0, "none"),) == chart_rows(chart)


def test_the_lines_are_explained_with_their_numbers(robbery: Measure) -> None:
    """Expected value and limits of the last quarter as the chart shows them."""
    words = read_chart(quarters("none", "none"), 2, "2014/15", robbery)[0]
    assert "expect of it: of the last one 1,310 offences. " in words
    assert words.endswith("nearly all quarters lie in the band around the steps, there 1,075 to 1,546.")


def test_a_trend_is_of_the_whole_period(robbery: Measure) -> None:
    """Where every quarter shows the same, it is said once."""
    words = read_chart(quarters("none", *["part of a steady trend"] * 4), 4, "2014/15", robbery)[1]
    assert "All four quarters of 2014/15 are part of a steady trend; the chart does not say why." == words


@pytest.mark.parametrize(
    ("many", "begins"),
    [
        (1, "The quarter of the year shows only"),
        (2, "Both quarters of the year show only"),
        (4, "All four quarters of the year show"),
    ],
)
def test_nothing_special_is_said_to_be_nothing_special(robbery: Measure, many: int, begins: str) -> None:
    """However many quarters the period has; an earlier special cause is not the period's."""
    rows = quarters("outside the limits", *["none"] * many)
    assert read_chart(rows, many, "the year", robbery)[1].startswith(begins)


def test_a_special_cause_is_named_with_its_quarter(robbery: Measure) -> None:
    """What stands out, and that the chart does not say why."""
    words = read_chart(quarters("none", "outside the limits"), 2, "2014/15", robbery)[1]
    assert words.startswith("In 2014/15, Q2 (outside the limits) stands out")
    assert "does not say why" in words
