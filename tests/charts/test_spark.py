"""Small multiples."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.charts.spark import HEIGHT, WIDTH, common_reach, spark_columns, sparkline
from planbook.claims.records import ChartRow

COUNTS = st.lists(st.integers(1, 10**6).map(float), min_size=1, max_size=40)


def rows(counts: list[float], cause: str = "none") -> tuple[ChartRow, ...]:
    """Quarters about their own average, with limits a tenth to either side."""
    mean = sum(counts) / len(counts)
    return tuple(ChartRow(str(n), count, mean, 0.9 * mean, 1.1 * mean, cause) for n, count in enumerate(counts))


@given(COUNTS, COUNTS)
def test_every_point_of_every_card_stays_inside(first: list[float], second: list[float]) -> None:
    """On the scale that they share, one point a quarter and none outside the card."""
    reach = common_reach([rows(first), rows(second)])
    for counts in (first, second):
        drawn = ET.fromstring(sparkline(rows(counts), reach=reach, window=1, alt=""))
        line = next(tag for tag in drawn if tag.get("class") == "pb-spark-line")
        pairs = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
        assert len(counts) == len(pairs)
        assert all(0 <= x <= WIDTH and -0.1 <= y <= HEIGHT + 0.1 for x, y in pairs)


@pytest.mark.parametrize(
    ("counts", "reach"), [([100.0, 100.0], 0.1), ([80.0, 120.0], 0.2), ([79.0, 121.0], 0.3), ([1.0, 3.0], 0.5)]
)
def test_the_scale_is_the_next_tenth_that_holds_everything(counts: list[float], reach: float) -> None:
    """So that a reader can be told it in a round figure."""
    assert reach == pytest.approx(common_reach([rows(counts)]))


def test_equal_percentages_have_equal_heights() -> None:
    """A tenth above the average is as high for a thousand offences as for ten."""
    heights = set()
    for size in (10.0, 1000.0):
        drawn = sparkline(rows([0.9 * size, 1.1 * size]), reach=0.4, window=1, alt="")
        heights.add(drawn[drawn.index("points=") :].split('"')[1])
    assert 1 == len(heights)


def test_a_special_cause_has_a_shape_of_its_own() -> None:
    """Diamonds for special causes, a dot for the last quarter; not colour alone."""
    usual, special = (sparkline(rows([9.0, 11.0], cause), reach=0.4, window=1, alt="") for cause in ("none", "a run"))
    assert (0, 1) == (usual.count("<polygon"), usual.count("<circle"))
    assert (2, 0) == (special.count("<polygon"), special.count("<circle"))


def test_columns_start_at_zero_and_reach_the_top_once() -> None:
    """Half the count is half the height; the period's own year is set apart."""
    drawn = ET.fromstring(spark_columns([50.0, 100.0], own=1, alt="Two years"))
    low, high = (float(tag.attrib["height"]) for tag in drawn if tag.tag.endswith("rect"))
    assert high == pytest.approx(2 * low)
    assert "Two years" == drawn.attrib["aria-label"]
    assert ["pb-spark-column", "pb-spark-own"] == [tag.get("class") for tag in drawn if tag.tag.endswith("rect")]
