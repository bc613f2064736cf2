"""Each kind of target, baselines, shares and surveys, in a tiny plan that is made up for these tests."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planbook import Refusal
from planbook.claims.receipt import working_of
from planbook.data.measures import UnknownMeasure
from planbook.data.places import Places
from planbook.data.registers import read_plan, rows
from planbook.data.series import quarters_of
from planbook.notebook.outcome import OutcomeNotebook, open_outcome
from planbook.notebook.promise import Promise
from tests.conftest import DRAWS, EDITION, ROOT

PLAN = "made_up_for_a_test"
SCHEMAS = ROOT / "data" / "plans" / "west_midlands_2014_15"
COLUMNS = [
    field["name"] for field in json.loads((SCHEMAS / "milestones.schema.json").read_text(encoding="utf-8"))["fields"]
]
PLAN_FILE = """title = "A plan that is made up for a test"
short_title = "A plan for a test"
first_year = "FY2014-15"
last_year = "FY2016-17"

[[bodies]]
name = "A body that is made up for a test"
force = "west_midlands"
from = 2012-11-22
"""
NUMBER = {"kind": "numeric_target", "measure": "robbery", "direction": "down"}
FIVE = {**NUMBER, "target_kind": "change_pct", "target": "-5"}

MakePlan = Callable[..., OutcomeNotebook]


def table(path: Path, columns: list[str], records: list[dict[str, str]]) -> None:
    """Write a table with these columns, its cells empty where a record names none."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


@pytest.fixture
def made(tmp_path: Path, screen: Any, monkeypatch: pytest.MonkeyPatch) -> MakePlan:
    """Opens the one outcome of a plan of one promise, whose register says what the test hands in."""
    del screen
    (tmp_path / "_config.yml").write_text('title: "A book for a test"\n', encoding="utf-8")
    (tmp_path / "book").mkdir()
    folder = tmp_path / "data" / "plans" / PLAN
    folder.mkdir(parents=True)
    for name in ("measures", "series", "geography"):
        (tmp_path / "data" / name).symlink_to(ROOT / "data" / name)
    (tmp_path / "data" / "glossary.csv").symlink_to(ROOT / "data" / "glossary.csv")
    (folder / "plan.toml").write_text(PLAN_FILE, encoding="utf-8")
    monkeypatch.setenv("PLANBOOK_ROOT", str(tmp_path))
    for name in DRAWS:
        monkeypatch.setattr(OutcomeNotebook, name, lambda *_: None)

    def make(promise: dict[str, str], steps: list[dict[str, str]] | None = None, period: str = "FY2014-15") -> Any:
        outcome = {"outcome": "O1", "position": "1", "title": "Outcome for a test", "title_inferred": "false"}
        table(folder / "outcomes.csv", [*outcome, "notebook", "note"], [outcome])
        words = {"milestone": "M1.1", "outcome": "O1", "title": "A promise for a test", "short_title": "Test"}
        table(folder / "milestones.csv", COLUMNS, [{**words, "evidence": "series", "owner": "A role", **promise}])
        table(folder / "steps.csv", ["milestone", "year", "target_kind", "target"], steps or [])
        return open_outcome("O1", plan=PLAN, period=period, as_at="", force="west_midlands")

    return make


def counted(outcome: OutcomeNotebook) -> Promise:
    """The promise, reported as a notebook reports a count."""
    promise = outcome.milestone("M1.1")
    counts = outcome.quarters(promise.milestone.measure)
    count = counts.reindex(outcome.window).sum(skipna=False)
    baseline = counts.reindex(promise.baseline).sum(skipna=False)
    promise.report(counts, count=count, baseline=baseline, change_pct=100 * (count / baseline - 1))
    return promise


def shared(outcome: OutcomeNotebook) -> Promise:
    """The promise, reported as a notebook reports a share of recorded counts."""
    promise = outcome.milestone("M1.1")
    injury, without = (outcome.quarters(f"violence_{name}_injury") for name in ("with", "without"))
    promise.report_share(injury, injury, without)
    return promise


