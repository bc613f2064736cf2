"""The report against open data, by rule, and its values as claims."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec
import pytest

from planbook.claims.claims import Claim
from planbook.claims.ledger import Edition, Ledger, VerdictRecord
from planbook.claims.report import (
    Finding,
    ReportClaim,
    check_report,
    cited_claims,
    report_claims,
    split_display,
)
from planbook.data import registers, series
from planbook.data.measures import Measures

if TYPE_CHECKING:
    from planbook.data.places import Places
    from planbook.data.plan import Plan

VERDICT = VerdictRecord(kind="level", measure="robbery", outcome="O5", milestone="M5.4b", word="", sentence="")
REPORT = "data/plans/west_midlands_2014_15/report"
COMPUTED = {
    "change_pct": -9.0266, "change": -485.0, "baseline": 5373.0, "monthly_mean": 407.3, "year_rank": 1.0, "rank": 4.0,
    "process_average": 1310.0,
}  # fmt: skip


def finding(edition: Edition, measures: Measures, statement: ReportClaim, *verdicts: VerdictRecord) -> Finding:
    """The finding on one statement of the report."""
    claims = [
        Claim(f"robbery.{name}", "", value, f"{value:g}", "", "FY2014-15", "O5", "M5.4b", "", (), "computed", "")
        for name, value in COMPUTED.items()
    ]
    return check_report([statement], Ledger(edition, tuple(claims), verdicts, (), ()), measures)[0]


@pytest.mark.parametrize(
    ("kind", "value", "recomputed", "reading"),
    [
        ("pct_change", -9.0, "change_pct", "agrees"),
        ("pct_change", -9, "change_pct", "agrees"),
        ("pct_change", -8.8, "change_pct", "agrees within revision"),
        ("pct_change", -7.9, "change_pct", "contradicted"),
        ("abs_change", -485, "change", "agrees"),
        ("abs_change", -474, "change", "agrees within revision"),
        ("abs_change", -400, "change", "contradicted"),
        ("mean", 408, "monthly_mean", "agrees within revision"),
        ("mean", 424, "monthly_mean", "cannot be checked"),
        ("rank", 1, "year_rank", "agrees"),
        ("rank", 2, "rank", "contradicted"),
        ("rank", None, "rank", "not established"),
        ("rank", None, "year_rank", "supported"),
        ("rank", None, "rate", "cannot be checked"),
        ("pct_change", -9, "count", "cannot be checked"),
    ],
)
def test_each_kind_of_statement_has_its_rule(
    edition: Edition, measures: Measures, kind: str, value: float | None, recomputed: str, reading: str
) -> None:
    """Rounding agrees, revisions are allowed for, what is undated cannot be checked, a place not printed is none."""
    claim = ReportClaim("C1", "89", "robbery", "", kind, value, f"robbery.{recomputed}")
    assert reading == finding(edition, measures, claim).reading


FALLEN = "significant reduction on last year"
UNCLEAR = "no clear change on last year"


@pytest.mark.parametrize(
    ("recomputed", "statement", "word", "reading"),
    [
        ("process_average", "Monthly robbery is stable.", "stable", "supported"),
        ("process_average", "Monthly robbery is stable.", "not stable: high", "not established"),
        ("process_average", "Average robbery increased significantly.", "on a higher level", "supported"),
        ("process_average", "Average robbery increased significantly.", "not stable: high", "not established"),
        ("process_average", "Average robbery increased significantly.", "falling", "contradicted"),
        ("change_pct", "Robbery went on falling.", FALLEN, "supported"),
        ("change_pct", "Robbery went on falling.", UNCLEAR, "not established"),
        ("change_pct", "Robbery went on rising.", UNCLEAR, "contradicted"),
        ("change", "Robbery fell significantly.", FALLEN, "supported"),
        ("change", "Robbery fell significantly.", UNCLEAR, "not established"),
        ("change_pct", "Robbery was close to the year before.", "similar", "supported"),
        ("change_pct", "Robbery was close to the year before.", UNCLEAR, "not established"),
        ("change_pct", "Robbery was close to the year before.", FALLEN, "contradicted"),
    ],
)
def test_words_are_compared_with_the_verdict(
    edition: Edition, measures: Measures, recomputed: str, statement: str, word: str, reading: str
) -> None:
    """A word needs the rule's licence; without it the word is open, unless the change points the other way."""
    rule = "level" if recomputed == "process_average" else "year on year"
    verdict = msgspec.structs.replace(VERDICT, kind=rule, word=word, licensed=(word,))
    claim = ReportClaim("C1", "89", "robbery", statement, "qualitative-statistical", None, f"robbery.{recomputed}")
    assert reading == finding(edition, measures, claim, verdict).reading


