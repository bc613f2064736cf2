"""The monthly view: real months or the reason why there are none."""

from __future__ import annotations

from typing import Any

import pytest

from planbook.notebook.outcome import open_outcome


def show(measure: str, period: str) -> None:
    """Put the control chart of a measure, and what goes with it, on the screen."""
    outcome = open_outcome("O5", period=period)
    outcome.show_level(outcome.control_chart(outcome.quarters(measure)))


@pytest.mark.parametrize(
    ("measure", "period", "words"),
    [
        ("robbery", "FY2014-15", "robbery for 2014/15: the months held run from Sep 2023 to Mar 2026."),
        (
            "criminal_damage",
            "FY2024-25",
            "criminal damage: open data by month are those of police.uk, and the category ",
        ),
    ],
)
def test_the_page_says_why_there_are_no_months(screen: Any, measure: str, period: str, words: str) -> None:
    """Where no month can be shown, one sentence says why, at the id that the switch of views looks for."""
    show(measure, period)
    (notice,) = (record.data for record in screen.kept if record.kind == "notice")
    assert f"No monthly view of {words}" in notice["text"]
    assert f"{period.lower()}-{measure.replace('_', '-')}-no-months" == notice["anchor"]


def test_months_of_the_period_are_shown(screen: Any) -> None:
    """An edition that the months cover shows them under a title with the highest, and says what is missing."""
    show("robbery", "FY2024-25")
    html = screen.html
    assert "Robbery by month in 2024/25: 683 in Jun 2024, the highest of the 9 months held" in html
    assert "[x] not held, because the source is known to be short: Sep 2024, Oct 2024 and Mar 2025." in html
    assert "No verdict rests on months." in html


def test_months_that_begin_after_the_period_are_said(screen: Any) -> None:
    """A period whose first months are not held says so."""
    show("robbery", "FY2023-24")
    html = screen.html
    assert "No month before Sep 2023 is held" in html
