"""Forces and financial years as a command names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from planbook.data.periods import Period
from planbook.data.values import nearest

ALL_YEARS = "2013-14..2024-25"
"""The financial years that are held whole and have a year before them to be compared with."""

_YEAR = re.compile(r"(\d{4})-(\d{2})")


class BadYears(ValueError):
    """Years that are not written as the command reads them."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"years {text!r}: write one year as 2014-15, or the first and the last as {ALL_YEARS}, the earlier first"
        )


class UnknownForces(LookupError):
    """Forces that no table holds."""

    def __init__(self, unknown: Sequence[str], available: Sequence[str]) -> None:
        listed = "; ".join(f"{name!r} (nearest: {nearest(name, available)})" for name in unknown)
        super().__init__(f"forces that are not held: {listed}; held: {', '.join(available)}")


@dataclass(frozen=True, order=True)
class ForceYear:
    """A force in a period, for which one edition in numbers is made."""

    force: str
    period: str

    @property
    def address(self) -> str:
        """Where the edition stands below the root of the site: ``kent/fy2014-15``."""
        return f"{self.force}/{Period.parse(self.period).slug}"


def parse_years(text: str) -> tuple[str, ...]:
    """The financial years of ``2013-14..2024-25`` or ``2014-15``, as canonical periods in order.

    Raises:
        BadYears: the text is in neither form, or the last year is before the first.
    """
    first, dots, last = text.partition("..")
    starts = range(_start(first, text), _start(last if dots else first, text) + 1)
    if not starts:
        raise BadYears(text)
    return tuple(Period.financial_year(start).canonical for start in starts)


def _start(year: str, text: str) -> int:
    match = _YEAR.fullmatch(year.strip().removeprefix("FY"))
    if not match or int(match[2]) != (int(match[1]) + 1) % 100:
        raise BadYears(text)
    return int(match[1])


def force_years(forces: Sequence[str], years: str, available: Sequence[str]) -> tuple[ForceYear, ...]:
    """Some forces (none named: all that are known) in the years of ``years``, in order.

    Raises:
        BadYears: the years are not written as they should be.
        UnknownForces: a force is not known; all of them are named.
    """
    if unknown := sorted(set(forces) - set(available)):
        raise UnknownForces(unknown, available)
    return tuple(ForceYear(force, year) for force in sorted(set(forces or available)) for year in parse_years(years))
