"""Split ledgers, tables, notebooks, scripts and other texts into items."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from planbook.audit.records import Item

ASSIGNMENT = re.compile(r"\s*(?:window\.|const |var |let )(?P<name>\w+) ?= ?(?P<record>[\[{].*[\]}]);?\s*")
"""A line of a script that sets a variable to a record."""


def record_items(content: bytes) -> Iterator[Item]:
    """The single values of a JSON file, each named by its path."""
    yield from flattened(json.loads(content))


def flattened(record: Any, path: str = "") -> Iterator[Item]:  # noqa: ANN401 - any JSON
    """The single values of a record, each named by its path."""
    if isinstance(record, dict) and record:
        joint = "" if not path or path.endswith(" ") else "."
        for name, value in record.items():
            yield from flattened(value, f"{path}{joint}{name}")
    elif isinstance(record, list) and record:
        for place, value in enumerate(record):
            yield from flattened(value, f"{path}[{place}]")
    else:
        yield Item("value", path or "the record", json.dumps(record, ensure_ascii=False))


def ledger_items(content: bytes) -> Iterator[Item]:
    """The value of each claim, then its other fields; then statuses, verdicts, charts with their rows, and the rest."""
    record = json.loads(content)
    for claim in record.pop("claims"):
        yield Item("claim", f"{claim['id']}, value", _text(claim.pop("value")), claim["id"])
        yield from _fields("detail", claim["id"], claim)
    for status in record.pop("milestones"):
        yield from _fields("verdict", f"status of {status['milestone']}", status)
    for verdict in record.pop("verdicts"):
        yield from _fields("verdict", f"{verdict.get('verdict')} of {verdict.get('measure')}", verdict)
    for chart in record.pop("charts"):
        name, rows = f"chart {chart['id']}", chart.pop("rows")
        yield from _fields("chart", name, chart)
        yield from (Item("chart", f"{name}, row {row[0] if row else '?'}", _text(row)) for row in rows)
    for name, value in record.items():
        yield from _fields("value", name, value if isinstance(value, dict) else {"": value})


def _fields(kind: str, name: str, record: Mapping[str, Any]) -> Iterator[Item]:
    for field, value in record.items():
        yield Item(kind, f"{name}, {field}" if field else name, _text(value))


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def table_items(content: bytes) -> Iterator[Item]:
    """Cells, named by the first cell of their row and the heading of their column."""
    header, *rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) or [[]]
    yield Item("cell", "the headings", ", ".join(header))
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            column = header[place] if place < len(header) else f"column {place + 1}"
            yield Item("cell", f"line {number} ({row[0]}), column {column!r}", value)


def notebook_items(content: bytes) -> Iterator[Item]:
    """The source of each cell, its other fields and its outputs; then the fields of the notebook."""
    notebook = json.loads(content)
    for cell in notebook.pop("cells"):
        name, source, outputs = f"cell {cell.pop('id', '?')}", cell.pop("source"), cell.pop("outputs", ())
        yield Item("text", f"{name}, source", "".join(source))
        yield from flattened(cell, f"{name}: ")
        for number, output in enumerate(outputs, start=1):
            yield from flattened(output, f"{name}, output {number}: ")
    yield from flattened(notebook, "notebook: ")


def script_items(content: bytes) -> Iterator[Item]:
    """Lines by number; of a line that sets a variable to a record, the values of the record."""
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        assignment = ASSIGNMENT.fullmatch(line)
        try:
            values = [*flattened(json.loads(assignment["record"]), f"{assignment['name']}: ")] if assignment else []
        except ValueError:
            values = []
        start = line[: assignment.end("name")] if assignment and values else line
        yield Item("line", f"line {number}", start)
        yield from values


def line_items(content: bytes) -> Iterator[Item]:
    """Lines by number."""
    for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
        yield Item("line", f"line {number}", line)
