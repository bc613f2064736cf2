"""Records of police.uk counted by month, district and category: planbook, pandas and Polars doing the same.

Run: python benchmarks/records.py [--millions 25] [--rounds 1] [--zip], where pandas and Polars are installed.

The archives themselves are not held, only real counts by month, district and category of the West Midlands. The
records are these counts written out, one row a record with the public columns, and repeated as the files of as many
forces as it takes. Each way is a process of its own that reads the same files and prints how many records it counted,
without rows that bear a Crime ID once more; memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import csv
import io
import lzma
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import count
from pathlib import Path
from time import perf_counter

COUNTS = Path(__file__).parents[1] / "tests" / "imports" / "raw" / "police_uk_monthly_by_district.csv.xz"
HEADINGS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)
ROW = (
    "{number:064x},{month},West Midlands Police,West Midlands Police,-1.850056,52.591108,On or near High Street,"
    "E01009417,{district} 001A,{category},Investigation complete; no suspect identified,\n"
)
NAMES = ["Crime ID", "Month", "LSOA name", "Crime type"]


def write_archive(folder: Path, records: int) -> int:
    """Write months of as many forces as hold so many records at least, and return how many there are."""
    cells = defaultdict[str, list[tuple[str, str, int]]](list)
    for row in csv.DictReader(io.StringIO(lzma.decompress(COUNTS.read_bytes()).decode())):
        cells[row["month"]].append((row["local_authority"], row["crime_type"], int(row["records"])))
    numbers, written = count(), 0
    for force in count(1):
        for month, own in cells.items():
            file = folder / month / f"{month}-force-{'abcdefghijklmnopqrstuvwxyz'[force % 26]}-street.csv"
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("w", encoding="utf-8") as out:
                out.write(HEADINGS)
                for district, category, amount in own:
                    row = ROW.replace("{month}", month).replace("{district}", district).replace("{category}", category)
                    out.writelines(row.format(number=next(numbers)) for _ in range(amount))
                    written += amount
            if written >= records:
                return written
    return written


def by_planbook(archive: Path) -> int:
    """What `planbook import police-uk` does with an archive."""
    from planbook.imports.police_uk import monthly_counts

    return int(monthly_counts([archive])[0]["Records"].astype(int).sum())


def by_pandas(folder: Path) -> int:
    """One file after the other, four columns each."""
    import pandas as pd

    parts = []
    for file in sorted(folder.rglob("*-street.csv")):
        table = pd.read_csv(file, usecols=NAMES, dtype=str)
        table["Area"] = table["LSOA name"].str.replace(r" [0-9]{3}[A-Z]$", "", regex=True)
        parts.append(table.drop_duplicates("Crime ID").groupby(["Month", "Area", "Crime type"]).size())
    return int(pd.concat(parts).sum())


def by_polars(folder: Path) -> int:
    """All files at once, lazily and streamed, as Polars would have it."""
    import polars as pl

    table = pl.scan_csv(str(folder / "*" / "*-street.csv"), infer_schema=False).select(NAMES)
    area = pl.col("LSOA name").str.replace(r" [0-9]{3}[A-Z]$", "").alias("Area")
    counts = table.group_by("Month", area, "Crime type").agg(pl.col("Crime ID").n_unique().alias("Records"))
    return int(counts.collect(engine="streaming")["Records"].sum())


WAYS = {"planbook": by_planbook, "pandas": by_pandas, "polars": by_polars}


def main() -> None:
    """Write the records, run each way in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, default=25)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--zip", action="store_true", help="let planbook read the same archive as a zip too")
    parser.add_argument("--way", choices=WAYS, help="run one way in this process, on --archive")
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    if options.way:
        print(cost(options.way, options.archive))
        return
    with tempfile.TemporaryDirectory() as place:
        compare(Path(place) / "archive", options)


def cost(way: str, archive: Path) -> str:
    """Count in one way, and say records, seconds, seconds of processor, and the most memory of this process."""
    start = perf_counter()
    records = WAYS[way](archive)
    seconds, used = perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return (
        f"{way} ({archive.suffix.lstrip('.') or 'folder'}): {records:,} records, {seconds:.1f} s, "
        f"processor {used.ru_utime + used.ru_stime:.1f} s, {used.ru_maxrss / 1024:,.0f} MiB"
    )


def compare(folder: Path, options: argparse.Namespace) -> None:
    """Run each way on the records, and print seconds, processor time and memory."""
    records = write_archive(folder, int(options.millions * 1_000_000))
    print(f"{records:,} records in {sum(1 for _ in folder.rglob('*.csv')):,} files", flush=True)
    runs = [(way, folder) for way in WAYS]
    if options.zip:
        runs.append(("planbook", Path(shutil.make_archive(str(folder), "zip", folder))))
    for _ in range(options.rounds):
        for way, archive in runs:
            command = [sys.executable, __file__, "--way", way, "--archive", str(archive)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


if __name__ == "__main__":
    main()
