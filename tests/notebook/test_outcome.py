"""What notebooks read, show and record, and how promises are reported and judged, in this process on the real data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from planbook import Refusal
from planbook.claims.statistics_table import UnknownStatistic
from planbook.data.measures import UnknownMeasure
from planbook.data.periods import BadPeriod
from planbook.data.plan import UnknownMilestone
from planbook.notebook.outcome import AlreadyRecorded, OutcomeNotebook, open_outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., OutcomeNotebook]

PLAN = "west_midlands_2014_15"
REDUCE_CRIME = "05_reduce_crime"
LOCAL_IDENTITY = "03_local_identity"
ROBBERY = ("m5-4b",)
BURGLARY = ("m5-4a",)
RECORDED = {
    "robbery": (5373, 4888, -485, "−9.0 per cent"),
    "burglary_dwelling": (12726, 11425, -1301, "−10.2 per cent"),
    "vehicle_crime": (22372, 21920, -452, "−2.0 per cent"),
    "theft_from_shops": (15895, 17142, 1247, "+7.8 per cent"),
    "total_recorded_crime": (174524, 176280, 1756, "+1.0 per cent"),
}
"""2013/14, 2014/15, change and change in per cent: Home Office recorded crime open data, release of 2026."""


def test_the_figures_of_2014_15_are_those_of_open_data_and_judge_every_promise(run: Run) -> None:
    """To the last offence; of three numeric targets one rests on the report's own figure, and says so."""
    outcome = run(REDUCE_CRIME, period="FY2014-15")
    claims, statuses = outcome.claims, outcome.statuses
    assert RECORDED == {
        measure: (
            *(claims[f"{measure}.{name}"].value for name in ("baseline", "count", "change")),
            claims[f"{measure}.change_pct"].display,
        )
        for measure in RECORDED
    }
    assert {"M5.4a": "met", "M5.4b": "met", "M5.3": "missed", "M5.4": "met_in_part"} == {
        name: statuses[name].status for name in ("M5.4a", "M5.4b", "M5.3", "M5.4")
    }
    assert ("series", "published") == (statuses["M5.4b"].evidence, statuses["M5.3"].evidence)
    assert "of the report) and cannot be recomputed" in statuses["M5.3"].sentence
    assert sorted(milestone.id for milestone in outcome.plan.of("O5")) == sorted(statuses)
    assert "13 years since 2002/03" in claims["total_recorded_crime.year_rank"].display


def test_the_gap_to_the_target_is_worked_out(run: Run) -> None:
    """Five per cent off 5,373 is 5,104.35; 4,888 lies 216.35 below that."""
    claims = run(REDUCE_CRIME, ROBBERY, period="FY2014-15").claims
    figures = [claims[f"robbery.{name}"].value or 0 for name in ("target_level", "gap", "gap_points")]
    assert [5104.35, -216.35, -4.03] == [round(figure, 2) for figure in figures]


@pytest.mark.slow
def test_the_same_months_under_another_name_give_the_same_figures(run: Run) -> None:
    """FY2014-15 and R12-2015-03 are the same twelve months."""
    year, rolling = (run(REDUCE_CRIME, period=period) for period in ("FY2014-15", "R12-2015-03"))
    assert {name: (claim.value, claim.display) for name, claim in year.claims.items()} == {
        name: (claim.value, claim.display) for name, claim in rolling.claims.items()
    }
    assert {name: status.status for name, status in year.statuses.items()} == {
        name: status.status for name, status in rolling.statuses.items()
    }


def test_a_quarter_is_compared_with_the_same_quarter_a_year_earlier(run: Run) -> None:
    """The season does not enter into the change, and the year's target is not met or missed by a quarter."""
    outcome = run(REDUCE_CRIME, ROBBERY, period="FY2014-15Q3")
    counts, claims, status = outcome.quarters("robbery"), outcome.claims, outcome.statuses["M5.4b"]
    assert ["2014Q3"] == [str(quarter) for quarter in outcome.year_before]
    assert [counts.iloc[-1], counts.iloc[-5]] == [claims["robbery.count"].value, claims["robbery.baseline"].value]
    assert status.status in {"ahead", "behind"}
    assert "In-year position" in status.sentence


def test_the_series_ends_with_the_period(run: Run) -> None:
    """Nothing later than the period enters a chart or a limit."""
    assert ["2015Q3", "2015Q4", "2014Q4"] == [
        str(run(REDUCE_CRIME, ROBBERY, period=period).quarters("robbery").index[-1])
        for period in ("FY2014-15Q3", "FY2014-15", "FY2013-14")
    ]


