"""What the original report printed: values cited, contradictions, and claims set beside recomputed values.

Readings: ``agrees`` (the recomputed value rounds to the published one, or the rule licenses the same word),
``agrees within revision`` (within one per cent of the level, the most that later revisions move these
series), ``contradicted``, and ``not recomputable`` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planbook.claims.claims import Claim, split_display
from planbook.claims.display import decimal_text, signed_text
from planbook.claims.ledger import Ledger, VerdictKind, VerdictRecord
from planbook.data.measures import Measure, Measures
from planbook.data.plan import Plan, paragraph_text
from planbook.data.registers import Published
from planbook.data.values import NUMBER, records
from planbook.statistics.arithmetic import Contradiction, PublishedFigure, Quantity, contradictions

REVISION_MARGIN_PCT = 1.0
"""Per cent of the level. Today's levels lie up to 0.7 per cent under those of spring 2015 (data/README of the
sources), and two official series of the same years agree within 1 per cent."""


@dataclass(frozen=True)
class ReportClaim:
    """One statement of the original report, newly worded."""

    claim: str
    paragraph: str
    milestone: str
    measure: str
    statement: str
    kind: str
    value: float | None
    published: str
    recomputed_id: str
    note: str


@dataclass(frozen=True)
class Finding:
    """A statement of the report, what open data give, and how the two stand."""

    claim: ReportClaim
    recomputed: str
    recomputed_id: str
    reading: str
    reason: str


def check_report(claims: Iterable[ReportClaim], ledger: Ledger, measures: Measures) -> tuple[Finding, ...]:
    """A finding for each recorded-crime statement of the report, in the report's order."""
    computed = {claim.id: claim for claim in ledger.claims if claim.status == "computed"}
    verdicts = {(verdict.measure, verdict.kind): verdict for verdict in ledger.verdicts}
    catalogue = {measure.id: measure for measure in measures.all}
    return tuple(
        _finding(claim, computed, verdicts, catalogue) for claim in claims if _on_recorded_crime(claim, catalogue)
    )


def _on_recorded_crime(claim: ReportClaim, catalogue: Mapping[str, Measure]) -> bool:
    if claim.kind == "target":
        return False
    counted = claim.measure in catalogue and catalogue[claim.measure].unit == "offences"
    return bool(claim.recomputed_id) or (counted and claim.kind not in {"date", "qualitative-statistical"})


def _finding(
    claim: ReportClaim,
    computed: Mapping[str, Claim],
    verdicts: Mapping[tuple[str, VerdictKind], VerdictRecord],
    catalogue: Mapping[str, Measure],
) -> Finding:
    own = computed.get(claim.recomputed_id)
    if own is None or own.value is None:
        has_series = claim.measure in catalogue and catalogue[claim.measure].has_series
        return _none(claim, NOT_COMPUTED if has_series else NO_SERIES)
    if claim.kind == "mean":
        return _mean(claim, own)
    if claim.kind == "rank" or own.statistic in {"rank", "rate"}:
        return _rank(claim, computed)
    if claim.kind == "qualitative-statistical":
        return _direction(claim, own, verdicts) if own.statistic == "change_pct" else _word(claim, own, verdicts)
    return _number(claim, own, computed)


NO_SERIES = "No open series by force and year stands behind it."
UNDATED = "The report averages over a phase whose months it does not state;"
NOT_COMPUTED = "The figure was not computed for this edition's period."


def _none(claim: ReportClaim, reason: str) -> Finding:
    return Finding(claim, "", claim.recomputed_id, "not recomputable", reason)


def _number(claim: ReportClaim, own: Claim, computed: Mapping[str, Claim]) -> Finding:
    """A change, in per cent or in offences, against the recomputed change."""
    published, recomputed = claim.value or 0.0, own.value or 0.0
    if round(recomputed, len(f"{published:g}".partition(".")[2])) == published:
        return Finding(claim, own.display, own.id, "agrees", "The recomputed value rounds to the published one.")
    in_offences = own.statistic == "change"
    level = (computed[f"{own.measure}.baseline"].value or 0) / 100 if in_offences else 1
    reading = "agrees within revision" if abs(recomputed - published) <= REVISION_MARGIN_PCT * level else "contradicted"
    is_percent = own.statistic == "change_pct"
    difference = signed_text(recomputed - published, 1 if is_percent else 0)
    reason = f"Difference {difference} {'percentage points' if is_percent else 'offences'}."
    return Finding(claim, own.display, own.id, reading, reason)


def _mean(claim: ReportClaim, own: Claim) -> Finding:
    """A monthly average, which the report takes over a phase that it does not date."""
    assert claim.value is not None and own.value is not None  # noqa: S101, PT018 - a mean without value is not in the table
    difference = 100 * (own.value / claim.value - 1)
    words = f"{signed_text(difference, 1)} per cent."
    reading, reason = "agrees within revision", f"Difference {words}"
    if abs(difference) > REVISION_MARGIN_PCT:
        reading = "not recomputable"
        reason = f"{UNDATED} the year's own average differs by {words}"
    return Finding(claim, f"{own.display} a month over the year", own.id, reading, reason)


