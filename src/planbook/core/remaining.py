"""How much time a long run still needs, from how fast its last parts came."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

__all__ = ["Remaining", "duration_text"]

WINDOW = 40
"""Parts that the speed is taken from: the latest, so that kept results do not promise too much for the others."""
MINUTE, HOUR = 60, 3600


@dataclass
class Remaining:
    """The course of a run of ``total`` parts; times are seconds of any clock that does not go back."""

    total: int
    started: float
    done: int = 0
    _ends: deque[float] = field(default_factory=lambda: deque(maxlen=WINDOW + 1))

    def add(self, now: float) -> None:
        """One more part is done."""
        if not self._ends:
            self._ends.append(self.started)
        self.done += 1
        self._ends.append(now)

    @property
    def seconds(self) -> float | None:
        """What is left at the speed of the latest parts; None before the first is done."""
        if len(self._ends) < 2:
            return None
        each = (self._ends[-1] - self._ends[0]) / (len(self._ends) - 1)
        return each * (self.total - self.done)

    @property
    def line(self) -> str:
        """``120 of 516 editions, about 3 min left``."""
        left = self.seconds
        told = "" if left is None or self.done == self.total else f", about {duration_text(left)} left"
        return f"{self.done} of {self.total} editions{told}"


def duration_text(seconds: float) -> str:
    """A duration in the unit that a person would use."""
    if seconds < MINUTE:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / MINUTE)} min" if seconds < HOUR else f"{seconds / HOUR:.1f} h"
