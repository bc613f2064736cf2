"""The spreadsheets, read back by independent libraries and compared with the ledger cell by cell."""

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
from planbook.export.spreadsheets import NOT_AVAILABLE, number_format, write_ods, write_xlsx
from planbook.export.tables import series_used

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook as Xlsx

    from planbook.export.edition_files import EditionExport
    from planbook.export.spreadsheets import Sheet, Workbook

Grid = list[list[Any]]
LINK = re.compile(r"^\[(.*)\]\(#.*\)$")
"""How odfdo writes a link."""
XLSX_DIGITS = 1e-14
"""XLSX keeps fifteen to sixteen digits of a number."""


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


def sheet_of(workbook: Workbook, tab: str) -> Sheet:
    """The sheet with this tab."""
    return next(sheet for sheet in workbook.sheets if sheet.tab == tab)


def trimmed(rows: Grid) -> Grid:
    """Rows without the empty cells at their ends."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def grid_of_sheet(sheet: Sheet) -> Grid:
    """The cells that a sheet must show, from A1."""
    words = [[sheet.title], *([line] for line in sheet.lines)]
    return [*words, [head.text for head in sheet.heads], *(list(row) for row in sheet.rows)]


def plain(rows: Grid) -> Grid:
    """Numbers as Python's own: ODS readers give decimals."""
    return [[cell if isinstance(cell, str) else float(cell) for cell in row] for row in rows]


def near(rows: Grid) -> Grid:
    """What equals these cells: the same texts, and numbers to the digits that XLSX keeps."""
    return [
        [cell if isinstance(cell, str) else pytest.approx(cell, rel=XLSX_DIGITS, abs=0) for cell in row]
        for row in plain(rows)
    ]


def test_both_hold_every_cell_of_the_record(workbook: Workbook, xlsx: Xlsx, ods: Document) -> None:
    """Cover, contents, notes and tables, in order; numbers are numbers, not rounded."""
    tables = {table.name: table for table in ods.body.tables}
    tabs = ["Cover", *(sheet.tab for sheet in workbook.sheets)]
    assert (tabs, tabs) == (xlsx.sheetnames, list(tables))
    for sheet in workbook.sheets:
        rows = trimmed([list(row) for row in xlsx[sheet.tab].iter_rows(values_only=True)])
        assert near(grid_of_sheet(sheet)) == plain(rows)
        rows = trimmed([list(row) for row in tables[sheet.tab].get_values()])
        if sheet.linked:
            rows = [[LINK.sub(r"\1", row[0]), *row[1:]] for row in rows]
        assert plain(grid_of_sheet(sheet)) == plain(rows)


def test_the_figures_are_those_of_the_ledger(export: EditionExport, workbook: Workbook, xlsx: Xlsx) -> None:
    """Value, display and unit of each claim stand in its row; an absent value has its shorthand and reason."""
    top = sheet_of(workbook, "Table_2").first_row + 1
    names, *cells = xlsx["Table_2"].iter_rows(min_row=top, values_only=True)
    heads = {name: place for place, name in enumerate(names)}
    rows = {str(row[0]): row for row in cells}
    assert [claim.id for claim in export.ledger.claims] == list(rows)
    for claim in export.ledger.claims:
        row = rows[claim.id]
        value = NOT_AVAILABLE if claim.value is None else claim.value
        assert near([[value]]) == plain([[row[heads["Value [note 1]"]]]])
        assert row[heads["As printed [note 1]"]] == claim.display
        assert row[heads["Remark"]] == (claim.reason or "[z]")


def test_each_chart_has_its_numbers(export: EditionExport, workbook: Workbook) -> None:
    """The table of a chart has the rows of the ledger's record."""
    sheet = next(sheet for sheet in workbook.sheets if sheet.table == "fy2014_15_robbery_level")
    assert [tuple(row) for row in export.ledger.charts[0].rows] == list(sheet.rows)


