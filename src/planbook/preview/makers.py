"""The server's side of a process that takes orders, one line each, and answers each with the faults it found."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, TextIO

from planbook.edge.press import FIXED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["PAGES", "Answer", "Maker", "take_orders"]

PAGES = "html"
"""Where pages made by themselves are, below the folder of the process that makes them."""
PATIENCE = 5.0
"""Seconds that a process may take to end."""
ENDED = "the process that builds ended; what it said stands in the terminal. Save again to start another"


@dataclass(frozen=True)
class Answer:
    """What was made, and what was found wrong; each fault is a line or a few, with file and place."""

    faults: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Maker:
    """A process of its own session, so that Ctrl+C reaches it only by way of the server."""

    def __init__(self, module: str, root: Path, words: Sequence[str] = ()) -> None:
        self._command = [sys.executable, "-m", module, *words]
        self._environment = {**os.environ, **FIXED, "PLANBOOK_ROOT": str(root)}
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it unless it runs; it imports while this returns."""
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )

    def ask(self, **order: object) -> Answer:
        """Give an order and wait for its answer; orders of several threads follow one another."""
        with self._lock:
            self.start()
            process = self._process
            if process is None or process.stdin is None or process.stdout is None:
                return Answer((ENDED,))
            try:
                process.stdin.write(json.dumps(order) + "\n")
                process.stdin.flush()
                said = json.loads(process.stdout.readline())
            except (OSError, ValueError):
                self.end()  # it may have closed its output and not ended yet
                return Answer((ENDED,))
        return Answer(tuple(said["faults"]), tuple(said["pages"]))

    def end(self) -> None:
        """End it with all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        _signal_all(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        _signal_all(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _signal_all(session: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, number)


def take_orders(answers: TextIO, follow: Callable[..., Answer]) -> None:
    """The process's side: follow each order of standard input until it is closed."""
    for line in sys.stdin:
        answer: dict[str, Any] = vars(follow(**json.loads(line)))
        print(json.dumps(answer), file=answers, flush=True)
