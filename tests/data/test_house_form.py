"""A table that a spreadsheet saved is read as the table that it was, or refused with what to write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planbook.data import registers
from planbook.data.house_form import house_form
from planbook.data.table_files import check_data, check_table, mend_data, mends
from planbook.data.tables import Problem, parse_schema

DATA = Path(__file__).parents[2] / "data"
COLUMNS = """{"fields": [
    {"name": "on", "type": "date"}, {"name": "month", "type": "yearmonth"}, {"name": "share", "type": "number"},
    {"name": "count", "type": "integer"}, {"name": "code", "constraints": {"pattern": "^[0-9]{4}$"}},
    {"name": "kept", "type": "boolean"}]}"""
"""A column of each kind that a spreadsheet writes in its own form."""
SCHEMA = parse_schema(COLUMNS)
HEADER = "on,month,share,count,code,kept"
HOUSE = "2015-04-25,2026-04,62.8,1234,0101,true"


def text_of(row: str, header: str = HEADER) -> str:
    """A table of one row."""
    return f"{header}\n{row}\n"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (text_of(HOUSE).encode("utf-8-sig"), "a byte-order mark taken out"),
        (text_of(HOUSE).encode("utf-16"), "UTF-16 written as UTF-8"),
        (text_of(HOUSE).encode("utf-16-le"), "UTF-16 written as UTF-8"),
        (text_of(HOUSE).replace("\n", "\r\n").encode(), "line ends of another system (CR) written as LF"),
        (text_of(HOUSE).replace(",", ";").encode(), "semicolons between cells written as commas"),
        (text_of(HOUSE).replace(",", "\t").encode(), "tabs between cells written as commas"),
        (f"{text_of(HOUSE)},,,,,\n,,,,,\n".encode(), "2 empty rows at the end taken out"),
        (text_of(f"{HOUSE},,", f"{HEADER},,").encode(), "2 empty columns at the end taken out"),
        (text_of(HOUSE).replace("true", "TRUE").encode(), "column kept: TRUE written as true (row 2)"),
        *((text_of(HOUSE).replace("2015-04-25", day).encode(), f"column on: {day} written as 2015-04-25 (row 2)")
            for day in ("25/04/2015", "4/25/2015", "25.04.2015", "2015/4/25")),
        *((text_of(HOUSE).replace("2026-04", month).encode(), f"column month: {month} written as 2026-04 (row 2)")
            for month in ("Apr-26", "01/04/2026", "4/1/2026")),
        (text_of(HOUSE).replace("62.8", '"62,8"').encode(), "column share: 62,8 written as 62.8 (row 2)"),
        (text_of(HOUSE).replace("0101", "101").encode(), "column code: 101 written as 0101 (row 2)"),
    ],
)  # fmt: skip
def test_what_can_mean_one_thing_is_put_right(changed: bytes, words: str) -> None:
    """And said."""
    form = house_form(changed, SCHEMA)
    assert (text_of(HOUSE), (words,)) == (form.data.decode(), form.mended)
    assert () == check_table(changed, SCHEMA, "made_up.csv").problems


@pytest.mark.parametrize(
    ("old", "new", "what", "remedy"),
    [
        ("2015-04-25", "04/03/2015", "a spreadsheet wrote it in a form that can be read in two ways",
            "Write 2015-03-04 or 2015-04-03"),
        ("62.8", '"1,234"', "a spreadsheet wrote it in a form that can be read in two ways", "Write 1.234 or 1234"),
        ("62.8", "1.0E+05", "a spreadsheet may have cut digits off this number", "Write the figure in full"),
        ("1234", "1.2E+12", "a spreadsheet may have cut digits off this number", "Write the figure in full"),
        ("2015-04-25", "30/02/2015", "not a date", "Write it as 2015-04-30"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_refused(old: str, new: str, what: str, remedy: str) -> None:
    """With row, column, cell and what to write; nothing is guessed."""
    data = text_of(HOUSE).replace(old, new).encode()
    problem: Problem = check_table(data, SCHEMA, "made_up.csv").problems[0]
    assert () == house_form(data, SCHEMA).mended
    assert (2, new.strip('"'), what) == (problem.row, problem.value, problem.what)
    assert remedy in problem.remedy


def test_a_table_in_house_form_stays_as_it_is() -> None:
    """To the byte, in every table of the project."""
    assert {} == mends(DATA)


def test_a_register_saved_by_a_spreadsheet_is_read_as_it_was(tmp_path: Path) -> None:
    """The check passes and the reader reads what it checked; then it is written back, and each change said."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    table = data / "measures" / "monthly_categories.csv"
    before, text = registers.rows(table), table.read_text(encoding="utf-8")
    saved = text.replace("true", "TRUE").replace("false", "FALSE").replace("\n", "\r\n").encode("utf-8-sig")
    table.write_bytes(saved + b"," * text.partition("\n")[0].count(",") + b"\r\n")
    assert () == check_data(data)
    assert before == registers.rows(table)
    said = list(mend_data(data))
    assert text == table.read_text(encoding="utf-8")
    assert all(line.startswith("data/measures/monthly_categories.csv: ") for line in said)
    assert {"a byte-order mark taken out", "1 empty row at the end taken out"} <= {
        line.partition(": ")[2] for line in said
    }
    assert [] == list(mend_data(data))
