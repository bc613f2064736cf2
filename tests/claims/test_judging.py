"""Milestone statuses by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from planbook.claims.claims import Claim, UnknownClaim, claim_of, plain
from planbook.claims.judging import (
    Facts,
    YearCounts,
    implied_counts,
    judge,
    judge_parts,
    judged_on,
    with_published,
)
from planbook.claims.status import MilestoneStatus
from planbook.data.measures import Measure
from planbook.data.periods import Period
from planbook.data.plan import Elsewhere, Milestone

MEASURE = Measure("robbery", "Robbery", "robbery offences", "offences", "", "down", "table")
PROMISE = Milestone(
    id="M5.4b", outcome="O5", part_of="", title="Robbery", short_title="Robbery", kind="numeric_target",
    owner="The force", measure="robbery", direction="down", target_kind="change_pct", target=-5.0, target_unit="",
    baseline="", due=None, delivered_on=None, delivered_evidence="", paragraphs="89-90",
    elsewhere=Elsewhere("", "", ""), supplier="", awaiting="", awaiting_since="", evidence="series",
    note="",
)  # fmt: skip
PRINTED = Claim(
    "public_place_violence.change_pct", "", 10.8, "+10.8", "per cent", "FY2014-15", "O5", "M5.3", "", (), "published",
    "", paragraph="86",
)  # fmt: skip


def facts(*, whole_year: bool = True, not_in_force: str = "", **values: float) -> Facts:
    """Figures of robbery."""
    claims = {
        name: claim_of(MEASURE, name, value, window="FY2014-15", milestone=("O5", "M5.4b"), source="")
        for name, value in values.items()
    }
    return Facts(claims, whole_year, not_in_force, "2015-03-31")


@pytest.mark.parametrize(
    ("target", "change", "status"),
    [(-5.0, -9.0, "met"), (-5.0, -5.0, "met"), (-5.0, -4.9, "missed"), (3.0, 2.0, "missed"), (3.0, 3.0, "met")],
)
def test_a_numeric_target_is_met_or_missed(target: float, change: float, status: str) -> None:
    """At the target counts as met; a tenth short of it does not. A target to increase is judged the other way."""
    promise = replace(PROMISE, target=target, direction="up" if target > 0 else "down")
    assert status == judge(promise, facts(change_pct=change)).status


@pytest.mark.parametrize(("change", "status"), [(-9.0, "ahead"), (1.0, "behind")])
def test_part_of_a_year_is_a_position_not_a_verdict(change: float, status: str) -> None:
    """Three quarters cannot meet a year's target, only run ahead of it or behind."""
    judged = judge(PROMISE, facts(change_pct=change, whole_year=False))
    assert (status, True) == (judged.status, "In-year position" in judged.sentence)


def test_the_figures_of_a_sentence_are_named_by_their_claims() -> None:
    """The site makes links of them, the paper plain words; so with the figures in the table of promises."""
    judged = judge(PROMISE, facts(change_pct=-9.03, gap_points=-4.03, count=4888, baseline=5373))
    assert [("−9.0 per cent", "robbery.change_pct"), ("4.0 percentage points", "robbery.gap_points")] == [
        part for part in judged.parts if part.claim
    ]
    assert judged.sentence == plain(judged.told)
    assert [("4,888 offences", "robbery.count"), ("4.0 percentage points", "robbery.gap_points")] == [
        judged.figure(name) for name in ("actual", "gap")
    ]


@pytest.mark.parametrize(
    ("low", "high", "change", "status"),
    [
        (-9, 5, -2.0, "too_close"),
        (-9, -1, -5.0, "direction_met"),
        (1, 9, 5.0, "direction_not_met"),
        (0, 9, 5.0, "too_close"),
    ],
)
def test_a_direction_needs_an_interval_clear_of_zero(low: float, high: float, change: float, status: str) -> None:
    """A fall that chance could explain is neither a promise kept nor one broken."""
    promise = replace(PROMISE, kind="direction_only", target_kind="direction", target=None)
    judged = judge(promise, facts(change_pct=change, change_low=low, change_high=high))
    assert (status, "clearly" if low * high > 0 else "not clearly more than chance") == (judged.status, judged.clarity)
    assert ("so it is neither met nor missed" in judged.sentence) == (status == "too_close")


@pytest.mark.parametrize(("low", "high"), [(-9, -1), (-9, 5), (1, 9)])
def test_a_measure_without_a_good_direction_is_shown_and_not_judged(low: float, high: float) -> None:
    """Offences that the police find rise with their work: neither a rise nor a fall is held against a promise."""
    promise = replace(PROMISE, kind="direction_only", target_kind="direction", target=None, direction="either")
    judged = judge(promise, facts(change_pct=(low + high) / 2, change_low=low, change_high=high))
    assert ("shown", "open", "none set") == (judged.status, judged.group, judged.target)
    assert "no direction is good by itself" in judged.sentence


