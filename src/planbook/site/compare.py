"""The page that sets the forces side by side: chooser with its data, map, and the table of all forces."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd
from docutils import nodes

from planbook.charts.chart import ChartSpec
from planbook.charts.force_map import render_force_map
from planbook.charts.framed import Caption, framed
from planbook.charts.labels import number, period_label
from planbook.claims.chart_record import CHART_FILES
from planbook.data import registers
from planbook.data.files import digest_of
from planbook.data.forces import (
    COUNTS,
    DENOMINATORS,
    LEFT_OUT,
    force_counts,
    force_denominators,
    force_names,
    force_outlines,
)
from planbook.data.quarters import quarters_of
from planbook.export.pictures import pictures
from planbook.export.store import library_digest, stored_files
from planbook.site.freshness import EDITION, TABLE
from planbook.site.render import BlockDirective, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

    from planbook.charts.chart import RenderedChart
    from planbook.data.files import Made
    from planbook.data.measures import Measure, Measures
    from planbook.data.periods import Period
    from planbook.data.places import Places
    from planbook.site.edition_source import Source

__all__ = [
    "DIRECTIVES",
    "MAP_FOLDER",
    "Asked",
    "Forces",
    "asked",
    "data_of",
    "forces_of",
    "map_beside",
    "map_files",
    "map_of",
    "span_of",
]


MAPPED = "total_recorded_crime"
MAP_FOLDER = "map"
KIND = "map_files"
"""What the files of the map are stored under."""
QUARTERS_A_YEAR = 4


@dataclass(frozen=True)
class Asked:
    """The edition for which the forces are set side by side."""

    places: Places
    period: Period
    force: str
    as_at: str
    measures: Measures


@dataclass(frozen=True)
class Forces:
    """Counts of all forces up to the end of an edition's period, and whom they are divided by."""

    names: dict[str, str]
    measures: tuple[Measure, ...]
    counts: pd.DataFrame
    denominators: dict[str, pd.DataFrame]
    mid_year: int

    def twelve_months(self, measure: Measure) -> pd.Series:
        """Counts of the last four quarters, by force."""
        last = self.counts.iloc[-QUARTERS_A_YEAR:].xs(measure.id, axis="columns")
        return pd.Series(last[list(self.names)].sum(skipna=False), dtype=float)

    def rates(self, measure: Measure) -> pd.Series:
        """Counts of the last four quarters per 1,000 residents or households, by force."""
        people = self.denominators[measure.per_whom].loc[[self.mid_year], list(self.names)].iloc[0]
        return 1000 * self.twelve_months(measure) / people.astype(float)


@lru_cache(maxsize=1)
def forces_of(asked: Asked) -> Forces:
    """All forces, for the period of the edition: the measures that were counted throughout its last twelve months.

    Worked out once for the three blocks of the page and the files beside it.
    """
    places = asked.places
    counts = force_counts(places, quarters_of(asked.period)[-1], asked.as_at)
    held = counts.iloc[-QUARTERS_A_YEAR:].notna().all().groupby(level=0).all()
    measures = tuple(measure for measure in asked.measures.all if bool(held.get(measure.id, False)))
    measures = tuple(sorted(measures, key=lambda measure: measure.id != MAPPED))
    denominators = {
        "residents": force_denominators(places, "population"),
        "households": force_denominators(places, "households"),
    }
    years = denominators["residents"].index
    usable = years[years <= asked.period.plan_year.first.year]
    return Forces(force_names(places), measures, counts, denominators, int(usable.max()))


@lru_cache(maxsize=1)
def map_of(asked: Asked) -> RenderedChart:
    """The map of the force areas for the last twelve months of the edition's period."""
    forces, own = forces_of(asked), asked.force
    measure = asked.measures[MAPPED]
    rates = pd.DataFrame({"name": forces.names, "rate": forces.rates(measure), "count": forces.twelve_months(measure)})
    place = rates["rate"].drop(list(LEFT_OUT)).rank(method="min").to_dict()[own]
    spec = ChartSpec(
        f"{asked.period.slug}-{MAPPED.replace('_', '-')}-map",
        _map_title(measure, forces.names[own], int(place), len(rates) - len(LEFT_OUT)),
        own,
        measure.label,
        f"{measure.unit} per 1,000 {measure.per_whom}",
        (
            f"Divided by {measure.per_whom} of mid-{forces.mid_year}. City of London has no class: few people live "
            "there and very many come by day. Forces differ in how fully they record, so a low rate can be low "
            "recording. Boundaries: Natural Earth, generalised."
        ),
        registers.source_of(asked.places, COUNTS),
    )
    return render_force_map(spec, rates, force_outlines(asked.places), left_out=LEFT_OUT, period=span_of(asked))


def map_files(asked: Asked) -> dict[str, bytes]:
    """The files of the map by name, stored for as long as the tables and registers behind it are the same."""
    return stored_files(asked.places.cache, KIND, _made_of(asked), lambda: _map_files(asked))


def _made_of(asked: Asked) -> str:
    """The hash of all that the map is made of."""
    data = asked.places.data
    tables = [file for name in (COUNTS, DENOMINATORS) for file in (data / "series").glob(f"{name}.*")]
    files = sorted((*tables, *(data / "measures").glob("*.csv"), *(data / "geography").iterdir()))
    return digest_of(files, library_digest(), asked.period.canonical, asked.force, asked.as_at)


def _map_files(asked: Asked) -> Iterator[tuple[str, bytes]]:
    """The map as SVG and PNG with title, note and source, and its table as CSV."""
    figure = map_of(asked)
    words = Caption(figure.id, figure.title, figure.subtitle, figure.note, figure.source, figure.alt)
    drawing = framed(figure.wide.svg, words)
    stem = f"{MAP_FOLDER}/{figure.id}"
    yield f"{stem}.svg", drawing.encode()
    yield f"{stem}.png", pictures({figure.id: drawing}, asked.places.cache / MAP_FOLDER)[figure.id]
    yield f"{stem}.csv", figure.to_csv().encode()


def _map_title(measure: Measure, name: str, place: int, amount: int) -> str:
    """Where the force stands by rate, as the title of the map."""
    if place in {1, amount}:
        return f"{measure.label}: {name} has the {'lowest' if place == 1 else 'highest'} rate of {amount} forces"
    return f"{measure.label}: {place - 1} of {amount} forces have a lower rate than {name}"


def span_of(asked: Asked) -> str:
    """The twelve months that the counts are of."""
    return asked.period.label if asked.period.whole_year else f"12 months to the end of {asked.period.label}"


PAGE = "book/compare"


def asked(source: Source) -> Asked:
    """For which edition the page sets the forces side by side."""
    edition = source.ledger.edition
    return Asked(source.places, source.period, edition.force, edition.as_at, source.measures)


def map_beside(source: Source) -> Iterator[Made]:
    """The files of the map; none where no quarters were known."""
    if not source.known.earlier:
        yield from map_files(asked(source)).items()


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
