"""What a notebook leaves in its outputs, and how it is found there again.

A record, or several together, stands in an output of its own under the mime type that the Papermill family of tools
uses for stored values (scrapbook's scrap format, version 1), so that other tools can read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCRAP_MIME = "application/scrapbook.scrap.json+json"
SCRAP_VERSION = 1
SEVERAL = "records"
"""The kind of an output that stores records together: a message costs more than what is in it."""


@dataclass(frozen=True)
class Record:
    """One stored value: its kind, name, data and cell.

    The ledger takes the kinds ``claim``, ``chart``, ``verdict`` and ``milestone``; the others make the page.
    """

    kind: str
    name: str
    data: dict[str, Any]
    cell: str = ""


def scrap(name: str, records: Iterable[Record]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The mime bundle and the metadata of one output that stores records under a name."""
    stored = [{"kind": record.kind, "name": record.name, "data": record.data} for record in records]
    payload = {"name": name, "data": {"kind": SEVERAL, SEVERAL: stored}, "encoder": "json", "version": SCRAP_VERSION}
    return {SCRAP_MIME: payload}, {"scrapbook": {"name": name, "data": True, "display": False}}


def records_of(notebook: Mapping[str, Any]) -> Iterator[Record]:
    """The records of an executed notebook, in the order of its cells."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(SCRAP_MIME)
            if payload is not None:
                yield from _records(payload, cell.get("id", ""))


def _records(payload: Mapping[str, Any], cell: str) -> Iterator[Record]:
    """Those that this library stored together, or the one that another tool stored by itself."""
    data = dict(payload["data"])
    if data.get("kind") == SEVERAL:
        yield from (Record(one["kind"], one["name"], dict(one["data"]), cell) for one in data[SEVERAL])
    else:
        yield Record(str(data.pop("kind", "")), payload["name"], data, cell)
