"""The words of an edition: definitions, promises and commentary, kept so that two editions can be compared.

The ledger holds what notebooks recorded. What people wrote stands here, and is published beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from planbook.claims.ledger import Edition, Ledger
from planbook.data import registers
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Milestone, Plan
from planbook.paper.paragraph_register import numbering, split_paragraphs


@dataclass(frozen=True)
class Definition:
    """How a measure is defined."""

    measure: str
    label: str
    unit: str
    definition: str
    direction: str
    denominator: str


@dataclass(frozen=True)
class Promise:
    """What the register says of a milestone; dates as written there (a day or a month), empty for none."""

    milestone: str
    title: str
    short_title: str
    kind: str
    owner: str
    measure: str
    target: str
    due: str
    awaiting: str
    awaiting_since: str
    elsewhere: str
    elsewhere_date: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of commentary as written, with claims quoted by id.

    ``place`` counts from 1; ``number`` is how it is cited, empty where no register numbers it.
    """

    milestone: str
    place: int
    text: str
    number: str = ""

    @property
    def cited(self) -> str:
        """How the paragraph is named: by its number, or by its place where none is carried."""
        return self.number or f"{self.milestone}.{self.place}"


class Wording(msgspec.Struct, frozen=True, tag_field="format", tag="planbook-wording/1"):
    """Definitions, promises and commentary of one edition; ``msgspec.to_builtins`` gives the published record."""

    definitions: tuple[Definition, ...]
    promises: tuple[Promise, ...]
    commentary: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Content:
    """What an edition says: its ledger, and its words where they are carried."""

    ledger: Ledger
    wording: Wording | None = None


def paragraphs_of(milestone: str, text: str, numbers: Mapping[str, str] | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of a commentary, parted by blank lines, each on one line, with its number by text."""
    blocks = enumerate(split_paragraphs(text), start=1)
    return tuple(Paragraph(milestone, place, block, (numbers or {}).get(block, "")) for place, block in blocks)


def wording_of(plan: Plan, measures: Measures, commentary: Iterable[Paragraph]) -> Wording:
    """The words of an edition from its registers and its commentary."""
    definitions = tuple(
        Definition(one.id, one.label, one.unit, one.definition, one.direction, one.denominator) for one in measures.all
    )
    return Wording(definitions, tuple(map(_promise, plan.milestones)), tuple(commentary))


def _promise(milestone: Milestone) -> Promise:
    return Promise(
        milestone=milestone.id,
        title=milestone.title,
        short_title=milestone.short_title,
        kind=milestone.kind,
        owner=milestone.owner,
        measure=milestone.measure,
        target=milestone.target_words,
        due=milestone.due.isoformat() if milestone.due else "",
        awaiting=milestone.awaiting,
        awaiting_since=milestone.awaiting_since,
        elsewhere=milestone.elsewhere.paper or milestone.elsewhere.body,
        elsewhere_date=milestone.elsewhere.date,
    )


def wording_at(places: Places, edition: Edition) -> Wording:
    """Definitions, promises and commentary as they stand now."""
    period = Period.parse(edition.period)
    plan = registers.plan_for(places, period, edition.force).plan
    folder = registers.commentary_folder(places.data, edition.force, period.slug)
    register = numbering(folder)
    commentary: list[Paragraph] = []
    for milestone in plan.milestones:
        path = folder / f"{milestone.id}.md"
        if path.is_file():
            numbers = {text: number for number, text in register.of(milestone.id)}
            commentary += paragraphs_of(milestone.id, path.read_text(encoding="utf-8"), numbers)
    return wording_of(plan, registers.measures(places), commentary)
