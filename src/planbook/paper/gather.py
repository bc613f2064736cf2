"""Gather what a board paper is made of, and make both files once: the same sources are not set twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.core.board_paper import PaperSource, board_paper, unknown_quotes
from planbook.core.ledger import Ledger
from planbook.core.periods import Period
from planbook.edge import registers
from planbook.edge.paragraph_register import commentary_folder, numbering
from planbook.edge.signing import states
from planbook.paper.drawings import drawings

if TYPE_CHECKING:
    from planbook.core.paper_record import Paper
    from planbook.edge.places import Places
    from planbook.paper.drawings import Drawings

__all__ = ["NothingToPrint", "Printed", "UnknownQuotes", "gathered", "make_paper", "paper_name", "printed"]

HERE = Path(__file__).parent


class NothingToPrint(RuntimeError):
    """No edition has been run, so there is no paper to make."""

    def __init__(self) -> None:
        super().__init__("book/edition holds no ledger: run an edition first, with `make book` or `planbook run`")


class UnknownQuotes(ValueError):
    """Commentary quotes what the ledger does not hold; every such paragraph is named."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...]) -> None:
        lines = "\n".join(f"  {file}.md, paragraph {number}: {fault}" for file, number, fault in faults)
        super().__init__(f"the board paper quotes claims that the ledger does not hold:\n{lines}")


@dataclass(frozen=True)
class Printed:
    """The two files of a board paper."""

    pdf: Path
    docx: Path

    @property
    def files(self) -> tuple[Path, Path]:
        """Both, the PDF first."""
        return self.pdf, self.docx


def printed(places: Places, source: PaperSource) -> Printed:
    """Where the files of a paper stand, or would stand."""
    name = paper_name(Period.parse(source.ledger.edition.period))
    folder = places.build / "paper"
    return Printed(folder / f"{name}.pdf", folder / f"{name}.docx")


def make_paper(places: Places, source: PaperSource | None = None) -> Printed:
    """Write ``_build/paper/board-paper-<period>.pdf`` and ``.docx`` for the edition that was last run.

    Both are kept in ``_build/cache/paper`` under a hash of all they are made from, and written anew only where
    that has changed. ``source`` is what was gathered for it already.

    Raises:
        NothingToPrint: no edition has been run.
        UnknownQuotes: a commentary quotes an id that the ledger does not hold; all are named.
        NotTypeset: Typst refused the paper.
    """
    source = source or gathered(places)
    if faults := unknown_quotes(source):
        raise UnknownQuotes(faults)
    paper, charts = board_paper(source), drawings(places.edition)
    kept = places.build / "cache" / "paper" / _hash(paper, charts)
    if not all((kept / f"paper.{kind}").is_file() for kind in ("pdf", "docx")):
        _write(paper, charts, kept)
    made = printed(places, source)
    made.pdf.parent.mkdir(parents=True, exist_ok=True)
    for path in made.files:
        path.write_bytes((kept / f"paper{path.suffix}").read_bytes())
    return made


def paper_name(period: Period) -> str:
    """The name of the files without their kind: ``board-paper-fy2014-15``."""
    return f"board-paper-{period.slug}"


def gathered(places: Places) -> PaperSource:
    """Ledger, plan, measures and commentary of the edition that was last run.

    Raises:
        NothingToPrint: no edition has been run.
    """
    path = places.edition / "ledger.json"
    if not path.is_file():
        raise NothingToPrint
    ledger = Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))
    period, force = Period.parse(ledger.edition.period), ledger.edition.force
    folder = commentary_folder(places.data, force, period.slug)
    written = numbering(folder)
    agenda = folder / "paper" / "agenda.csv"
    plan = registers.plan_for(places, period, force).plan
    return PaperSource(
        ledger=ledger,
        plan=plan,
        measures=registers.measures(places),
        commentary={file: written.of(file) for file in written.present},
        agenda={row["line"]: row["text"] for row in registers.rows(agenda)} if agenda.is_file() else {},
        draft=not all(state.complete for state in states(places, ledger, plan)),
    )


def _write(paper: Paper, charts: dict[str, Drawings], kept: Path) -> None:
    from planbook.paper.typeset import pdf
    from planbook.paper.word import docx

    kept.mkdir(parents=True, exist_ok=True)
    (kept / "paper.pdf").write_bytes(pdf(paper, charts))
    (kept / "paper.docx").write_bytes(docx(paper, charts))


def _hash(paper: Paper, charts: dict[str, Drawings]) -> str:
    """A hash of the record, the drawings, the writers and the libraries that they write with."""
    from importlib.metadata import version

    used = {picture.id: vars(charts[picture.id]) for picture in paper.pictures}
    parts = [json.dumps([paper.as_record(), used], sort_keys=True)]
    parts += [version(library) for library in ("typst", "python-docx")]
    digest = hashlib.sha256("\n".join(parts).encode())
    for path in sorted(path for path in HERE.rglob("*") if path.suffix in {".py", ".typ", ".ttf"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]
