"""Two vintages of a figure and the conclusions they give, and the original report against open data, by rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.claims.claims import CITED_TABLE, ELSEWHERE_TABLE, Claim
from planbook.claims.ledger import Edition, Ledger, VerdictRecord
from planbook.claims.revisions import (
    Entry,
    Finding,
    ReportClaim,
    Revision,
    check_report,
    cited_claims,
    direction_effects,
    entry_for,
    lowest_effects,
    report_claims,
    split_display,
)
from planbook.data import registers, series
from planbook.data.measures import Measures
from planbook.data.periods import Period

if TYPE_CHECKING:
    from planbook.data.places import Places
    from planbook.data.plan import Plan

YEARS = ("FY2012-13", "FY2013-14", "FY2014-15", "FY2015-16")
COUNTS = st.lists(st.integers(1, 10**6), min_size=len(YEARS), max_size=len(YEARS))


def revised(published: list[int], later: list[int], measure: str = "robbery") -> list[Revision]:
    """A figure a year in two vintages."""
    pairs = zip(YEARS, published, later, strict=True)
    return [Revision(measure, "Robbery", year, first, last, "2018-07", "2026-04") for year, first, last in pairs]


def entry(kind: str = "planned revision", *measures: str, first: str = YEARS[0], last: str = YEARS[-1]) -> Entry:
    """An entry of the register."""
    return Entry(kind, measures, first, last, kind, "It changed.", "Because.", "April 2026", "A source.")  # type: ignore[arg-type]


@given(COUNTS)
def test_without_a_revision_no_conclusion_changes(counts: list[int]) -> None:
    """Equal vintages give equal directions and equal lowest years, whatever they are."""
    same = revised(counts, counts)
    years = {"robbery": dict(zip(YEARS, map(float, counts), strict=True))}
    assert [] == [one for one in (*direction_effects(same), *lowest_effects(same, years)) if one.changes]
    assert not any(one.changed for one in same)


@given(COUNTS, COUNTS)
def test_a_direction_changes_only_where_a_figure_of_the_pair_did(first: list[int], later: list[int]) -> None:
    """And where it changes, the two vintages lie on two sides of no change, or one lies on it."""
    revisions = revised(first, later)
    by_year = {one.period: one for one in revisions}
    for effect in direction_effects(revisions):
        now, before = by_year[effect.period], by_year[Period.parse(effect.period).comparison.canonical]
        signs = [
            (one > two) - (one < two) for one, two in ((now.published, before.published), (now.revised, before.revised))
        ]
        assert effect.changes == (signs[0] != signs[1])
        assert effect.changes <= (now.changed or before.changed)


def test_a_reversal_is_told_with_its_figures() -> None:
    """The words and the counts of both vintages; figures of two tables are never set against each other."""
    revisions = revised([100, 104, 104, 104], [100, 98, 98, 98])
    assert [] == list(direction_effects([revisions[0], replace(revisions[1], before="2025-01")]))
    effect = next(one for one in direction_effects(revisions) if one.changes)
    assert ("FY2013-14", "rose", "fell") == (effect.period, effect.before, effect.after)
    assert ("104 after 100", "98 after 100") == (effect.figures_before, effect.figures_after)


def test_a_lowest_year_can_be_lost() -> None:
    """Where a revision lifts it over an earlier year; years without a later figure keep their own."""
    years = {"robbery": {"FY2011-12": 95.0, **dict(zip(YEARS, (100.0, 99.0, 94.0, 97.0), strict=True))}}
    effects = [one for one in lowest_effects(revised([100, 99, 94, 97], [100, 99, 96, 97]), years) if one.changes]
    assert [("FY2014-15", "the lowest", "not the lowest")] == [(one.period, one.before, one.after) for one in effects]


def test_the_entry_that_names_the_measure_explains_it() -> None:
    """Before one for all measures; none where none covers the period."""
    for_all, for_robbery = entry(), entry("change of definition", "robbery", last="FY2012-13")
    first, second = revised([1, 2, 3, 4], [2, 3, 4, 5])[:2]
    assert (for_robbery, for_all) == (
        entry_for([for_all, for_robbery], first),
        entry_for([for_all, for_robbery], second),
    )
    assert entry_for([for_robbery], second) is None


VERDICT = VerdictRecord(kind="level", measure="robbery", outcome="O5", milestone="M5.4b", word="", sentence="")
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


def test_every_statement_on_recorded_crime_is_read(edition: Edition, measures: Measures, places: Places) -> None:
    """Also those without a series, each with its reason, and none that is about something else."""
    findings = check_report(report_claims(registers.published(places)), Ledger(edition, (), (), (), ()), measures)
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
    cited = {claim.id: claim for claim in cited_claims(registers.published(places), plan)["M6.1"]}
    level, margin = (cited[f"satisfaction_crime.inspectorate_level{end}"] for end in ("", "_margin"))
    assert ("published", "83.7 per cent", "0.4 percentage points") == (level.status, level.display, margin.display)
    assert ("", ELSEWHERE_TABLE) == (level.paragraph, level.register)
    assert level.origin.startswith("Her Majesty's Inspectorate of Constabulary: PEEL 2014")
    assert "Official page" in level.reason
    assert "Looked up on 2026-11-30: https://" in level.reason
    report = cited["satisfaction_crime.level"]
    assert (CITED_TABLE, "paragraph 96") == (report.register, report.origin)


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