def test_the_rules_of_accessible_tables_hold(xlsx: Xlsx) -> None:
    """One named table a sheet that ends where the sheet ends; nothing merged, hidden, frozen, filtered or empty."""
    for page in xlsx.worksheets:
        assert (set(), "visible", None) == (set(page.merged_cells.ranges), page.sheet_state, page.freeze_panes)
        assert not any(row.hidden for row in page.row_dimensions.values())
        assert not any(column.hidden for column in page.column_dimensions.values())
        assert [] == page._images
        if page.title == "Cover":
            continue
        (table,) = page.tables.values()
        first, last = table.ref.split(":")
        assert first.startswith("A")
        assert last == page.dimensions.split(":")[1]
        assert (1, None) == (table.headerRowCount, table.autoFilter)
        assert all(cell.value not in {None, ""} for row in page[table.ref] for cell in row)
        assert all(page.cell(row, 1).value for row in range(1, page.max_row + 1))


def test_headings_and_texts_wrap_in_a_plain_face(xlsx: Xlsx) -> None:
    """Cells of tables wrap, are set in a face without serifs at 12 points or more, and have no fill."""
    for page in xlsx.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert ("Arial", True, "none") == (
                        cell.font.name,
                        cell.font.size >= 12,
                        cell.fill.fill_type or "none",
                    )
        if page.title != "Cover":
            (table,) = page.tables.values()
            assert all(cell.alignment.wrap_text for row in page[table.ref] for cell in row)


def test_the_contents_lead_to_every_sheet(workbook: Workbook, xlsx: Xlsx, ods: Document) -> None:
    """Each name in the contents is a link to its sheet."""
    tabs = [sheet.tab for sheet in workbook.sheets if sheet.tab != "Contents"]
    links = [cell.hyperlink.location for cell in xlsx["Contents"]["A"] if cell.hyperlink]
    assert [f"'{tab}'!A1" for tab in tabs] == links
    contents = next(table for table in ods.body.tables if table.name == "Contents")
    found = [link.get_attribute_string("xlink:href") for link in contents.get_elements("descendant::text:a")]
    assert [f"#{tab}.A1" for tab in tabs] == found


def test_every_note_named_in_a_heading_is_explained(workbook: Workbook) -> None:
    """A marker such as [note 1] leads to a row of the notes, and each note is used."""
    notes = {str(row[0]) for row in sheet_of(workbook, "Notes").rows}
    heads = " ".join(head.text for sheet in workbook.sheets for head in sheet.heads)
    used = {note for note in notes if f"[{note}]" in heads}
    assert heads.count("[note") == sum(heads.count(f"[{note}]") for note in notes)
    assert notes - {"note 3", "note 6"} == used


def test_ods_names_its_tables_and_their_headings(workbook: Workbook, ods: Document) -> None:
    """Each table is a named range with a header row, and readers are told which row heads it."""
    ranges = ods.body.get_elements("descendant::table:database-range")
    assert [sheet.table for sheet in workbook.sheets] == [one.get_attribute_string("table:name") for one in ranges]
    assert all(one.get_attribute("table:contains-header") for one in ranges)
    assert len(workbook.sheets) == len(ods.body.get_elements("descendant::table:table-header-rows"))


def test_title_and_language_are_set(workbook: Workbook, xlsx: Xlsx, ods: Document) -> None:
    """Screen readers are told what the file is and in which language to speak."""
    assert (workbook.title, "en-GB") == (xlsx.properties.title, xlsx.properties.language)
    assert (workbook.title, "en-GB") == (ods.meta.title, ods.meta.language)


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_the_same_record_gives_the_same_bytes(write: Callable[[Workbook], bytes], workbook: Workbook) -> None:
    """No time, chance or path enters a spreadsheet."""
    content = write(workbook)
    assert content == write(workbook)
    assert not any(b"202" in part and b"modified" in part for name, part in members(content) if "Props" in name)


@pytest.mark.parametrize(("places", "form"), [(-1, "General"), (0, "#,##0"), (2, "#,##0.00")])
def test_numbers_are_shown_with_their_decimals(places: int, form: str) -> None:
    """As many decimals as the page shows; a value that is not rounded shows what it has."""
    assert form == number_format(places)
