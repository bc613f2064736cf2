"""The records of an audit: an item of a file, a difference between two copies, a count, a fault of the evidence."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

Files = Mapping[str, bytes]  # contents by path
WITHIN, DIFFERS = "same within its stated tolerance", "differs"
"""The results of a comparison that a difference can have."""
KINDS = {
    "claim": "claims",
    "detail": "details of claims",
    "verdict": "verdicts and statuses",
    "cell": "table cells",
    "chart": "chart data",
    "drawing": "chart drawings",
    "text": "texts",
    "attribute": "links and attributes",
    "value": "other data",
    "line": "lines of scripts and styles",
    "file": "other files",
}
"""Kinds of items in the order of a report: figures first, then words, then what carries them."""
# A zip file that is cut short, altered, packed otherwise or locked: each has an error of its own.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Item(NamedTuple):
    """The smallest thing in a file that is compared; a reader can look for it by ``name``.

    ``claim`` is set for the value of a claim, which has a stated tolerance.
    """

    kind: str
    name: str
    value: str
    claim: str = ""


@dataclass(frozen=True)
class Difference:
    """One item that is not the same in both copies, with its likely cause; None where a copy lacks the item."""

    kind: str
    file: str
    name: str
    published: str | None
    rebuilt: str | None
    result: str = DIFFERS
    cause: str = ""


@dataclass(frozen=True)
class Tally:
    """How many items of a kind were compared, by result."""

    kind: str
    same: int
    within: int
    differ: int


@dataclass(frozen=True)
class Comparison:
    """Counts by kind, and the differences in the order of files and of items in them."""

    tallies: tuple[Tally, ...] = ()
    differences: tuple[Difference, ...] = ()

    def with_result(self, result: str) -> tuple[Difference, ...]:
        """The differences with this result."""
        return tuple(one for one in self.differences if one.result == result)

    @property
    def sound(self) -> bool:
        """Whether everything is the same, or the same within its stated tolerance."""
        return not self.with_result(DIFFERS)


@dataclass(frozen=True)
class Fault:
    """A fault of the evidence: the kind of file (data, code, package ...), its name, and what is wrong with it."""

    cause: str
    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.cause}: {self.name} {self.how}"


def shared_start(first: Sequence[object], second: Sequence[object]) -> int:
    """How many elements of two sequences are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
