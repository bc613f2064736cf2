"""Tables made again from raw files: each mapping of ``data/mappings`` says of which table, kind, vintage and file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from planbook import Refusal
from planbook.data.places import Places
from planbook.imports.importing import Request, read_release
from planbook.imports.mapping import read_mapping
from planbook.imports.observations import KEY
from planbook.imports.vintages import read_held, with_status


def made_again(places: Places, folders: Sequence[Path], table: str = "") -> Iterator[tuple[str, list[str]]]:
    """Make every table that has a mapping again from the raw files below folders; say what differs from it.

    Raises:
        Refusal: there is no such mapping, or a raw file is not there.
    """
    mappings = sorted((places.data / "mappings").glob(f"{table or '*'}.toml"))
    if not mappings:
        raise Refusal(f"data/mappings holds no mapping {table}. Write one that names kind, table, vintage and file")
    for path in mappings:
        own = read_mapping(path=path)
        raw = next((file for folder in folders for file in sorted(folder.rglob(own.file))), None)
        if raw is None:
            raise Refusal(f"{own.file}: the raw file of {own.table} is not in the folders given")
        yield own.table, _differences(places, Request(own.kind, (raw,), mapping=path))


def _differences(places: Places, request: Request) -> list[str]:
    release = read_release(places, request)
    held, columns = read_held(release.path), [*KEY, "value", "status"]
    made = with_status(release.observations.assign(before=None), release.observations, release.mapping.status)
    held = held.loc[held["vintage"] == release.mapping.vintage, columns]
    both = made[columns].merge(held, how="outer", on=columns, indicator=True)
    words = {"left_only": "made", "right_only": "held"}
    return [
        f"{words[row['_merge']]}: {', '.join(str(row[name]) for name in columns)}"
        for row in both[both["_merge"] != "both"].to_dict("records")
    ]
