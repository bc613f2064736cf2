"""What a receipt says of how a claim was worked out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.claims.display import full_text
from planbook.claims.receipt import receipt_title, rows_told, working_of
from planbook.data.rows_behind import Observation

if TYPE_CHECKING:
    from planbook.claims.claims import Claim
    from planbook.claims.ledger import Edition


@pytest.fixture
def beside(robbery_change: Claim) -> dict[str, Claim]:
    """The two counts and the change."""
    count = replace(robbery_change, id="robbery.count", label="Count", value=4888.0, number="4,888", unit="offences")
    baseline = replace(count, id="robbery.baseline", label="Year before", value=5373.0, number="5,373")
    return {"count": count, "baseline": baseline, "change_pct": robbery_change}


@pytest.mark.parametrize(
    ("value", "text"), [(4888.0, "4,888"), (-9.02661, "−9.02661"), (None, ""), (0.5, "0.5"), (-485.0, "−485")]
)
def test_a_value_in_full(value: float | None, text: str) -> None:
    """Whole numbers with commas, others with every digit, a true minus."""
    assert text == full_text(value)


def test_a_reader_with_a_calculator_can_follow(
    robbery_change: Claim, beside: dict[str, Claim], edition: Edition
) -> None:
    """The formula with the figures put in, the claims that give them, rounding and tolerance in words."""
    letters = {"count": 4888.0, "baseline": 5373.0}
    working = working_of(robbery_change, edition, beside, None, "rows/x.csv", letters)
    assert r"100 \times \frac{\text{4,888} - \text{5,373}}{\text{5,373}} ≈ \text{−9.0}" == working.worked
    assert [("robbery.count", "4,888 offences"), ("robbery.baseline", "5,373 offences")] == [
        (part.claim.id, part.value) for part in working.inputs if part.claim
    ]
    assert "To one decimal, halves away from zero, with its sign." == working.rounding
    assert working.tolerance.startswith("A rerun must agree to nine significant figures")


def test_without_figures_no_formula_is_filled_in(
    robbery_change: Claim, beside: dict[str, Claim], edition: Edition
) -> None:
    """A printed value is checked against the register of printed values alone; an absent one has nothing to check."""
    absent = replace(robbery_change, status="absent", value=None, number="", unit="")
    assert "" == working_of(absent, edition, beside, None, "").check
    assert "" == working_of(robbery_change, edition, {}, None, "").worked
    claim = replace(robbery_change, id="robbery.published_change_pct", status="published")
    working = working_of(claim, edition, {}, None, "")
    assert ("", "", ()) == (working.latex, working.worked, working.inputs)
    assert '"robbery.published_change_pct"' in working.check
    assert "must be the one printed" in working.tolerance


def test_a_title_names_measure_figure_and_period(robbery_change: Claim) -> None:
    """A claim that was only printed keeps the statement it was printed in."""
    assert "Robbery: change, per cent, 2014/15" == receipt_title(robbery_change, "Robbery", "2014/15")
    printed = replace(robbery_change, status="published", label="Robbery fell.")
    assert "Robbery fell." == receipt_title(printed, "Robbery", "2014/15")


def test_rows_of_two_years_are_told_apart(robbery_change: Claim) -> None:
    """Their common sum would mean nothing."""
    rows = [
        Observation("crime", f"FY{year}Q1", "west_midlands", "robbery", value, "2026-04")
        for year, value in (("2013-14", 5.0), ("2014-15", 4.0))
    ]
    assert "2 rows: the earlier ones add up to 5, the later ones to 4." == rows_told(robbery_change, rows)
    count = replace(robbery_change, id="robbery.count")
    assert "1 row, adding up to 4." == rows_told(count, rows[1:])
