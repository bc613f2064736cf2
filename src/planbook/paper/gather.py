"""Gather what a board paper is made of, and write both files, anew only where something behind them changed."""

import json
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import planbook
from planbook.claims.ledger import Ledger
from planbook.data import registers
from planbook.data.files import digest_of, write_whole
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.paper.board_paper import PaperSource, board_paper, unknown_quotes
from planbook.paper.paragraph_register import numbering
from planbook.run.edition import AS_RUN

PAGE = "book/board_paper"
"""The page that offers the paper."""
LIBRARIES = ("typst", "python-docx")
CODE = {".py", ".typ", ".ttf", ".docx"}
"""How names end of the library's files that a paper is made with."""


class NothingToPrint(RuntimeError):
    """No edition has been run, so there is no paper to make."""

    def __init__(self) -> None:
        super().__init__("book/edition holds no ledger: run an edition first, with `make book` or `planbook run`")


class UnknownQuotes(ValueError):
    """Commentary quotes what the ledger does not hold; every such paragraph is named."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...]) -> None:
        lines = "\n".join(f"  {file}.md, paragraph {number}: {fault}" for file, number, fault in faults)
        super().__init__(f"the board paper quotes claims that the ledger does not hold:\n{lines}")


def offered(root: Path) -> bool:
    """Whether a book offers a board paper: whether it has the page."""
    return (root / f"{PAGE}.md").is_file()


def make_paper(places: Places, source: PaperSource) -> tuple[Path, Path]:
    """Write ``_build/paper/board-paper-<period>.pdf`` and ``.docx`` for the edition that was last run.

    Files that stand as they were made from the same sources are left.

    Raises:
        UnknownQuotes: a commentary quotes an id that the ledger does not hold; all are named.
        NotTypeset: Typst refused the paper.
    """
    stem = places.build / "paper" / f"board-paper-{Period.parse(source.ledger.edition.period).slug}"
    files = stem.with_suffix(".pdf"), stem.with_suffix(".docx")
    # The digest takes in the files themselves, so that one that was damaged is made again.
    made_of, digest = _sources_digest(places), places.cache / "paper.txt"
    whole = all(path.is_file() for path in (digest, *files))
    if not whole or digest.read_text(encoding="utf-8") != digest_of(files, made_of):
        for path, content in zip(files, _contents(places, source), strict=True):
            write_whole(path, content)
        # Last, so that a run that is broken off is made again.
        write_whole(digest, digest_of(files, made_of).encode())
    return files


def _contents(places: Places, source: PaperSource) -> tuple[bytes, bytes]:
    # Typst and python-docx are slow to import, and most builds leave the paper as it is.
    from planbook.paper.typeset import drawings, pdf
    from planbook.paper.word import docx_of

    if faults := unknown_quotes(source):
        raise UnknownQuotes(faults)
    paper, charts = board_paper(source), drawings(places.edition)
    # Typst leaves Python free: both take as long as the longer one.
    with ThreadPoolExecutor(1) as pool:
        typesetting, docx = pool.submit(pdf, paper, charts), docx_of(paper, charts, places.cache / "paper_pictures")
        return typesetting.result(), docx


def gathered(places: Places) -> PaperSource:
    """Ledger, plan, measures and commentary of the edition that was last run; its sign-off is the caller's to look up.

    Raises:
        NothingToPrint: no edition has been run.
    """
    path = places.edition / "ledger.json"
    if not path.is_file():
        raise NothingToPrint
    ledger = Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))
    edition = ledger.edition
    plan = registers.plan_for(places, edition.plan, Period.parse(edition.period), edition.force).plan
    return gathered_for(places, ledger, plan, registers.measures(places, plan.id))


def gathered_for(places: Places, ledger: Ledger, plan: Plan, measures: Measures, *, draft: bool = False) -> PaperSource:
    """Commentary and agenda beside what is read already."""
    edition = ledger.edition
    folder = registers.commentary_folder(places, plan, edition.force, Period.parse(edition.period).slug)
    numbers, agenda = numbering(folder), folder / "paper" / "agenda.csv"
    return PaperSource(
        ledger=ledger,
        plan=plan,
        measures=measures,
        commentary={file: numbers.of(file) for file in numbers.present},
        agenda={row["line"]: row["text"] for row in registers.rows(agenda)} if agenda.is_file() else {},
        draft=draft,
    )


def _sources_digest(places: Places) -> str:
    """A hash of ledger, notebooks as run, registers, commentary and sign-off, of the program and its libraries."""
    edition = (places.edition / "ledger.json", *(places.edition / AS_RUN).glob("*.ipynb"))
    data = (path for path in places.data.rglob("*") if path.is_file())
    code = (path for path in Path(planbook.__file__).parent.rglob("*") if path.suffix in CODE)
    return digest_of(sorted((*edition, *data, *code)), *map(version, LIBRARIES))
