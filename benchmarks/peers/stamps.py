"""Spans of time that a traced process notes in a file: which part, from when to when, by the machine's clock."""

from __future__ import annotations

import functools
import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

__all__ = ["FILE", "Span", "note", "spans_in", "timed", "timing"]

FILE = "PLANBOOK_BENCH_STAMPS"
"""The variable that names the file."""


@dataclass(frozen=True)
class Span:
    """A part of a run, in seconds of the monotonic clock, which all processes of the machine share."""

    part: str
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end - self.start


def note(part: str, start: float, end: float) -> None:
    """Append a span; one write of one line, so processes do not mix theirs."""
    line = json.dumps(asdict(Span(part, start, end))) + "\n"
    with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
        file.write(line)


@contextmanager
def timing(part: str) -> Iterator[None]:
    """Note how long something takes."""
    start = time.monotonic()
    try:
        yield
    finally:
        note(part, start, time.monotonic())


def timed(part: str, function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A function that notes how long it takes."""

    @functools.wraps(function)
    def noted(*args: Given.args, **options: Given.kwargs) -> Answer:
        with timing(part):
            return function(*args, **options)

    return noted


def spans_in(file: Path) -> list[Span]:
    """What was noted."""
    return [Span(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
