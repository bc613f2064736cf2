"""The report: its values as claims, its statements against open data, its own figures against each other.

The readings of its statements, with their rules, stand in ``READINGS``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from planbook.claims.claims import CITED, ELSEWHERE, Claim
from planbook.claims.display import decimal_text, signed_text
from planbook.claims.judging import PUBLISHED
from planbook.claims.ledger import Ledger, VerdictKind, VerdictRecord
from planbook.data.measures import Measure, Measures
from planbook.data.plan import Plan, paragraph_text
from planbook.data.registers import Published
from planbook.data.values import NUMBER, records
from planbook.statistics.arithmetic import Contradiction, PublishedFigure, Quantity, contradictions

# Per cent of the level. Today's levels lie up to 0.7 per cent under those of spring 2015 (data/README of the sources),
# and two official series of the same years agree within 1 per cent.
REVISION_MARGIN_PCT = 1.0
NO_SERIES = "No open series by force and year stands behind it."


@dataclass(frozen=True)
class Reading:
    """How a statement of the report stands to open data: a word, its rule, and the mark that it has on pages."""

    id: str
    rule: str
    style: str


# In the order in which the page counts them.
READINGS: dict[str, Reading] = {
    reading.id: reading
    for reading in (
        Reading("supported",
            "A word or a direction, and the rule of this publication gives it too: the interval of the change lies on "
            "that side of zero, or the level has that word. A low rate without a printed place: the rate is the lowest "
            "of the group. A level called close to the year before: the rule gives “similar”.",
            "agrees"),
        Reading("agrees",
            "A number: the recomputed value, rounded as the report rounded, is the printed one. A printed place: the "
            "recomputed place is the same.",
            "agrees"),
        Reading("agrees within revision",
            "A number: the values differ by no more than later revisions of the data can explain, "
            f"{REVISION_MARGIN_PCT:g} per cent of the level. Each row gives the difference.",
            "agrees-within-revision"),
        Reading("not established",
            "A word, a direction or a place that the report does not print, and the rule gives another word that does "
            "not point the other way. “Stable” is never more than this: the report does not say since when.",
            "not-established"),
        Reading("contradicted",
            "The numbers differ by more than revisions explain, the printed place is another, or the change points the "
            "other way: its interval does, or the recorded figure by more than revisions explain.",
            "contradicted"),
        Reading("cannot be checked",
            "No open series is held for the quantity, area or period, or the report does not say what was counted or "
            "when. The row gives the reason.",
            "not-recomputable"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class ReportClaim:
    """One statement of the report, newly worded."""

    claim: str
    paragraph: str
    measure: str
    statement: str
    kind: str
    value: float | None
    recomputed_id: str
    outcome: str = "O5"
    finding_note: str = ""
    unchecked: str = ""


@dataclass(frozen=True)
class Finding:
    """A statement of the report, what open data give, and how the two stand."""

    claim: ReportClaim
    recomputed: str
    recomputed_id: str
    reading: str
    reason: str

    @property
    def style(self) -> str:
        """The mark of the reading."""
        return READINGS[self.reading].style


Computed = Mapping[str, Claim]
Verdicts = Mapping[tuple[str, VerdictKind], VerdictRecord]


def report_claims(published: Published) -> tuple[ReportClaim, ...]:
    """The statements of the report, in its order; ``value`` is None where a statement gives no number."""
    rows = ({**row, "value": row["value"] if NUMBER.fullmatch(row["value"]) else ""} for row in published.statements)
    return records(rows, ReportClaim)


def check_report(claims: Iterable[ReportClaim], ledger: Ledger, measures: Measures) -> tuple[Finding, ...]:
    """A finding for each statement on recorded crime in the report's summary and under outcome 5, in its order."""
    computed = {claim.id: claim for claim in ledger.claims if claim.status == "computed"}
    verdicts: Verdicts = {(verdict.measure, verdict.kind): verdict for verdict in ledger.verdicts}
    catalogue = {measure.id: measure for measure in measures.all}
    findings = []
    for claim in claims:
        measure = catalogue.get(claim.measure)
        # Published measures count "offences a month" too.
        counted = claim.outcome in {"O5", "front"} and measure is not None and measure.unit.startswith("offences")
        if claim.kind != "target" and (claim.recomputed_id or counted):
            finding = _finding(claim, computed, verdicts, measure)
            findings.append(
                replace(finding, reason=f"{finding.reason} {_chosen_definition(claim, computed, measure)}".strip())
            )
    return tuple(findings)


