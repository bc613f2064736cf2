"""What a text is checked against, and what is wrong with it: where, what, by which rule, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from planbook.claims.claims import Claim

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


@dataclass(frozen=True)
class Licence:
    """The words that the verdicts on one measure permit. ``names`` are the measure's id and its names in prose."""

    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """The surroundings of one text.

    Attributes:
        kind: commentary, notebook or page; a page explains, and its general statements need no licence.
        milestone: whose commentary it is, or empty. claims: every claim that prose may quote.
        licences: of the milestone's verdicts; None where no edition has been run for the text's period.
        terms: acronyms of the glossary. charts: of the milestone; None where that is not known.
        tables: whether the text itself or its directives hold a table.
        registered: phrases whose numbers are registered. titles: registered titles, which are not looked at.
    """

    kind: Literal["commentary", "notebook", "page"] = "commentary"
    milestone: str = ""
    claims: tuple[Claim, ...] = ()
    licences: tuple[Licence, ...] | None = None
    terms: frozenset[str] = frozenset()
    charts: int | None = None
    tables: bool = False
    registered: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


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
    counts = ((len(faults), "fault"), (len({fault.file for fault in faults}), "file"))
    total, files = (f"{count} {noun if count == 1 else f'{noun}s'}" for count, noun in counts)
    # In the order of files and lines, as an editor walks through them.
    ordered = sorted(faults, key=lambda fault: (fault.file, fault.place.cell, fault.place))
    lines = "".join(f"\n  {fault}" for fault in ordered)
    return f"{total} in the words of {files}; nothing was built. CONTRIBUTING.md says what to do for each.{lines}"
