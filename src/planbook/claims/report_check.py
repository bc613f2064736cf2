"""The original report's claims on recorded crime, each set beside the recomputed value.

Readings: ``agrees`` (the recomputed value rounds to the published one, or the rule licenses the same word),
``agrees within revision`` (within one per cent of the level, the most that later revisions move these
series), ``contradicted``, and ``not recomputable`` with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.display import decimal_text, signed_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planbook.claims.ledger import Ledger
    from planbook.core.claims import Claim
    from planbook.data.measures import Measures

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
    words = {(verdict["measure"], verdict["verdict"]): verdict for verdict in ledger.verdicts}
    return tuple(_finding(claim, computed, words, measures) for claim in claims if _on_recorded_crime(claim, measures))


def _on_recorded_crime(claim: ReportClaim, measures: Measures) -> bool:
    if claim.kind in {"target", "date", "qualitative-statistical"} and not claim.recomputed_id:
        return False
    if claim.kind == "target":
        return False
    units = {measure.id: measure.unit for measure in measures.all}
    return bool(claim.recomputed_id) or units.get(claim.measure) == "offences"


def _finding(
    claim: ReportClaim,
    computed: Mapping[str, Claim],
    words: Mapping[tuple[str, str], Mapping[str, str]],
    measures: Measures,
) -> Finding:
    own = computed.get(claim.recomputed_id)
    if own is None or own.value is None:
        return Finding(claim, "", claim.recomputed_id, "not recomputable", _why_not(claim, measures))
    if claim.kind == "mean":
        return _mean(claim, own)
    if claim.kind == "rank" or own.statistic in {"rank", "rate"}:
        return _rank(claim, computed)
    if claim.kind == "qualitative-statistical":
        return _direction(claim, own, words) if own.statistic == "change_pct" else _word(claim, own, words)
    return _number(claim, own, computed)


def _why_not(claim: ReportClaim, measures: Measures) -> str:
    known = next((measure for measure in measures.all if measure.id == claim.measure), None)
    if known is None or not known.has_series:
        return "No open series by force and year stands behind it."
    return "The figure was not computed for this edition's period."


def _number(claim: ReportClaim, own: Claim, computed: Mapping[str, Claim]) -> Finding:
    """A change, in per cent or in offences, against the recomputed change."""
    assert claim.value is not None and own.value is not None  # noqa: S101, PT018 - a change without value is not in the table
    places = len(f"{claim.value:g}".partition(".")[2])
    difference = own.value - claim.value
    if round(own.value, places) == claim.value:
        return Finding(claim, own.display, own.id, "agrees", "The recomputed value rounds to the published one.")
    margin = REVISION_MARGIN_PCT
    if own.statistic == "change":
        margin = REVISION_MARGIN_PCT / 100 * (computed[f"{own.measure}.baseline"].value or 0)
    unit = "percentage points" if own.statistic == "change_pct" else "offences"
    text = f"Difference {signed_text(difference, 1 if own.statistic == 'change_pct' else 0)} {unit}."
    reading = "agrees within revision" if abs(difference) <= margin else "contradicted"
    return Finding(claim, own.display, own.id, reading, text)


def _mean(claim: ReportClaim, own: Claim) -> Finding:
    """A monthly average, which the report takes over a phase that it does not date."""
    assert claim.value is not None and own.value is not None  # noqa: S101, PT018 - a mean without value is not in the table
    difference = 100 * (own.value / claim.value - 1)
    shown = f"{own.display} a month over the year"
    if abs(difference) <= REVISION_MARGIN_PCT:
        return Finding(
            claim, shown, own.id, "agrees within revision", f"Difference {signed_text(difference, 1)} per cent."
        )
    reason = (
        "The report averages over a phase whose months it does not state; "
        f"the year's own average differs by {signed_text(difference, 1)} per cent."
    )
    return Finding(claim, shown, own.id, "not recomputable", reason)


def _rank(claim: ReportClaim, computed: Mapping[str, Claim]) -> Finding:
    statistic = "year_rank" if claim.recomputed_id.endswith("year_rank") else "rank"
    own = computed.get(f"{claim.measure}.{statistic}")
    if own is None:
        return Finding(
            claim, "", claim.recomputed_id, "not recomputable", "The place was not computed for this edition's period."
        )
    expected = claim.value or 1
    reading = "agrees" if own.value == expected else "contradicted"
    return Finding(
        claim, own.display, own.id, reading, f"Published place {decimal_text(expected, 0)}, recomputed {own.number}."
    )


def _direction(claim: ReportClaim, own: Claim, words: Mapping[tuple[str, str], Mapping[str, str]]) -> Finding:
    """A direction without a statistical word: the sign decides; “close to” needs a change that is not clear."""
    change = own.value or 0.0
    verdict = words.get((own.measure, "year on year"), {}).get("word", "no verdict")
    if "close to" in claim.statement.lower():
        agrees = not verdict.startswith("significant")
    else:
        agrees = change < 0 if "fall" in claim.statement.lower() else change > 0
    reading = "agrees" if agrees else "contradicted"
    return Finding(claim, own.display, own.id, reading, f"The rule gives “{verdict}”.")


def _word(claim: ReportClaim, own: Claim, words: Mapping[tuple[str, str], Mapping[str, str]]) -> Finding:
    """A statistical word against the word that the rule gives."""
    level = own.statistic == "process_average"
    verdict = words.get((own.measure, "level" if level else "year on year"))
    if verdict is None:
        return Finding(claim, "", own.id, "not recomputable", "No verdict was derived for this edition's period.")
    licensed = set(verdict["licensed"]) | {verdict["word"]}
    reading = "agrees" if _licences(claim.statement, licensed) else "contradicted"
    basis = "By quarters, since months are not published for these years. " if level else ""
    return Finding(claim, verdict["word"], own.id, reading, f"{basis}The rule gives “{verdict['word']}”.")


def _licences(statement: str, licensed: set[str]) -> bool:
    said = statement.lower()
    if "stable" in said:
        return any(word.startswith("stable") for word in licensed)
    direction = (
        ("increase", "rise", "rising") if "increas" in said or "rose" in said else ("reduction", "decrease", "fall")
    )
    return any(part in word for word in licensed for part in direction)
