"""The map of force areas: classes by rank, three signs for each class, one record with its table."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from planbook.charts.force_map import CLASSES, class_of

from .conftest import FORCES, force_map, six_forces

SVG = "{http://www.w3.org/2000/svg}"


@given(amount=st.integers(5, 60))
def test_classes_are_of_nearly_equal_size_and_in_order(amount: int) -> None:
    """Five classes from 1 to 5, never falling, whose sizes differ by one at most."""
    classes = [class_of(rank, amount) for rank in range(amount)]
    assert sorted(classes) == classes
    assert set(range(1, CLASSES + 1)) == set(classes)
    sizes = [classes.count(place) for place in range(1, CLASSES + 1)]
    assert max(sizes) - min(sizes) <= 1


def test_each_class_has_shade_pattern_and_number() -> None:
    """Every area carries its class as a number, and shade and pattern differ between any two classes."""
    root = ET.fromstring(force_map().wide.svg)
    numbers = [text.text for text in root.iter(f"{SVG}text") if re.fullmatch(r"[1-5]", text.text or "")]
    assert 2 * CLASSES == len(numbers)
    shades = {path.get("fill-opacity") for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "0.8"}
    assert CLASSES == len(shades - {None})
    laid_over = [path.get("fill") for path in root.iter(f"{SVG}path") if (path.get("fill") or "").startswith("url")]
    assert ["url(#map-p2)", "url(#map-p3)", "url(#map-p4)"] == sorted(laid_over)


def test_a_force_left_out_stands_in_the_table_without_a_class() -> None:
    """The table holds all six, the one left out last and without a class."""
    table = force_map().table
    assert ["Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Alpha"] == list(table["Force"])
    assert ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5", "none"] == list(table["Class"])


def test_the_words_and_the_points_are_those_of_the_table() -> None:
    """The alternative gives rate, rank and class of the own force; points lie in the order of the table."""
    chart = force_map()
    assert "Beta has 10.0, rank 1 of 5 (1 is lowest), class 1." in chart.alt
    assert all(
        f"{name} {rate:.1f}" in chart.description for name, rate in zip(FORCES, six_forces()["rate"], strict=True)
    )
    assert [x for x, _ in chart.wide.spots][:5] == sorted(x for x, _ in chart.wide.spots[:5])
