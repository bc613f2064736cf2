"""Files as they come: CSV, XLSX, ODS and Parquet as frames of texts, with the rows and headings that they have.

A frame holds texts alone, one column a heading, indexed by the row numbers of a spreadsheet; ``attrs["file"]`` names
the file, with its sheet.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from planbook import Refusal
from planbook.data.values import nearest
from planbook.imports.mapping import Mapping

HEADING_ROWS = 60  # rows from the top among which the headings are looked for


def read_tables(path: Path, mapping: Mapping) -> Iterator[pd.DataFrame]:
    """The tables of a file that hold the columns of a mapping.

    Raises:
        Refusal: the file cannot be read, is of another format, or holds no such table.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Refusal(f"{path.name}: a file of another format. Give one of {', '.join(READERS)}")
    try:
        sheets = {name: table for name, table in reader(path).items() if not name or re.fullmatch(mapping.sheet, name)}
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  # each library has its own for a file that is cut short
        words = str(error).partition("\n")[0].replace(str(path), path.name)
        raise Refusal(f"{path.name}: cannot be read: {words}. Fetch the file again") from None
    missing = [f"no sheet is called {mapping.sheet}"] if not sheets else []
    for name, table in sheets.items():
        at, lacking = _heading_row(table, mapping)
        if at is None:
            missing.append(f"{name}: {lacking}" if name else lacking)
        else:
            yield _headed(table, at, f"{path.name}, sheet {name}" if name else path.name)
    if len(missing) >= max(len(sheets), 1):
        raise Refusal(f"{path.name}: {'; '.join(missing[:5])}. Name sheet and columns in the mapping as the file does")


def squeezed(text: str) -> str:
    """A heading or name as it is compared: blanks made single, capitals made small."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def heading_of(wanted: str, headings: Iterable[str]) -> str:
    """The heading of a file that is written in one of the ways wanted; empty where there is none."""
    by_text = {squeezed(heading): heading for heading in headings}
    return next((by_text[text] for text in map(squeezed, wanted.split("|")) if text in by_text), "")


def _heading_row(table: pd.DataFrame, mapping: Mapping) -> tuple[int | None, str]:
    """The place of the first row with every heading wanted; else in words what the nearest row lacks."""
    wanted = [name for part in mapping.columns for name in mapping.headings(part)]
    wanted += [*mapping.where, *([mapping.survey.base] if mapping.survey else [])]
    pattern = mapping.unpivot.match if mapping.unpivot else ".*"
    best = (len(wanted) + 1, "the table is empty")
    for at in range(mapping.skip_rows, min(len(table), mapping.skip_rows + HEADING_ROWS)):
        row = [str(cell).strip() for cell in table.iloc[at]]
        lacking = [name for name in wanted if not heading_of(name, row)]
        if not lacking and any(re.fullmatch(pattern, cell) for cell in row):
            return at, ""
        words = ", ".join(f"no column {name} (nearest: {nearest(name, row, 1)})" for name in lacking)
        best = min(best, (len(lacking), words or f"no heading matches {pattern}"))
    return None, best[1]


def _headed(table: pd.DataFrame, at: int, file: str) -> pd.DataFrame:
    body = table.iloc[at + 1 :].set_axis([str(cell).strip() for cell in table.iloc[at]], axis=1)
    body.index = pd.RangeIndex(at + 2, at + 2 + len(body))
    # Spreadsheets end in columns without a heading and rows without a cell.
    body = body.loc[:, [bool(name) for name in body.columns]].loc[:, lambda own: ~own.columns.duplicated()]
    body = body.apply(lambda column: column.str.strip())
    headed = pd.DataFrame(body[(body != "").any(axis=1)])
    headed.attrs["file"] = file
    return headed


def _csv(path: Path) -> dict[str, pd.DataFrame]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what Excel saves as CSV on Windows
    first = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=first.count)))
    width = max(map(len, rows), default=0)
    return {"": pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=str)}


def _sheets(path: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="calamine", na_filter=False)


def _parquet(path: Path) -> dict[str, pd.DataFrame]:
    import duckdb

    table = duckdb.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [str(path)]).df()
    return {"": pd.DataFrame([list(table.columns), *table.fillna("").to_numpy().tolist()], dtype=str)}


READERS: dict[str, Callable[[Path], dict[str, pd.DataFrame]]] = {
    ".csv": _csv, ".ods": _sheets, ".parquet": _parquet, ".xls": _sheets, ".xlsx": _sheets,
}  # fmt: skip


def texts_frame(columns: Iterable[str], rows: Iterable[Iterable[object]], file: str) -> pd.DataFrame:
    """A frame of texts of typed rows, such as a database answers; the first of them is row 1."""
    cells = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    frame = pd.DataFrame(cells, columns=list(columns), index=range(1, len(cells) + 1), dtype=str)
    frame.attrs["file"] = file
    return frame
