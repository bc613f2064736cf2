"""What can be wrong with a table, said so that a person can mend it.

All problems of all tables are collected and raised once, as :class:`DataProblems`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["DataProblems", "Fault", "Problem", "problem_report"]

LIKE_IT_SHOWN = 10
"""Problems of one kind in one column that a report prints one by one before it counts the rest."""


class Fault(NamedTuple):
    """What is wrong with one value, and what to do about it, without its place."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one table.

    ``row`` counts as a spreadsheet does: the header is row 1. It is None where the problem is the
    whole file's, as ``column`` is where it is the whole row's. ``value`` is the text found.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    what: str
    remedy: str

    @property
    def place(self) -> str:
        """File, row and column, as far as the problem has them."""
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", column {self.column}"
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        found = f": {self.value!r}" if self.value else ""
        end = "" if self.remedy.endswith("?") else "."
        return f"{self.place}: {self.what}{found}. {self.remedy}{end}"


class DataProblems(ValueError):
    """Tables that cannot be used; ``problems`` holds each, the message all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problem_report(self.problems))


def problem_report(problems: Sequence[Problem]) -> str:
    """A readable report: a heading with the count, then one line a problem, by file.

    More than :data:`LIKE_IT_SHOWN` problems of one kind in one column are counted, with their rows.
    """
    files = len({problem.file for problem in problems})
    heading = f"{_count(len(problems), 'problem')} in {_count(files, 'file')} of data; nothing was built."
    kinds = [tuple(alike) for _, alike in groupby(sorted(problems, key=_kind), key=_kind)]
    lines = [line for alike in sorted(kinds, key=_first) for line in _alike_lines(alike)]
    return "\n".join([heading, *(f"  {line}" for line in lines)])


def _kind(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.column or "", problem.what


def _first(alike: tuple[Problem, ...]) -> tuple[str, int]:
    return alike[0].file, min(problem.row or 0 for problem in alike)


def _alike_lines(alike: tuple[Problem, ...]) -> Iterable[str]:
    yield from map(str, alike[:LIKE_IT_SHOWN])
    rest = alike[LIKE_IT_SHOWN:]
    if rest:
        rows = ", ".join(str(problem.row) for problem in rest)
        yield f"{rest[0].file}: {len(rest):,} more like it ({rest[0].what}), rows {rows}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
