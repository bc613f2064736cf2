"""The page that sets the forces side by side: chooser with its data, map, and the table of all forces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd
from docutils import nodes
from docutils.nodes import Node

from planbook.charts.chart import ChartSpec, RenderedChart
from planbook.charts.force_map import render_force_map
from planbook.charts.labels import number, period_label
from planbook.charts.pictures import Caption, framed
from planbook.claims.records import CHART_FILES
from planbook.data import registers
from planbook.data.available import CRIME_BY_FORCE, PEOPLE_BY_FORCE
from planbook.data.files import Made
from planbook.data.measures import Measure
from planbook.data.series import (
    LEFT_OUT,
    force_counts,
    force_denominators,
    force_names,
    force_outlines,
    quarters_of,
)
from planbook.export.pictures import pictures
from planbook.site.edition_source import EDITION, TABLE, Source
from planbook.site.render import BlockDirective, block, render
from planbook.site.theme import script_safe

PAGE = "book/compare"
QUARTERS_A_YEAR = 4
MAPPED = "total_recorded_crime"
FOLDER = "map"
QUOTES = (EDITION, f"{TABLE}{CRIME_BY_FORCE}", f"{TABLE}{PEOPLE_BY_FORCE}")


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
        # Three quarters are no year: a force without one of the four has no number.
        return pd.Series(last[list(self.names)].sum(skipna=False), dtype=float)

    def rates(self, measure: Measure) -> pd.Series:
        """Counts of the last four quarters per 1,000 residents or households, by force."""
        people = self.denominators[measure.per_whom].loc[[self.mid_year], list(self.names)].iloc[0]
        return 1000 * self.twelve_months(measure) / people.astype(float)


def forces_of(source: Source) -> Forces:
    """All forces, for the period of the edition: the measures that were counted throughout its last twelve months."""
    places, period = source.places, source.period
    counts = force_counts(places, quarters_of(period)[-1], source.ledger.edition.as_at)
    complete = counts.iloc[-QUARTERS_A_YEAR:].notna().all().groupby(level=0).all()
    measures = [measure for measure in source.measures.all if complete.get(measure.id, default=False)]
    # The chooser opens with the first measure, so the one on the map comes first.
    measures.sort(key=lambda measure: measure.id != MAPPED)
    tables = {"residents": "population", "households": "households"}
    denominators = {whom: force_denominators(places, table) for whom, table in tables.items()}
    # The estimate of the middle of the period's financial year; for the latest years it may not be published yet.
    mid_year = max(year for year in denominators["residents"].index if year <= period.plan_year.first.year)
    return Forces(force_names(places), tuple(measures), counts, denominators, int(mid_year))


def map_of(source: Source) -> RenderedChart:
    """The map of the force areas for the last twelve months of the edition's period."""
    forces, own = forces_of(source), source.ledger.edition.force
    measure = source.measures[MAPPED]
    rates = pd.DataFrame({"name": forces.names, "rate": forces.rates(measure), "count": forces.twelve_months(measure)})
    place = int(rates["rate"].drop(list(LEFT_OUT)).rank(method="min").to_dict()[own])
    amount, name = len(rates) - len(LEFT_OUT), forces.names[own]
    if place in {1, amount}:
        title = f"{name} has the {'lowest' if place == 1 else 'highest'} rate of {amount} forces"
    else:
        title = f"{place - 1} of {amount} forces have a lower rate than {name}"
    spec = ChartSpec(
        f"{source.period.slug}-{MAPPED.replace('_', '-')}-map",
        f"{measure.label}: {title}",
        own,
        measure.label,
        f"{measure.unit} per 1,000 {measure.per_whom}",
        (
            f"Divided by {measure.per_whom} of mid-{forces.mid_year}. City of London has no class: few people live "
            "there and very many come by day. Forces differ in how fully they record, so a low rate can be low "
            "recording. Boundaries: Natural Earth, generalised."
        ),
        registers.source_of(source.places, CRIME_BY_FORCE),
    )
    return render_force_map(spec, rates, force_outlines(source.places), left_out=LEFT_OUT, period=span_of(source))