@pytest.mark.parametrize("period", ["FY2013-14", "FY2015-16"])
def test_another_plan_year_has_no_target(run: Run, period: str) -> None:
    """Figures are there; no target of 2014/15 is applied to them, and the reason is given."""
    outcome = run(REDUCE_CRIME, ROBBERY, period=period)
    assert math.isnan(outcome.target(outcome.plan.milestone("M5.4b")))
    assert ("absent", "no_register") == (outcome.claims["robbery.gap_points"].status, outcome.statuses["M5.4b"].status)
    assert outcome.claims["robbery.gap_points"].reason.startswith("The plan for ")
    assert "is not in the register, so no target is applied" in outcome.statuses["M5.4b"].sentence
    assert "" == outcome.statuses["M5.4b"].target
    assert outcome.claims["robbery.count"].value


def test_a_measure_that_ended_names_its_successor(run: Run) -> None:
    """Burglary of dwellings ended in March 2017; nothing of residential burglary is put in its place."""
    claim = run(REDUCE_CRIME, BURGLARY, period="FY2024-25").claims["burglary_dwelling.count"]
    assert ("absent", None) == (claim.status, claim.value)
    assert "ended with January to March 2017" in claim.reason
    assert "its successor is residential burglary" in claim.reason


def test_a_first_year_has_nothing_to_compare_with(run: Run) -> None:
    """The quarters begin in April 2012: a count for 2012/13, and a plain reason for no change."""
    claims = run(REDUCE_CRIME, ROBBERY, period="FY2012-13").claims
    assert "computed" == claims["robbery.count"].status
    assert "so there is nothing a year earlier to compare with" in claims["robbery.change_pct"].reason


def test_another_force_has_its_figures_where_the_plan_is_its_own(run: Run) -> None:
    """Greater Manchester's robbery comes from subgroups; the plan of one force is refused with those that fit."""
    outcome = run("02_serious_violence", plan="national_priorities", period="FY2024-25", force="greater_manchester")
    assert "Greater Manchester" == outcome.area_name
    assert (outcome.claims["robbery.count"].value or 0) > 0
    assert [] == [claim.id for claim in outcome.claims.values() if claim.status == "published"]
    with pytest.raises(Refusal, match=r"not one of the plan west_midlands_2014_15.*other plans: national_priorities"):
        run(REDUCE_CRIME, period="FY2014-15", force="greater_manchester")


def test_yearly_incidents_have_no_figure_for_a_quarter(run: Run) -> None:
    """Anti-social behaviour is published by year: a quarter says plainly that there is none."""
    claim = run(LOCAL_IDENTITY, period="FY2014-15Q3").claims["asb_incidents.count"]
    assert ("absent", "not available") == (claim.status, claim.display)
    assert claim.reason.startswith("Anti-social behaviour: ")
    assert claim.reason.endswith(".")


def test_a_statistic_that_does_not_exist_names_the_nearest(run: Run) -> None:
    """A slip of the pen is met with the right word."""
    outcome = run(REDUCE_CRIME, ("none",), period="FY2014-15")
    with pytest.raises(UnknownStatistic, match="nearest: count"):
        outcome.record("robbery", counts=1.0)
    with pytest.raises(UnknownMeasure, match="nearest: robbery"):
        outcome.quarters("robery")
    with pytest.raises(UnknownMilestone, match=r"nearest: M5\.4"):
        outcome.milestone("M5.44")


@pytest.mark.parametrize(
    ("parameters", "error", "words"),
    [
        ({"period": "2011-12"}, BadPeriod, "Write FY2011-12 for the year or M2011-12 for the month"),
        ({"period": "FY2014-16"}, BadPeriod, "Did you mean FY2014-15"),
        ({"period": ""}, BadPeriod, "Give one, such as FY2014-15"),
        ({"period": "FY2009-10"}, Refusal, "the quarters FY2012-13Q1 to FY2025-26Q3"),
        (
            {"period": "FY2014-15", "force": "west_midland"},
            Refusal,
            "its forces: west_midlands; other plans: ",
        ),
        (
            {"period": "FY2014-15", "as_at": "2014-06"},
            Refusal,
            "financial years FY2002-03 to FY2017-18, from 2018-07",
        ),
    ],
)
def test_a_wrong_parameter_is_told_at_once(
    screen: object, parameters: dict[str, Any], error: type[Exception], words: str
) -> None:
    """The first cell says what was wrong and what exists."""
    with pytest.raises(error, match=words):
        open_outcome("O5", **{"plan": PLAN, "force": "west_midlands", **parameters})


def test_charts_are_kept_with_their_words(screen: Any) -> None:
    """Title, text alternative, source and rows of every chart are in its record."""
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    outcome.report_years("robbery")
    outcome.report_peers("robbery", outcome.change(outcome.quarters("robbery")))
    charts = [record.data for record in screen.kept if record.kind == "chart"]
    assert ["fy2014-15-robbery-years", "fy2014-15-robbery-peers"] == [chart["id"] for chart in charts]
    assert all(chart["title"] and chart["alt"] and chart["rows"] and chart["source"] for chart in charts)


