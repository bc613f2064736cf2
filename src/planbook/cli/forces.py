"""The command on all forces: all."""

import sys
from argparse import Namespace

from planbook.cli.options import AddCommand, notebook_options
from planbook.data.places import find_places


def add_commands(add: AddCommand) -> None:
    """Add the command to ``planbook``."""
    parser = add("all", _all, "make all editions of all forces as one site, in _build/all")
    parser.set_defaults(stopped="interrupted; what was made is kept, and the same command goes on from there")
    parser.add_argument("--forces", nargs="+", default=[], metavar="FORCE", help="ids of forces (default: all 43)")
    years = "one financial year, or first..last (default 2013-14..2024-25)"
    parser.add_argument("--years", default="2013-14..2024-25", help=years)
    parser.add_argument("--scheduler", default="", help="run on the Dask cluster at this address, tcp://host:port")
    notebook_options(parser, " here")


def _all(options: Namespace) -> None:
    from planbook.forces.build_all import AllRequest, ProgressLine, build_all

    places, line = find_places(), ProgressLine(sys.stderr)
    request = AllRequest(tuple(options.forces), options.years, options.scheduler, options.workers, options.fresh)
    try:
        index = build_all(places, request, line.write)
    finally:
        line.close()
    print(f"site: {index.relative_to(places.root)}")
