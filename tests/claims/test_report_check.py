"""The original report against open data, by rule."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from planbook.claims.claims import Claim
from planbook.claims.ledger import Ledger, VerdictRecord
from planbook.claims.revisions import Finding, ReportClaim, check_report
from planbook.data.measures import Measure, Measures
from tests.editions.test_library import EDITION

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
    said = ReportClaim("C1", "89", "robbery", statement, kind, value, f"robbery.{recomputed}")
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
    ("recomputed", "statement", "word", "reading"),
    [
        ("process_average", "Monthly robbery is stable.", "stable", "agrees"),
        ("process_average", "Monthly robbery is stable.", "not stable: high", "contradicted"),
        ("process_average", "Average robbery increased significantly.", "significant increase in level", "agrees"),
        ("process_average", "Average robbery increased significantly.", "stable", "contradicted"),
        ("change_pct", "Robbery went on falling.", "no clear change on last year", "agrees"),
        ("change_pct", "Robbery went on rising.", "no clear change on last year", "contradicted"),
        ("change_pct", "Robbery was close to the year before.", "no clear change on last year", "agrees"),
        ("change_pct", "Robbery was close to the year before.", "significant reduction on last year", "contradicted"),
    ],
)
def test_words_are_held_against_the_verdict(recomputed: str, statement: str, word: str, reading: str) -> None:
    """A statistical word needs the rule's licence; “went on falling” claims no significance: its sign is judged."""
    rule = "level" if recomputed == "process_average" else "year on year"
    verdict = replace(VERDICT, kind=rule, word=word, licensed=(word,))
    assert reading == finding("qualitative-statistical", None, recomputed, statement, (verdict,)).reading