def _finding(claim: ReportClaim, computed: Computed, verdicts: Verdicts, measure: Measure | None) -> Finding:
    own = computed.get(claim.recomputed_id)
    if own is None or own.value is None:
        why = claim.unchecked or f"{NO_SERIES} {claim.finding_note}".strip()
        has_series = claim.recomputed_id and measure is not None and measure.has_series
        reason = "The figure was not computed for this edition's period." if has_series else why
        return Finding(claim, "", claim.recomputed_id, "cannot be checked", reason)
    if claim.kind == "mean":
        return _mean(claim, own, own.value)
    if claim.kind == "rank" or own.statistic in {"rank", "rate"}:
        return _rank(claim, computed)
    if claim.kind == "qualitative-statistical":
        return _word(claim, own, computed, verdicts)
    return _change(claim, own, own.value, computed)


# A measure whose codes were chosen so that its change fits the printed one, and the claim that counts the others in.
CHOSEN = {"vehicle_crime": "vehicle_interference.joint_change_pct"}


def _chosen_definition(claim: ReportClaim, computed: Computed, measure: Measure | None) -> str:
    """What a definition that was chosen to fit the printed change hides, with the figure of the other definition."""
    if claim.measure not in CHOSEN or measure is None or not claim.recomputed_id.startswith(f"{claim.measure}.change"):
        return ""
    joint, own = computed.get(CHOSEN[claim.measure]), computed.get(f"{claim.measure}.change_pct")
    chosen = "The definition was chosen because it fits the printed change."
    # The note of the measure has both figures in words.
    if joint is None or own is None:
        return f"{chosen} {measure.note}"
    return (
        f"{chosen} It leaves out code 126, interfering with a vehicle: {own.display} without, {joint.display} with it."
    )


def _change(claim: ReportClaim, own: Claim, recomputed: float, computed: Computed) -> Finding:
    """A change, in per cent or in offences, against the recomputed change."""
    published = claim.value or 0.0
    if round(recomputed, len(f"{published:g}".partition(".")[2])) == published:
        return Finding(claim, own.display, own.id, "agrees", "The recomputed value rounds to the published one.")
    # A change in offences moves by a share of the level, a change in per cent by as many points.
    level = (computed[f"{own.measure}.baseline"].value or 0) / 100 if own.statistic == "change" else 1
    reading = "agrees within revision" if abs(recomputed - published) <= REVISION_MARGIN_PCT * level else "contradicted"
    places, unit = (1, "percentage points") if own.statistic == "change_pct" else (0, "offences")
    reason = f"Difference {signed_text(recomputed - published, places)} {unit}."
    return Finding(claim, own.display, own.id, reading, reason)


def _mean(claim: ReportClaim, own: Claim, recomputed: float) -> Finding:
    """A monthly average; the report takes it over a phase that it does not date."""
    difference = 100 * (recomputed / (claim.value or math.nan) - 1)
    words = f"{signed_text(difference, 1)} per cent."
    within = abs(difference) <= REVISION_MARGIN_PCT
    reading = "agrees within revision" if within else "cannot be checked"
    undated = "The report averages over a phase whose months it does not state; the year's own average differs by"
    reason = f"{'Difference' if within else undated} {words}"
    return Finding(claim, f"{own.display} a month over the year", own.id, reading, reason)


def _rank(claim: ReportClaim, computed: Computed) -> Finding:
    """A place, printed or not; one that was not printed is none, and is not read as the lowest."""
    wanted = claim.recomputed_id.replace(".rate", ".rank")
    own = computed.get(wanted)
    if own is None:
        reason = "The place was not computed for this edition's period."
        return Finding(claim, "", wanted, "cannot be checked", reason)
    if claim.value is None:
        reading = "supported" if own.value == 1 else "not established"
        reason = f"The report prints no place; counted from the lowest, it is {own.number}."
    else:
        reading = "agrees" if own.value == claim.value else "contradicted"
        reason = f"Published place {decimal_text(claim.value, 0)}, recomputed {own.number}."
    return Finding(claim, own.display, own.id, reading, reason)


# Parts of words by which a statement or a verdict says that something moved.
MOVES: dict[int, tuple[str, ...]] = {
    1: ("increas", "rose", "rise", "rising", "higher"),
    -1: ("reduc", "decreas", "fell", "fall", "lower"),
}


def _side(*texts: str) -> int:
    """Whether texts say that something went up (1) or down (-1); 0 where they say neither."""
    return next((side for side, stems in MOVES.items() if any(stem in text for text in texts for stem in stems)), 0)