@pytest.mark.parametrize(
    ("promise", "period", "status"),
    [
        (FIVE, "FY2014-15", "met"),
        ({**FIVE, "target": "-15"}, "FY2014-15", "missed"),
        (FIVE, "FY2014-15H1", "ahead"),
        ({**FIVE, "target": "-50"}, "FY2014-15H1", "behind"),
        ({**NUMBER, "target_kind": "level", "target": "5000", "target_unit": "offences"}, "FY2014-15", "met"),
        ({**NUMBER, "target_kind": "level", "target": "4000", "target_unit": "offences"}, "FY2014-15", "missed"),
        ({**NUMBER, "target_kind": "level", "target": "5000", "target_unit": "offences"}, "FY2014-15H1", "ahead"),
        ({**NUMBER, "target_kind": "level", "target": "4000", "target_unit": "offences"}, "FY2014-15H1", "behind"),
        ({**NUMBER, "kind": "direction_only", "target_kind": "direction"}, "FY2014-15", "direction_met"),
        ({**NUMBER, "kind": "direction_only", "target_kind": "direction", "measure": "criminal_damage"}, "FY2014-15",
         "too_close"),
        ({**NUMBER, "kind": "direction_only", "target_kind": "direction", "direction": "up"}, "FY2014-15",
         "direction_not_met"),
        ({**NUMBER, "kind": "direction_only", "target_kind": "lowest_on_record"}, "FY2014-15", "direction_met"),
    ],
)  # fmt: skip
def test_a_count_is_judged_by_its_kind_of_target(
    made: MakePlan, promise: dict[str, str], period: str, status: str
) -> None:
    """By change, by level, by direction, as the lowest on record; part of a year is ahead or behind."""
    outcome = made(promise, period=period)
    counted(outcome)
    assert status == outcome.statuses["M1.1"].status


def test_part_of_a_year_is_held_against_as_much_of_a_yearly_level(made: MakePlan) -> None:
    """Two quarters against half of 5,000 offences; the check of its receipt puts the level in."""
    outcome = made(
        {**NUMBER, "target_kind": "level", "target": "5000", "target_unit": "offences"}, period="FY2014-15H1"
    )
    promise = counted(outcome)
    gap, count = outcome.claims["robbery.level_gap"], outcome.claims["robbery.count"]
    assert (count.value or 0) - 2500 == gap.value
    assert "for 6 of 12 months the level is 2,500 offences" in outcome.statuses["M1.1"].sentence
    assert "at most 5,000 offences" == outcome.statuses["M1.1"].target
    beside = {claim.statistic: claim for claim in outcome.claims.values()}
    assert "- 5000.0 * min(" in working_of(gap, EDITION, beside, promise.milestone, "x").check


SHARE = {"kind": "numeric_target", "measure": "violence_injury_share"}


@pytest.mark.parametrize(
    ("promise", "status"),
    [
        ({**SHARE, "direction": "down", "target_kind": "points", "target": "-0.5"}, "met"),
        ({**SHARE, "direction": "down", "target_kind": "points", "target": "-2"}, "missed"),
        ({**SHARE, "direction": "down", "target_kind": "level", "target": "70", "target_unit": "per cent"}, "met"),
        ({**SHARE, "direction": "up", "target_kind": "level", "target": "70", "target_unit": "per cent"}, "missed"),
        ({**SHARE, "kind": "direction_only", "direction": "down", "target_kind": "direction"}, "too_close"),
    ],
)
def test_a_share_is_judged_like_a_count(made: MakePlan, promise: dict[str, str], status: str) -> None:
    """By points, by level, by direction with the interval of its change; figures and gap are those of the share."""
    outcome = made(promise)
    shared(outcome)
    judged, claims = outcome.statuses["M1.1"], outcome.claims
    assert (status, "65.5 per cent", "66.4 per cent") == (judged.status, judged.actual, judged.baseline)
    assert ("−0.8 percentage points", "violence_injury_share.share_change_points") == judged.figure("change")
    part, base = (claims[f"violence_injury_share.share_{name}"].value or 0 for name in ("part", "base"))
    assert 100 * part / base == claims["violence_injury_share.share"].value
    assert bool(promise.get("target")) == bool(judged.gap)


