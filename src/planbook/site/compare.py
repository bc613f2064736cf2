"""The page that sets the forces side by side: chooser with its data, map, and the table of all forces."""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING, Any

from docutils import nodes

from planbook.charts.labels import number, period_label
from planbook.core.chart_files import CHART_FILES
from planbook.edge import registers
from planbook.edge.forces import COUNTS, DENOMINATORS
from planbook.publish.store import names_kept
from planbook.site.all_forces import MAP_FOLDER, Asked, forces_of, kept_map, map_of, span_of
from planbook.site.freshness import EDITION, TABLE
from planbook.site.render import BlockDirective, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from docutils.nodes import Node

    from planbook.edge.placing import Made
    from planbook.site.all_forces import Forces
    from planbook.site.source import Source

__all__ = ["DIRECTIVES", "asked", "data_of", "map_beside"]

PAGE = "book/compare"


def asked(source: Source) -> Asked:
    """For which edition the page sets the forces side by side."""
    edition = source.ledger.edition
    return Asked(source.places, source.period, edition.force, edition.as_at, source.measures)


def map_beside(source: Source) -> Iterator[Made]:
    """The files of the map; none where no quarters were known."""
    if not source.known.earlier:
        folder = kept_map(asked(source))
        yield from ((name, folder / name) for name in names_kept(folder))


def data_of(forces: Forces, own: str, group: tuple[str, ...]) -> dict[str, Any]:
    """What the chooser draws: names, quarters, counts and denominators, as plain data.

    ``group`` are the similar forces, own force first, shown until the reader chooses others.
    """
    years = list(forces.denominators["residents"].index)
    return {
        "own": own,
        "group": list(group[1:]),
        "quarters": [period_label(quarter) for quarter in forces.counts.index],
        "year": [
            max((place for place, year in enumerate(years) if year <= quarter.qyear - 1), default=0)
            for quarter in forces.counts.index
        ],
        "years": [int(year) for year in years],
        "areas": [[force, name] for force, name in forces.names.items()],
        "measures": [
            {"id": measure.id, "label": measure.label, "unit": measure.unit, "whom": measure.per_whom}
            for measure in forces.measures
        ],
        "counts": {
            measure.id: [_plain(by_force[force]) for force in forces.names]
            for measure in forces.measures
            for by_force in (forces.counts[measure.id],)
        },
        "people": {
            whom: [[int(value) for value in table[force]] for force in forces.names]
            for whom, table in forces.denominators.items()
        },
    }


def _plain(values: pd.Series) -> list[int | None]:
    return [None if isnan(value) else int(value) for value in values.tolist()]


class _OfForces(BlockDirective):
    """A block that needs every force by quarter; in an edition that knew no quarters it says so."""

    quotes = (EDITION, f"{TABLE}{COUNTS}", f"{TABLE}{DENOMINATORS}")

    def run(self) -> list[Node]:
        """The block, or the sentence on what was known."""
        known = self.source().known
        if not known.earlier:
            return super().run()
        return [nodes.raw("", render("not_known.html", words=known.words), format="html")]


class Chooser(_OfForces):
    """The chooser's place and data; the script fills it."""

    template = "compare.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The data as JSON, safe inside a script element."""
        own = source.ledger.edition.force
        record = data_of(forces_of(asked(source)), own, registers.peer_group(source.places, own, source.period))
        text = json.dumps(record, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        return {"data": text.replace("<", "\\u003c")}


class ForceMap(_OfForces):
    """The map of the force areas by rate."""

    template = "force_map.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The figure as HTML, with its files."""
        figure = map_of(asked(source))
        files = [(words, f"../{MAP_FOLDER}/{figure.id}.{ending}") for ending, words in CHART_FILES.items()]
        return {"figure": figure.to_html(files)}


class ForceTable(_OfForces):
    """Every force with the counts and rates of every measure."""

    template = "force_table.html"

    def values(self, source: Source) -> dict[str, Any]:
        """Heads, and one row a force for rates and for counts."""
        forces = forces_of(asked(source))
        rates = {measure.id: forces.rates(measure) for measure in forces.measures}
        counts = {measure.id: forces.twelve_months(measure) for measure in forces.measures}
        return {
            "span": span_of(asked(source)),
            "mid_year": forces.mid_year,
            "own": source.ledger.edition.force,
            "measures": forces.measures,
            "rates": [
                (force, name, [number(values[force], 1 if values.max() >= 10 else 2) for values in rates.values()])
                for force, name in forces.names.items()
            ],
            "counts": [
                (force, name, [number(values[force]) for values in counts.values()])
                for force, name in forces.names.items()
            ],
        }


DIRECTIVES = {
    "planbook-compare": Chooser,
    "planbook-force-map": ForceMap,
    "planbook-force-table": ForceTable,
}
