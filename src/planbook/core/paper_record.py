"""A board paper as one typed record: headings, numbered paragraphs, lists of facts, tables, charts.

The record knows nothing of pages, fonts or file formats. Every writer (PDF, DOCX) shows the same record in the
same order, and the order is the reading order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Block",
    "Cell",
    "Facts",
    "Heading",
    "Paper",
    "Paragraph",
    "Picture",
    "Pictures",
    "Run",
    "Table",
    "plain",
]


@dataclass(frozen=True)
class Run:
    """A piece of text; where it quotes a figure, ``claim`` is the id of the claim."""

    text: str
    claim: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3 with its number (empty where it has none)."""

    level: int
    number: str
    text: str
    kind: str = "heading"

    @property
    def words(self) -> str:
        """Number and text, as they are read."""
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``number`` is its citable number, empty for a note."""

    number: str
    runs: tuple[Run, ...]
    kind: str = "paragraph"

    @property
    def words(self) -> str:
        """The text without its number."""
        return plain(self.runs)


@dataclass(frozen=True)
class Facts:
    """A list of facts, each a term with its words; ``group`` colours the first (``met``, ``missed``, …)."""

    items: tuple[tuple[str, tuple[Run, ...]], ...]
    group: str = ""
    kind: str = "facts"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, whether it heads its row, and the id that links may lead to."""

    text: str
    anchor: str = ""
    group: str = ""


@dataclass(frozen=True)
class Table:
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
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A chart of the edition: its number in the paper, its words, and which drawing is shown."""

    id: str
    number: int
    title: str
    subtitle: str
    alt: str
    source: str
    milestone: str
    narrow: bool = False


@dataclass(frozen=True)
class Pictures:
    """One chart across the page, or two narrow ones side by side."""

    pictures: tuple[Picture, ...]
    kind: str = "pictures"


Block = Heading | Paragraph | Facts | Table | Pictures


@dataclass(frozen=True)
class Paper:
    """A whole paper: its title, the lines of the agenda header, the running head, and its blocks in order."""

    title: str
    agenda: tuple[tuple[str, str], ...]
    running: str
    description: str
    blocks: tuple[Block, ...]

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """The blocks of one kind, in order."""
        return (block for block in self.blocks if isinstance(block, kind))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every chart, in order."""
        return tuple(picture for block in self.of(Pictures) for picture in block.pictures)

    def as_record(self) -> dict[str, Any]:
        """The paper as plain data, for a writer that is no Python."""
        return asdict(self)


def plain(runs: tuple[Run, ...]) -> str:
    """The words of runs, one after the other."""
    return "".join(run.text for run in runs)
