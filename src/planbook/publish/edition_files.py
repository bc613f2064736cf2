"""Everything that an edition publishes as data, each file made from the records of the ledger."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from planbook.claims.ledger_schema import ledger_schema
from planbook.core.chart_files import chart_path
from planbook.core.claim_record import claim_address, claim_record
from planbook.core.downloads import GROUPS, MIT, OPEN_GOVERNMENT, Download, Published
from planbook.core.edition_workbook import edition_workbook
from planbook.publish.framings import framing
from planbook.publish.inputs import input_tables
from planbook.publish.ods import write_ods
from planbook.publish.package import as_json, descriptions
from planbook.publish.pictures import pictures
from planbook.publish.series import series_rows
from planbook.publish.tables import LEDGER_SOURCE, chart_tables, claims_table, milestones_table, series_tables
from planbook.publish.xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planbook.claims.ledger import Ledger
    from planbook.core.edition_workbook import SeriesRow
    from planbook.publish.subject import Subject

__all__ = ["edition_files"]

SPREADSHEET_HOLDS = (
    "Milestones, figures, verdicts, series and the data of every chart, one table a worksheet, laid out to the "
    "Government Statistical Service's rules for accessible spreadsheets."
)
PICTURE_HOLDS = {"svg": "The chart as drawn, sharp at any size.", "png": "The chart as drawn, in pixels."}


def edition_files(subject: Subject, cache: Path) -> tuple[Published, ...]:
    """All files, in the order of the page of data; ``cache`` keeps pictures between builds.

    Pictures are drawn while the rest is written: the library that draws them leaves Python free.
    """
    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(lambda: tuple(_pictures(subject, cache)))
        files = (*_others(subject), *drawing.result())
    order = list(GROUPS)
    return tuple(sorted(files, key=lambda file: (order.index(file.download.group), file.download.path)))


def _others(subject: Subject) -> Iterator[Published]:
    ledger, series = subject.ledger, series_rows(subject)
    tables = [
        claims_table(ledger),
        milestones_table(ledger, subject.plan),
        *series_tables(series.values()),
        *chart_tables(ledger),
        *input_tables(subject.places.data),
    ]
    described = [table for table in tables if table.download.schema]
    yield from _ledger_files(subject)
    yield from descriptions(ledger.edition, described)
    yield from tables
    yield from _spreadsheets(subject, series)
    yield from _claim_files(ledger)


def _ledger_files(subject: Subject) -> Iterator[Published]:
    held = "Every claim, verdict, milestone and chart of the edition."
    ledger = Download("ledger.json", "Ledger", held, "edition", OPEN_GOVERNMENT, "The notebooks as run")
    yield Published(ledger, subject.ledger_path.read_bytes())
    rules = "What the ledger and the record of a figure may hold: JSON Schema, draft 2020-12."
    yield Published(
        Download("ledger.schema.json", "Schema of the ledger", rules, "edition", MIT), as_json(ledger_schema())
    )


def _spreadsheets(subject: Subject, series: dict[str, tuple[SeriesRow, ...]]) -> Iterator[Published]:
    rows = [row for rows in series.values() for row in rows]
    workbook = edition_workbook(subject.ledger, subject.plan, rows, OPEN_GOVERNMENT)
    edition = subject.ledger.edition
    stem = f"downloads/was-it-kept-{edition.force.replace('_', '-')}-{subject.period.slug}"
    for ending, write in (("ods", write_ods), ("xlsx", write_xlsx)):
        yield Published(
            Download(
                f"{stem}.{ending}", "All tables", SPREADSHEET_HOLDS, "spreadsheets", OPEN_GOVERNMENT, LEDGER_SOURCE
            ),
            write(workbook),
        )


def _pictures(subject: Subject, cache: Path) -> Iterator[Published]:
    drawn = subject.drawings()
    charts = list(subject.ledger.charts)
    framings = {chart.id: framing(chart, drawn[chart.id]) for chart in charts}
    made = pictures(framings, cache)
    for chart in charts:
        for ending, content in (("svg", framings[chart.id].encode("utf-8")), ("png", made[chart.id])):
            path, holds = chart_path(chart.id, ending), PICTURE_HOLDS[ending]
            yield Published(Download(path, chart.title, holds, "charts", OPEN_GOVERNMENT, chart.source), content)


def _claim_files(ledger: Ledger) -> Iterator[Published]:
    for claim in ledger.claims:
        yield Published(
            Download(
                claim_address(claim.id),
                claim.label,
                "The record of one figure.",
                "claims",
                OPEN_GOVERNMENT,
                claim.source,
                listed=False,
            ),
            as_json(claim_record(claim, ledger.edition)),
        )
