"""The register of sign-offs on disk: read it, say where each milestone stands, add a signature."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from planbook.claims.ledger import Ledger
from planbook.claims.signoff import Hashes, SignOff, SignOffState, hashes_of, section_of, signed, state_of
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Milestone, Plan
from planbook.data.values import records


class NothingToSign(RuntimeError):
    """No edition has been run, so there is nothing to sign."""

    def __init__(self) -> None:
        super().__init__("book/edition holds no ledger: run an edition first, with `planbook run`, and read it")


def read_ledger(places: Places) -> Ledger:
    """The ledger of the edition that was last run.

    Raises:
        NothingToSign: there is none.
    """
    path = places.edition / "ledger.json"
    if not path.is_file():
        raise NothingToSign
    return Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))


def commentary_path(places: Places, period: Period, force: str, milestone: str) -> Path:
    """Where the commentary on a milestone stands, or would stand; another force has a folder of its own."""
    return registers.commentary_folder(places.data, force, period.slug) / f"{milestone}.md"


def _register_path(places: Places, ledger: Ledger) -> Path:
    """``data/signoff/fy2014-15.csv``; another force has its own file."""
    force = "" if ledger.edition.force == registers.PLAN_FORCE else f"{ledger.edition.force}-"
    return places.signoff / f"{force}{Period.parse(ledger.edition.period).slug}.csv"


def read_register(places: Places, ledger: Ledger) -> tuple[SignOff, ...]:
    """The signatures of an edition; none where there is no register for its period."""
    path = _register_path(places, ledger)
    return records(registers.rows(path), SignOff) if path.is_file() else ()


def states(places: Places, ledger: Ledger, plan: Plan) -> tuple[SignOffState, ...]:
    """Where the sign-off of every milestone of an edition stands, in the order of the plan."""
    register = read_register(places, ledger)
    return tuple(state_of(milestone, register, now) for milestone, now in hashes(places, ledger, plan).items())


def hashes(places: Places, ledger: Ledger, plan: Plan) -> dict[str, Hashes]:
    """What each milestone holds now: the hashes of its data, calculation and prose, in the order of the plan."""
    notebooks = {outcome.id: _as_run(places, outcome.notebook) for outcome in plan.outcomes}
    return {
        milestone.id: _hashes(places, ledger, milestone, notebooks[milestone.outcome]) for milestone in plan.milestones
    }


def _as_run(places: Places, notebook: str) -> dict[str, Any]:
    path = places.edition / "as_run" / f"{notebook}.ipynb"
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"cells": []}
    return record


def _hashes(places: Places, ledger: Ledger, milestone: Milestone, notebook: dict[str, Any]) -> Hashes:
    edition = ledger.edition
    words = commentary_path(places, Period.parse(edition.period), edition.force, milestone.id)
    commentary = words.read_text(encoding="utf-8") if words.is_file() else ""
    return hashes_of(milestone, ledger, section_of(notebook, milestone.id), commentary)


def edition_states(places: Places) -> tuple[SignOffState, ...]:
    """Where the sign-off of every milestone of the edition that was last run stands.

    Raises:
        NothingToSign: no edition has been run.
    """
    ledger = read_ledger(places)
    return states(places, ledger, plan_of(places, ledger))


def plan_of(places: Places, ledger: Ledger) -> Plan:
    """The plan that an edition is judged by."""
    return registers.plan_for(places, Period.parse(ledger.edition.period), ledger.edition.force).plan


def sign(places: Places, milestone: str, capacity: str, role: str, day: str) -> SignOff:
    """Sign a milestone of the edition that was last run, as it stands, and write the register.

    Raises:
        NothingToSign: no edition has been run.
        UnknownMilestone, UnknownCapacity, SignedTwice: the signature cannot be given.
    """
    ledger = read_ledger(places)
    plan = plan_of(places, ledger)
    promise = plan.milestone(milestone)
    now = _hashes(places, ledger, promise, _as_run(places, plan.outcome(promise.outcome).notebook))
    fresh = SignOff(milestone, capacity, role, **asdict(now), signed_on=day)
    _write(_register_path(places, ledger), signed(read_register(places, ledger), fresh, plan))
    return fresh


def _write(path: Path, register: tuple[SignOff, ...]) -> None:
    schema = path.with_name(f"{path.stem}.schema.json")
    if not schema.is_file():
        shutil.copyfile(min(path.parent.glob("*.schema.json")), schema)
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, [field.name for field in fields(SignOff)], lineterminator="\n")
        table.writeheader()
        table.writerows(map(asdict, register))
