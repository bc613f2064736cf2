"""Offence codes and subgroups as measures: ``data/measures/codes.csv`` says what each code counts in, and when."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Literal

import pandas as pd

from planbook.data.places import Places
from planbook.data.registers import rows
from planbook.data.tables import Fault
from planbook.data.values import nearest
from planbook.imports.names import period_order, within
from planbook.imports.raw import squeezed

TOTAL = "total_recorded_crime"


@dataclass(frozen=True)
class Code:
    """What an offence code, or a subgroup named in its place, counts in between two periods."""

    code: str
    measures: tuple[str, ...]
    first: str
    last: str


@dataclass(frozen=True)
class Codes:
    """The register of codes, and the spans of the measures that they make up."""

    by_name: dict[str, tuple[Code, ...]]

    def of(self, text: str, period: str) -> tuple[str, ...] | Fault:
        """The measures that a code counts in in a period; out of its dates the total alone, none where it is fraud."""
        known = self.by_name.get(squeezed(text), ())
        for code in known:
            if within(period, code.first, code.last):
                return code.measures
        if known:
            return (TOTAL,)
        near = nearest(text, (codes[0].code for codes in self.by_name.values()), 1)
        remedy = "Add a row to data/measures/codes.csv with the subgroup that the release puts it under"
        return Fault("unknown offence code", f"{remedy}. Nearest code: {near}")

    def counted(self, measure: str, period: str) -> bool:
        """Whether any code of a measure is in use in a period."""
        codes = (code for codes in self.by_name.values() for code in codes if measure in code.measures)
        return any(within(period, code.first, code.last) for code in codes)


def read_codes(places: Places) -> Codes:
    """The register of codes; a subgroup stands for itself where a release holds no codes."""
    folder, by_name = places.data / "measures", defaultdict[str, list[Code]](list)
    subgroups = {row["subgroup"]: row for row in rows(folder / "subgroups.csv")}
    own = {name: _measures(name, row["measure"], TOTAL) for name, row in subgroups.items()}
    for row in rows(folder / "codes.csv"):
        measures = _measures(*own.get(row["subgroup"], ()), row["measure"])
        by_name[squeezed(row["code"])].append(Code(row["code"], measures, row["first_period"], row["last_period"]))
    for name, row in subgroups.items():
        parts = [part for codes in by_name.values() for part in codes if name in part.measures]
        first, last = _bound(parts, "first", min), _bound(parts, "last", max)
        by_name[squeezed(row["name"])].append(Code(row["name"], own[name], first, last))
    return Codes({name: tuple(codes) for name, codes in by_name.items()})


def _bound(codes: list[Code], end: Literal["first", "last"], which: Callable[..., str]) -> str:
    """The first or last period of any of the codes; empty where one of them has no such bound."""
    bounds = [getattr(code, end) for code in codes]
    return which(bounds, key=period_order) if all(bounds) and bounds else ""


def _measures(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def with_noughts(counts: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """The counts with a 0 for each measure in use of which an area that reports has no row.

    The releases leave rows of 0 out.
    """
    pairs = product(counts["measure"].unique(), counts["period"].unique())
    due = pd.DataFrame([pair for pair in pairs if codes.counted(*pair)], columns=["measure", "period"])
    every = counts[["period", "area"]].drop_duplicates().merge(due, on="period")
    return counts.merge(every, how="outer", on=["period", "area", "measure"]).fillna({"value": 0.0})