@pytest.mark.parametrize(
    ("count", "baseline", "status"), [(3, 0, "too_few"), (12, 7, "too_few"), (12, 8, "not_measured")]
)
def test_too_few_offences_are_given_and_not_judged(count: float, baseline: float, status: str) -> None:
    """Under 20 in the two periods together there is no percentage, and the counts themselves are the answer."""
    promise = replace(PROMISE, kind="direction_only", target_kind="direction", target=None)
    judged = judge(promise, facts(change_pct=float("nan"), count=count, baseline=baseline))
    assert status == judged.status
    counts = f"{count} offences, against {baseline} offences"
    assert (status == "too_few") == (counts in judged.sentence) == (judged.actual == f"{count} offences")


def test_what_is_not_held_says_who_holds_it() -> None:
    """The sentence of such a promise is made from its register: the holder, and what is missing here."""
    promise = replace(PROMISE, kind="not_held", supplier="the Home Office", awaiting="county lines closed, by force")
    judged = judge(promise, facts())
    assert ("not_held", "open") == (judged.status, judged.group)
    assert "Held by the Home Office. Not here: county lines closed, by force." == judged.sentence


@pytest.mark.parametrize(("high", "change", "both"), [(2.0, -9.0, 1), (-1.0, -9.0, 0), (2.0, -4.0, 0)])
def test_a_target_that_is_met_by_what_could_be_chance_says_why_both_hold(high: float, change: float, both: int) -> None:
    """The word rests on the recorded figure; what is missed, or clear, needs no such sentence."""
    judged = judge(PROMISE, facts(change_pct=change, change_low=-20.0, change_high=high))
    assert bool(both) == ("“Met” and “could be chance” are both true" in judged.sentence)
    assert ("is clearly more than chance" in judged.sentence) == (high < 0)


def test_the_registers_remark_follows_where_its_figures_are_held() -> None:
    """What the count leaves out is said beside the status; an absent figure takes the remark with it."""
    promise = replace(PROMISE, position_note="With the rest it would be {claim}`robbery.joint_change_pct`.")
    evidence = facts(change_pct=-9.0, joint_change_pct=3.6)
    beside = {claim.id: claim for claim in evidence.claims.values()}
    assert judge(promise, replace(evidence, cited=beside)).sentence.endswith("With the rest it would be +3.6 per cent.")
    absent = {name: replace(claim, status="absent", value=None) for name, claim in beside.items()}
    for cited in ({}, absent):
        assert "With the rest" not in judge(promise, replace(evidence, cited=cited)).sentence
    with pytest.raises(UnknownClaim):
        judge(replace(promise, position_note="{claim}`robery.joint`."), replace(evidence, cited=beside))


DELIVERABLE = {"kind": "dated_deliverable", "target_kind": "delivered", "target": None}
LEVEL = replace(PRINTED, id="satisfaction.level")
ENDED = replace(PRINTED, status="absent", value=None, reason="It ended.")


@pytest.mark.parametrize(
    ("promise", "evidence", "status", "sentence"),
    [
        ({}, facts(change_pct=-9.0, not_in_force="No plan."), "no_register", "No plan."),
        ({}, replace(facts(), claims={"count": ENDED}), "not_measured", "It ended."),
        ({}, facts(), "not_measured", "No figure for the period is held."),
        ({"position_note": "No earlier value."}, replace(facts(), claims={"level": LEVEL}), "not_judged",
         "No earlier value."),
        ({"kind": "awaiting_data", "position_note": "Awaiting data: no rate is quoted."}, facts(), "awaiting",
         "No rate is quoted."),
        ({**DELIVERABLE, "due": date(2015, 3, 31), "position_note": "Late."}, facts(), "overdue",
         "Late."),
        ({**DELIVERABLE, "due": date(2015, 9, 1), "position_note": "Early."}, facts(), "not_due",
         "Early."),
    ],
)  # fmt: skip
def test_without_a_figure_to_judge_the_reason_is_the_sentence(
    promise: dict[str, Any], evidence: Facts, status: str, sentence: str
) -> None:
    """No plan, no figure, no earlier figure, a date: the status word, which stands before it, is not repeated."""
    judged = judge(replace(PROMISE, **promise), evidence)
    assert (status, sentence) == (judged.status, judged.sentence)
    assert ("" if status == "no_register" else replace(PROMISE, **promise).target_words) == judged.target
    assert (("satisfaction.level",) if status == "not_judged" else ()) == judged.basis


