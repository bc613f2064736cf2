"""A promise reports its measure: charts, verdicts, figures, citation and status, each as a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planbook.notebook.outcome import AlreadyRecorded, open_outcome

if TYPE_CHECKING:
    from planbook.notebook.outcome import OutcomeNotebook


def sums(outcome: OutcomeNotebook, measure: str) -> dict[str, Any]:
    """What a cell works out before it reports."""
    counts = outcome.quarters(measure)
    count, baseline = (counts.reindex(part).sum(skipna=False) for part in (outcome.window, outcome.year_before))
    return {
        "counts": counts,
        "count": count,
        "baseline": baseline,
        "change_pct": 100 * (count - baseline) / baseline,
    }


def test_a_measured_promise_shows_everything_in_the_order_of_its_page(screen: Any) -> None:
    """Level, season and verdicts; the figures; target; years; similar forces; what the report printed; the status."""
    outcome = open_outcome("O5", period="FY2014-15")
    values = sums(outcome, "robbery")
    outcome.milestone("M5.4b").report(values.pop("counts"), **values)

    kinds = [record.data.get("chart", record.kind) for record in screen.kept if record.kind not in {"claim", "chart"}]
    assert [
        "fy2014-15-robbery-level", "notice", "fy2014-15-robbery-without-season", "verdict", "verdict", "verdicts",
        "reading", "trust", "table", "table", "fy2014-15-robbery-years", "table", "fy2014-15-robbery-peers", "table",
        "table", "milestone",
    ] == kinds  # fmt: skip
    assert "met" == outcome.statuses["M5.4b"].status


def test_the_figures_of_a_verdict_are_named_by_their_claims(screen: Any) -> None:
    """Sentences are parts; those that show a figure say whose it is."""
    outcome = open_outcome("O5", period="FY2014-15")
    values = sums(outcome, "robbery")
    outcome.context(values.pop("counts"), **values)

    level = next(record.data for record in screen.kept if record.name == "robbery.level")
    assert [("1,310", "robbery.process_average")] == [tuple(part) for part in level["parts"] if part[1]]
    notes = next(record.data for record in screen.kept if record.kind == "trust")
    assert {"robbery.flip_dispersion", "robbery.dispersion"} == {
        claim for sentence in notes["sentences"] for _, claim in sentence if claim
    }
    assert level["sentence"] == "".join(text for text, _ in level["parts"])


def test_a_promise_without_a_measure_is_cited_and_judged_in_one_line(screen: Any) -> None:
    """The status quotes the claim that the report printed."""
    outcome = open_outcome("O1", period="FY2014-15")
    assert outcome.judge("M1.1") is outcome.milestone("M1.4").judge() is None, "a cell would show what is returned"
    status = outcome.statuses["M1.1"]
    assert {"survey_wave.awaited", "confidence.level", "survey_wave.latest"} == {
        part.claim for part in status.parts if part.claim
    }
    assert "table" in {record.kind for record in screen.kept}


def test_a_measure_is_reported_once(screen: Any) -> None:
    """The second report is refused, by the name of the claim."""
    outcome = open_outcome("O3", period="FY2014-15")
    years = outcome.years("asb_incidents")
    outcome.context(years, count=1.0, baseline=2.0, change_pct=-50.0)
    with pytest.raises(AlreadyRecorded, match=r"'asb_incidents\.count' is recorded twice"):
        outcome.context(years, count=1.0, baseline=2.0, change_pct=-50.0)
