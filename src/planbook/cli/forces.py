"""The command ``planbook all``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

INTERRUPTED = 130
"""What a shell gives for a command that was interrupted."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of ``planbook``."""
    command = commands.add_parser("all", help="make all editions of all forces as one site, in _build/all")
    command.add_argument("--forces", nargs="+", default=[], metavar="FORCE", help="ids of forces (default: all 43)")
    command.add_argument(
        "--years", default="2013-14..2024-25", help="one financial year, or first..last (default 2013-14..2024-25)"
    )
    command.add_argument("--scheduler", default="", help="run on the Dask cluster at this address, tcp://host:port")
    command.add_argument(
        "--workers", type=int, default=0, help="notebooks at once here (default: as many as cores and memory allow)"
    )
    command.add_argument("--fresh", action="store_true", help="run every notebook, also where its result is kept")
    command.set_defaults(command=_all)


def _all(options: argparse.Namespace) -> int:
    # Imported here, so that the other commands start quickly.
    from planbook.data.places import find_places
    from planbook.forces.build_all import AllRequest, build_all
    from planbook.forces.progress import ProgressLine

    places, line = find_places(), ProgressLine(sys.stderr)
    request = AllRequest(tuple(options.forces), options.years, options.scheduler, options.workers, options.fresh)
    try:
        index = build_all(places, request, line.write)
    except KeyboardInterrupt:
        line.close()
        print("interrupted; what was made is kept, and the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    finally:
        line.close()
    print(f"site: {index.relative_to(places.root)}")
    return 0
