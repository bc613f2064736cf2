"""What holds for every chart: small plain drawings, and words, table, download and points of the same numbers."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from planbook.charts.change import render_change
from planbook.charts.chart import EmptyChart, RenderedChart
from planbook.charts.columns import render_months, render_years
from planbook.charts.force_map import render_force_map
from planbook.charts.labels import number, percent
from planbook.charts.level import render_level
from planbook.charts.svg import static

from .conftest import BUILDERS, change_rows, monthly_parts, six_forces, spec, stepped, yearly

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE_LIMIT = 15_000
VARIABLE = re.compile(r"var\(--pb-chart-[a-z]+, #[0-9a-f]{6}\)")
SVG = "{http://www.w3.org/2000/svg}"


def drawings(chart: RenderedChart) -> tuple[str, str]:
    """Both drawings of a chart."""
    return chart.wide.svg, chart.narrow.svg


def test_drawings_are_small_plain_xml(chart: RenderedChart) -> None:
    """Each drawing parses, stays small and holds no script, style, clip, date or metadata."""
    for svg in drawings(chart):
        tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
        assert tags <= {"svg", "g", "path", "text", "use", "defs", "pattern", "circle", "rect"}
        assert len(svg.encode()) < SIZE_LIMIT
        assert not re.search(r"style=|clip|metadata|xlink|matplotlib|DejaVu", svg)


def test_every_colour_is_a_custom_property(chart: RenderedChart) -> None:
    """No colour stands outside a custom property with its fallback; a file has plain colours and a size."""
    for svg in drawings(chart):
        assert re.findall(r"#[0-9a-fA-F]{6}", VARIABLE.sub("", svg)) == []
    file = static(chart.wide.svg)
    assert "var(" not in file
    assert "720" == ET.fromstring(file).get("width")


def test_ids_start_with_the_chart_id(chart: RenderedChart) -> None:
    """Ids begin with the chart's id, differ between the two drawings, and every reference is met."""
    wide, narrow = (re.findall(r' id="([^"]+)"', svg) for svg in drawings(chart))
    assert set(wide).isdisjoint(narrow)
    assert all(name.startswith(f"{chart.id}-") for name in [*wide, *narrow])
    for svg in drawings(chart):
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(re.findall(r' id="([^"]+)"', svg))


def test_drawing_twice_gives_the_same_bytes(chart: RenderedChart) -> None:
    """A chart is a function of its data; its CSV read back is the frame behind the table."""
    again = BUILDERS[chart.id]()
    assert (chart.to_html(), chart.to_csv()) == (again.to_html(), again.to_csv())
    pd.testing.assert_frame_equal(chart.table, pd.read_csv(io.StringIO(chart.to_csv())), check_dtype=False)


def test_text_stays_real_and_inside(chart: RenderedChart) -> None:
    """Labels are text elements whose anchor lies inside the drawing."""
    for svg in drawings(chart):
        root = ET.fromstring(svg)
        width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
        texts = list(root.iter(f"{SVG}text"))
        assert texts
        for text in texts:
            assert 0 <= float(text.get("x", "nan")) <= width
            assert 0 <= float(text.get("y", "nan")) <= height


def test_html_holds_name_description_and_table(chart: RenderedChart) -> None:
    """The chart names its drawings by the alternative text and shows its table with caption and scopes."""
    html = chart.to_html([("Data (CSV)", "data.csv")])
    page = BeautifulSoup(html, "html.parser")
    assert "\n\n" not in html
    assert [chart.alt, chart.alt] == [svg["aria-label"] for svg in page.find_all("svg", role="img")]
    assert page.find("details").find("caption") is not None
    assert {"col", "row"} == {cell["scope"] for cell in page.find_all("th")}
    assert len(chart.table) == len(page.find("tbody").find_all("tr"))
    assert page.find("a")["href"] == "data.csv"
    assert page.find("script") is None


def test_table_prints_the_frame(chart: RenderedChart) -> None:
    """Each number of the table is the frame's number, formatted."""
    page = BeautifulSoup(chart.to_html(), "html.parser")
    for row, (_, values) in zip(page.find("tbody").find_all("tr"), chart.table.iterrows(), strict=True):
        shown = [cell.get_text() for cell in row.find_all("td", class_="pb-number")]
        numbers = {column: value for column, value in values.items() if not isinstance(value, str)}
        assert shown == [number(value, chart.places.get(str(column), 0)) for column, value in numbers.items()]


