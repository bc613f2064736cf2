"""Mappings: which column of a file is the period, the area, the measure and the value. One TOML file each.

The kinds of import are mappings too, in the folder ``kinds``; a mapping of one's own is laid over that of its kind.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from planbook import Refusal
from planbook.data.tables import nearest_key
from planbook.data.values import nearest

KINDS = Path(__file__).parent / "kinds"
PARTS = ("period", "area", "measure", "value")
PeriodForm = Literal["written", "month", "year_ending", "year_ending_march"]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who published what is read, for the record of provenance."""

    publisher: str = ""
    title: str = ""
    release: str = ""
    release_note: str = ""
    address: str = ""
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    copyright: str = ""


class Unpivot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns that each hold one period or measure: their headings match, and the group of the pattern names it."""

    match: str
    names: Literal["period", "measure"] = msgspec.field(name="is")


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to a database; without ``url_from`` to the files given, as the table ``records`` of DuckDB."""

    sql: str
    url_from: str = ""
    parameters: dict[str, str | int | float | bool | list[str]] = {}


class Survey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The column with the number asked, and whether the values are counts of them or weighted shares."""

    base: str
    answers: Literal["counts", "per cent"] = "counts"


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the texts of a file become observations.

    A column is named by its heading: ``A|B`` is one written in either way, a list is joined by blanks. ``meanings``
    turns texts into ids, ``leave_out`` names texts whose rows are no observations, ``spans`` (``first..last``) says
    when a measure is counted, ``sums`` makes measures of others.
    """

    kind: str = ""
    table: str = ""
    vintage: str = ""
    file: str = ""
    status: str = ""
    sheet: str = ".*"
    skip_rows: int = 0
    period_form: PeriodForm = "written"
    period_text: str = "{}"
    offence_codes: bool = False
    add_up: bool = False
    source: Source = Source()
    columns: dict[str, str | list[str]] = {}
    constants: dict[str, str] = {}
    where: dict[str, list[str]] = {}
    meanings: dict[str, dict[str, str | list[str]]] = {}
    leave_out: dict[str, list[str]] = {}
    spans: dict[str, str] = {}
    sums: dict[str, list[str]] = {}
    unpivot: Unpivot | None = None
    survey: Survey | None = None
    query: Query | None = None
    steps: list[str] = []

    def headings(self, part: str) -> list[str]:
        """The headings of the columns that make up a part of an observation."""
        names = self.columns.get(part, [])
        return [names] if isinstance(names, str) else names


def read_mapping(kind: str = "", path: Path | None = None) -> Mapping:
    """The mapping of a kind, with that of ``path`` laid over it, which may name the kind itself.

    Raises:
        Refusal: there is no such kind or file, or the mapping says something that is not known here.
    """
    own = _toml(path) if path else {}
    kind = kind or str(own.get("kind", "table"))
    below = {file.stem: file for file in KINDS.glob("*.toml")}
    if kind not in below:
        raise Refusal(f"kind {kind!r} is not known. Known: {', '.join(sorted(below))}")
    name = path.name if path else kind
    if re.search(r"://[^\s/'\"]*@", str(own)):
        raise Refusal(
            f"{name}: holds the address of a database with a user or password. Take it out, put the address into a "
            "variable of the environment, and name that variable as url_from in [query]"
        )
    try:
        mapping = msgspec.convert({**_laid_over(_toml(below[kind]), own), "kind": kind}, Mapping)
        re.compile(mapping.sheet)
        re.compile(mapping.unpivot.match if mapping.unpivot else "")
    except (msgspec.ValidationError, re.error) as error:
        raise Refusal(
            f"{name}: {error}. {nearest_key(str(error), (Mapping, Source, Unpivot, Query, Survey), 'Mend the mapping')}"
        ) from None
    for part in (*mapping.columns, *mapping.constants, *mapping.meanings, *mapping.leave_out):
        if part not in PARTS:
            raise Refusal(f"{name}: {part!r} is no part of an observation. Nearest: {nearest(part, PARTS, 1)}")
    return mapping


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Refusal(f"{path.name}: no such mapping. Write it; data/mappings holds examples") from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{path.name}: not TOML: {error}. Mend the file at that place") from None


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _laid_over(below[key], value) if isinstance(below.get(key), dict) and isinstance(value, dict) else value
        for key, value in above.items()
    }
    return {**below, **both}
