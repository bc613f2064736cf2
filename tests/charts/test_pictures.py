"""Pictures that stand alone: words, drawing and source of a chart in one file, and the card for previews."""

from __future__ import annotations

import struct
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from planbook.charts.pictures import HEIGHT, WIDTH, Caption, Card, NoDrawing, Share, card_svg, framed
from planbook.charts.svg import SVG
from planbook.export.pictures import draw_pictures

from .conftest import level

SPACE = {"s": SVG}
CONTROL = level()
CAPTION = Caption(CONTROL.id, CONTROL.title, CONTROL.subtitle, CONTROL.note, CONTROL.source, CONTROL.alt)
CARD = Card(
    "Was it kept?",
    "West Midlands",
    "2014/15 (April 2014 to March 2015)",
    "Police and Crime Plan 2014/15: 39 promises",
    (Share("met", "met", 0), Share("part", "met in part", 1), Share("open", "not judged", 38)),
)


def picture(title: str = CAPTION.title) -> ET.Element:
    """The control chart of robbery as a picture with this title."""
    return ET.fromstring(framed(CONTROL.wide.svg, replace(CAPTION, title=title)))


def test_the_file_has_a_name_and_a_description() -> None:
    """Programs that read pictures aloud say the title and the text alternative, with signs of markup as they are."""
    root = picture("Theft & fraud < all")
    texts = [root.findtext(f"s:{tag}", namespaces=SPACE) for tag in ("title", "desc")]
    assert ["Theft & fraud < all", CONTROL.alt] == texts


def test_words_stand_above_and_below_the_drawing() -> None:
    """Title and subtitle over it, note and source under it, and all inside the picture."""
    root = picture()
    drawing = root.find("s:svg", SPACE)
    assert drawing is not None
    top = float(drawing.attrib["y"])
    bottom = top + float(drawing.attrib["height"])
    places = {text.text: float(text.attrib["y"]) for text in root.findall("s:text", SPACE)}
    assert places[CONTROL.title] < places[CONTROL.subtitle] < top
    assert bottom < places[f"Source: {CONTROL.source}"] < float(root.attrib["height"])


def test_nothing_of_the_page_is_left() -> None:
    """No custom colour, no role and no second name inside the picture."""
    drawn = framed(CONTROL.wide.svg, CAPTION)
    assert [] == [word for word in ("var(--", "aria-label", 'role="', "inherit") if word in drawn]


def test_a_long_title_takes_more_lines() -> None:
    """No line is wider than the drawing; the picture grows instead."""
    assert float(picture("word " * 40).attrib["height"]) > float(picture("a b").attrib["height"])


def test_a_text_without_a_view_box_is_refused() -> None:
    """The chart is named."""
    with pytest.raises(NoDrawing, match="'robbery-level'"):
        framed("<svg></svg>", CAPTION)


def test_the_card_has_the_size_of_previews_and_the_same_bytes_each_time() -> None:
    """1,200 by 630 pixels."""
    (first,), (second,) = draw_pictures([card_svg(CARD)]), draw_pictures([card_svg(CARD)])
    assert (WIDTH, HEIGHT) == struct.unpack(">II", first[16:24])
    assert first == second


def test_the_card_is_of_its_counts() -> None:
    """Every group that holds a promise is named with its count; without a plan there is no bar."""
    drawn = card_svg(CARD)
    assert [False, True, True] == [words in drawn for words in ("0 met<", "1 met in part<", "38 not judged<")]
    assert (6, 2) == (drawn.count("<rect"), card_svg(replace(CARD, shares=())).count("<rect"))


def test_words_of_a_card_are_text() -> None:
    """A sign that means something in markup is shown as it is."""
    assert "Dorset &amp; Wilts Police" in card_svg(replace(CARD, force="Dorset & Wilts"))