def test_what_cannot_be_shown_is_a_notice(screen: Any) -> None:
    """A chart, verdicts or a group that are not there leave a sentence, never an empty gauge or an exception."""
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2024-25", force="west_midlands")
    burglary = outcome.quarters("burglary_dwelling")
    change = outcome.report_level(burglary, count=math.nan, baseline=math.nan, change_pct=math.nan)
    outcome.report_peers("total_recorded_crime", change)
    notices = [record.data["text"] for record in screen.kept if record.kind == "notice"]
    assert 3 == len(notices)
    assert "residential burglary" in notices[0]
    assert "neither a group of similar forces nor the residents of all forces" in notices[2]
    assert {"outcome", "notice", "claim", "table"} == {record.kind for record in screen.kept}


def test_the_report_is_cited_for_its_own_year_alone(run: Run, screen: Any) -> None:
    """In another period the milestone says that the report has no figure for it."""
    run(REDUCE_CRIME, ("m5-3-status",), period="FY2015-16")
    assert "The report covers West Midlands in 2014/15; it published no figure for 2015/16." in screen.html
    assert "10.8" not in screen.html


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
    """Level and verdicts; the figures; target; years; similar forces; what the report printed; the status."""
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    values = sums(outcome, "robbery")
    outcome.milestone("M5.4b").report(values.pop("counts"), **values)

    kinds = [record.data.get("chart", record.kind) for record in screen.kept if record.kind not in {"claim", "chart"}]
    assert [
        "outcome", "promise",
        "fy2014-15-robbery-level", "notice", "verdict", "verdict", "verdicts", "reading", "trust", "table", "table",
        "fy2014-15-robbery-years", "table", "fy2014-15-robbery-peers", "table", "table", "table", "milestone",
    ] == kinds  # fmt: skip
    assert "met" == outcome.statuses["M5.4b"].status


def test_the_figures_of_a_verdict_are_named_by_their_claims(screen: Any) -> None:
    """Sentences are parts; those that show a figure say whose it is."""
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    outcome.context("robbery")

    level = next(record.data for record in screen.kept if record.name == "robbery.level")
    assert [("9.8 per cent", "robbery.level_shift_pct")] == [tuple(part) for part in level["parts"] if part[1]]
    notes = next(record.data for record in screen.kept if record.kind == "trust")
    assert {"robbery.degrees_of_freedom", "robbery.dispersion"} == {
        claim for sentence in notes["sentences"] for _, claim in sentence if claim
    }
    assert level["sentence"] == "".join(text for text, _ in level["parts"])


def test_a_promise_without_a_measure_is_cited_and_judged_in_one_line(screen: Any) -> None:
    """The status quotes the claim that the report printed."""
    outcome = open_outcome("O1", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    assert outcome.judge("M1.1") is outcome.milestone("M1.4").judge() is None, "a cell would show what is returned"
    status = outcome.statuses["M1.1"]
    assert {"survey_wave.awaited", "confidence.level", "survey_wave.latest"} == {
        part.claim for part in status.parts if part.claim
    }
    assert "table" in {record.kind for record in screen.kept}


def test_a_measure_is_reported_once(screen: Any) -> None:
    """The second report is refused, by the name of the claim."""
    outcome = open_outcome("O3", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    outcome.context("asb_incidents")
    with pytest.raises(AlreadyRecorded, match=r"'asb_incidents\.count' is recorded twice"):
        outcome.context("asb_incidents")


@pytest.mark.parametrize("method", ["milestone", "judge", "context", "quarters", "years", "peers", "change", "record"])
def test_the_help_of_what_a_notebook_calls_holds_an_example(method: str) -> None:
    """What an analyst reads with Shift and Tab shows a line that can be copied."""
    assert f">>> outcome.{method}(" in (getattr(OutcomeNotebook, method).__doc__ or "").replace(
        "counts = ", ""
    ).replace("promise = ", "")


def test_context_works_out_what_a_cell_would(run: Run) -> None:
    """The sums of the library are those of the visible pandas of a promise, and a series may be given in its place."""
    outcome = run(REDUCE_CRIME, ("m5-3-violence",), period="FY2014-15")
    visible = sums(outcome, "violence_with_injury")
    visible.pop("counts")
    assert visible == {name: outcome.claims[f"violence_with_injury.{name}"].value for name in visible}
    again = run(REDUCE_CRIME, ("none",), period="FY2014-15")
    again.context(again.quarters("violence_with_injury"))
    assert again.claims["violence_with_injury.count"] == outcome.claims["violence_with_injury.count"]
