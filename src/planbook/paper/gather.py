"""Gather what a board paper is made of, and make both files once: the same sources are not set twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from planbook.claims.ledger import Ledger
from planbook.core.board_paper import PaperSource, board_paper, unknown_quotes
from planbook.data import registers
from planbook.data.digests import digest_of
from planbook.data.periods import Period
from planbook.edge.paragraph_register import commentary_folder, numbering
from planbook.edge.swap import write_whole
from planbook.editions.signoff_files import states
from planbook.paper.drawings import drawings
from planbook.publish.store import code_hash, kept
from planbook.run.edition import AS_RUN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planbook.data.measures import Measures
    from planbook.data.places import Places
    from planbook.data.plan import Plan

__all__ = [
    "PAGE",
    "NothingToPrint",
    "Printed",
    "UnknownQuotes",
    "begin_paper",
    "gathered",
    "gathered_for",
    "make_paper",
    "offered",
    "paper_name",
    "printed",
]

PAGE = "book/board_paper"
"""The page that offers the paper."""


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


def offered(root: Path) -> bool:
    """Whether a book offers a board paper: whether it has the page."""
    return (root / f"{PAGE}.md").is_file()


def printed(places: Places) -> Printed:
    """Where the files of the paper of the edition that was last run stand, or would stand.

    Raises:
        NothingToPrint: no edition has been run.
    """
    name, folder = paper_name(Period.parse(_record(places)["edition"]["period"])), places.build / "paper"
    return Printed(folder / f"{name}.pdf", folder / f"{name}.docx")


def make_paper(places: Places, source: PaperSource | None = None, *, wait: bool = True) -> Printed:
    """Write ``_build/paper/board-paper-<period>.pdf`` and ``.docx`` for the edition that was last run.

    Both are kept in ``_build/cache/paper`` under a hash of the files that they are made from, and written anew only
    where one of those has changed. ``source`` is what was gathered for it already.

    Raises:
        BlockingIOError: another process makes it, and is not to be waited for.
        NothingToPrint: no edition has been run.
        UnknownQuotes: a commentary quotes an id that the ledger does not hold; all are named.
        NotTypeset: Typst refused the paper.
    """
    made = printed(places)
    held = kept(places.cache, "paper", _made_of(places), lambda: _files(places, source or gathered(places)), wait=wait)
    for path in made.files:
        _put((held / f"paper{path.suffix}").read_bytes(), path)
    return made


def _put(content: bytes, path: Path) -> None:
    """Write a file whole, where it is not there as it should be: another process may be telling its size."""
    if path.is_file() and path.read_bytes() == content:
        return
    write_whole(path, content)


def begin_paper(places: Places) -> None:
    """Make the paper now, where the book has a page for it and no other process is at it.

    What goes wrong is told by whoever wants the files.
    """
    if not offered(places.root):
        return
    with suppress(BlockingIOError, UnknownQuotes, RuntimeError):
        make_paper(places, wait=False)


def paper_name(period: Period) -> str:
    """The name of the files without their kind: ``board-paper-fy2014-15``."""
    return f"board-paper-{period.slug}"


def gathered(places: Places) -> PaperSource:
    """Ledger, plan, measures and commentary of the edition that was last run.

    Raises:
        NothingToPrint: no edition has been run.
    """
    ledger = Ledger.from_record(_record(places))
    plan = registers.plan_for(places, Period.parse(ledger.edition.period), ledger.edition.force).plan
    draft = not all(state.complete for state in states(places, ledger, plan))
    return gathered_for(places, ledger, plan, registers.measures(places), draft=draft)


def gathered_for(places: Places, ledger: Ledger, plan: Plan, measures: Measures, *, draft: bool) -> PaperSource:
    """Commentary and agenda beside what is read already."""
    folder = commentary_folder(places.data, ledger.edition.force, Period.parse(ledger.edition.period).slug)
    written = numbering(folder)
    agenda = folder / "paper" / "agenda.csv"
    return PaperSource(
        ledger=ledger,
        plan=plan,
        measures=measures,
        commentary={file: written.of(file) for file in written.present},
        agenda={row["line"]: row["text"] for row in registers.rows(agenda)} if agenda.is_file() else {},
        draft=draft,
    )


def _record(places: Places) -> dict[str, Any]:
    path = places.edition / "ledger.json"
    if not path.is_file():
        raise NothingToPrint
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def _files(places: Places, source: PaperSource) -> Iterator[tuple[str, bytes]]:
    """Both files at once: the library that sets the PDF leaves Python free."""
    from planbook.paper.typeset import kept_png, pdf
    from planbook.paper.word import docx

    if faults := unknown_quotes(source):
        raise UnknownQuotes(faults)
    paper, charts = board_paper(source), drawings(places.edition)
    with ThreadPoolExecutor(1) as pool:
        set_in_type = pool.submit(pdf, paper, charts)
        yield "paper.docx", docx(paper, charts, partial(kept_png, places.cache / "paper_pictures"))
        yield "paper.pdf", set_in_type.result()


def _made_of(places: Places) -> str:
    """A hash of ledger, notebooks as run, registers, commentary and sign-off, of the program and its libraries."""
    edition = (places.edition / "ledger.json", *(places.edition / AS_RUN).glob("*.ipynb"))
    data = (path for path in places.data.rglob("*") if path.is_file())
    libraries = (version(library) for library in ("typst", "python-docx"))
    return digest_of(sorted((*edition, *data)), code_hash(), *libraries)[:32]