def executed(code: str, folder: Path) -> float:
    """What the check of a receipt prints."""
    printed: list[float] = []
    exec(code.replace('"x.csv"', f'"{folder}/x.csv"'), {"print": printed.append})  # noqa: S102 - our own recipe
    return float(printed[0])


def test_the_check_on_each_receipt_of_a_share_gives_its_value(made: MakePlan, tmp_path: Path) -> None:
    """From the rows for the counts and the spread, from the other claims for what follows by formula."""
    outcome = made({**SHARE, "direction": "down", "target_kind": "points", "target": "-0.5"})
    promise = shared(outcome)
    beside = {claim.statistic: claim for claim in outcome.claims.values()}
    held = rows(ROOT / "data" / "series" / "recorded_crime_by_measure.csv")
    for claim in beside.values():
        (behind,) = claim.rows
        own = [
            row for row in held
            if row["measure"] in behind.measures and row["area"] in behind.areas and row["period"] in behind.periods
        ]  # fmt: skip
        table(tmp_path / "x.csv", list(held[0]), [dict(row) for row in own])
        check = working_of(claim, EDITION, beside, promise.milestone, "x.csv").check
        assert claim.value == pytest.approx(executed(check, tmp_path)), claim.id


@pytest.mark.parametrize(
    ("level", "asked", "design", "status"),
    [(70, 100, 1.0, "met"), (95, 100, 1.0, "missed"), (85, 100, 1.0, "too_close"), (79.5, 100, 1.0, "met"),
     (79.5, 100, 4.0, "too_close"), (70, 7, 1.0, "not_measured")],
)  # fmt: skip
def test_a_survey_that_cannot_tell_is_too_close_to_call(
    made: MakePlan, level: float, asked: int, design: float, status: str
) -> None:
    """84 of 100 in each quarter: an interval that holds the target decides nothing, and weights widen it.

    Under 30 answers no percentage is shown.
    """
    promise = {**SHARE, "measure": "satisfaction_crime", "direction": "up", "target_kind": "level"}
    outcome = made({**promise, "target": str(level), "target_unit": "per cent of victims satisfied"})
    index = quarters_of(outcome.period)
    answers = pd.Series(float(asked), index=index, name="answers_for_a_test")
    answered = (answers * 0.84).rename("positives_for_a_test")
    with pytest.MonkeyPatch.context() as patch:
        # The register of measures knows no survey by quarter; the names of a real one come with its table.
        measure = outcome.catalogue["satisfaction_crime"]
        patch.setattr(type(outcome.catalogue), "__getitem__", lambda *_: measure)
        outcome.milestone("M1.1").report_survey(answered, answers, design_effect=design)
    judged = outcome.statuses["M1.1"]
    assert status == judged.status
    assert ("interval holds the target" in judged.sentence) == (status == "too_close")
    if asked < 30:
        assert "fewer than 30 people answered" in outcome.claims["satisfaction_crime.share"].reason


STEPS = [
    {"milestone": "M1.1", "year": "FY2014-15", "target_kind": "change_pct", "target": "-5"},
    {"milestone": "M1.1", "year": "FY2015-16", "target_kind": "level", "target": "4500"},
]


@pytest.mark.parametrize(
    ("period", "status", "target"),
    [
        ("FY2014-15", "met", "reduce by 5 per cent"),
        ("FY2015-16", "missed", "at most 4,500 offences"),
        ("FY2016-17", "not_due", "reduce by 5 per cent in 2014/15; at most 4,500 offences in 2015/16"),
    ],
)
def test_a_promise_by_steps_has_the_target_of_the_year(made: MakePlan, period: str, status: str, target: str) -> None:
    """Each year is judged by its own step; a year without one says which steps there are."""
    outcome = made({**NUMBER, "target_kind": "steps", "target_unit": "offences"}, STEPS, period)
    counted(outcome)
    assert (status, target) == (outcome.statuses["M1.1"].status, outcome.statuses["M1.1"].target)


