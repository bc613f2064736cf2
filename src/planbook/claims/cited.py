"""What the original report printed: values that are cited, statements that are checked, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.claims import Claim, split_display
from planbook.claims.report_check import ReportClaim
from planbook.data.plan import paragraph_text
from planbook.data.values import NUMBER, records
from planbook.statistics.arithmetic import Contradiction, PublishedFigure, contradictions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.data.plan import Plan
    from planbook.data.registers import Published
    from planbook.statistics.arithmetic import Quantity

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
