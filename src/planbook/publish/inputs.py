"""Published copies of the tables in ``data/``, byte for byte and under the same paths, with schemas and origin."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from planbook.core.downloads import MIT, OPEN_GOVERNMENT, Download, Licence, Published
from planbook.data.table_files import PROVENANCE_END, SCHEMA_END, table_paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["input_tables"]

OWN_SOURCE = "Written for this publication"
REPORT_SOURCE = "The original report, cited by paragraph"


def input_tables(data: Path) -> Iterator[Published]:
    """Every table of the data folder, its schema and, for series, its record of origin."""
    for path in table_paths(data):
        schema_path = path.with_name(path.stem + SCHEMA_END)
        schema = json.loads(schema_path.read_text(encoding="utf-8"))
        origin_path = path.with_name(path.stem + PROVENANCE_END)
        origin = json.loads(origin_path.read_text(encoding="utf-8")) if origin_path.is_file() else {}
        licence, source = _origin(path, origin)
        place, text = path.relative_to(data.parent).as_posix(), path.read_bytes()
        yield Published(
            Download(place, schema["title"], schema["description"], "tables", licence, source, _rows(text), schema),
            text,
        )
        for beside, holds in ((schema_path, "Columns of"), (origin_path, "Origin of")):
            if beside.is_file():
                yield _beside(beside, data, f"{holds} {place}", licence)


def _origin(path: Path, origin: dict[str, Any]) -> tuple[Licence, str]:
    if origin:
        named = f"{origin['publisher']}, {origin['title']}. {origin['release']}"
        return Licence(OPEN_GOVERNMENT.name, origin["licence"], origin["licence_url"]), named
    published = path.parent.name == "published"
    return (OPEN_GOVERNMENT, REPORT_SOURCE) if published else (MIT, OWN_SOURCE)


def _beside(path: Path, data: Path, holds: str, licence: Licence) -> Published:
    place = path.relative_to(data.parent).as_posix()
    return Published(Download(place, path.name, holds, "tables", licence, listed=False), path.read_bytes())


def _rows(content: bytes) -> int:
    return sum(1 for _ in csv.reader(content.decode("utf-8").splitlines(keepends=True))) - 1
