"""A chart that stands alone: words, drawing and source in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from planbook.charts.pictures import Caption, NoDrawing, framed
from planbook.charts.svg import SVG

from .conftest import control

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart

SPACE = {"s": SVG}


@pytest.fixture(scope="module")
def chart() -> RenderedChart:
    """The control chart of robbery."""
    return control()


def caption_of(chart: RenderedChart) -> Caption:
    """The words of a chart."""
    return Caption(chart.id, chart.title, chart.subtitle, chart.note, chart.source, chart.alt)


def test_the_file_has_a_name_and_a_description(chart: RenderedChart) -> None:
    """Programs that read pictures aloud say the title and the text alternative."""
    root = ET.fromstring(framed(chart.wide.svg, caption_of(chart)))
    assert [chart.title, chart.alt] == [root.findtext(f"s:{tag}", namespaces=SPACE) for tag in ("title", "desc")]


def test_words_stand_above_and_below_the_drawing(chart: RenderedChart) -> None:
    """Title and subtitle over it, note and source under it, and all inside the picture."""
    root = ET.fromstring(framed(chart.wide.svg, caption_of(chart)))
    drawing = root.find("s:svg", SPACE)
    assert drawing is not None
    top = float(drawing.attrib["y"])
    bottom = top + float(drawing.attrib["height"])
    places = {text.text: float(text.attrib["y"]) for text in root.findall("s:text", SPACE)}
    assert places[chart.title] < places[chart.subtitle] < top
    assert bottom < places[f"Source: {chart.source}"] < float(root.attrib["height"])


def test_nothing_of_the_page_is_left(chart: RenderedChart) -> None:
    """No custom colour, no role and no second name inside the picture."""
    drawn = framed(chart.wide.svg, caption_of(chart))
    assert [] == [word for word in ("var(--", "aria-label", 'role="', "inherit") if word in drawn]


def test_a_long_title_takes_more_lines(chart: RenderedChart) -> None:
    """No line is wider than the drawing; the picture grows instead."""
    short, long = (
        ET.fromstring(framed(chart.wide.svg, replace(caption_of(chart), title=title)))
        for title in ("a b", "word " * 40)
    )
    assert float(long.attrib["height"]) > float(short.attrib["height"])


def test_signs_of_markup_are_text(chart: RenderedChart) -> None:
    """A title with an ampersand or an angle bracket is shown as it is."""
    root = ET.fromstring(framed(chart.wide.svg, replace(caption_of(chart), title="Theft & fraud < all")))
    assert "Theft & fraud < all" == root.findtext("s:title", namespaces=SPACE)


def test_a_text_without_a_view_box_is_refused() -> None:
    """The chart is named."""
    with pytest.raises(NoDrawing, match="'a'"):
        framed("<svg></svg>", Caption("a", "b", "c", "", "", "d"))
