"""What the search finds: one record a milestone, measure, outcome, term and paragraph, made from plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from planbook.core.plan import paragraph_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planbook.claims.status import MilestoneStatus
    from planbook.core.glossary import Term
    from planbook.core.measures import Measure
    from planbook.core.plan import Milestone, Outcome

__all__ = ["KINDS", "Entry", "measure_entry", "milestone_entry", "outcome_entry", "records", "term_entry"]

Kind = Literal["milestone", "measure", "outcome", "term", "paragraph"]
KINDS: Final[Mapping[Kind, str]] = {
    "milestone": "Milestones",
    "measure": "Measures",
    "outcome": "Outcomes",
    "term": "Terms",
    "paragraph": "Paragraphs",
}
"""The groups of the results with their headings, in the order shown."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its heading, its words, its address from the root of the site, its status."""

    kind: Kind
    title: str
    text: str
    address: str
    status: str = ""


def outcome_entry(outcome: Outcome, address: str) -> Entry:
    """An outcome by its title."""
    return Entry("outcome", outcome.title, f"Outcome {outcome.id}", address)


def milestone_entry(milestone: Milestone, status: MilestoneStatus | None, address: str) -> Entry:
    """A milestone by its titles, owner, status and the paragraphs of the original report."""
    said = status.sentence if status else ""
    paragraphs = paragraph_text(milestone.paragraphs)
    text = ". ".join(
        part for part in (milestone.title, said.rstrip("."), f"Owner: {milestone.owner}", paragraphs) if part
    )
    return Entry("milestone", f"{milestone.id} {milestone.short_title}", text, address, status.word if status else "")


def measure_entry(measure: Measure, words: Iterable[str], address: str) -> Entry:
    """A measure by its label and definition, with its direction of good and its verdicts."""
    text = f"{measure.definition} {measure.direction_words}. Counted in {measure.unit}."
    return Entry("measure", measure.label, text, address, "; ".join(words))


def term_entry(term: Term, address: str) -> Entry:
    """A term of the glossary."""
    return Entry("term", term.name, term.explained, address)


def records(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The entries as the search program reads them, numbered in their order."""
    return [
        {
            "id": number,
            "kind": entry.kind,
            "title": entry.title,
            "text": entry.text,
            "address": entry.address,
            "status": entry.status,
        }
        for number, entry in enumerate(entries)
    ]
