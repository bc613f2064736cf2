"""The records of an audit: an item of a file, a difference between two copies, a count, a fault of the evidence."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

Files = Mapping[str, bytes]
"""Contents by path."""
SAME, WITHIN, DIFFERS = "same", "same within its stated tolerance", "differs"
"""The three results of a comparison."""

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


class Item(NamedTuple):
    """The smallest thing in a file that is compared.

    A reader can look for it by ``name``. ``claim`` is set for the value of a claim, which has a stated tolerance.
    """

    kind: str
    name: str
    value: str
    claim: str = ""


@dataclass(frozen=True)
class Difference:
    """One item that is not the same in both copies; the value is None where a copy lacks the item.

    ``cause`` says what the difference is likely due to.
    """

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


def sha256(content: bytes) -> str:
    """The SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
