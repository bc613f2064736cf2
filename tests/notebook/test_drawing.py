"""Titles of charts, changes side by side, and the monthly view or the reason why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planbook.data import registers
from planbook.data.series import phase_starts
from planbook.notebook.drawing import FINDINGS, draw_level
from planbook.notebook.outcome import open_outcome
from planbook.statistics.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

NO_FINDING = {"too few points to say", "too few to judge"}


def test_every_verdict_on_a_level_has_its_title() -> None:
    """A word that is added to the vocabulary is thought of here too; a reader of the title alone knows the finding."""
    assert {word.word for word in WORDS if word.kind == "level"} == {*FINDINGS, *NO_FINDING}


REDUCE_CRIME = "05_reduce_crime"
ROBBERY = ("m5-4b",)


def test_changes_are_those_recorded(run: Callable[..., Any], screen: Any) -> None:
    """Robbery's row has the change, interval and target of its claims, and the title counts what fell."""
    outcome = run(REDUCE_CRIME, ROBBERY)
    outcome.show_changes()
    record = next(kept for kept in screen.kept if kept.name == "fy2014-15-o5-changes").data
    assert ["Measure", "Change, %", "Interval from, %", "Interval to, %", "Target, %"] == list(record["columns"])
    values = [outcome.claims[f"robbery.{name}"].value for name in ("change_pct", "change_low", "change_high")]
    assert [("Robbery", *values, -5.0)] == list(record["rows"])
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


def show(measure: str, period: str) -> None:
    """Put the control chart of a measure, and what goes with it, on the screen."""
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period=period, force="west_midlands")
    outcome.context(measure)


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


def test_a_declared_phase_says_who_approved_it_and_when(screen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note of the chart has reason, role and day; a phase that was approved later than the as-at date is none."""
    phase = {"measure": "robbery", "area": "west_midlands", "start": "FY2013-14Q1", "reason": "A phase for a test."}
    phase |= {"approved_by": "Head of Analysis", "approved_on": "2015-04-30"}
    read = registers.rows
    monkeypatch.setattr(registers, "rows", lambda path: (phase,) if path.name == "phases.csv" else read(path))
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    robbery = outcome.quarters("robbery")
    outcome.draw(
        draw_level, outcome.setting(outcome.catalogue["robbery"]), outcome.level(robbery), outcome.starts("robbery")
    )
    chart = next(kept.data for kept in screen.kept if kept.kind == "chart")
    words = "Apr–Jun 2013: A phase for a test; approved by Head of Analysis on 30 April 2015."
    assert chart["note"].endswith(f"A phase of its own begins in {words}")
    assert () == phase_starts(outcome.places, "robbery", "west_midlands", "2015-04")[:-1]
    assert () == phase_starts(outcome.places, "robbery", "west_midlands", "2015-03")
