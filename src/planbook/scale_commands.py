"""The command that makes every edition of every force. Heavy imports wait until it runs."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from planbook.scale.progress import Progress

__all__ = ["Teller", "add"]

BETWEEN_LINES = 30.0
"""Seconds between two lines in a log."""

BETWEEN_LOOKS = 0.5
"""Seconds between two changes of the line on a terminal."""

INTERRUPTED = 130
"""What a shell gives for a command that was interrupted."""

CLEAR = "\r\x1b[K"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of ``planbook``."""
    everything = commands.add_parser("all", help="make all editions of all forces as one site, in _build/all")
    everything.add_argument("--forces", nargs="+", default=[], metavar="FORCE", help="ids of forces (default: all 43)")
    everything.add_argument(
        "--years", default="2013-14..2024-25", help="one financial year, or first..last (default 2013-14..2024-25)"
    )
    everything.add_argument("--scheduler", default="", help="run on the Dask cluster at this address, tcp://host:port")
    everything.add_argument(
        "--workers", type=int, default=0, help="notebooks at once here (default: as many as cores and memory allow)"
    )
    everything.add_argument("--fresh", action="store_true", help="run every notebook, also where its result is kept")
    everything.set_defaults(command=_all)


def _all(options: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.scale.everything import Asked, build_all

    places, teller = find_places(), Teller(sys.stderr)
    asked = Asked(tuple(options.forces), options.years, options.scheduler, options.workers, options.fresh)
    try:
        index = build_all(places, asked, teller.tell)
    except KeyboardInterrupt:
        teller.finish()
        print("interrupted; what was made is kept, and the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    finally:
        teller.finish()
    print(f"site: {index.relative_to(places.root)}")
    return 0


class Teller:
    """Tells of progress: one line that changes on a terminal, a line now and then in a log."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.terminal = out.isatty()
        self.told = float("-inf")
        self.open = False

    def tell(self, progress: Progress) -> None:
        """Say where the run stands, unless that was just said."""
        last = progress.done == progress.total
        if monotonic() - self.told < (BETWEEN_LOOKS if self.terminal else BETWEEN_LINES) and not last:
            return
        self.told = monotonic()
        self.out.write(f"{CLEAR}{progress.words}" if self.terminal else f"{progress.words}\n")
        self.out.flush()
        self.open = self.terminal

    def finish(self) -> None:
        """End the line on a terminal."""
        if self.open:
            self.out.write("\n")
            self.open = False
