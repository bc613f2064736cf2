"""How far a long run is, and how long the rest will take, from what the last tasks took."""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO

RECENT = 40
"""Tasks that the estimate is taken from: enough for a steady median, few enough to follow the load of the machine."""

FEWEST = 5
"""Tasks that must have run before an estimate is worth telling."""

BETWEEN_LINES, BETWEEN_CHANGES = 30.0, 0.5
"""Seconds between two lines in a log, and between two changes of the line on a terminal."""

MINUTE, HOUR = 60, 3600
CLEAR = "\r\x1b[K"


@dataclass
class Progress:
    """Counts of what is done, and the seconds that each of the last tasks that ran took.

    ``width`` is how many tasks run at once. A result that was kept from before costs next to nothing and is left out
    of the estimate, which so tells what the rest takes if none of it is kept.
    """

    total: int
    width: int
    done: int = 0
    ran: int = 0
    failed: int = 0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))

    def add(self, seconds: float, *, ran: bool, failed: bool = False) -> None:
        """Count a task that has ended after so many seconds."""
        self.done += 1
        self.ran += ran
        self.failed += failed
        if ran:
            self.recent.append(seconds)

    @property
    def remaining(self) -> float | None:
        """Seconds until the end: median of the last tasks times tasks left, over tasks side by side; or not known."""
        if len(self.recent) < min(FEWEST, self.total):
            return None
        return statistics.median(self.recent) * (self.total - self.done) / max(1, self.width)

    @property
    def words(self) -> str:
        """Where the run stands, on one line."""
        reused, left = self.done - self.ran, self.remaining
        parts = [
            f"{self.done} of {self.total}",
            f"{reused} kept from before" if reused else "",
            f"{self.failed} failed" if self.failed else "",
        ]
        if self.done < self.total:
            parts.append("time left not known yet" if left is None else f"about {duration_words(left)} left")
        return ", ".join(part for part in parts if part)


def duration_words(seconds: float) -> str:
    """A stretch of time as coarse as an estimate is: ``40 seconds``, ``3 minutes``, ``1 hour 20 minutes``."""
    if seconds < MINUTE:
        return _counted(max(5, 5 * round(seconds / 5)), "second")
    minutes = round(seconds / MINUTE)
    if seconds < HOUR:
        return _counted(minutes, "minute")
    rounded = 10 * round(minutes / 10)
    rest = f" {_counted(rounded % 60, 'minute')}" if rounded % 60 else ""
    return f"{_counted(rounded // 60, 'hour')}{rest}"


def _counted(amount: int, noun: str) -> str:
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


class ProgressLine:
    """Writes progress: one line that changes on a terminal, a line now and then in a log."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.terminal = out.isatty()
        self.written = -math.inf
        self.open = False

    def write(self, progress: Progress) -> None:
        """Say where the run stands, unless that was just said."""
        last = progress.done == progress.total
        if monotonic() - self.written < (BETWEEN_CHANGES if self.terminal else BETWEEN_LINES) and not last:
            return
        self.written = monotonic()
        self.out.write(f"{CLEAR}{progress.words}" if self.terminal else f"{progress.words}\n")
        self.out.flush()
        self.open = self.terminal

    def close(self) -> None:
        """End the line on a terminal."""
        if self.open:
            self.out.write("\n")
            self.open = False
