"""Jupyter Book in a process that has imported it before it is asked to build (`printer`): the side of whoever asks.

Importing Sphinx, Jupyter Book and this library's extension takes longer than rebuilding a page. A press is started
while notebooks run, or kept by whoever builds again and again. Each build is a
fork of its own, so none sees what another left behind. Where processes cannot be forked, the ordinary command runs,
and what comes out is the same.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from planbook.edge.printer import GO, READY, waits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planbook.data.places import Places
    from planbook.run.edition import Request

__all__ = ["FIXED", "Foreseen", "Press", "Printed", "press"]

FIXED = {
    "SOURCE_DATE_EPOCH": "0",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
}
"""What makes two builds of the same sources the same; and one thread, since builds are forks."""
ENDED = -int(signal.SIGKILL)
"""The exit code of a build that was ended from outside, while it was going on."""
PRINTER = "planbook.edge.printer"
"""The module that the process runs."""


@dataclass(frozen=True)
class Foreseen:
    """A build that will be asked for: its words, its variables, and a stamp of what it begins with."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    stamp: str


@dataclass(frozen=True)
class Printed:
    """How a build ended, and what it said."""

    code: int
    said: str


class Press:
    """The starter's side: at most one warm process, started when it is first wanted."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._talk: socket.socket | None = None
        self._ready = False
        self._foreseen: Foreseen | None = None
        self._spoken: IO[str] | None = None
        atexit.register(self.end)

    @property
    def number(self) -> int:
        """The number of the process, and of its group; 0 where there is none."""
        return self._process.pid if self._process else 0

    @property
    def importing(self) -> bool:
        """Whether there is a process that has not imported everything yet, and no order was given to it."""
        return self._talk is not None and not self._ready and not waits(self._talk)

    @property
    def _warm(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def warm(self, *edition: str) -> None:
        """Start the process now, so that it imports while the starter does other things.

        With the root, period, force and date of the edition that will be printed once, it works out meanwhile what can
        be; with an order too, it begins the build as far as it needs no edition.
        """
        if not self._warm and sys.platform == "linux":
            self.end()
            self._ready = False
            self._talk, theirs = socket.socketpair()
            with theirs:
                self._process = _started(theirs, edition)

    def warm_for(self, places: Places, request: Request, foreseen: Foreseen | None = None) -> None:
        """Start the process now, for the edition that is asked for; ``foreseen`` is the build of it."""
        edition = (str(places.root), request.period.canonical, request.force, request.as_at)
        if foreseen is None or self._warm:
            self.warm(*edition)
            return
        self._foreseen, self._spoken = foreseen, _speech()
        self.warm(*edition, _order(foreseen.arguments, foreseen.environment, self._spoken))

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], stamp: str = "") -> Printed:
        """Run ``jupyter-book`` with these arguments, and variables beside the fixed ones, to its end.

        Where the same build was foreseen, with the same ``stamp``, it has begun already.
        """
        self.warm()
        foreseen, self._foreseen = self._foreseen, None
        begun, self._spoken = self._spoken, None
        as_foreseen = begun is not None and foreseen == Foreseen(tuple(arguments), dict(environment), stamp)
        with begun if begun and as_foreseen else _speech() as spoken:
            code = self._ask(GO if as_foreseen else _order(arguments, environment, spoken))
            if code is None:
                code = _ordinary(arguments, environment, spoken.name)
            return Printed(code, Path(spoken.name).read_text(encoding="utf-8", errors="replace"))

    def stop(self) -> None:
        """Kill the process, and a build that is going on, without waiting until they are gone."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # with it the build that it forked

    def end(self) -> None:
        """End the process, and a build that is going on; what it imported is forgotten."""
        self.stop()
        process, self._process = self._process, None
        talk, self._talk = self._talk, None
        if process is not None:
            process.wait()
        if talk is not None:
            talk.close()

    def _ask(self, order: str) -> int | None:
        """The exit code of a forked build; None where there is no process, or it broke off of itself."""
        process, talk = self._process, self._talk
        if process is None or talk is None:
            return None
        try:
            talk.sendall(f"{order}\n".encode())
            with talk.makefile(encoding="utf-8") as answers:
                self._ready = self._ready or answers.readline() == READY
                return int(answers.readline())
        except (OSError, ValueError):
            if self._process is not process:
                return ENDED
            self.end()
            return None


def _speech() -> IO[str]:
    """A file for what a build says."""
    return tempfile.NamedTemporaryFile("w+", encoding="utf-8")


def _order(arguments: Sequence[str], environment: Mapping[str, str], spoken: IO[str]) -> str:
    return json.dumps({"arguments": list(arguments), "environment": dict(environment), "spoken": spoken.name})


def _started(talk: socket.socket, edition: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", PRINTER, *edition],
        env={**os.environ, **FIXED},
        stdin=subprocess.DEVNULL,
        stdout=talk.fileno(),
        start_new_session=True,
    )


def _ordinary(arguments: Sequence[str], environment: Mapping[str, str], spoken: str) -> int:
    command = [str(Path(sys.executable).with_name("jupyter-book")), *arguments]
    with Path(spoken).open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command, env={**os.environ, **FIXED, **environment}, stdout=out, stderr=subprocess.STDOUT, check=False
        )
    return done.returncode


press = Press()
"""The press of this process."""
