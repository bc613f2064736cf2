"""Reading tables from disk: one place where every figure comes in.

A table ``NAME.csv`` has ``NAME.schema.json`` beside it and, where it holds figures of a publisher,
``NAME.provenance.json``. Nothing is read before it is checked.
"""

from __future__ import annotations

from pathlib import Path

from planbook.data.files import digest_of
from planbook.data.table_schema import BadSchema, DataProblems, Problem, parse_schema
from planbook.data.tables import CheckedTable, check_provenance, check_references, check_table

SERIES = "series"
SCHEMA_END = ".schema.json"
PROVENANCE_END = ".provenance.json"


def table_paths(data: Path) -> tuple[Path, ...]:
    """Every CSV file in the data folder, in order; hidden folders are left out."""
    return tuple(path for path in sorted(data.rglob("*.csv")) if not _hidden(path, data))


def check_data(data: Path) -> tuple[Problem, ...]:
    """Check every table of a data folder: schemas, values, provenance and references.

    Returns:
        All problems of all tables, in the order of files; empty when the data can be used.
    """
    problems: list[Problem] = []
    tables = {}
    for path in table_paths(data):
        table, faults = _read(path, _named(path, data))
        problems += faults
        if table:
            tables[path.relative_to(data).with_suffix("").as_posix()] = table
    return (*problems, *_lost_tables(data), *check_references(tables))


def checked_data(data: Path) -> int:
    """Check every table of a data folder, and count them.

    Raises:
        DataProblems: something is wrong; the message names all of it.
    """
    if problems := check_data(data):
        raise DataProblems(problems)
    return len(table_paths(data))


def sound_data(data: Path, passed: Path) -> None:
    """Check every table of a data folder, unless all of it is as it was when it passed last.

    ``passed`` is the file that holds one digest of tables, schemas, records of provenance and checks.

    Raises:
        DataProblems: something is wrong; the message names all of it.
    """
    files = sorted(path for path in data.rglob("*") if path.suffix in {".csv", ".json"})
    digest = digest_of((*files, *sorted(Path(__file__).parent.glob("*.py"))))
    if passed.is_file() and passed.read_text(encoding="utf-8") == digest:
        return
    checked_data(data)
    passed.parent.mkdir(parents=True, exist_ok=True)
    passed.write_text(digest, encoding="utf-8")


def _read(path: Path, file: str) -> tuple[CheckedTable | None, tuple[Problem, ...]]:
    try:
        data = path.read_bytes()
        schema_text = _beside(path, SCHEMA_END).read_text(encoding="utf-8")
        schema = parse_schema(schema_text)
    except FileNotFoundError as error:
        return None, (_absent(error, file),)
    except (OSError, UnicodeDecodeError) as error:
        return None, (Problem(file, None, None, "", f"cannot be read: {error}", "Mend the file"),)
    except BadSchema as error:
        place = _beside(Path(file), SCHEMA_END).as_posix()
        return None, (Problem(place, None, None, "", error.what, error.remedy),)
    table = check_table(data, schema, file)
    return table, (*table.problems, *_provenance(path, data, file))


def _absent(error: FileNotFoundError, file: str) -> Problem:
    name = Path(str(error.filename)).name
    if name.endswith(SCHEMA_END):
        return Problem(file, None, None, "", "no schema beside it", f"Write {name}, or restore it with git")
    return Problem(file, None, None, "", "no such table", "Restore the file with git")


def _provenance(path: Path, data: bytes, file: str) -> tuple[Problem, ...]:
    record = _beside(path, PROVENANCE_END)
    if record.exists():
        return check_provenance(
            data, record.read_text(encoding="utf-8"), file, _beside(Path(file), PROVENANCE_END).as_posix()
        )
    if path.parent.name == SERIES:
        what, remedy = "no provenance record beside it", f"Write {record.name}, or restore it with git"
        return (Problem(file, None, None, "", what, remedy),)
    return ()


def _lost_tables(data: Path) -> tuple[Problem, ...]:
    records = [path for path in sorted(data.rglob("*.json")) if path.name.endswith((SCHEMA_END, PROVENANCE_END))]
    lost = sorted({path.with_name(path.name.split(".")[0] + ".csv") for path in records if not _hidden(path, data)})
    return tuple(
        Problem(_named(path, data), None, None, "", "no table beside its schema", "Restore the file with git")
        for path in lost
        if not path.exists()
    )


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.stem + end)


def _named(path: Path, data: Path) -> str:
    return path.relative_to(data.parent).as_posix()


def _hidden(path: Path, data: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(data).parts)
