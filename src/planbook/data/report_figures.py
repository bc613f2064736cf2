"""The report's own figures, ready to be checked against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.data.plan import paragraph_text
from planbook.data.registers import rows
from planbook.statistics.arithmetic import Contradiction, PublishedFigure, contradictions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.data.places import Places
    from planbook.statistics.arithmetic import Quantity

__all__ = ["report_contradictions"]

QUANTITIES: dict[str, Quantity] = {
    "change": "change",
    "change_pct": "change_percent",
    "process_average": "monthly_average",
    "monthly_mean": "monthly_average",
    "earlier_average": "previous_monthly_average",
}
"""Which kind of figure a published statistic is, where others of the measure can be checked against it."""
SHARE = "_share"


def report_contradictions(places: Places) -> tuple[Contradiction, ...]:
    """What cannot all be true among the figures that the original report prints of one measure."""
    cited = rows(places.data / "published" / "cited.csv")
    parts = {
        (row["measure"], row["statistic"].removesuffix(SHARE)) for row in cited if row["statistic"].endswith(SHARE)
    }
    figures = [figure for row in cited if (figure := _figure(row, parts))]
    return contradictions(figures)


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
