"""The map of force areas: classes by rank, three signs for each class, one record with its table."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.charts.figure import EmptyChart, Figure
from planbook.charts.force_map import CLASSES, class_of, force_map

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "A map", "label": "Robbery", "unit": "offences per 1,000 residents", "period": "2014/15"}
NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]


def square(west: float, south: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    """A square of one degree, closed."""
    east, north = west + 1, south + 1
    return (((west, south), (east, south), (east, north), (west, north), (west, south)),)


def six() -> pd.DataFrame:
    """Six made-up forces, the first one far above the others."""
    frame = {"name": NAMES, "rate": [90.0, 10.0, 20.0, 30.0, 40.0, 50.0], "count": [9, 1, 2, 3, 4, 5]}
    return pd.DataFrame(frame, index=[name.lower() for name in NAMES])


def mapped() -> Figure:
    """A map of the six, Alpha without a class."""
    outlines = {name.lower(): square(-4 + place, 51) for place, name in enumerate(NAMES)}
    return force_map(six(), outlines, own="beta", left_out=["alpha"], id="map", **WORDS)


@given(amount=st.integers(5, 60))
def test_classes_are_of_nearly_equal_size_and_in_order(amount: int) -> None:
    """Five classes from 1 to 5, never falling, whose sizes differ by one at most."""
    classes = [class_of(rank, amount) for rank in range(amount)]
    assert sorted(classes) == classes
    assert set(range(1, CLASSES + 1)) == set(classes)
    sizes = [classes.count(place) for place in range(1, CLASSES + 1)]
    assert max(sizes) - min(sizes) <= 1


def test_each_class_has_shade_and_number() -> None:
    """Every area carries its class as a number, and shade and pattern differ between any two classes."""
    root = ET.fromstring(mapped().svg)
    numbers = [text.text for text in root.iter(f"{SVG}text") if re.fullmatch(r"[1-5]", text.text or "")]
    assert 2 * CLASSES == len(numbers)
    shades = {path.get("fill-opacity") for path in root.iter(f"{SVG}path") if path.get("fill-opacity")}
    assert CLASSES == len(shades)


def test_a_force_left_out_stands_in_the_table_without_a_class() -> None:
    """The table holds all six, the one left out last and without a class."""
    table = mapped().table
    assert ["Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Alpha"] == list(table["Force"])
    assert ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5", "none"] == list(table["Class"])


def test_the_words_and_the_points_are_those_of_the_table() -> None:
    """The alternative gives rate, rank and class of the own force; each row has its point in both drawings."""
    figure = mapped()
    assert "Beta has 10.0, rank 1 of 5 (1 is lowest), class 1." in figure.alt
    assert all(f"{name} {rate:.1f}" in figure.description for name, rate in zip(NAMES, six()["rate"], strict=True))
    assert [6, 6] == [len(spots) for spots in figure.spots]
    assert [x for x, _ in figure.spots[0]][:5] == sorted(x for x, _ in figure.spots[0][:5])


def test_every_reference_of_the_map_is_met() -> None:
    """Patterns that shapes name are in the drawing, and the two drawings share no id."""
    figure = mapped()
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (figure.svg, figure.narrow)]
    assert ids[0].isdisjoint(ids[1])
    for svg, held in zip((figure.svg, figure.narrow), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= held


def test_no_rates_is_an_error() -> None:
    """An empty frame is refused."""
    with pytest.raises(EmptyChart, match="has no rates"):
        force_map(six().iloc[:0], {}, own="beta", left_out=[], id="map", **WORDS)
