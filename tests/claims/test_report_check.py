"""The original report against open data, by rule."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from planbook.claims.claims import Claim
from planbook.claims.ledger import Edition, Ledger
from planbook.claims.report_check import Finding, ReportClaim, check_report
from planbook.claims.verdicts import VerdictRecord
from planbook.data.measures import Measure, Measures

EDITION = Edition(
    "FY2014-15", "2014/15", "2014/15", "", "west_midlands", "West Midlands", "2014/15", plan_in_force=True,
    version="0", data=(), notebooks=(),
)  # fmt: skip
MEASURES = Measures((Measure("robbery", "Robbery", "", "offences", "", "down", "t", "", "", "", "", "", ""),))


def computed(statistic: str, value: float) -> Claim:
    """A recomputed value of robbery."""
    return Claim(
        f"robbery.{statistic}", "", value, f"{value:g}", "", "FY2014-15", "O5", "M5.4b", "", (), "computed", ""
    )


VERDICT = VerdictRecord(kind="level", measure="robbery", outcome="O5", milestone="M5.4b", word="", sentence="")


def finding(
    kind: str, value: float | None, recomputed: str, statement: str = "", verdicts: tuple[VerdictRecord, ...] = ()
) -> Finding:
    """The finding on one statement of the report."""
    claims = (computed("change_pct", -9.0266), computed("change", -485), computed("baseline", 5373),
              computed("monthly_mean", 407.3),
              computed("year_rank", 1), computed("rank", 4), computed("process_average", 1310))  # fmt: skip
    said = ReportClaim("C1", "89", "M5.4b", "robbery", statement, kind, value, "", f"robbery.{recomputed}", "")
    return check_report([said], Ledger(EDITION, claims, verdicts, (), ()), MEASURES)[0]


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
        ("mean", 424, "monthly_mean", "not recomputable"),
        ("rank", 1, "year_rank", "agrees"),
        ("rank", 2, "rank", "contradicted"),
        ("pct_change", -9, "count", "not recomputable"),
    ],
)
def test_each_kind_of_statement_has_its_rule(kind: str, value: float, recomputed: str, reading: str) -> None:
    """Rounding agrees, a revision is allowed for, an undated average cannot be recomputed, the rest is contradicted."""
    assert reading == finding(kind, value, recomputed).reading


@pytest.mark.parametrize(
    ("statement", "licensed", "reading"),
    [
        ("Monthly robbery is stable.", ["stable"], "agrees"),
        ("Monthly robbery is stable.", ["not stable: high"], "contradicted"),
        ("Average robbery increased significantly.", ["significant increase in level"], "agrees"),
        ("Average robbery increased significantly.", ["stable"], "contradicted"),
    ],
)
def test_a_statistical_word_agrees_when_the_rule_licenses_it(statement: str, licensed: list[str], reading: str) -> None:
    """The report's word is right where the same word follows from the rule."""
    verdict = replace(VERDICT, word=licensed[0], licensed=tuple(licensed))

    assert reading == finding("qualitative-statistical", None, "process_average", statement, (verdict,)).reading


@pytest.mark.parametrize(
    ("statement", "word", "reading"),
    [
        ("Robbery went on falling.", "no clear change on last year", "agrees"),
        ("Robbery went on rising.", "no clear change on last year", "contradicted"),
        ("Robbery was close to the year before.", "no clear change on last year", "agrees"),
        ("Robbery was close to the year before.", "significant reduction on last year", "contradicted"),
    ],
)
def test_a_direction_without_a_statistical_word_is_judged_by_its_sign(statement: str, word: str, reading: str) -> None:
    """“went on falling” claims no significance, so none is asked of it."""
    verdict = replace(VERDICT, kind="year on year", word=word, licensed=(word,))

    assert reading == finding("qualitative-statistical", None, "change_pct", statement, (verdict,)).reading
