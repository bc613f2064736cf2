"""The process that runs notebooks and builds the whole site, with all that it needs imported and warm.

What it makes is what ``planbook book`` makes, by the same functions. It runs as a process of its own, so that it can
be ended at any moment together with what it started.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from planbook.data.periods import Period
from planbook.data.places import find_places
from planbook.edge.press import press
from planbook.edge.site import BuildFailed, build_site
from planbook.preview.forgetting import forget
from planbook.preview.makers import Answer, take_orders
from planbook.prose.gate import GateFaults
from planbook.run.edition import Request, run_edition
from planbook.run.forking import warm_up
from planbook.run.running import RunFailed

if TYPE_CHECKING:
    from planbook.data.places import Places

__all__ = ["faults_of", "main"]


class Works:
    """Follows orders for one project, period and force."""

    def __init__(self, places: Places, request: Request) -> None:
        self._places, self._request = places, request

    def follow(self, *, site: bool) -> Answer:
        """Run the notebooks that changed; build the site too where it is asked for."""
        forget()
        try:
            run_edition(self._places, self._request)
            if site:
                build_site(self._places)
        except (ValueError, LookupError, RuntimeError, OSError) as error:
            return Answer(tuple(faults_of(error, self._places)))
        return Answer()


def faults_of(error: Exception, places: Places) -> list[str]:
    """What went wrong, one entry a fault, with files named below the root."""
    if isinstance(error, GateFaults):
        return [*map(str, error.faults), *error.elsewhere.splitlines()]
    if isinstance(error, RunFailed):
        return [str(failure) for failure in error.failures]
    text = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    lines = text.splitlines()[1:] if isinstance(error, BuildFailed) else [text]
    return [line.replace(f"{places.root}/", "") for line in lines]


def main() -> None:
    """Import, warm the kernels and the press, follow orders until the input ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a build prints is no answer
    period, force = sys.argv[1:]
    warm_up()
    press.warm()
    take_orders(answers, Works(find_places(), Request(period=Period.parse(period), force=force)).follow)


if __name__ == "__main__":
    main()
