"""The words of an edition: definitions, promises and commentary, kept so that two editions can be compared.

The ledger holds what notebooks recorded. What people wrote stands here, and is published beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planbook.data import registers
from planbook.data.periods import Period
from planbook.paper.paragraph_register import commentary_folder, numbering, split_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planbook.claims.ledger import Edition, Ledger
    from planbook.data.measures import Measures
    from planbook.data.places import Places
    from planbook.data.plan import Milestone, Plan

__all__ = ["Content", "Definition", "Paragraph", "Promise", "Wording", "paragraphs_of", "wording_at", "wording_of"]


WORDING_FORMAT = "planbook-wording/1"


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


@dataclass(frozen=True)
class Wording:
    """Definitions, promises and commentary of one edition."""

    definitions: tuple[Definition, ...]
    promises: tuple[Promise, ...]
    commentary: tuple[Paragraph, ...]

    def as_record(self) -> dict[str, Any]:
        """The words as plain data, in a fixed order."""
        return {
            "format": WORDING_FORMAT,
            "definitions": [asdict(one) for one in self.definitions],
            "promises": [asdict(one) for one in self.promises],
            "commentary": [asdict(one) for one in self.commentary],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Wording:
        """Read the words back."""
        return cls(
            tuple(Definition(**one) for one in record["definitions"]),
            tuple(Promise(**one) for one in record["promises"]),
            tuple(Paragraph(**one) for one in record["commentary"]),
        )


@dataclass(frozen=True)
class Content:
    """What an edition says: its ledger, and its words where they are carried."""

    ledger: Ledger
    wording: Wording | None = None


def paragraphs_of(milestone: str, text: str, numbers: Mapping[str, str] | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of a commentary, parted by blank lines, each on one line, with its number by text."""
    held = numbers or {}
    blocks = split_paragraphs(text)
    return tuple(Paragraph(milestone, place, block, held.get(block, "")) for place, block in enumerate(blocks, start=1))


def wording_of(
    plan: Plan,
    measures: Measures,
    commentary: Iterable[tuple[str, str]],
    numbers: Mapping[str, Mapping[str, str]] | None = None,
) -> Wording:
    """The words of an edition from its registers and its commentary, given as pairs of milestone and text.

    ``numbers`` gives, for each milestone, the number of each paragraph by its text.
    """
    held = numbers or {}
    definitions = tuple(
        Definition(one.id, one.label, one.unit, one.definition, one.direction, one.denominator) for one in measures.all
    )
    promises = tuple(_promise(milestone) for milestone in plan.milestones)
    written = tuple(
        paragraph for milestone, text in commentary for paragraph in paragraphs_of(milestone, text, held.get(milestone))
    )
    return Wording(definitions, promises, written)


def _promise(milestone: Milestone) -> Promise:
    elsewhere = milestone.elsewhere
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
        elsewhere=elsewhere.paper or elsewhere.body,
        elsewhere_date=elsewhere.date,
    )


def wording_at(places: Places, edition: Edition) -> Wording:
    """Definitions, promises and commentary as they stand now."""
    plan = registers.plan_for(places, Period.parse(edition.period), edition.force).plan
    folder = commentary_folder(places.data, edition.force, Period.parse(edition.period).slug)
    written = [
        (milestone.id, path.read_text(encoding="utf-8"))
        for milestone in plan.milestones
        if (path := folder / f"{milestone.id}.md").is_file()
    ]
    held = numbering(folder)
    numbers = {milestone: {text: number for number, text in held.of(milestone)} for milestone, _ in written}
    return wording_of(plan, registers.measures(places), written, numbers)
