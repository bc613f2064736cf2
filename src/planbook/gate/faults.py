"""What the gate finds wrong with a text: where, what, by which rule, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["RULES", "Fault", "Finding", "Place", "Rule", "fault_report"]

Rule = Literal["number", "word", "acronym", "reference", "points", "date", "register"]

RULES: Final[dict[Rule, str]] = {
    "number": "a number typed by hand",
    "word": "a statistical word without a licence",
    "acronym": "an acronym that the glossary lacks",
    "reference": "a reference to a chart or table that is not there",
    "points": "per cent where percentage points are meant",
    "date": "a relative date",
    "register": "a registered number that the text no longer holds",
}
"""Every rule in the words of the message."""


@dataclass(frozen=True, order=True)
class Place:
    """Line and column, counted from one; in a notebook the number of the cell as well, counted from one."""

    line: int
    column: int
    cell: int = 0


@dataclass(frozen=True)
class Finding:
    """What a rule finds in one passage: characters ``start`` to ``end`` of it, and what to do."""

    rule: Rule
    start: int
    end: int
    advice: str


@dataclass(frozen=True)
class Fault:
    """A finding with its place in a file."""

    file: str
    place: Place
    text: str
    rule: Rule
    advice: str

    def __str__(self) -> str:
        cell = f", cell {self.place.cell}" if self.place.cell else ""
        where = f"{self.file}{cell}:{self.place.line}:{self.place.column}"
        return f'{where}: {RULES[self.rule]}: "{self.text}". {self.advice}.'


def fault_report(faults: Sequence[Fault]) -> str:
    """All faults, one a line, in the order of files and places."""
    count, files = len(faults), len({fault.file for fault in faults})
    heading = f"{count} {'fault' if count == 1 else 'faults'} in the words of {files} {'file' if files == 1 else 'files'}"
    ordered = sorted(faults, key=lambda fault: (fault.file, fault.place.cell, fault.place))
    lines = "".join(f"\n  {fault}" for fault in ordered)
    return f"{heading}; nothing was built. CONTRIBUTING.md says what to do for each.{lines}"