def _word(claim: ReportClaim, own: Claim, computed: Computed, verdicts: Verdicts) -> Finding:
    """A word or a direction against the words that the rule licenses."""
    level, statement = own.statistic == "process_average", claim.statement.lower()
    verdict = verdicts.get((own.measure, "level" if level else "year on year"))
    if verdict is None:
        reason = "No verdict was derived for this edition's period."
        return Finding(claim, "", claim.recomputed_id, "cannot be checked", reason)
    licensed, change = (*verdict.licensed, verdict.word), computed.get(f"{own.measure}.change_pct")
    claimed, side = _side(statement), _side(*licensed)
    if "stable" in statement:
        reading = "supported" if any(word.startswith("stable") for word in licensed) else "not established"
    elif "close to" in statement:
        reading = "contradicted" if side else "supported" if "similar" in licensed else "not established"
    else:
        # A level has a verdict alone: the change on the year is of another stretch of time.
        moved = 0.0 if level or change is None else (change.value or 0.0)
        opposite = side == -claimed or moved * claimed < -REVISION_MARGIN_PCT
        reading = "supported" if side == claimed else "contradicted" if opposite else "not established"
    reason = f"The rule gives “{verdict.word}”."
    if level or change is None:
        quarters = "By quarters, since months are not published for these years. " if level else ""
        return Finding(claim, verdict.word, own.id, reading, f"{quarters}{reason}")
    return Finding(claim, change.display, change.id, reading, reason)


def cited_claims(published: Published, plan: Plan) -> dict[str, list[Claim]]:
    """Cited values of the report and of other bodies, by milestone or part.

    ``front`` holds those of the report's summary.
    """
    statements = {row["claim"]: row for row in published.statements}
    outcomes = {milestone.id: milestone.outcome for milestone in plan.milestones}
    cited: dict[str, list[Claim]] = {}
    for row in published.values:
        statement = statements[row["claim"]]
        number, unit = split_display(row["display"])
        claim = Claim(
            id=row["id"],
            label=statement["statement"],
            value=float(row["value"]) if row["value"] else None,
            number=number,
            unit=unit,
            window=row["period"],
            outcome=outcomes.get(statement["milestone"], ""),
            milestone=statement["milestone"],
            method="Cited as published in the report; not computed here.",
            inputs=(),
            status="published",
            source=f"{published.folder}/{CITED}.csv, {row['claim']}",
            reason=row["note"],
            paragraph=row["paragraph"],
        )
        cited.setdefault(claim.milestone, []).append(claim)
    for row in published.elsewhere:
        number, unit = split_display(row["display"])
        claim = Claim(
            id=row["id"],
            label=row["label"],
            value=float(row["value"]),
            number=number,
            unit=unit,
            window=row["period"],
            outcome=outcomes.get(row["milestone"], ""),
            milestone=row["milestone"],
            method=f"Cited as published by {row['publisher']}; not computed here.",
            inputs=(),
            status="published",
            source=f"{published.folder}/{ELSEWHERE}.csv, {row['publisher']}: {row['title']}",
            reason=f"{row['note']} {row['trust']} Looked up on {row['checked']}: {row['address']}",
        )
        cited.setdefault(claim.milestone, []).append(claim)
    return cited


def split_display(display: str) -> tuple[str, str]:
    """The number and the unit of a ready-made display text; the whole is the number where words lead."""
    head, _, tail = display.partition(" ")
    leads_with_number = head.lstrip("+−£").replace(",", "").replace(".", "").isdigit()
    if leads_with_number and tail.startswith("million"):
        return f"{head} million", tail.removeprefix("million").strip()
    return (head, tail) if leads_with_number else (display, "")


# The kind of figure that a published statistic is, where others of the measure can be checked against it.
QUANTITIES: dict[str, Quantity] = {
    "change": "change",
    "change_pct": "change_percent",
    "process_average": "monthly_average",
    "monthly_mean": "monthly_average",
    "earlier_average": "previous_monthly_average",
}
SHARE = "_share"


def report_contradictions(published: Published) -> tuple[Contradiction, ...]:
    """What cannot all be true among the figures that the report prints of one measure."""
    parts = {
        (row["measure"], row["statistic"].removesuffix(SHARE))
        for row in published.values
        if row["statistic"].endswith(SHARE)
    }
    return contradictions([figure for row in published.values if (figure := _figure(row, parts))])


def _figure(row: Mapping[str, str], parts: set[tuple[str, str]]) -> PublishedFigure | None:
    """The figure of a row; None where nothing else in the report can be checked against it."""
    statistic = row["statistic"].removeprefix(PUBLISHED)
    part, quantity, name = statistic.removesuffix(SHARE), QUANTITIES.get(statistic), ""
    if quantity is None and row["bound"] == "exact" and (row["measure"], part) in parts:
        quantity, name = ("share" if statistic.endswith(SHARE) else "part"), part.replace("_", " ")
    if quantity is None:
        return None
    return PublishedFigure(
        measure=row["measure"].replace("_", " "),
        quantity=quantity,
        value=float(row["value"]),
        decimals=len(row["value"].partition(".")[2]),
        part=name,
        source=paragraph_text(row["paragraph"]),
    )