def test_every_statement_on_recorded_crime_is_read(
    edition: Edition, measures: Measures, places: Places, plan: Plan
) -> None:
    """Also those without a series, each with its reason, and none that is about something else."""
    findings = check_report(report_claims(registers.published(places, plan)), Ledger(edition, (), (), (), ()), measures)
    assert {"cannot be checked"} == {one.reading for one in findings}
    assert all(one.reason for one in findings)
    by_paragraph = Counter(one.claim.paragraph for one in findings)
    assert {"76": 4, "82": 4, "84": 4, "86": 2, "87": 3, "92": 3} == {
        name: by_paragraph[name] for name in ("76", "82", "84", "86", "87", "92")
    }
    assert not {"sentinel", "reoffending", "confidence"} & {one.claim.measure for one in findings}


@pytest.mark.parametrize("joint", [3.6, None])
def test_a_definition_chosen_to_fit_says_what_it_hides(
    edition: Edition, measures: Measures, places: Places, joint: float | None
) -> None:
    """Both changes stand in the row, as the series of the project give them, recorded or in the measure's note."""
    vehicles, interference = (
        series.read_series(places, "recorded_crime_by_measure", name, "west_midlands")
        for name in ("vehicle_crime", "vehicle_interference")
    )
    changes = [
        f"{100 * (counts['2015Q1':'2015Q4'].sum() / counts['2014Q1':'2014Q4'].sum() - 1):.1f}"  # type: ignore[misc]
        for counts in (vehicles, vehicles + interference)
    ]
    assert ["-2.0", "3.6"] == changes
    figures = {"vehicle_crime.change_pct": -2.02, **({"vehicle_interference.joint_change_pct": joint} if joint else {})}
    claims = [
        Claim(name, "", value, f"{value:.1f}", "per cent", "FY2014-15", "O5", "M5.4c", "", (), "computed", "")
        for name, value in figures.items()
    ]
    claim = ReportClaim("C1", "91", "vehicle_crime", "", "pct_change", -1.6, "vehicle_crime.change_pct")
    (one,) = check_report([claim], Ledger(edition, tuple(claims), (), (), ()), measures)
    assert "agrees within revision" == one.reading
    assert "chosen because it fits" in one.reason
    assert "2.0 per cent" in one.reason
    assert "3.6 per cent" in one.reason


def test_values_of_other_bodies_are_cited_as_theirs(places: Places, plan: Plan) -> None:
    """Published, of no paragraph of the report, with publisher, address, trust and the day of the look-up."""
    cited = {claim.id: claim for claim in cited_claims(registers.published(places, plan), plan)["M6.1"]}
    level, margin = (cited[f"satisfaction_crime.inspectorate_level{end}"] for end in ("", "_margin"))
    assert ("published", "83.7 per cent", "0.4 percentage points") == (level.status, level.display, margin.display)
    assert ("", f"{REPORT}/elsewhere.csv") == (level.paragraph, level.register)
    assert level.origin.startswith("Her Majesty's Inspectorate of Constabulary: PEEL 2014")
    assert "Official page" in level.reason
    assert "Looked up on 2026-11-30: https://" in level.reason
    report = cited["satisfaction_crime.level"]
    assert (f"{REPORT}/cited.csv", "paragraph 96") == (report.register, report.origin)


@pytest.mark.parametrize(
    ("display", "parts"),
    [
        ("82.7 per cent", ("82.7", "per cent")),
        ("−474 offences", ("−474", "offences")),
        ("£2.18 million", ("£2.18 million", "")),
        ("more than 3,000 applications", ("more than 3,000 applications", "")),
        ("1,473 offences a month", ("1,473", "offences a month")),
    ],
)
def test_printed_texts_are_split_only_where_a_number_leads(display: str, parts: tuple[str, str]) -> None:
    """A cited value keeps the report's own words."""
    assert parts == split_display(display)
