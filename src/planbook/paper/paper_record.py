"""A board paper as one typed record: headings, numbered paragraphs, lists of facts, tables, charts.

The record knows nothing of pages, fonts or file formats. Both writers (PDF, DOCX) show the same record in the
same order, and the order is the reading order.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

OPENING = re.compile(r"(^|[\s(\[–])(['\"])")
MARKS = {"'": ("\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"), '"': ("“", "”")}


class Run(msgspec.Struct, frozen=True):
    """A piece of text; where it quotes a figure, ``claim`` is the id of the claim."""

    text: str
    claim: str = ""


class Part(msgspec.Struct, frozen=True, tag_field="kind", tag=str.lower):
    """A part of the paper, under a name of its kind for a writer that is no Python."""


Kind = TypeVar("Kind", bound=Part)


class Heading(Part, frozen=True):
    """A heading of level 1 to 3 with its number (empty where it has none)."""

    level: int
    number: str
    text: str

    @property
    def words(self) -> str:
        """Number and text, as they are read."""
        return f"{self.number} {self.text}".strip()


class Paragraph(Part, frozen=True):
    """A paragraph; ``number`` is its citable number, empty for a note."""

    number: str
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """The text without its number."""
        return "".join(run.text for run in self.runs)


class Facts(Part, frozen=True):
    """A list of facts, each a term with its words; ``group`` colours the first (``met``, ``missed``, …)."""

    items: tuple[tuple[str, tuple[Run, ...]], ...]
    group: str = ""


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table: its text, the name that links may lead to, and the group of statuses that colours it."""

    text: str
    anchor: str = ""
    group: str = ""


class Table(Part, frozen=True):
    """A table with one row of column headings; ``widths`` are shares of the width of the text.

    ``numbers`` names the columns that are set flush right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    small: bool = False
    number: int = 0


class Picture(msgspec.Struct, frozen=True):
    """A chart of the edition: its number in the paper, its words, and which drawing is used."""

    id: str
    number: int
    title: str
    subtitle: str
    alt: str
    source: str
    milestone: str
    narrow: bool = False


class Pictures(Part, frozen=True):
    """One chart across the page, or two narrow ones side by side."""

    pictures: tuple[Picture, ...]


Block = Heading | Paragraph | Facts | Table | Pictures


class Paper(msgspec.Struct, frozen=True):
    """A whole paper: its title, the lines of the agenda header, the running head, and its blocks in order."""

    title: str
    agenda: tuple[tuple[str, str], ...]
    running: str
    description: str
    blocks: tuple[Block, ...]

    def of(self, kind: type[Kind]) -> Iterator[Kind]:
        """The blocks of one kind, in order."""
        return (block for block in self.blocks if isinstance(block, kind))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every chart, in order."""
        return tuple(picture for block in self.of(Pictures) for picture in block.pictures)


def claim_anchor(claim_id: str) -> str:
    """The place of a claim in the appendix: ``claim-robbery-change_pct``."""
    return f"claim-{claim_id.replace('.', '-')}"


def with_curled_marks(paper: Paper) -> Paper:
    """The paper with typographic quotation marks and apostrophes in every text of it."""
    # Once over the whole record, or a writer would forget one of its texts.
    return msgspec.convert(_curled(msgspec.to_builtins(paper)), Paper)


def _curled(value: Any) -> Any:  # noqa: ANN401 - any part of a record
    match value:
        case str():
            return curled(value)
        case list() | tuple():
            return [_curled(one) for one in value]
        case dict():
            return {name: _curled(one) for name, one in value.items()}
    return value


def curled(text: str) -> str:
    """``text`` with straight marks turned: opening after a space or at the start, else closing or an apostrophe."""
    curly = OPENING.sub(lambda match: match[1] + MARKS[match[2]][0], text)
    for straight, (_, closing) in MARKS.items():
        curly = curly.replace(straight, closing)
    return curly
