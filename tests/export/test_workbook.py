"""The record of a workbook refuses what readers could not use."""

from __future__ import annotations

import pytest

from planbook.export.spreadsheets import BadSheets, Head, Sheet, Workbook, filled

HEADS = (Head("Measure"), Head("Count", number=True))
ROWS = (("Robbery", 4888.0),)


def sheet(heads: tuple[Head, ...] = HEADS, rows: tuple[tuple[str | float | None, ...], ...] = ROWS) -> Sheet:
    """A sheet of one table."""
    return Sheet("Table 1: counts", "counts", ("This worksheet contains one table.",), heads, rows)


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        ({"heads": (Head("Count"), Head("count"))}, "headings must differ"),
        ({"heads": (Head("Measure"), Head(""))}, "must not be empty"),
        ({"rows": ()}, "needs a row"),
        ({"rows": (("Robbery", None),)}, "row 1 has an empty cell"),
        ({"rows": (("Robbery", 1.0), ("Arson",))}, "row 2 has an empty cell or the wrong number"),
    ],
)
def test_a_sheet_that_breaks_a_rule_is_refused(faulty: dict[str, object], said: str) -> None:
    """Equal or empty headings, empty tables and empty cells are named, with the sheet."""
    with pytest.raises(BadSheets, match=f"Table_1: .*{said}"):
        Workbook("A workbook", "", (), (sheet(**faulty),))  # type: ignore[arg-type]


def test_a_table_stands_under_its_words() -> None:
    """Title, lines, then the headings, without an empty row; its title names the sheet."""
    assert (2, "Table_1") == (sheet().first_row, sheet().tab)


@pytest.mark.parametrize(("value", "cell"), [(None, "[x]"), ("", "[x]"), (0.0, 0.0), ("none", "none")])
def test_no_cell_is_empty(value: str | float | None, cell: str | float) -> None:
    """What is not there has its shorthand; nought is a value."""
    assert cell == filled(value)