def _rank(claim: ReportClaim, computed: Mapping[str, Claim]) -> Finding:
    statistic = "year_rank" if claim.recomputed_id.endswith("year_rank") else "rank"
    own = computed.get(f"{claim.measure}.{statistic}")
    if own is None:
        return _none(claim, "The place was not computed for this edition's period.")
    expected = claim.value or 1
    reason = f"Published place {decimal_text(expected, 0)}, recomputed {own.number}."
    return Finding(claim, own.display, own.id, _agrees(own.value == expected), reason)


def _direction(claim: ReportClaim, own: Claim, verdicts: Mapping[tuple[str, VerdictKind], VerdictRecord]) -> Finding:
    """A direction without a statistical word: the sign decides; “close to” needs a change that is not clear."""
    change, statement = own.value or 0.0, claim.statement.lower()
    derived = verdicts.get((own.measure, "year on year"))
    verdict = derived.word if derived else "no verdict"
    if "close to" in statement:
        agrees = not verdict.startswith("significant")
    else:
        agrees = change < 0 if "fall" in statement else change > 0
    return Finding(claim, own.display, own.id, _agrees(agrees), f"The rule gives “{verdict}”.")


def _word(claim: ReportClaim, own: Claim, verdicts: Mapping[tuple[str, VerdictKind], VerdictRecord]) -> Finding:
    """A statistical word against the word that the rule gives."""
    level = own.statistic == "process_average"
    verdict = verdicts.get((own.measure, "level" if level else "year on year"))
    if verdict is None:
        return _none(claim, "No verdict was derived for this edition's period.")
    licensed = {*verdict.licensed, verdict.word}
    basis = "By quarters, since months are not published for these years. " if level else ""
    reason = f"{basis}The rule gives “{verdict.word}”."
    return Finding(claim, verdict.word, own.id, _agrees(_licences(claim.statement.lower(), licensed)), reason)


def _agrees(agrees: bool) -> str:  # noqa: FBT001 - the question that the word answers
    return "agrees" if agrees else "contradicted"


def _licences(statement: str, licensed: set[str]) -> bool:
    if "stable" in statement:
        return any(word.startswith("stable") for word in licensed)
    rises = "increas" in statement or "rose" in statement
    directions = ("increase", "rise", "rising") if rises else ("reduction", "decrease", "fall")
    return any(part in word for word in licensed for part in directions)


QUANTITIES: dict[str, Quantity] = {
    "change": "change",
    "change_pct": "change_percent",
    "process_average": "monthly_average",
    "monthly_mean": "monthly_average",
    "earlier_average": "previous_monthly_average",
}
"""Which kind of figure a published statistic is, where others of the measure can be checked against it."""
SHARE = "_share"


def cited_claims(published: Published, plan: Plan) -> dict[str, list[Claim]]:
    """Cited values of the original report, by milestone or part; ``front`` holds those of its summary."""
    statements = {row["claim"]: row for row in published.statements}
    outcomes = {milestone.id: milestone.outcome for milestone in plan.milestones}
    cited: dict[str, list[Claim]] = {}
    for row in published.values:
        statement = statements[row["claim"]]
        claim = _cited(row, statement, outcomes.get(statement["milestone"], ""))
        cited.setdefault(claim.milestone, []).append(claim)
    return cited


def _cited(row: Mapping[str, str], statement: Mapping[str, str], outcome: str) -> Claim:
    number, unit = split_display(row["display"])
    return Claim(
        id=row["id"],
        label=statement["statement"],
        value=float(row["value"]) if row["value"] else None,
        number=number,
        unit=unit,
        window=row["period"],
        outcome=outcome,
        milestone=statement["milestone"],
        method="Cited as published in the original report; not computed here.",
        inputs=(),
        status="published",
        source=f"data/published/cited.csv, {row['claim']}",
        reason=row["note"],
        paragraph=row["paragraph"],
    )


def report_claims(published: Published) -> tuple[ReportClaim, ...]:
    """The statements of the original report, in its order; ``value`` is None where a statement gives no number."""
    displays = {row["id"]: row["display"] for row in published.values}
    statements = (
        {
            **row,
            "value": row["value"] if NUMBER.fullmatch(row["value"]) else "",
            "published": displays.get(row["cited_id"], ""),
            "note": row["finding_note"],
        }
        for row in published.statements
    )
    return records(statements, ReportClaim)


def report_contradictions(published: Published) -> tuple[Contradiction, ...]:
    """What cannot all be true among the figures that the original report prints of one measure."""
    parts = {
        (row["measure"], row["statistic"].removesuffix(SHARE))
        for row in published.values
        if row["statistic"].endswith(SHARE)
    }
    return contradictions([figure for row in published.values if (figure := _figure(row, parts))])


def _figure(row: Mapping[str, str], parts: set[tuple[str, str]]) -> PublishedFigure | None:
    statistic = row["statistic"].removeprefix("published_")
    part = statistic.removesuffix(SHARE)
    if statistic in QUANTITIES:
        quantity, name = QUANTITIES[statistic], ""
    elif row["bound"] == "exact" and (row["measure"], part) in parts:
        quantity, name = ("share" if statistic.endswith(SHARE) else "part"), part.replace("_", " ")
    else:
        return None
    return PublishedFigure(
        measure=row["measure"].replace("_", " "),
        quantity=quantity,
        value=float(row["value"]),
        decimals=len(row["value"].partition(".")[2]),
        part=name,
        source=paragraph_text(row["paragraph"]),
    )
