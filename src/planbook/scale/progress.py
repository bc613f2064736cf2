"""How far a long run is, and how long the rest will take, from what the last tasks took."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass, field

__all__ = ["Progress", "duration_words"]

RECENT = 40
"""Tasks that the estimate is taken from: enough for a steady median, few enough to follow the load of the machine."""

FEWEST = 5
"""Tasks that must have run before an estimate is worth telling."""

MINUTE, HOUR = 60, 3600


@dataclass
class Progress:
    """Counts of what is done, and the seconds that each of the last tasks that ran took.

    ``side_by_side`` is how many tasks run at once. A result that was kept from before costs next to nothing and is
    left out of the estimate, which so tells what the rest takes if none of it is kept.
    """

    total: int
    side_by_side: int
    done: int = 0
    ran: int = 0
    failed: int = 0
    recent: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))

    def ended(self, seconds: float, *, ran: bool, failed: bool = False) -> None:
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
        return statistics.median(self.recent) * (self.total - self.done) / max(1, self.side_by_side)

    @property
    def words(self) -> str:
        """Where the run stands, on one line."""
        kept = self.done - self.ran
        parts = [
            f"{self.done} of {self.total}",
            *([f"{kept} kept from before"] if kept else []),
            *([f"{self.failed} failed"] if self.failed else []),
        ]
        if self.done < self.total:
            left = self.remaining
            parts.append("time left not known yet" if left is None else f"about {duration_words(left)} left")
        return ", ".join(parts)


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
