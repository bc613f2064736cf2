"""Archives of police.uk, folders or zips: records counted by month, district, force and category.

One file a force and month is counted by DuckDB where it stands, a few at once: nothing is unpacked to disk, and
memory does not grow with the number of files.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.registers import rows
from planbook.data.values import value_of
from planbook.imports.mapping import Mapping
from planbook.imports.raw import texts_frame

if TYPE_CHECKING:
    import duckdb

NAMED = re.compile(r"(?:.*/)?(\d{4}-(?:0[1-9]|1[0-2]))-([a-z-]+)-street\.csv")
COLUMNS = ("Month", "Area", "Force", "Crime type", "Records")
COUNT = """
SELECT "Month", coalesce(regexp_replace("LSOA name", ' [0-9]{3}[A-Z]$', ''), ''), "Crime type",
       count(*) - count("Crime ID") + count(DISTINCT "Crime ID"), count("Crime ID") - count(DISTINCT "Crime ID")
FROM read_csv(?, header = true, delim = ',', quote = '"', all_varchar = true)
GROUP BY ALL ORDER BY ALL
"""
MEMORY = "1GB"

Counted = tuple[str, str, str, int, int]
"""Month, district, category, records, and how many more rows bear the Crime ID of one of these."""


@dataclass(frozen=True)
class StreetFile:
    """The records of a force and month, in a folder or a zip."""

    archive: Path
    name: str
    month: str
    force: str

    @contextmanager
    def readable(self) -> Iterator[str]:
        """A path that DuckDB reads: the file's own, or of one in a zip the end of a pipe that a thread fills."""
        if self.archive.is_dir():
            yield str(self.archive / self.name)
            return
        end, start = os.pipe()
        thread = threading.Thread(target=self._fill, args=(start,))
        thread.start()
        try:
            yield f"/dev/fd/{end}"
        finally:
            os.close(end)
            thread.join()

    def _fill(self, start: int) -> None:
        # A reader that has met a fault goes, and the pipe breaks: the fault itself is told by the reader.
        with suppress(BrokenPipeError), os.fdopen(start, "wb") as pipe, zipfile.ZipFile(self.archive) as archive:
            shutil.copyfileobj(archive.open(self.name), pipe, 1 << 20)


def street_files(archives: Sequence[Path]) -> tuple[list[StreetFile], list[str]]:
    """The files of archives, one a force and month, and in words which months stand in more than one.

    Raises:
        Refusal: an archive is neither folder nor zip, or holds no such file.
    """
    found: dict[tuple[str, str], StreetFile] = {}
    twice: Counter[str] = Counter()
    for archive in archives:
        named = [(name, match) for name in _names(archive) if (match := NAMED.fullmatch(name))]
        if not named:
            raise Refusal(f"{archive.name}: holds no file such as 2024-04/2024-04-kent-street.csv. Give an archive of "
                          "police.uk, as a folder or a zip")  # fmt: skip
        for name, match in named:
            twice[match[1]] += match.groups() in found
            found[match[1], match[2]] = StreetFile(archive, name, match[1], match[2])
    words = "stands twice for some forces (files given later count):"
    return [found[key] for key in sorted(found)], [f"{month} {words} {n}" for month, n in sorted(twice.items()) if n]


def _names(archive: Path) -> list[str]:
    if archive.is_dir():
        return [path.relative_to(archive).as_posix() for path in sorted(archive.rglob("*-street.csv"))]
    try:
        with zipfile.ZipFile(archive) as file:
            return sorted(file.namelist())
    except zipfile.BadZipFile:
        raise Refusal(f"{archive.name}: is no zip that can be read. Fetch the archive again") from None


def monthly_counts(archives: Sequence[Path]) -> tuple[pd.DataFrame, list[str]]:
    """Records by month, district, force and category as texts, and in words what is amiss in the archives.

    Raises:
        Refusal: an archive cannot be read, or a file has not the columns of police.uk.
    """
    import duckdb

    files, notes = street_files(archives)
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection, ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = list(pool.map(lambda file: _count(connection.cursor(), file), files))
    records = [
        (month, area, file.force.replace("-", "_"), category, number)
        for file, own in zip(files, counts, strict=True)
        for month, area, category, number, _ in own
    ]
    frame = texts_frame(COLUMNS, records, ", ".join(archive.name for archive in archives))
    return frame, [*notes, *_amiss(files, counts)]


def _count(connection: duckdb.DuckDBPyConnection, file: StreetFile) -> list[Counted]:
    import duckdb

    try:
        with file.readable() as place:
            return connection.execute(COUNT, [place]).fetchall()
    except duckdb.Error as error:
        text = str(error).partition("\n")[0]
        raise Refusal(f"{file.name}: is not as police.uk publishes it: {text}. Fetch the archive again") from None


def _amiss(files: Sequence[StreetFile], counts: Sequence[list[Counted]]) -> Iterator[str]:
    """In words: forces without a month that others have, rows that stand twice, in another month, or nowhere."""
    months, by_force = sorted({file.month for file in files}), defaultdict[str, set[str]](set)
    for file in files:
        by_force[file.force].add(file.month)
    for force, own in sorted(by_force.items()):
        if missing := [month for month in months if month not in own]:
            yield f"{force} has no file for {len(missing)} of {len(months)} months: {', '.join(missing)}"
    cells = [(file.month, *row) for file, own in zip(files, counts, strict=True) for row in own]
    if again := sum(row[5] for row in cells):
        yield f"{again:,} rows bear the Crime ID of another row of the month, district and category: counted once"
    if other := sum(row[4] for row in cells if row[0] != row[1]):
        yield f"{other:,} records stand in the file of another month than their own"
    if nowhere := sum(row[4] for row in cells if not row[2]):
        yield f"{nowhere:,} records have no LSOA: they count in no district"


def of_registers(places: Places, frame: pd.DataFrame, mapping: Mapping) -> tuple[pd.DataFrame, list[str]]:
    """The counts of areas and categories that the registers know, and in words what is left out.

    A category counts where its definition is that of a measure (``data/measures/monthly_categories.csv``).
    """
    register = rows(places.data / "measures" / "monthly_categories.csv")
    same = {row["category"]: row["measure"] for row in register if value_of(row["same_definition"], "boolean")}
    areas = {name for row in rows(places.data / "measures" / "areas.csv") for name in (row["area"], row["name"])}
    column, number = frame[mapping.headings("area")[0]], frame["Records"].astype(int)
    counted, placed = frame["Crime type"].isin(same), column.isin({*areas, *mapping.meanings.get("area", {})})
    others = ", ".join(sorted(set(frame.loc[~counted, "Crime type"])))
    notes = [
        f"{number[~counted].sum():,} records of categories that no measure is defined as: {others}",
        f"{number[counted & ~placed].sum():,} records nowhere, or in areas that data/measures/areas.csv lacks",
    ]
    return frame.assign(**{"Crime type": frame["Crime type"].map(same)})[counted & placed], notes
