"""What the original report printed: values that are cited, and statements that are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.claims import Claim, split_display
from planbook.claims.report_check import ReportClaim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.data.plan import Plan
    from planbook.data.registers import Published

__all__ = ["cited_claims", "report_claims"]


def cited_claims(published: Published, plan: Plan) -> dict[str, list[Claim]]:
    """Cited values of the original report, by milestone or part; ``front`` holds those of its summary."""
    stated = {row["claim"]: row for row in published.statements}
    outcomes = {milestone.id: milestone.outcome for milestone in plan.milestones}
    cited: dict[str, list[Claim]] = {}
    for row in published.values:
        milestone = stated[row["claim"]]["milestone"]
        claim = _cited(row, stated[row["claim"]]["statement"], milestone, outcomes.get(milestone, ""))
        cited.setdefault(milestone, []).append(claim)
    return cited


def _cited(row: Mapping[str, str], label: str, milestone: str, outcome: str) -> Claim:
    number, unit = split_display(row["display"])
    return Claim(
        id=row["id"],
        label=label,
        value=float(row["value"]) if row["value"] else None,
        number=number,
        unit=unit,
        window=row["period"],
        outcome=outcome,
        milestone=milestone,
        method="Cited as published in the original report; not computed here.",
        inputs=(),
        status="published",
        source=f"data/published/cited.csv, {row['claim']}",
        reason=row["note"],
        paragraph=row["paragraph"],
    )


def report_claims(published: Published) -> tuple[ReportClaim, ...]:
    """The statements of the original report, in its order."""
    shown = {row["id"]: row["display"] for row in published.values}
    return tuple(
        ReportClaim(
            claim=row["claim"],
            paragraph=row["paragraph"],
            milestone=row["milestone"],
            measure=row["measure"],
            statement=row["statement"],
            kind=row["kind"],
            value=_number(row["value"]),
            published=shown.get(row["cited_id"], ""),
            recomputed_id=row["recomputed_id"],
            note=row["finding_note"],
        )
        for row in published.statements
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
