"""Pages of forces in numbers: one for each edition, and the list of all. Light: no theme, no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.charts.spark import common_reach, sparkline
from planbook.core.periods import Period
from planbook.core.reading import chart_rows
from planbook.edge.places import Places, find_places
from planbook.edge.registers import measures
from planbook.site.face import POLICY
from planbook.site.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planbook.core.claims import Claim
    from planbook.core.ledger import Ledger
    from planbook.core.measures import Measure
    from planbook.edge.force_editions import Made

__all__ = ["force_page", "forces_page"]


@dataclass(frozen=True)
class MeasureRow:
    """A measure of an edition: its claims by statistic, its verdicts by kind, its drawing."""

    measure: Measure
    claims: Mapping[str, Claim]
    words: Mapping[str, str]
    sentences: tuple[str, ...]
    drawing: str

    def shown(self, statistic: str) -> str:
        """What the page shows of a statistic."""
        claim = self.claims.get(statistic)
        return claim.display if claim else "not available"

    @property
    def why_none(self) -> str:
        """Why there is no verdict, from the claims that have no value."""
        return next((claim.reason for claim in self.claims.values() if claim.reason), "No verdict is given.")

    def number(self, statistic: str) -> str:
        """A statistic without its unit."""
        claim = self.claims.get(statistic)
        return claim.number if claim and claim.number else "–"


def force_page(ledger: Ledger, places: Places | None = None) -> str:
    """The page of one force and period."""
    edition = ledger.edition
    return render(
        "force.html",
        policy=POLICY,
        edition=edition,
        before=Period.parse(edition.period).comparison.label,
        rows=_rows(ledger, places or find_places()),
        up="../../",
    )


def _rows(ledger: Ledger, places: Places) -> list[MeasureRow]:
    known, charts = measures(places), {chart["measure"]: chart_rows(chart) for chart in ledger.charts}
    reach = common_reach(charts.values())
    window = len(Period.parse(ledger.edition.period).quarters)
    names = dict.fromkeys(claim.measure for claim in ledger.claims)
    return [_row(ledger, known[name], charts.get(name, ()), reach, window) for name in names]


def _row(ledger: Ledger, measure: Measure, quarters: Sequence[Any], reach: float, window: int) -> MeasureRow:
    verdicts = [verdict for verdict in ledger.verdicts if verdict["measure"] == measure.id]
    words = {str(verdict["verdict"]): str(verdict["word"]) for verdict in verdicts}
    alt = f"{measure.label} by quarter, {quarters[0].label} to {quarters[-1].label}" if quarters else ""
    return MeasureRow(
        measure=measure,
        claims={claim.statistic: claim for claim in ledger.claims if claim.measure == measure.id},
        words=words,
        sentences=tuple(str(verdict["sentence"]) for verdict in verdicts),
        drawing=sparkline(quarters, reach=reach, window=window, alt=alt) if quarters else "",
    )


def forces_page(made: Sequence[Made]) -> str:
    """The list of all editions: a row a force, a column a year."""
    years = sorted({(one.wanted.period, one.label) for one in made})
    forces: dict[tuple[str, str], dict[str, Made]] = {}
    for one in made:
        forces.setdefault((one.name, one.wanted.force), {})[one.wanted.period] = one
    return render("forces.html", policy=POLICY, years=years, forces=sorted(forces.items()), up="")
