"""The single values of a record: of a JSON file, of a script that sets a variable to one, of a block in a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from planbook.audit.thing import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["flattened", "record_items", "script_items"]

ASSIGNED: Final = re.compile(r"(?:window\.|const |var |let )(?P<name>\w+) ?= ?(?P<record>[\[{].*[\]}]);?")
"""A line of a script that sets a variable to a record."""


def record_items(text: str | bytes, path: str = "") -> Iterator[Item]:
    """The values of a JSON text, each named by the way to it.

    Raises:
        ValueError: it is no JSON.
    """
    yield from flattened(json.loads(text), path)


def script_items(text: str) -> Iterator[Item]:
    """The lines of a script by number; of a line that holds a record, its values."""
    for number, line in enumerate(text.splitlines(), start=1):
        held = _held(line)
        if held is None:
            yield Item("line", f"line {number}", line)
        else:
            name, record = held
            yield Item("line", f"line {number}", f"{line.partition(name)[0]}{name}")
            yield from flattened(record, f"{name}: ")


def _held(line: str) -> tuple[str, Any] | None:
    found = ASSIGNED.fullmatch(line.strip())
    try:
        return (found["name"], json.loads(found["record"])) if found else None
    except ValueError:
        return None


def flattened(record: Any, path: str = "") -> Iterator[Item]:  # noqa: ANN401 - any JSON
    """The single values of a record, each named by the way to it."""
    if isinstance(record, dict) and record:
        for name, value in record.items():
            yield from flattened(value, f"{path}{_joint(path)}{name}")
    elif isinstance(record, list) and record:
        for place, value in enumerate(record):
            yield from flattened(value, f"{path}[{place}]")
    else:
        yield Item("value", path or "the record", json.dumps(record, ensure_ascii=False))


def _joint(path: str) -> str:
    return "" if not path or path.endswith(" ") else "."
