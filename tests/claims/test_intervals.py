"""Every figure carries its interval or says why it has none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.claims.intervals import ENDS, NOTES, interval_of
from planbook.claims.statistics_table import STATISTICS

if TYPE_CHECKING:
    from planbook.claims.claims import Claim


def named(claim: Claim, name: str, value: float | None, status: str = "computed") -> Claim:
    """A claim like another, of another statistic."""
    return replace(claim, id=f"robbery.{name}", value=value, status=status)  # type: ignore[arg-type]


def test_every_statistic_has_an_interval_or_a_reason() -> None:
    """What is known of a kind of figure is known of its interval too."""
    assert set(NOTES) | set(ENDS) >= {*STATISTICS}


@pytest.mark.parametrize(
    ("name", "value", "status", "low", "high", "note"),
    [
        ("change_pct", -9.03, "computed", -14.5, -3.2, "95 per cent interval, as recorded."),
        ("rate", 1.7, "computed", None, None, "No interval was recorded with this rate."),
        ("count", 4888.0, "computed", None, None, "A complete count, not a sample: it has no interval."),
        ("change_low", -14.5, "computed", None, None, "An end of an interval itself."),
        ("rank", None, "absent", None, None, "No value, so no interval."),
        ("published_change_pct", -8.8, "published", None, None, "Published only, without an interval."),
        ("level", 83.7, "published", 83.3, 84.1, "Value less and plus the margin that was published with it."),
        ("made_up", 1.0, "computed", None, None, "No interval is worked out for this kind of figure."),
    ],
)
def test_an_interval_comes_with_its_note(
    robbery_change: Claim, name: str, value: float | None, status: str, low: float, high: float, note: str
) -> None:
    """From the claims beside it, from a printed margin, or none for a reason."""
    ends = {"change_low": -14.5, "change_high": -3.2, "rate_low": 1.6, "level_margin": 0.4}
    claims = {f"robbery.{end}": named(robbery_change, end, number) for end, number in ends.items()}
    expected = {"low": low, "high": high, "interval_note": note}
    assert expected == interval_of(named(robbery_change, name, value, status), claims)