def test_a_fixed_baseline_decides_what_a_change_is_measured_against(made: MakePlan) -> None:
    """Count, change, interval, verdict, rows and words follow the year that the register names."""
    outcome = made({**FIVE, "baseline": "FY2012-13"})
    promise = counted(outcome)
    claims, counts = outcome.claims, outcome.quarters("robbery")
    year = counts[:4].sum()
    assert (year, "Same months of 2012/13") == (claims["robbery.baseline"].value, claims["robbery.baseline"].label)
    assert 100 * (4888 / year - 1) == pytest.approx(claims["robbery.change_pct"].value)
    assert claims["robbery.change_low"].value < claims["robbery.change_pct"].value < claims["robbery.change_high"].value
    assert ("FY2012-13Q1", "FY2012-13Q4") == (
        claims["robbery.baseline"].rows[0].first,
        claims["robbery.baseline"].rows[0].last,
    )
    assert "reduce by 5 per cent on 2012/13" == outcome.statuses["M1.1"].target
    working = working_of(
        claims["robbery.change_pct"], EDITION, {"baseline": claims["robbery.baseline"]}, promise.milestone, "x"
    )
    assert "count in the same months of 2012/13" in {one.words for one in working.inputs}
    # What is shown beside the promise keeps the year before.
    assert "" == outcome.baseline_words("arson")
    assert list(quarters_of(outcome.period.comparison)) == list(outcome.periods_before("arson"))


def test_a_baseline_that_is_not_before_the_period_is_refused(made: MakePlan) -> None:
    """No change can be measured against the year itself."""
    outcome = made({**FIVE, "baseline": "FY2014-15"})
    with pytest.raises(Refusal, match="baseline FY2014-15: it is not before FY2014-15"):
        counted(outcome)


def test_steps_are_read_with_their_promise(made: MakePlan, tmp_path: Path) -> None:
    """The plan holds them in the order of the table."""
    made({**NUMBER, "target_kind": "steps", "target_unit": "offences"}, STEPS)
    (promise,) = read_plan(Places(tmp_path), PLAN).milestones
    assert [("FY2014-15", -5.0), ("FY2015-16", 4500.0)] == [(step.year, step.target) for step in promise.steps]


def test_published_shares_are_drawn_side_by_side_where_an_interval_was_printed(screen: Any) -> None:
    """The inspectorate's share has its interval, the report's has none; under other promises nothing is drawn."""
    where = {"period": "FY2014-15", "force": "west_midlands"}
    outcome = open_outcome("O6", plan="west_midlands_2014_15", **where)
    outcome.judge("M6.1")
    outcome.judge("M6.2")
    (chart,) = [kept.data for kept in screen.kept if kept.kind == "chart"]
    assert [
        ["The report, paragraph 96, end of 2014/15, window not stated", 82.7, None, None],
        ["Her Majesty's Inspectorate of Constabulary, 12 months to June 2014", 83.7, 83.3, 84.1],
    ] == [list(row) for row in chart["rows"]]


def test_a_share_of_real_counts_is_drawn_and_judged_by_words(screen: Any) -> None:
    """Chart, verdicts and figures of violence with injury as a share, from the quarters of one definition."""
    outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")
    injury, without = (outcome.quarters(f"violence_{name}_injury") for name in ("with", "without"))
    outcome.context_share("violence_injury_share", injury, injury, without)
    chart = next(kept.data for kept in screen.kept if kept.kind == "chart")
    assert ("share", 8) == (chart["kind"], len(chart["rows"]))  # harassment left the subgroup in April 2013
    words = {kept.data["verdict"]: kept.data["word"] for kept in screen.kept if kept.kind == "verdict"}
    assert {"level": "too few points to say", "year on year": "similar to last year"} == words
    # A share of the whole series rests on the rows of its chart.
    assert "FY2013-14Q1" == outcome.claims["violence_injury_share.share_spread"].rows[0].first
    with pytest.raises(UnknownMeasure):
        outcome.context_share("violence_injury_shre", injury, injury, without)
