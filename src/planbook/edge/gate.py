"""All prose of the project through the gate: files are read, every fault is collected, and one error raised."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.claims.ledger import Ledger
from planbook.data import registers
from planbook.data.digests import digest_of, installed_packages
from planbook.data.periods import Period
from planbook.gate.acronyms import terms_of_glossary
from planbook.gate.context import Context, Licence
from planbook.gate.faults import fault_report
from planbook.gate.inspection import inspect

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from planbook.data.places import Places
    from planbook.gate.faults import Fault

__all__ = ["GateFaults", "check_changed_prose", "check_prose", "checked_prose", "prose_files"]

RULES = Path(__file__).resolve().parents[1] / "gate"
"""Where the rules are written."""
IN_BACKTICKS = re.compile(r"`\s*([a-z0-9_]+\.[a-z0-9_]+)")
"""How a claim is quoted, among other things that stand so."""
TABLE_MARKS = ("|---", "{planbook-")
"""What makes a table on a page: one of its own, or a directive that writes one."""


class GateFaults(ValueError):
    """Prose that nothing stands behind; ``faults`` holds each, the message all of them.

    ``elsewhere`` is what else was found wrong at the same time, a fault a line.
    """

    def __init__(self, faults: Sequence[Fault], elsewhere: str = "") -> None:
        self.faults, self.elsewhere = tuple(faults), elsewhere
        super().__init__("\n".join([fault_report(self.faults), *(f"  {line}" for line in elsewhere.splitlines())]))


def checked_prose(places: Places) -> int:
    """Send every text through the gate, and count the files.

    Raises:
        GateFaults: something is wrong; the message names all of it.
    """
    if faults := check_prose(places):
        raise GateFaults(faults)
    return len(prose_files(places))


def prose_files(places: Places) -> tuple[Path, ...]:
    """Commentary, notebooks and hand-written pages, in order."""
    return (
        *sorted((places.data / "commentary").rglob("*.md")),
        *sorted((places.root / "notebooks").glob("*.ipynb")),
        *sorted((places.root / "book").glob("*.md")),
    )


def check_prose(places: Places, only: Container[Path] | None = None) -> tuple[Fault, ...]:
    """Every fault of every text, or of those texts only, in the order of files."""
    surroundings = _Surroundings(places)
    checked = (path for path in prose_files(places) if only is None or path in only)
    return tuple(fault for path in checked for fault in _faults_of(path, surroundings))


def check_changed_prose(places: Places) -> tuple[Fault, ...]:
    """Every fault of every text, as `check_prose` finds them; a text that was sound is not looked at again.

    A hash of each sound text is kept, with all that it was checked against: the rules, its surroundings, and the
    claims that it quotes.
    """
    kept, surroundings, rules = places.cache / "prose_checked.json", _Surroundings(places), _hash_of_rules()
    held = {surroundings.file(path): _hash_of_text(path, surroundings, rules) for path in prose_files(places)}
    before = _sound_before(kept)
    changed = {places.root / name for name, text in held.items() if before.get(name) != text}
    faults = check_prose(places, changed) if changed else ()
    faulty = {fault.file for fault in faults}
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({name: text for name, text in held.items() if name not in faulty}), encoding="utf-8")
    return faults


def _sound_before(kept: Path) -> Mapping[str, str]:
    """The hash of each text that was sound, by name."""
    try:
        return dict(json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _hash_of_rules() -> str:
    return digest_of([Path(__file__), Path(registers.__file__), *sorted(RULES.glob("*.py"))], installed_packages())


def _hash_of_text(path: Path, surroundings: _Surroundings, rules: str) -> str:
    """The hash of a text and of what it is checked against; of the claims those that it quotes."""
    text = path.read_text(encoding="utf-8")
    context = surroundings.of(path, text)
    named = set(IN_BACKTICKS.findall(text))
    quoted = [claim for claim in context.claims if claim.id in named]
    alone = replace(context, claims=(), terms=frozenset())
    return hashlib.sha256(repr((rules, text, alone, sorted(context.terms), quoted)).encode()).hexdigest()


class _Surroundings:
    """What the texts are checked against, read once."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.ledger = _ledger(places)
        glossary = registers.rows(places.data / "glossary.csv")
        self.registered = _registered(places)
        milestones = [
            row for path in sorted((places.data / "plan").glob("*/milestones.csv")) for row in registers.rows(path)
        ]
        outcomes = [
            row for path in sorted((places.data / "plan").glob("*/outcomes.csv")) for row in registers.rows(path)
        ]
        titles = {row[name] for row in milestones for name in ("title", "short_title")} | {
            row["title"] for row in outcomes
        }
        self.base = Context(
            claims=self.ledger.claims if self.ledger else (),
            terms=terms_of_glossary(row["term"] for row in glossary),
            titles=tuple(sorted(title for title in titles if title)),
        )
        self.names = {
            measure.id: (measure.id, measure.label, measure.noun) for measure in registers.measures(places).all
        }

    def file(self, path: Path) -> str:
        """The file as messages name it."""
        return path.relative_to(self.places.root).as_posix()

    def of(self, path: Path, text: str) -> Context:
        """What a text of this name is checked against."""
        if path.suffix == ".ipynb":
            return replace(self.base, kind="notebook")
        page = path.parent.name == "book"
        context = replace(self.base, kind="page") if page else self.of_commentary(path)
        tables = any(mark in text for mark in TABLE_MARKS)
        return replace(context, registered=self.registered.get(self.file(path), ()), tables=tables)

    def of_commentary(self, path: Path) -> Context:
        """A commentary's milestone; its verdicts count where the edition is of the same force and period."""
        milestone = path.stem
        if self.ledger is None or path.parent != self._folder(self.ledger):
            return replace(self.base, milestone=milestone)
        return self.of_milestone(milestone, self.ledger)

    def of_milestone(self, milestone: str, ledger: Ledger) -> Context:
        """The licences and charts of one milestone and its parts."""
        verdicts = [verdict for verdict in ledger.verdicts if _belongs(str(verdict["milestone"]), milestone)]
        charts = sum(_belongs(str(chart["milestone"]), milestone) for chart in ledger.charts)
        licences = tuple(
            Licence(self._names(str(verdict["measure"])), tuple(map(str, verdict["licensed"]))) for verdict in verdicts
        )
        return replace(self.base, milestone=milestone, licences=licences, charts=charts)

    def _names(self, measure: str) -> tuple[str, ...]:
        return tuple(name for name in self.names.get(measure, (measure,)) if name)

    def _folder(self, ledger: Ledger) -> Path:
        force = ledger.edition.force
        commentary = self.places.data / "commentary"
        return commentary / ("" if force == registers.PLAN_FORCE else force) / Period.parse(ledger.edition.period).slug


def _faults_of(path: Path, surroundings: _Surroundings) -> Iterator[Fault]:
    file, text = surroundings.file(path), path.read_text(encoding="utf-8")
    context = surroundings.of(path, text)
    if path.suffix != ".ipynb":
        yield from inspect(file, text, context)
        return
    for number, cell in enumerate(json.loads(text)["cells"], start=1):
        if cell["cell_type"] == "markdown":
            yield from inspect(file, "".join(cell["source"]), context, cell=number)


def _belongs(milestone: str, to: str) -> bool:
    return milestone == to or (milestone.startswith(to) and milestone[len(to) :].isalpha())


def _registered(places: Places) -> Mapping[str, tuple[str, ...]]:
    path = places.data / "published" / "typed_numbers.csv"
    held = registers.rows(path) if path.is_file() else []
    return {file: tuple(row["text"] for row in held if row["file"] == file) for file in {row["file"] for row in held}}


def _ledger(places: Places) -> Ledger | None:
    path = places.edition / "ledger.json"
    return Ledger.from_record(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
