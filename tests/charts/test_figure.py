"""What holds for every chart of the publication."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from planbook.charts.figure import EmptyChart, Figure, require_rows
from planbook.charts.labels import number

from .conftest import BUILDERS

SIZE_LIMIT = 15_000
VARIABLE = re.compile(r"var\(--pb-chart-[a-z]+, #[0-9a-f]{6}\)")
SVG = "{http://www.w3.org/2000/svg}"


def drawings(figure: Figure) -> tuple[str, str]:
    """Both drawings of a chart."""
    return figure.svg, figure.narrow


def test_drawings_are_small_plain_xml(figure: Figure) -> None:
    """Each drawing parses, stays small and holds no script, style, clip, date or metadata."""
    for svg in drawings(figure):
        tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
        assert tags <= {"svg", "g", "path", "text", "use", "defs"}
        assert len(svg.encode()) < SIZE_LIMIT
        assert not re.search(r"style=|clip|metadata|xlink|matplotlib|DejaVu", svg)


def test_every_colour_is_a_custom_property(figure: Figure) -> None:
    """No colour stands outside a custom property with its fallback."""
    for svg in drawings(figure):
        assert re.findall(r"#[0-9a-fA-F]{6}", VARIABLE.sub("", svg)) == []


def test_ids_start_with_the_figure_id(figure: Figure) -> None:
    """Ids begin with the figure's id, differ between the two drawings, and every reference is met."""
    wide, narrow = (re.findall(r' id="([^"]+)"', svg) for svg in drawings(figure))
    assert set(wide).isdisjoint(narrow)
    assert all(name.startswith(f"{figure.id}-") for name in [*wide, *narrow])
    for svg in drawings(figure):
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(re.findall(r' id="([^"]+)"', svg))


def test_drawing_twice_gives_the_same_bytes(figure: Figure) -> None:
    """A chart is a function of its data."""
    again = BUILDERS[figure.id]()
    assert figure.to_html() == again.to_html()
    assert figure.to_csv() == again.to_csv()


def test_text_stays_real_and_inside(figure: Figure) -> None:
    """Labels are text elements whose anchor lies inside the drawing."""
    for svg in drawings(figure):
        root = ET.fromstring(svg)
        width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
        texts = list(root.iter(f"{SVG}text"))
        assert texts
        for text in texts:
            assert 0 <= float(text.get("x", "nan")) <= width
            assert 0 <= float(text.get("y", "nan")) <= height


def test_html_holds_name_description_and_table(figure: Figure) -> None:
    """The figure names its drawings by the alternative text and shows its table with caption and scopes."""
    html = figure.to_html([("Data (CSV)", "data.csv")])
    page = BeautifulSoup(html, "html.parser")
    assert "\n\n" not in html
    assert [figure.alt, figure.alt] == [svg["aria-label"] for svg in page.find_all("svg", role="img")]
    assert page.find("details").find("caption") is not None
    assert {"col", "row"} == {cell["scope"] for cell in page.find_all("th")}
    assert len(figure.table) == len(page.find("tbody").find_all("tr"))
    assert page.find("a")["href"] == "data.csv"
    assert page.find("script") is None


def test_table_prints_the_frame(figure: Figure) -> None:
    """Each number of the table is the frame's number, formatted."""
    page = BeautifulSoup(figure.to_html(), "html.parser")
    for row, (_, values) in zip(page.find("tbody").find_all("tr"), figure.table.iterrows(), strict=True):
        shown = [cell.get_text() for cell in row.find_all("td", class_="pb-number")]
        numbers = {column: value for column, value in values.items() if not isinstance(value, str)}
        assert shown == [number(value, figure.places.get(str(column), 0)) for column, value in numbers.items()]


def test_file_has_plain_colours_and_a_title(figure: Figure) -> None:
    """The SVG for download needs no style sheet and carries the alternative text."""
    root = ET.fromstring(figure.to_svg())
    assert root.findtext(f"{SVG}title") == figure.alt
    assert "var(" not in figure.to_svg()
    assert root.get("width") == "720"


def test_no_rows_is_an_error() -> None:
    """An empty frame is refused with the chart's name and what to do."""
    with pytest.raises(EmptyChart, match="'x' has no points; leave the chart out"):
        require_rows("x", pd.DataFrame(), "points")
