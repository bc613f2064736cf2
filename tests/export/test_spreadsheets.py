"""The record of a workbook, and both spreadsheets read back by independent libraries and compared cell by cell."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from odfdo import Document
from openpyxl import load_workbook

from planbook.export.archive import members
from planbook.export.downloads import OPEN_GOVERNMENT
from planbook.export.edition_workbook import edition_workbook
from planbook.export.spreadsheets import (
    NOT_AVAILABLE,
    BadSheets,
    Head,
    Sheet,
    Workbook,
    filled,
    number_format,
    write_ods,
    write_xlsx,
)
from planbook.export.tables import series_used

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook as Xlsx

    from planbook.export.edition_files import EditionExport

Grid = list[list[Any]]
LINK = re.compile(r"^\[(.*)\]\(#.*\)$")
"""How odfdo writes a link."""
XLSX_DIGITS = 1e-14
"""XLSX keeps fifteen to sixteen digits of a number."""


@pytest.mark.parametrize(
    ("heads", "rows", "said"),
    [
        (("Count", "count"), (("Robbery", 1.0),), "headings must differ"),
        (("Measure", ""), (("Robbery", 1.0),), "must not be empty"),
        (("Measure", "Count"), (), "needs a row"),
        (("Measure", "Count"), (("Robbery", None),), "row 1 has an empty cell"),
        (("Measure", "Count"), (("Robbery", 1.0), ("Arson",)), "row 2 has an empty cell or the wrong number"),
    ],
)
def test_a_sheet_that_breaks_a_rule_is_refused(heads: tuple[str, ...], rows: Any, said: str) -> None:
    """Equal or empty headings, empty tables and empty cells are named, with the sheet."""
    sheet = Sheet("Table 1: counts", "counts", ("This worksheet contains one table.",), tuple(map(Head, heads)), rows)
    with pytest.raises(BadSheets, match=f"Table_1: .*{said}"):
        Workbook("A workbook", "", (), (sheet,))


@pytest.mark.parametrize(("value", "cell"), [(None, "[x]"), ("", "[x]"), (0.0, 0.0), ("none", "none")])
def test_no_cell_is_empty(value: str | float | None, cell: str | float) -> None:
    """What is not there has its shorthand; nought is a value."""
    assert cell == filled(value)


@pytest.mark.parametrize(("places", "form"), [(-1, "General"), (0, "#,##0"), (2, "#,##0.00")])
def test_numbers_are_shown_with_their_decimals(places: int, form: str) -> None:
    """As many decimals as the page shows; a value that is not rounded shows what it has."""
    assert form == number_format(places)


@pytest.fixture(scope="module")
def workbook(export: EditionExport) -> Workbook:
    """The workbook of the small edition."""
    series = series_used(export.places, export.ledger.edition, export.measures)
    return edition_workbook(export.ledger, export.plan, series, OPEN_GOVERNMENT)


@pytest.fixture(scope="module")
def xlsx(workbook: Workbook) -> Xlsx:
    """The workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(write_xlsx(workbook)))


@pytest.fixture(scope="module")
def ods(workbook: Workbook) -> Document:
    """The workbook as odfdo reads it."""
    return Document(io.BytesIO(write_ods(workbook)))


def near(rows: Grid) -> Grid:
    """What equals these cells: the same texts, and numbers to the digits that XLSX keeps."""
    return [
        [cell if isinstance(cell, str) else pytest.approx(float(cell), rel=XLSX_DIGITS, abs=0) for cell in row]
        for row in rows
    ]


def read(rows: Any) -> Grid:
    """Rows without empty cells at their ends, numbers as Python's own (ODS gives decimals), links as their words."""
    cells = [[cell for cell in row if cell is not None] for row in rows]
    return [[LINK.sub(r"\1", cell) if isinstance(cell, str) else float(cell) for cell in row] for row in cells]


def test_both_hold_every_cell_of_the_record(workbook: Workbook, xlsx: Xlsx, ods: Document) -> None:
    """Cover, contents, notes and tables, in order, from A1; numbers are numbers, not rounded."""
    tables = {table.name: table for table in ods.body.tables}
    tabs = ["Cover", *(sheet.tab for sheet in workbook.sheets)]
    assert (tabs, tabs) == (xlsx.sheetnames, list(tables))
    for sheet in workbook.sheets:
        words = [[sheet.title], *([line] for line in sheet.lines), [head.text for head in sheet.heads]]
        expected = read([*words, *sheet.rows])
        assert near(expected) == read(xlsx[sheet.tab].iter_rows(values_only=True))
        assert expected == read(tables[sheet.tab].get_values())


