"""The command that takes in releases: import, of one; again, of all that are held, from their raw files."""

from argparse import Namespace
from pathlib import Path

from planbook.cli import AddCommand
from planbook.data.places import find_places

KINDS = ("home-office", "police-uk", "residents", "survey", "table")
SHOWN = 12


def add_commands(add: AddCommand) -> None:
    """Add the command to ``planbook``."""
    parser = add("import", _import, "add a release to a table of data/series, and say what it changes")
    parser.set_defaults(stopped="stopped; the table is as it was")
    words = f"{', '.join(KINDS)}; or again, which makes all tables from the raw files of folders and compares them"
    parser.add_argument("kind", choices=(*KINDS, "again"), metavar="KIND", help=words)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files of the release; folders, zips")
    parser.add_argument("--table", default="", help="name of the table in data/series (default: as the mapping says)")
    parser.add_argument("--vintage", default="", metavar="YYYY-MM", help="year and month of the release")
    parser.add_argument("--mapping", type=Path, metavar="M.toml", help="which columns hold what, and who published it")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")


def _import(options: Namespace) -> int:
    from planbook.imports.importing import Request, add_release, read_release

    if options.kind == "again":
        return _again(options)
    request = Request(options.kind, tuple(options.files), options.table, options.vintage, options.mapping)
    release = read_release(find_places(), request)
    table, vintage = release.mapping.table, release.mapping.vintage
    print(f"{table}, vintage {vintage}: {len(release.observations):,} observations")
    print(*(f"from {source.name}, sha256 {source.sha256}" for source in release.sources), sep="\n")
    print(*release.changes.lines(), *(f"note: {note}" for note in release.notes), sep="\n")
    if options.dry_run:
        print("dry run: nothing was written")
    elif count := add_release(release):
        print(f"data/series/{table}.csv: {count:,} rows added")
    else:
        print(f"data/series/{table}.csv: nothing new, nothing written")
    return 0


def _again(options: Namespace) -> int:
    from planbook.imports.again import made_again

    alike = True
    for table, differences in made_again(find_places(), options.files, options.table):
        alike = alike and not differences
        print(
            f"{table}: {f'{len(differences):,} rows differ' if differences else 'made again, every row as it is held'}"
        )
        print(*(f"  {line}\n" for line in differences[:SHOWN]), sep="", end="")
    return 0 if alike else 1
