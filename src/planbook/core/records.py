"""What a notebook leaves in its outputs, and how it is found there again.

Each record stands in an output of its own under the mime type that the Papermill family of tools
uses for stored values (scrapbook's scrap format, version 1), so that other tools can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["SCRAP_MIME", "Record", "records_of", "scrap"]

SCRAP_MIME = "application/scrapbook.scrap.json+json"
SCRAP_VERSION = 1


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


def records_of(notebook: Mapping[str, Any]) -> Iterator[Record]:
    """The records of an executed notebook, in the order of its cells."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(SCRAP_MIME)
            if payload is not None:
                data = dict(payload["data"])
                yield Record(data.pop("kind"), payload["name"], data, cell.get("id", ""))