def test_the_published_source_is_cited_in_the_sentence() -> None:
    """A status that rests on the report alone names the paragraph."""
    judged = judge(PROMISE, replace(facts(), claims={"change_pct": PRINTED}))
    assert ("missed", "published", "+15.8 percentage points") == (judged.status, judged.evidence, judged.gap)
    assert "paragraph 86 of the report" in judged.sentence


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        (("met", "met"), "met"),
        (("met", "missed"), "met_in_part"),
        (("met", "too_close"), "met_in_part"),
        (("met", "not_measured"), "met_in_part"),
        (("missed", "too_close"), "too_close"),
        (("not_measured", "too_close"), "too_close"),
        (("missed", "not_measured"), "missed"),
        (("not_measured",), "not_measured"),
    ],
)
def test_a_promise_in_parts_is_met_when_all_are(parts: tuple[str, ...], status: str) -> None:
    """One part met out of two is met in part; none is missed, unless one is too close to call."""
    judged = tuple(MilestoneStatus(f"M5.4{letter}", "O5", part, "") for letter, part in zip("ab", parts, strict=False))
    assert status == judge_parts(replace(PROMISE, kind="parts"), judged).status


@given(st.integers(100, 10**5), st.floats(-40, 40))
def test_two_printed_figures_imply_the_counts(baseline: int, percent: float) -> None:
    """A change in offences and in per cent give back both counts."""
    assume(abs(percent) > 0.1)
    change = baseline * percent / 100
    counts = implied_counts(change, percent)
    assert (baseline + change, baseline) == (pytest.approx(counts.count), pytest.approx(counts.baseline))


@given(st.floats(1, 1e5))
@example(5104)
@example(5105)
def test_a_milestone_is_judged_by_its_own_rule(count: float) -> None:
    """Two counts meet the target from 5 per cent less on: 5,105 after 5,373 misses it by a hair, 5,104 meets it."""
    status = judged_on(PROMISE, MEASURE, YearCounts(count, 5373.0), Period.parse("FY2014-15"))
    assert ("met" if 100 * (count - 5373) / 5373 <= -5 else "missed") == status.status


def test_a_printed_value_stands_where_nothing_else_was_known() -> None:
    """Only where the statistic itself is missing or absent."""
    absent, own = replace(PRINTED, status="absent", value=None), replace(PRINTED, status="computed")
    assert PRINTED == with_published({"published_change_pct": PRINTED, "change_pct": absent})["change_pct"]
    assert own == with_published({"published_change_pct": PRINTED, "change_pct": own})["change_pct"]


SURE = {"count": 4888, "baseline": 5373, "dispersion": 3.3, "degrees_of_freedom": 6.0, "process_average": 1222.0}


@pytest.mark.parametrize(
    ("reach", "process"), [(20.0, "reliably reached"), (120.0, "reached in some years and not in others")]
)
def test_beside_a_target_stands_how_sure_it_is(reach: float, process: str) -> None:
    """Whether the underlying change reached the target, and whether the present level would."""
    limits = {"lower_limit": 1222.0 - reach, "upper_limit": 1222.0 + reach}
    words = judge(PROMISE, facts(change_pct=-9.03, **SURE, **limits)).sentence
    likely = "It is likely that the underlying change reached the target"
    assert f"{likely}; at the present level that target would be {process}." in words


@pytest.mark.parametrize(("rank", "words"), [(4, "the highest of 4"), (1, "the lowest of 4"), (2, "")])
def test_an_end_of_the_group_is_said_in_the_status(rank: float, words: str) -> None:
    """A force with the highest rate of its group says so beside the status, not three screens below."""
    held = facts(change_pct=-9.0, rate=1.74)
    place = claim_of(MEASURE, "rank", rank, window="", milestone=("O5", "M5.4b"), source="", of="4 similar forces")
    sentence = judge(PROMISE, replace(held, claims={**held.claims, "rank": place})).sentence
    assert words in sentence
    assert bool(words) == ("Its rate is" in sentence)


@pytest.mark.parametrize(
    ("done", "status", "said"),
    [
        (date(2015, 3, 2), "delivered", "Due on 10 March 2015 and delivered on 2 March 2015, in time."),
        (date(2015, 3, 10), "delivered", "Due on 10 March 2015 and delivered on 10 March 2015, in time."),
        (date(2015, 3, 11), "delivered_late", "Due on 10 March 2015 and delivered on 11 March 2015, 1 day late."),
        (date(2015, 4, 1), "overdue", "It was promised."),
        (None, "overdue", "It was promised."),
    ],
)
def test_a_delivery_is_judged_by_its_day(done: date | None, status: str, said: str) -> None:
    """In time, late, or overdue as it stood at the end of the period: what was delivered later was overdue then."""
    evidence = "Minutes of a meeting for a test" if done else ""
    promise = {**DELIVERABLE, "due": date(2015, 3, 10), "delivered_on": done, "delivered_evidence": evidence}
    judged = judge(replace(PROMISE, **promise, position_note="It was promised."), facts())
    assert (status, "deliver by 10 March 2015") == (judged.status, judged.target)
    shown = f"{said} Evidence: {evidence}." if status.startswith("delivered") else said
    assert shown == judged.sentence