def map_files(source: Source) -> Iterator[Made]:
    """The map as SVG and PNG with title, note and source, and its table as CSV; none where no quarters were known."""
    if source.known.earlier:
        return
    figure = map_of(source)
    words = Caption(figure.id, figure.title, figure.subtitle, figure.note, figure.source, figure.alt)
    drawing = framed(figure.wide.svg, words)
    stem = f"{FOLDER}/{figure.id}"
    yield f"{stem}.svg", drawing
    yield f"{stem}.png", pictures({figure.id: drawing}, source.places.cache / FOLDER)[figure.id]
    yield f"{stem}.csv", figure.to_csv()


def span_of(source: Source) -> str:
    """The twelve months that the counts are of."""
    period = source.period
    return period.label if period.whole_year else f"12 months to the end of {period.label}"


def chooser(source: Source) -> dict[str, Any]:
    """What the chooser draws as JSON, safe inside a script element: names, quarters, counts and denominators."""
    forces, own = forces_of(source), source.ledger.edition.force
    names, years = list(forces.names), forces.denominators["residents"].index
    quarters = pd.PeriodIndex(forces.counts.index)
    # A quarter is divided by the estimate of the middle of its own financial year, or the last one before it.
    places = years.searchsorted(quarters.qyear - 1, side="right") - 1
    record = {
        "own": own,
        "group": registers.peer_group(source.places, source.plan.id, own, source.period)[1:],
        "quarters": [period_label(quarter) for quarter in quarters],
        "year": places.clip(0).tolist(),
        "years": years.tolist(),
        "areas": list(forces.names.items()),
        "measures": [
            {"id": measure.id, "label": measure.label, "unit": measure.unit, "whom": measure.per_whom}
            for measure in forces.measures
        ],
        "counts": {
            measure.id: [
                [None if isnan(value) else int(value) for value in counts]
                for counts in forces.counts[measure.id][names].T.to_numpy()
            ]
            for measure in forces.measures
        },
        "people": {whom: table[names].astype(int).T.to_numpy().tolist() for whom, table in forces.denominators.items()},
    }
    return {"data": script_safe(json.dumps(record, separators=(",", ":"), sort_keys=True))}


def force_map(source: Source) -> dict[str, Any]:
    """The map of the force areas by rate as HTML, with its files."""
    figure = map_of(source)
    files = [(words, f"../{FOLDER}/{figure.id}.{ending}") for ending, words in CHART_FILES.items()]
    return {"figure": figure.to_html(files)}


def force_table(source: Source) -> dict[str, Any]:
    """Every force with the rates and counts of every measure: one row a force."""
    forces = forces_of(source)
    rates = [forces.rates(measure) for measure in forces.measures]
    return {
        "span": span_of(source),
        "mid_year": forces.mid_year,
        "measures": forces.measures,
        "names": forces.names,
        "number": number,
        # Two decimals tell forces apart where all rates have one digit.
        "rates": [(values, 1 if values.max() >= 10 else 2) for values in rates],
        "counts": [(forces.twelve_months(measure), 0) for measure in forces.measures],
    }


class ForcesBlock(BlockDirective):
    """A block that needs every force by quarter; in an edition that knew no quarters it says so."""

    def run(self) -> list[Node]:
        """The block, or the sentence on what was known."""
        known = self.source().known
        if not known.earlier:
            return super().run()
        return [nodes.raw("", render("not_known.html", words=known.words), format="html")]


DIRECTIVES = {
    "planbook-compare": block("compare.html", chooser, QUOTES, ForcesBlock),
    "planbook-force-map": block("force_map.html", force_map, QUOTES, ForcesBlock),
    "planbook-force-table": block("force_table.html", force_table, QUOTES, ForcesBlock),
}
