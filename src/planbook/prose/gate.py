"""All prose of the project through the gate: files are read, every fault is collected, and one error raised."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import planbook
from planbook.claims.ledger import Ledger
from planbook.data import registers
from planbook.data.files import digest_of, files_below, write_whole
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.prose.findings import Context, Fault, Licence, fault_report
from planbook.prose.rules import inspect, terms_of_glossary

TABLE_MARKS = ("|---", "{planbook-")
"""What makes a table on a page: one of its own, or a directive that writes one."""


class GateFaults(ValueError):
    """Prose that nothing stands behind; ``faults`` holds each, the message all of them.

    ``elsewhere`` is what else was wrong at the same time, a fault a line.
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
        *sorted(places.plans.glob("*/commentary/**/*.md")),
        *sorted(places.plans.glob("*/pages/*.md")),
        *sorted(places.notebooks.glob("*/*.ipynb")),
        *sorted((places.root / "book").glob("*.md")),
    )


def check_prose(places: Places, memory: Path | None = None) -> tuple[Fault, ...]:
    """Every fault of every text, in the order of files.

    ``memory`` is a file that tells which texts had none: they are not looked at again while they, the edition, the
    tables and the rules stay as they are.
    """
    passed = memory.read_text(encoding="ascii").split() if memory and memory.is_file() else ()
    shared, surroundings = _digest_of_surroundings(places) if memory else "", _Surroundings(places)
    texts = {path: digest_of((path,), shared) for path in prose_files(places)}
    faults = {path: tuple(_faults_of(path, surroundings)) for path, digest in texts.items() if digest not in passed}
    if memory:
        write_whole(memory, "\n".join(digest for path, digest in texts.items() if not faults.get(path)).encode())
    return tuple(fault for of_text in faults.values() for fault in of_text)


def _digest_of_surroundings(places: Places) -> str:
    tables = (file for file in files_below(places.data) if not file.endswith(".md"))
    return digest_of(
        (*files_below(places.edition / "ledger.json"), *tables, *files_below(Path(planbook.__file__).parent))
    )


def _faults_of(path: Path, surroundings: "_Surroundings") -> Iterator[Fault]:
    file, text = surroundings.name(path), path.read_text(encoding="utf-8")
    context = surroundings.of(path, text)
    if path.suffix != ".ipynb":
        yield from inspect(file, text, context)
        return
    for number, cell in enumerate(json.loads(text)["cells"], start=1):
        if cell["cell_type"] == "markdown":
            yield from inspect(file, "".join(cell["source"]), context, cell=number)


@dataclass(frozen=True)
class _Surroundings:
    """What the texts are checked against, read once."""

    places: Places

    def name(self, path: Path) -> str:
        """The file as messages name it."""
        return path.relative_to(self.places.root).as_posix()

    def of(self, path: Path, text: str) -> Context:
        """What a text is checked against: a notebook, a page or the commentary on a milestone."""
        if path.suffix == ".ipynb":
            return replace(self.base, kind="notebook")
        page = path.parent.name in {"book", "pages"}
        context = replace(self.base, kind="page") if page else self._of_commentary(path)
        tables = any(mark in text for mark in TABLE_MARKS)
        return replace(context, registered=self.registered.get(self.name(path), ()), tables=tables)

    def _of_commentary(self, path: Path) -> Context:
        """A commentary's milestone; its verdicts count where the edition is of the same force and period."""
        context = replace(self.base, milestone=path.stem)
        if self.ledger is None:
            return context
        edition = self.ledger.edition
        slug = Period.parse(edition.period).slug
        # Verdicts of another period or force permit nothing here; what they would permit is not known.
        plan = registers.read_plan(self.places, edition.plan)
        if path.parent != registers.commentary_folder(self.places, plan, edition.force, slug):
            return context
        verdicts = [one for one in self.ledger.verdicts if _belongs(one.milestone, path.stem)]
        charts = sum(_belongs(chart.milestone, path.stem) for chart in self.ledger.charts)
        licences = tuple(
            Licence(self.names.get(verdict.measure, (verdict.measure,)), verdict.licensed) for verdict in verdicts
        )
        return replace(context, licences=licences, charts=charts)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The ledger of the edition that was last run, if any was."""
        path = self.places.edition / "ledger.json"
        return Ledger.from_record(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None

    @cached_property
    def base(self) -> Context:
        """What all texts are checked against: claims, terms, and titles of the plans."""
        glossary = registers.rows(self.places.data / "glossary.csv")
        plans = [row for path in sorted(self.places.plans.glob("*/*.csv")) for row in registers.rows(path)]
        titles = {row.get(column, "") for row in plans for column in ("title", "short_title")} - {""}
        return Context(
            claims=self.ledger.claims if self.ledger else (),
            terms=terms_of_glossary(row["term"] for row in glossary),
            titles=tuple(sorted(titles)),
        )

    @cached_property
    def registered(self) -> Mapping[str, tuple[str, ...]]:
        """The phrases with registered numbers, by file."""
        phrases: dict[str, tuple[str, ...]] = {}
        for folder in (self.places.root, *sorted(self.places.plans.glob("*/"))):
            # Files of a plan are named from its own folder, so that the folder can be copied.
            tables = folder / "data" if folder == self.places.root else folder
            for row in registers.rows_of(tables / "typed_numbers.csv"):
                file = self.name(folder / row["file"])
                phrases[file] = (*phrases.get(file, ()), row["text"])
        return phrases

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The id of each measure and its names in prose."""
        measures = registers.measures(self.places, self.ledger.edition.plan if self.ledger else "").all
        return {one.id: tuple(name for name in (one.id, one.label, one.noun) if name) for one in measures}


def _belongs(milestone: str, to: str) -> bool:
    """Whether a milestone is the other one or a part of it: M5.4b belongs to M5.4."""
    return milestone == to or (milestone.startswith(to) and milestone[len(to) :].isalpha())
