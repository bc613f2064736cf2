"""What people write and sign for an edition: definitions, promises, commentary, and the register of sign-offs.

The ledger holds what notebooks recorded. What people wrote stands here, and is published beside it, so that two
editions can be compared.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from itertools import product
from pathlib import Path

import msgspec

from planbook import Refusal
from planbook.claims.ledger import Edition, Ledger
from planbook.claims.signoff import Hashes, SignedTwice, SignOff, SignOffState, hashes_of, section_of, signed, state_of
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Milestone, Plan
from planbook.data.values import records
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

    @classmethod
    def of(cls, milestone: Milestone) -> Promise:
        """The promise as the register has it."""
        same = ("title", "short_title", "kind", "owner", "measure", "awaiting", "awaiting_since")
        return cls(
            milestone=milestone.id,
            target=milestone.target_words,
            due=milestone.due.isoformat() if milestone.due else "",
            elsewhere=milestone.elsewhere.paper or milestone.elsewhere.body,
            elsewhere_date=milestone.elsewhere.date,
            **{name: getattr(milestone, name) for name in same},
        )


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


def wording_at(places: Places, edition: Edition) -> Wording:
    """Definitions, promises and commentary as they stand now."""
    plan = registers.read_plan(places, edition.plan)
    folder = commentary_of(places, plan, edition)
    register = numbering(folder)
    commentary: list[Paragraph] = []
    for milestone in plan.milestones:
        path = folder / f"{milestone.id}.md"
        if path.is_file():
            numbers = {text: number for number, text in register.of(milestone.id)}
            commentary += paragraphs_of(milestone.id, path.read_text(encoding="utf-8"), numbers)
    definitions = tuple(
        Definition(one.id, one.label, one.unit, one.definition, one.direction, one.denominator)
        for one in registers.measures(places, plan.id).all
    )
    return Wording(definitions, tuple(map(Promise.of, plan.milestones)), tuple(commentary))


def commentary_of(places: Places, plan: Plan, edition: Edition) -> Path:
    """Where the commentary of an edition stands, a file a milestone."""
    return registers.commentary_folder(places, plan, edition.force, Period.parse(edition.period).slug)


def read_ledger(places: Places) -> Ledger:
    """The ledger of the edition that was last run.

    Raises:
        Refusal: there is none.
    """
    path = places.edition / "ledger.json"
    if not path.is_file():
        raise Refusal("book/edition holds no ledger: run an edition first, with `planbook run`, and read it")
    return Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))


def plan_of(places: Places, ledger: Ledger) -> Plan:
    """The plan that an edition is judged by."""
    edition = ledger.edition
    return registers.plan_for(places, edition.plan, Period.parse(edition.period), edition.force).plan


def signoff_path(places: Places, edition: Edition) -> Path:
    """The register of sign-offs, such as ``signoff/fy2014-15.csv``; in a plan of many forces each has its own."""
    only = registers.read_plan(places, edition.plan).only_force
    force = "" if edition.force == only else f"{edition.force}-"
    return places.plan(edition.plan) / registers.SIGNOFF / f"{force}{Period.parse(edition.period).slug}.csv"


def read_register(places: Places, ledger: Ledger) -> tuple[SignOff, ...]:
    """The signatures of an edition; none where there is no register for its period."""
    path = signoff_path(places, ledger.edition)
    return records(registers.rows(path), SignOff) if path.is_file() else ()


def write_register(path: Path, register: tuple[SignOff, ...]) -> None:
    """Write signatures, and beside a new register the schema that ``planbook check`` reads it by."""
    schema = path.with_name(f"{path.stem}.schema.json")
    if not schema.is_file():
        path.parent.mkdir(exist_ok=True)  # a plan of which nothing was signed yet has no such folder
        shutil.copyfile(min(path.parents[2].glob("*/signoff/*.schema.json")), schema)
    with path.open("w", encoding="utf-8", newline="") as lines:
        # Left to itself, the csv module ends lines as Windows does, and the register would change its hash.
        table = csv.DictWriter(lines, [field.name for field in fields(SignOff)], lineterminator="\n")
        table.writeheader()
        table.writerows(map(asdict, register))


def hashes(places: Places, ledger: Ledger, plan: Plan) -> dict[str, Hashes]:
    """What each milestone holds now: the hashes of its data, calculation and prose, in the order of the plan."""
    folder, by_milestone = commentary_of(places, plan, ledger.edition), {}
    for outcome in plan.outcomes:
        path = places.edition / "as_run" / f"{outcome.notebook}.ipynb"
        # Without its notebook a milestone has an empty section: a signature on the whole one then shows a change.
        notebook = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"cells": []}
        for milestone in plan.of(outcome.id):
            words = folder / f"{milestone.id}.md"
            commentary = words.read_text(encoding="utf-8") if words.is_file() else ""
            section = section_of(notebook, milestone.id)
            by_milestone[milestone.id] = hashes_of(milestone, ledger, section, commentary)
    return {milestone.id: by_milestone[milestone.id] for milestone in plan.milestones}


def states(places: Places, ledger: Ledger, plan: Plan) -> tuple[SignOffState, ...]:
    """Where the sign-off of every milestone of an edition stands, in the order of the plan."""
    register = read_register(places, ledger)
    return tuple(state_of(milestone, register, now) for milestone, now in hashes(places, ledger, plan).items())


def edition_states(places: Places) -> tuple[SignOffState, ...]:
    """Where the sign-off of every milestone of the edition that was last run stands.

    Raises:
        Refusal: no edition has been run.
    """
    ledger = read_ledger(places)
    return states(places, ledger, plan_of(places, ledger))


def sign(places: Places, milestone: str, capacity: str, role: str, day: str) -> SignOff:
    """Sign a milestone of the edition that was last run, as it stands, and write the register.

    Raises:
        Refusal: no edition has been run.
        UnknownMilestone, UnknownCapacity, SignedTwice: the signature cannot be given.
    """
    ledger = read_ledger(places)
    plan = plan_of(places, ledger)
    now = hashes(places, ledger, plan)[plan.milestone(milestone).id]
    signature = SignOff(milestone, capacity, role, **asdict(now), signed_on=day)
    write_register(signoff_path(places, ledger.edition), signed(read_register(places, ledger), signature, plan))
    return signature


def sign_many(
    places: Places, outcome: str, roles: Mapping[str, str], day: str
) -> tuple[tuple[SignOff, ...], tuple[str, ...]]:
    """Sign all milestones of an outcome, or of the plan where it is empty, in each capacity by its role.

    Returns the signatures, and what could not be signed, a line each.

    Raises:
        Refusal: no edition has been run, or there is no such outcome.
        UnknownCapacity: a capacity does not exist.
    """
    ledger = read_ledger(places)
    plan = plan_of(places, ledger)
    ids = [one.id for one in (plan.of(plan.outcome(outcome).id) if outcome else plan.milestones)]
    now, register = hashes(places, ledger, plan), read_register(places, ledger)
    judged = {status.milestone for status in ledger.milestones}
    given, faults = [], [f"{one}: the edition that was last run does not judge it" for one in ids if one not in judged]
    for milestone, (capacity, role) in product((one for one in ids if one in judged), roles.items()):
        signature = SignOff(milestone, capacity, role, **asdict(now[milestone]), signed_on=day)
        try:
            register = signed(register, signature, plan)
        except SignedTwice as fault:
            faults.append(str(fault))
        else:
            given.append(signature)
    if given:
        write_register(signoff_path(places, ledger.edition), register)
    return tuple(given), tuple(faults)
