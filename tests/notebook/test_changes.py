"""The changes of an outcome side by side are the recorded claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

REDUCE_CRIME = "05_reduce_crime"
ROBBERY = ("m5-4b",)


def test_changes_are_those_recorded(run: Callable[..., Any], screen: Any) -> None:
    """Robbery's row has the change, interval and target of its claims, and the title counts what fell."""
    outcome = run(REDUCE_CRIME, ROBBERY)
    outcome.show_changes()
    record = next(kept for kept in screen.kept if kept.name == "fy2014-15-o5-changes").data
    assert ["Measure", "Change, %", "Interval from, %", "Interval to, %", "Target, %"] == record["columns"]
    values = [outcome.claims[f"robbery.{name}"].value for name in ("change_pct", "change_low", "change_high")]
    assert [["Robbery", *values, -5.0]] == record["rows"]
    assert "Of 1 measure in 2014/15, 1 fell" == record["title"]


def test_a_measure_without_a_target_has_none_in_the_record(run: Callable[..., Any], screen: Any) -> None:
    """Where one measure has a target and another has not, the record of the latter is empty there and stays JSON."""
    run(REDUCE_CRIME, ("m5-4b", "m5-1")).show_changes()
    record = next(kept for kept in screen.kept if kept.name == "fy2014-15-o5-changes").data
    assert {"Robbery": -5.0} == {row[0]: row[4] for row in record["rows"] if row[4] is not None}
    assert len(record["rows"]) > 1


def test_no_change_is_said(run: Callable[..., Any], screen: Any) -> None:
    """A period with nothing a year earlier has no such chart, and says so."""
    outcome = run(REDUCE_CRIME, ROBBERY, period="FY2012-13")
    outcome.show_changes()
    assert "No change on the year could be worked out for 2012/13." in screen.html
