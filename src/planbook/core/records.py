"""What a notebook leaves in its outputs, and how it is found there again.

A record, or several together, stands in an output of its own under the mime type that the Papermill family of tools
uses for stored values (scrapbook's scrap format, version 1), so that other tools can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["SCRAP_MIME", "Record", "records_of", "scrap", "scrap_of_all"]

SCRAP_MIME = "application/scrapbook.scrap.json+json"
SCRAP_VERSION = 1
SEVERAL = "records"
"""The kind of an output that stores several records: a message costs more than what is in it."""


@dataclass(frozen=True)
class Record:
    """One stored value: its kind (``claim``, ``chart``, ``verdict``, ``milestone``), name, data and cell."""

    kind: str
    name: str
    data: Mapping[str, Any]
    cell: str


def scrap(kind: str, name: str, data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The mime bundle and the metadata of an output that stores a record."""
    payload = {"name": name, "data": {"kind": kind, **data}, "encoder": "json", "version": SCRAP_VERSION}
    return {SCRAP_MIME: payload}, {"scrapbook": {"name": name, "data": True, "display": False}}


def scrap_of_all(
    name: str, records: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The mime bundle and the metadata of one output that stores several records, given as kind, name and data."""
    held = [{"kind": kind, "name": own, "data": dict(data)} for kind, own, data in records]
    return scrap(SEVERAL, name, {SEVERAL: held})


def records_of(notebook: Mapping[str, Any]) -> Iterator[Record]:
    """The records of an executed notebook, in the order of its cells."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(SCRAP_MIME)
            if payload is not None:
                yield from _records(payload, cell.get("id", ""))


def _records(payload: Mapping[str, Any], cell: str) -> Iterator[Record]:
    data = dict(payload["data"])
    kind = data.pop("kind")
    if kind == SEVERAL:
        yield from (Record(one["kind"], one["name"], one["data"], cell) for one in data[SEVERAL])
    else:
        yield Record(kind, payload["name"], data, cell)
