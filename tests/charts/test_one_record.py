"""The words, the table, the download and the points of a chart are of the same numbers."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from planbook.charts.labels import number, percent

from .conftest import BUILDERS

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart

NUMBER = re.compile(r"(?<![\w–/])[+\u2212]?\d+(?:,\d{3})*(?:\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
MADE_FROM_THE_TABLE = {"2.66", "95", "12"}
"""The constant of the limits, the level of the intervals and the length of trial limits: no values of the data."""


def printed(chart: RenderedChart) -> set[str]:
    """Every number of the table in each form in which a chart may print it."""
    forms: set[str] = set()
    for column, values in chart.table.items():
        for value in values:
            if not isinstance(value, str) and pd.notna(value):
                places = chart.places.get(str(column), 0)
                forms |= {number(value, places), number(value), percent(value), percent(value)[:-1]}
    return forms


def values_in(text: str, chart: RenderedChart) -> list[str]:
    """Numbers of a text that are values: not years, ranks, counts of rows or constants of the method."""
    without_periods = re.sub(r"(?:[A-Z][a-z]{2}[–\s])*[A-Z][a-z]{2} \d{4}|\d{4}/\d{2}", "", text)
    without_counts = re.sub(
        r"\b\d+ (?:points?|years|months?|forces)\b|rank \d+ of \d+ \(1 is|of \d+\b", "", without_periods
    )
    return [found for found in NUMBER.findall(without_counts) if found not in MADE_FROM_THE_TABLE]


@pytest.mark.parametrize("name", sorted(set(BUILDERS) - {"peers"}))
def test_every_value_in_words_stands_in_the_table(name: str) -> None:
    """Each number of the text alternative and of the long description is printed in the table too, or is the target."""
    chart = BUILDERS[name]()
    allowed = printed(chart) | {"1,276"}
    found = values_in(chart.alt, chart) + values_in(chart.description, chart)
    assert found
    assert [] == [value for value in found if value not in allowed]


def test_values_of_peers_stand_in_the_table_or_are_the_group() -> None:
    """The numbers of a peer chart's words are those of its table, and the group's mean and usual range."""
    chart = BUILDERS["peers"]()
    allowed = printed(chart) | {"69.0", "64.5", "73.4", "1,000"}
    found = values_in(chart.alt, chart) + values_in(chart.description, chart)
    assert found
    assert [] == [value for value in found if value not in allowed]


def test_download_holds_the_table(chart: RenderedChart) -> None:
    """The CSV read back is the frame behind the table."""
    pd.testing.assert_frame_equal(chart.table, pd.read_csv(io.StringIO(chart.to_csv())), check_dtype=False)


def test_values_drawn_as_text_stand_in_the_table(chart: RenderedChart) -> None:
    """What the drawing labels as latest, lowest or with a per cent sign is printed in the table."""
    texts = [text.text or "" for text in ET.fromstring(chart.wide.svg).iter(f"{SVG}text")]
    named = [text for text in texts if text.startswith(("Latest", "Lowest "))]
    bold = [text.removeprefix("Latest ").removeprefix("Lowest ") for text in named]
    assert [] == [value for value in bold if value not in printed(chart)]


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
    chart = BUILDERS["robbery-control"]()
    values = list(chart.table["Offences"])
    for spots in (chart.wide.spots, chart.narrow.spots):
        heights = [y for _, y in spots]
        assert values.index(max(values)) == heights.index(min(heights))
        assert values.index(min(values)) == heights.index(max(heights))
        assert sorted(x for x, _ in spots) == [x for x, _ in spots]
