"""Raw files unpacked, a copy of the data that a test may change, and archives as police.uk publishes them."""

import csv
import lzma
import shutil
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest

from planbook.data.places import Places

HEADINGS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
Cell = tuple[str, str, int]
"""District, category, and how many records."""


@pytest.fixture(scope="session")
def raw(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw files, unpacked."""
    folder = tmp_path_factory.mktemp("raw")
    for file in (root / "tests" / "imports" / "raw").glob("*"):
        if file.suffix == ".xz":
            (folder / file.stem).write_bytes(lzma.decompress(file.read_bytes()))
        else:
            shutil.copy(file, folder / file.name)
    return folder


@pytest.fixture
def places(root: Path, tmp_path: Path) -> Places:
    """A project with a copy of the tables."""
    shutil.copytree(root / "data", tmp_path / "data")
    return Places(tmp_path)


@pytest.fixture
def write_records() -> Callable[[Path, str, str, Iterable[Cell]], Path]:
    """Writes the file of a force and month, one row a record: only counts of records are held."""
    numbers = count()

    def write(archive: Path, month: str, force: str, cells: Iterable[Cell]) -> Path:
        path = archive / month / f"{month}-{force}-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(HEADINGS)
            for district, category, records in cells:
                lsoa = f"{district} 001A" if district else ""
                for _ in range(records):
                    out.writerow([f"{next(numbers):064x}", month, "", "", "", "", "", "", lsoa, category, "", ""])
        return path

    return write
