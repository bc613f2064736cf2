"""All data files of an edition, made from its ledger, its executed notebooks and the tables of ``data/``."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from planbook.claims.claims import claim_address
from planbook.claims.ledger import Ledger, claim_record, ledger_schema
from planbook.claims.records import chart_drawings, chart_path
from planbook.data import registers
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.table_files import PROVENANCE_END, table_paths
from planbook.data.tables import SCHEMA_END
from planbook.export.downloads import GROUPS, MIT, OPEN_GOVERNMENT, DataFile, Licence, as_json, descriptions
from planbook.export.edition_workbook import edition_workbook
from planbook.export.pictures import chart_svg, pictures
from planbook.export.spreadsheets import write_ods, write_xlsx
from planbook.export.tables import (
    LEDGER_SOURCE,
    MeasureSeries,
    chart_table,
    claims_table,
    milestones_table,
    series_table,
    series_used,
)

LEDGER_HOLDS = "Every claim, verdict, milestone and chart of the edition."
SCHEMA_HOLDS = "What the ledger and the record of a figure may hold: JSON Schema, draft 2020-12."
SPREADSHEET_HOLDS = (
    "Milestones, figures, verdicts, series and the data of every chart, one table a worksheet, laid out to the "
    "Government Statistical Service's rules for accessible spreadsheets."
)
PICTURE_HOLDS = {"svg": "The chart as drawn, sharp at any size.", "png": "The chart as drawn, in pixels."}
OWN_SOURCE = "Written for this publication"
REPORT_SOURCE = "The report, cited by paragraph"


@dataclass(frozen=True)
class EditionExport:
    """The edition to export: its ledger, and the registers and folders behind it."""

    places: Places
    ledger: Ledger
    plan: Plan
    measures: Measures

    @cached_property
    def files(self) -> tuple[DataFile, ...]:
        """All files, in the order of the page of data; made when they are first asked for."""
        return edition_files(self, self.places.pictures)


def edition_files(export: EditionExport, cache: Path) -> tuple[DataFile, ...]:
    """All files, in the order of the page of data; ``cache`` stores pictures between builds."""
    files = (*_tables(export), *_pictures(export, cache), *_claim_files(export.ledger))
    # Sorted, so that two builds of one edition list the same bytes in the same order.
    order = list(GROUPS)
    return tuple(sorted(files, key=lambda file: (order.index(file.group), file.path)))


def _tables(export: EditionExport) -> Iterator[DataFile]:
    """Ledger, tables with their descriptions, and spreadsheets."""
    ledger = export.ledger
    series = series_used(export.places, ledger.edition, export.measures)
    tables = [
        claims_table(ledger),
        milestones_table(ledger, export.plan),
        *map(series_table, series),
        *(chart_table(chart) for chart in ledger.charts),
        *_input_tables(export.places.data, export.plan.id),
    ]
    # The file's own bytes and not the record written anew: their hash is on record with the edition.
    content = (export.places.edition / "ledger.json").read_bytes()
    source = "The notebooks as run"
    yield DataFile("ledger.json", "Ledger", LEDGER_HOLDS, "edition", OPEN_GOVERNMENT, content, source)
    schema = as_json(ledger_schema())
    yield DataFile("ledger.schema.json", "Schema of the ledger", SCHEMA_HOLDS, "edition", MIT, schema)
    yield from descriptions(ledger.edition, [table for table in tables if table.schema])
    yield from tables
    yield from _spreadsheets(export, series)


def _input_tables(data: Path, plan: str) -> Iterator[DataFile]:
    """Copies of the tables of the data folder under the same paths, each with its schema and its record of origin."""
    for path in table_paths(data, plan):
        beside = path.with_name(path.stem + SCHEMA_END), path.with_name(path.stem + PROVENANCE_END)
        schema, origin = (json.loads(file.read_bytes()) if file.is_file() else {} for file in beside)
        licence, source = _origin(path, origin)
        # Byte for byte and under the same path, so that hashes and foreign keys of the schemas stay true.
        place, content = path.relative_to(data.parent).as_posix(), path.read_bytes()
        title, holds, rows = schema["title"], schema["description"], _row_count(content)
        whole = with_whole_names(schema, path, data)
        yield DataFile(place, title, holds, "tables", licence, content, source, rows, whole)
        # Beside the table for programs; readers find columns and origin told on the page.
        for file, words in zip(beside, ("Columns", "Origin"), strict=True):
            if file.is_file():
                name, holds = file.relative_to(data.parent).as_posix(), f"{words} of {place}"
                yield DataFile(name, file.name, holds, "tables", licence, file.read_bytes(), listed=False)


def with_whole_names(schema: dict[str, Any], path: Path, data: Path) -> dict[str, Any]:
    """A schema whose foreign keys name tables beside its own from the data folder, as a package of data has it."""
    folder = path.parent.relative_to(data).as_posix()
    keys = [{**key, "reference": dict(key["reference"])} for key in schema.get("foreignKeys", ())]
    for reference in (key["reference"] for key in keys):
        if reference["resource"] and (path.parent / f"{reference['resource']}.csv").is_file():
            reference["resource"] = f"{folder}/{reference['resource']}"
    return {**schema, "foreignKeys": keys} if keys else schema


def _origin(path: Path, origin: dict[str, Any]) -> tuple[Licence, str]:
    """The licence of a table, and its source in words."""
    if origin:
        words = f"{origin['publisher']}, {origin['title']}. {origin['release']}"
        return Licence(OPEN_GOVERNMENT.name, origin["licence"], origin["licence_url"]), words
    if path.stem == "elsewhere":
        return OPEN_GOVERNMENT, "The publisher named in each row"
    return (OPEN_GOVERNMENT, REPORT_SOURCE) if path.parent.name == registers.REPORT else (MIT, OWN_SOURCE)


def _row_count(content: bytes) -> int:
    # A quoted cell may hold line breaks, so lines would not do.
    return sum(1 for _ in csv.reader(content.decode("utf-8").splitlines(keepends=True))) - 1


def _spreadsheets(export: EditionExport, series: tuple[MeasureSeries, ...]) -> Iterator[DataFile]:
    workbook = edition_workbook(export.ledger, export.plan, series, OPEN_GOVERNMENT)
    edition = export.ledger.edition
    stem = f"downloads/was-it-kept-{edition.force.replace('_', '-')}-{Period.parse(edition.period).slug}"
    for ending, content in (("ods", write_ods(workbook)), ("xlsx", write_xlsx(workbook))):
        words = f"{stem}.{ending}", "All tables", SPREADSHEET_HOLDS, "spreadsheets"
        yield DataFile(*words, OPEN_GOVERNMENT, content, LEDGER_SOURCE)


def _pictures(export: EditionExport, cache: Path) -> Iterator[DataFile]:
    runs = sorted((export.places.edition / "as_run").glob("*.ipynb"))
    drawings = {
        name: drawing.wide for run in runs for name, drawing in chart_drawings(json.loads(run.read_bytes())).items()
    }
    charts = export.ledger.charts
    svgs = {chart.id: chart_svg(chart, drawings[chart.id]) for chart in charts}
    pngs = pictures(svgs, cache)
    for chart in charts:
        for ending, content in (("svg", svgs[chart.id].encode("utf-8")), ("png", pngs[chart.id])):
            words = chart_path(chart.id, ending), chart.title, PICTURE_HOLDS[ending], "charts"
            yield DataFile(*words, OPEN_GOVERNMENT, content, chart.source)


def _claim_files(ledger: Ledger) -> Iterator[DataFile]:
    by_id = {claim.id: claim for claim in ledger.claims}
    for claim in ledger.claims:
        words = claim_address(claim.id), claim.label, "The record of one figure.", "claims"
        content = as_json(claim_record(claim, ledger.edition, by_id))
        yield DataFile(*words, OPEN_GOVERNMENT, content, claim.source, listed=False)
