"""One text through the gate: every rule over every passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.gate.acronyms import unknown_acronyms
from planbook.gate.dates import relative_dates
from planbook.gate.faults import Fault, Finding, Place
from planbook.gate.numbers import typed_numbers
from planbook.gate.points import wrong_points
from planbook.gate.prose import passages
from planbook.gate.references import lost_references
from planbook.gate.spans import covered, covering
from planbook.gate.words import unlicensed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.gate.context import Context
    from planbook.gate.prose import Passage

__all__ = ["findings", "inspect"]


def inspect(file: str, markdown: str, context: Context, *, cell: int = 0) -> tuple[Fault, ...]:
    """Every fault of a Markdown text, in the order of its passages; ``cell`` is the number of a notebook's cell."""
    held = passages(markdown, cell)
    found = (
        Fault(file, passage.place(finding.start), passage.text[finding.start : finding.end], finding.rule, finding.advice)
        for passage in held
        for finding in findings(passage, context)
    )
    return (*found, *_stale(file, held, context.registered))


def findings(passage: Passage, context: Context) -> Iterator[Finding]:
    """What the rules find in one passage; registered titles are left alone."""
    titles = covering(passage.text, context.titles)
    found = (
        *typed_numbers(passage, context),
        *unlicensed_words(passage, context),
        *unknown_acronyms(passage, context.terms),
        *lost_references(passage, context),
        *wrong_points(passage, context),
        *relative_dates(passage),
    )
    for finding in sorted(found, key=lambda finding: (finding.start, finding.rule)):
        if not covered(finding.start, finding.end, titles):
            yield finding


def _stale(file: str, held: tuple[Passage, ...], registered: tuple[str, ...]) -> Iterator[Fault]:
    """Registered phrases that the text no longer holds."""
    advice = "Take the row out of data/published/typed_numbers.csv, or mend its text"
    for phrase in registered:
        if not any(phrase in passage.text for passage in held):
            yield Fault(file, Place(1, 1), phrase, "register", advice)
