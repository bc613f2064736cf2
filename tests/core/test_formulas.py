"""Every statistic has its formula, recipe, tolerance and rounding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from planbook.core.claims import FORMS, STATISTICS
from planbook.core.formulas import FORMULAS, ROUNDING, TARGET, Tolerance
from planbook.core.recipes import RECIPES, recipe


def test_every_statistic_has_a_formula_and_a_recipe() -> None:
    """The three tables name the same statistics."""
    assert set(STATISTICS) == set(FORMULAS) == set(RECIPES)


def test_every_form_says_how_it_is_rounded() -> None:
    """No form is shown without a rule."""
    assert set(FORMS) == set(ROUNDING)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_names_only_statistics_that_exist(name: str) -> None:
    """Its inputs are claims that can be recorded, and never itself."""
    assert set(FORMULAS[name].inputs) <= set(STATISTICS) - {name, TARGET}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_can_be_written_as_mathml(name: str) -> None:
    """Nothing of LaTeX is left over for the reader."""
    assert "\\" not in convert(FORMULAS[name].latex)


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_a_value_is_within_every_tolerance_of_itself(value: float) -> None:
    """No tolerance refuses what is the same."""
    assert all(formula.tolerance.allows(value, value) for formula in FORMULAS.values())


def test_a_tolerance_refuses_what_readers_would_see() -> None:
    """One offence in a count, one in the last decimal of a percentage."""
    assert not FORMULAS["count"].tolerance.allows(4888.0, 4889.0)
    assert not FORMULAS["change_pct"].tolerance.allows(-9.0266, -9.0366)
    assert FORMULAS["change_pct"].tolerance.allows(-9.026614554252746, -9.026614554252745)
    assert Tolerance(0.5, 0.0).allows(1.0, 1.5)


def test_a_recipe_with_a_figure_missing_is_not_printed() -> None:
    """No half-filled code on a receipt."""
    assert "" == recipe("change_low", {"count": "4888.0"})
    assert "print(100 *" in recipe("change_pct", {"file": "rows/robbery.csv"})
