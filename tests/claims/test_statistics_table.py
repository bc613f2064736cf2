"""Every statistic has its formula, recipe, tolerance and rounding in one row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from planbook.claims.statistics_table import STATISTICS, TARGET, Statistic, Tolerance, recipe


@pytest.mark.parametrize("row", STATISTICS.values(), ids=list(STATISTICS))
def test_a_row_is_complete(row: Statistic) -> None:
    """It has name, method, rounding and a check; its formula is built of other claims and can be written as MathML."""
    assert all((row.label, row.method, row.form.rounding, row.latex, row.symbols, row.recipe))
    assert set(row.inputs) <= set(STATISTICS) - {row.id, TARGET}
    assert "\\" not in convert(row.latex)


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_a_value_is_within_every_tolerance_of_itself(value: float) -> None:
    """No tolerance refuses what is the same."""
    assert all(row.tolerance.allows(value, value) for row in STATISTICS.values())


def test_a_tolerance_refuses_what_readers_would_see() -> None:
    """One offence in a count, one in the last decimal of a percentage."""
    assert not STATISTICS["count"].tolerance.allows(4888.0, 4889.0)
    assert not STATISTICS["change_pct"].tolerance.allows(-9.0266, -9.0366)
    assert STATISTICS["change_pct"].tolerance.allows(-9.026614554252746, -9.026614554252745)
    assert Tolerance(0.5).allows(1.0, 1.5)


def test_a_recipe_with_a_figure_missing_is_not_printed() -> None:
    """No half-filled code on a receipt."""
    assert "" == recipe("change_low", {"count": "4888.0"})
    assert "print(100 *" in recipe("change_pct", {"file": "rows/robbery.csv"})