def test_each_chart_says_its_kind() -> None:
    """A kind is a field of the record, so that nobody reads it from an id."""
    kinds = {chart_id: build().kind for chart_id, build in BUILDERS.items()}
    expected = {"change": "changes", "map": "map", "months": "months", "peers": "peers", "years": "years"}
    assert expected | {"robbery-level": "level", "stepped": "level"} == kinds


NOTHING: Any = SimpleNamespace(series=stepped().series.iloc[:0])
WITHOUT_ROWS: dict[str, Callable[[], object]] = {
    "points": lambda: render_level(spec("x"), NOTHING),
    "rows": lambda: render_change(spec("x"), change_rows().iloc[:0], period="2014/15", comparison="2013/14"),
    "months": lambda: render_months(spec("x"), monthly_parts().iloc[:0], window=pd.PeriodIndex([], freq="M")),
    "years": lambda: render_years(spec("x"), yearly().iloc[:0]),
    "forces": lambda: render_force_map(spec("x"), six_forces().iloc[:0], {}, left_out=[], period="2014/15"),
}


@pytest.mark.parametrize("wanted", WITHOUT_ROWS)
def test_a_chart_without_rows_is_refused(wanted: str) -> None:
    """The message names the chart and says what to do."""
    with pytest.raises(EmptyChart, match=r"'x' has no (points|rows|months|years|rates); leave the chart out"):
        WITHOUT_ROWS[wanted]()


NUMBER = re.compile(r"(?<![\w–/])[+\u2212]?\d+(?:,\d{3})*(?:\.\d+)?")
CONSTANTS = {"95", "99.8", "100"}  # the levels of intervals and of curves: no data


def printed(chart: RenderedChart) -> set[str]:
    """Every number of the table in each form in which a chart may print it."""
    forms: set[str] = set()
    for column, values in chart.table.items():
        for value in values:
            if not isinstance(value, str) and pd.notna(value):
                places = chart.places.get(str(column), 0)
                forms |= {number(value, places), number(value), percent(value), percent(value)[:-1]}
    return forms


def values_in(text: str) -> list[str]:
    """Numbers of a text that are values: not years, ranks, counts of rows or constants of the method."""
    without_periods = re.sub(r"(?:[A-Z][a-z]{2}[–\s])*[A-Z][a-z]{2} \d{4}|\d{4}/\d{2}", "", text)
    without_counts = re.sub(
        r"\b\d+ (?:points?|years|months?|forces)\b|rank \d+ of \d+ \(1 is|of \d+\b", "", without_periods
    )
    return [value for value in NUMBER.findall(without_counts) if value not in CONSTANTS]


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_every_value_in_words_stands_in_the_table(name: str) -> None:
    """Each number of the alternative and of the description is printed in the table, or is the target or the group."""
    chart = BUILDERS[name]()
    allowed = printed(chart) | ({"69.0", "64.5", "73.4", "1,000"} if name == "peers" else {"1,276"})
    values = values_in(f"{chart.alt} {chart.description}")
    assert values
    assert [] == [value for value in values if value not in allowed]


def test_every_row_of_the_table_has_its_point_in_both_drawings(chart: RenderedChart) -> None:
    """The points that a reader steps through are as many as the rows, and lie inside the drawing."""
    page = BeautifulSoup(chart.to_html(), "html.parser")
    frames = page.select("[data-spots]")
    assert 2 == len(frames)
    for frame in frames:
        spots = [tuple(map(int, pair.split(","))) for pair in str(frame["data-spots"]).split(" ")]
        width, height = (float(side) for side in str(frame.select_one("svg")["viewbox"]).split()[2:])
        assert len(chart.table) == len(spots)
        assert all(0 <= x <= width and 0 <= y <= height for x, y in spots)


def test_a_higher_value_stands_higher() -> None:
    """The points of a control chart are placed by value: the highest quarter has the least distance from the top."""
    chart = BUILDERS["robbery-level"]()
    values = list(chart.table["Offences"])
    for spots in (chart.wide.spots, chart.narrow.spots):
        heights = [y for _, y in spots]
        assert values.index(max(values)) == heights.index(min(heights))
        assert values.index(min(values)) == heights.index(max(heights))
        assert sorted(x for x, _ in spots) == [x for x, _ in spots]