def test_the_figures_are_those_of_the_ledger(export: EditionExport, workbook: Workbook, xlsx: Xlsx) -> None:
    """Value, display and reason of each claim, and the rows of each chart; an absent value has its shorthand."""
    top = next(sheet.first_row for sheet in workbook.sheets if sheet.tab == "Table_2") + 1
    names, *cells = xlsx["Table_2"].iter_rows(min_row=top, values_only=True)
    heads = {name: place for place, name in enumerate(names)}
    rows = {str(row[0]): row for row in cells}
    assert [claim.id for claim in export.ledger.claims] == list(rows)
    for claim in export.ledger.claims:
        row = rows[claim.id]
        value = NOT_AVAILABLE if claim.value is None else claim.value
        assert near([[value]]) == [[row[heads["Value [note 1]"]]]]
        assert row[heads["As printed [note 1]"]] == claim.display
        assert row[heads["Remark"]] == (claim.reason or "[z]")
    chart = next(sheet for sheet in workbook.sheets if sheet.table == "fy2014_15_robbery_level")
    assert [tuple(row) for row in export.ledger.charts[0].rows] == list(chart.rows)


def test_the_rules_of_accessible_tables_hold(xlsx: Xlsx) -> None:
    """One named table a sheet that ends where the sheet ends; nothing merged, hidden, frozen, filtered or empty.

    Cells are set in a face without serifs at 12 points or more, without fill, and those of tables wrap.
    """
    for page in xlsx.worksheets:
        assert (set(), "visible", None) == (set(page.merged_cells.ranges), page.sheet_state, page.freeze_panes)
        assert not any(line.hidden for line in (*page.row_dimensions.values(), *page.column_dimensions.values()))
        assert [] == page._images
        for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
            fill = cell.fill.fill_type or "none"
            assert ("Arial", True, "none") == (cell.font.name, cell.font.size >= 12, fill)
        if page.title == "Cover":
            continue
        (table,) = page.tables.values()
        first, last = table.ref.split(":")
        assert first.startswith("A")
        assert last == page.dimensions.split(":")[1]
        assert (1, None) == (table.headerRowCount, table.autoFilter)
        cells = [cell for row in page[table.ref] for cell in row]
        assert all(cell.value not in {None, ""} and cell.alignment.wrap_text for cell in cells)
        assert all(page.cell(row, 1).value for row in range(1, page.max_row + 1))


def test_the_contents_lead_to_every_sheet(workbook: Workbook, xlsx: Xlsx, ods: Document) -> None:
    """Each name in the contents is a link to its sheet."""
    tabs = [sheet.tab for sheet in workbook.sheets if sheet.tab != "Contents"]
    links = [cell.hyperlink.location for cell in xlsx["Contents"]["A"] if cell.hyperlink]
    assert [f"'{tab}'!A1" for tab in tabs] == links
    contents = next(table for table in ods.body.tables if table.name == "Contents")
    addresses = [link.get_attribute_string("xlink:href") for link in contents.get_elements("descendant::text:a")]
    assert [f"#{tab}.A1" for tab in tabs] == addresses


def test_every_note_named_in_a_heading_is_explained(workbook: Workbook) -> None:
    """A marker such as [note 1] leads to a row of the notes, and each note is used."""
    notes = {str(row[0]) for sheet in workbook.sheets if sheet.tab == "Notes" for row in sheet.rows}
    heads = " ".join(head.text for sheet in workbook.sheets for head in sheet.heads)
    assert heads.count("[note") == sum(heads.count(f"[{note}]") for note in notes)
    assert notes - {"note 3", "note 6"} == {note for note in notes if f"[{note}]" in heads}


def test_a_screen_reader_is_told_title_language_and_headings(workbook: Workbook, xlsx: Xlsx, ods: Document) -> None:
    """What the file is and in which language to speak; in the ODS each table is a named range with a header row."""
    assert (workbook.title, "en-GB") == (xlsx.properties.title, xlsx.properties.language)
    assert (workbook.title, "en-GB") == (ods.meta.title, ods.meta.language)
    ranges = ods.body.get_elements("descendant::table:database-range")
    assert [sheet.table for sheet in workbook.sheets] == [one.get_attribute_string("table:name") for one in ranges]
    assert all(one.get_attribute("table:contains-header") for one in ranges)
    assert len(workbook.sheets) == len(ods.body.get_elements("descendant::table:table-header-rows"))


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_the_same_record_gives_the_same_bytes(write: Callable[[Workbook], bytes], workbook: Workbook) -> None:
    """No time, chance or path enters a spreadsheet."""
    content = write(workbook)
    assert content == write(workbook)
    assert not any(b"202" in part and b"modified" in part for name, part in members(content) if "Props" in name)
