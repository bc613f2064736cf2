"""The data of the built site: every number the same on the page, in CSV, in pictures' words and in spreadsheets."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from frictionless import Package
from jsonschema import Draft202012Validator
from odfdo import Document
from openpyxl import load_workbook

from planbook.charts.labels import MISSING, number
from planbook.data.files import sha256

pytestmark = pytest.mark.browser
ADDRESS = "book/data.html"
XLSX_DIGITS = 1e-14
"""XLSX keeps fifteen to sixteen digits of a number."""


@pytest.fixture(scope="module")
def figures(site) -> dict[str, tuple[Path, BeautifulSoup]]:
    """Every chart of every page, by id, with the page it stands on."""
    charts = {}
    for path in sorted((site / "book" / "edition").glob("*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        charts.update({str(figure["id"]): (path, figure) for figure in page.select("figure.pb-figure")})
    return charts


def rows_of(path: Path) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def printed(value: str | float | None, places: int) -> str:
    """A value as tables on pages print it."""
    if isinstance(value, str):
        return value
    return MISSING if value is None else number(value, places)


def test_each_chart_agrees_with_its_file_and_its_table(site, ledger, figures) -> None:
    """Ledger, CSV and the table on the page hold the same numbers, and the alternative text is that of the page."""
    assert {chart["id"] for chart in ledger["charts"]} == set(figures)
    for chart in ledger["charts"]:
        heads, *rows = rows_of(site / "downloads" / "charts" / f"{chart['id']}.csv")
        _, figure = figures[chart["id"]]
        assert chart["columns"] == heads == [head.get_text() for head in figure.select("thead th")]
        printed_cells = [[cell.get_text() for cell in row.select("th, td")] for row in figure.select("tbody tr")]
        places = [chart["places"].get(head, 0) for head in heads]
        assert printed_cells == [
            [printed(value, place) for value, place in zip(row, places, strict=True)] for row in chart["rows"]
        ]
        assert [[None if isinstance(cell, str) else cell for cell in row] for row in chart["rows"]] == [
            [None if isinstance(cell, str) or not text else float(text) for cell, text in zip(row, texts, strict=True)]
            for row, texts in zip(chart["rows"], rows, strict=True)
        ]
        assert chart["alt"] == figure.select_one("svg[aria-label]")["aria-label"]  # type: ignore[index]
        assert chart["description"] == figure.select_one(".pb-figure-more p").get_text()  # type: ignore[union-attr]


def test_each_chart_can_be_downloaded_from_its_place(figures) -> None:
    """Three links under each chart lead to its data and pictures."""
    for chart, (page, figure) in figures.items():
        links = [page.parent / str(link["href"]) for link in figure.select(".pb-figure-downloads a")]
        assert [f"{chart}.{ending}" for ending in ("csv", "svg", "png")] == [link.name for link in links]
        assert all(link.resolve().is_file() for link in links)


def test_both_spreadsheets_hold_the_figures_and_the_charts(site, ledger) -> None:
    """Value by value, to the digits that XLSX keeps."""
    (xlsx_path,), (ods_path,) = (list((site / "downloads").glob(f"*.{ending}")) for ending in ("xlsx", "ods"))
    xlsx = load_workbook(xlsx_path, read_only=True)
    ods = {table.name: table for table in Document(ods_path).body.tables}
    assert xlsx.sheetnames == list(ods)
    sheets = [
        [[kept(cell) for cell in row if cell is not None] for row in rows]
        for rows in (list(xlsx[tab].iter_rows(values_only=True)) for tab in xlsx.sheetnames)
    ]
    others = [[[kept(cell) for cell in row if cell is not None] for row in ods[tab].get_values()] for tab in ods]
    for one, other in zip(sheets[2:], others[2:], strict=True):
        assert [[near(cell) for cell in row] for row in one] == other
    tables = [rows for rows in sheets if rows[0][0].startswith("Table ")]
    values = [(row[0], row[5]) for row in tables[1] if len(row) == 12][1:]
    assert [(claim["id"], near(kept(claim["value"]))) for claim in ledger["claims"]] == values
    for chart, rows in zip(ledger["charts"], tables[-len(ledger["charts"]) :], strict=True):
        assert [[near(kept(cell)) for cell in row] for row in chart["rows"]] == rows[-len(chart["rows"]) :]


def kept(cell: Any) -> str | float:
    """A cell of a spreadsheet: a text, or a number as Python's own."""
    if cell is None:
        return MISSING
    return cell if isinstance(cell, str) else float(cell)


def near(cell: str | float) -> Any:
    """What equals a cell: the same text, or a number to the digits that XLSX keeps."""
    return cell if isinstance(cell, str) else pytest.approx(cell, rel=XLSX_DIGITS, abs=0)


def test_ledger_and_package_are_valid(site, ledger) -> None:
    """The ledger keeps to the schema published beside it, and Frictionless finds every table as described."""
    schema = json.loads((site / "ledger.schema.json").read_text(encoding="utf-8"))
    assert [] == [fault.message for fault in Draft202012Validator(schema).iter_errors(ledger)]
    report = Package(str(site / "datapackage.json")).validate()
    assert [] == report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_manifest_ledger_and_page_list_what_is_there(site, soup_of, ledger) -> None:
    """The hashes of manifest and ledger are those of the published files; every link of the page leads to one."""
    lines = json.loads((site / "downloads" / "manifest.json").read_text(encoding="utf-8"))["files"]
    hashes = {line["path"]: line["sha256"] for line in lines}
    for listed in (hashes, ledger["edition"]["data"]):
        assert listed == {path: sha256(site / path) for path in listed}
    links = [str(link["href"]).removeprefix("../") for link in soup_of(ADDRESS).select(".pb-files a")]
    assert set(links) <= set(hashes)
    assert len(links) == len(set(links))
