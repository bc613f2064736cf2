"""All files of a small edition: each number the same in every one, and each file described."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from frictionless import Package
from jsonschema import Draft202012Validator

from planbook.claims.ledger import ledger_schema
from planbook.data.table_files import table_paths
from planbook.export.downloads import MANIFEST, manifest
from planbook.export.edition_files import edition_files

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.charts.chart import RenderedChart
    from planbook.export.edition_files import EditionExport

CHART = "downloads/charts/fy2014-15-robbery-level"


@pytest.fixture(scope="module")
def folder(export: EditionExport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files in a folder, each under its path."""
    folder = tmp_path_factory.mktemp("files")
    for file in export.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.content)
    return folder


def rows_of(path: Path) -> list[list[str]]:
    """The cells of a CSV file, headings first."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_a_chart_has_one_set_of_numbers(folder: Path, export: EditionExport, figure: RenderedChart) -> None:
    """CSV, the ledger's record, the table on the page and the words of the chart agree."""
    heads, *rows = rows_of(folder / f"{CHART}.csv")
    record = export.ledger.charts[0]
    assert list(record.columns) == heads
    page = BeautifulSoup(figure.to_html(), "html.parser")
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    for drawn, written, printed in zip(record.rows, rows, cells, strict=True):
        for place, (value, text, on_page) in enumerate(zip(drawn, written, printed, strict=True)):
            if isinstance(value, str):
                assert value == text == on_page
            else:
                assert value == float(text)
                assert f"{value:,.{record.places.get(heads[place], 0)}f}" == on_page
    latest = float(rows[-1][1])
    assert f"latest {latest:,.0f}" in record.alt
    assert f"highest {max(float(row[1]) for row in rows):,.0f}" in record.description


def test_pictures_carry_the_words_of_the_chart(folder: Path, figure: RenderedChart) -> None:
    """The SVG has title, description and source; the PNG stands beside it."""
    svg = BeautifulSoup((folder / f"{CHART}.svg").read_text(encoding="utf-8"), "xml")
    assert (figure.title, figure.alt) == (svg.svg.title.text, svg.svg.desc.text)
    texts = " ".join(text.get_text() for text in svg.find_all("text"))
    assert f"Source: {figure.source}" in texts
    assert figure.title in texts
    assert b"\x89PNG" == (folder / f"{CHART}.png").read_bytes()[:4]


def test_an_independent_tool_finds_the_package_valid(folder: Path) -> None:
    """Frictionless reads datapackage.json and validates every table, type, key and hash."""
    report = Package(str(folder / "datapackage.json")).validate()
    assert [] == report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert len(list(folder.rglob("*.csv"))) == len(report.tasks)


def test_csvw_describes_the_columns_as_they_stand(folder: Path) -> None:
    """Each table of the CSV on the Web metadata has the headings of its file, and names fit for addresses."""
    for table in json.loads((folder / "csv-metadata.json").read_bytes())["tables"]:
        columns = table["tableSchema"]["columns"]
        assert rows_of(folder / table["url"])[0] == [column["titles"] for column in columns]
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names)
        assert all(name.replace("_", "").isalnum() for name in names)


def test_each_claim_has_an_address_and_a_row(folder: Path, export: EditionExport) -> None:
    """Its record is the ledger's, keeps to its schema, and names its receipt; figures.csv has it at full precision."""
    schema = ledger_schema()
    check = Draft202012Validator({**schema["$defs"]["claim_file"], "$defs": schema["$defs"]})
    heads, *rows = rows_of(folder / "downloads" / "figures.csv")
    for claim, row in zip(export.ledger.claims, rows, strict=True):
        record = json.loads((folder / "claims" / f"{claim.id}.json").read_bytes())
        check.validate(record)
        own = json.loads(json.dumps(claim.as_record()))
        assert own == {name: record["claim"][name] for name in own}
        assert f"receipts/{claim.id}.html" == record["receipt"]
        value = row[heads.index("value")]
        assert claim.value == (float(value) if value else None)


def test_input_tables_are_published_byte_for_byte(folder: Path, export: EditionExport) -> None:
    """Same path, same hash, with the schema beside each table: those of the plan and those that any plan uses."""
    data, plans = export.places.data, export.places.plans
    for path in table_paths(data):
        if path.is_relative_to(plans) and not path.is_relative_to(plans / "west_midlands_2014_15"):
            continue
        copy = folder / path.relative_to(data.parent)
        assert path.read_bytes() == copy.read_bytes()
        assert copy.with_name(f"{copy.stem}.schema.json").is_file()


def test_every_file_has_words_and_a_licence(export: EditionExport) -> None:
    """Each stands once in the manifest."""
    lines = json.loads(manifest(export.files))["files"]
    assert [file.path for file in export.files] == [line["path"] for line in lines]
    assert len(lines) == len({line["path"] for line in lines} - {MANIFEST})
    assert all(line["licence"] and line["title"] and line["holds"] for line in lines)


def test_a_second_making_has_the_same_bytes(export: EditionExport, tmp_path: Path) -> None:
    """No clock, chance or folder enters a file."""
    assert export.files == edition_files(export, tmp_path)
