"""What a register of promises must say of each target: rules that look across the columns of a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from planbook.data.tables import Problem
from planbook.data.values import value_of

if TYPE_CHECKING:
    from planbook.data.table_files import CheckedTable

Row = Mapping[str, str]
# The kinds of target that a kind of promise can have; promises of other kinds are judged by none.
KINDS_OF_TARGET = {
    "numeric_target": ("change_pct", "level", "points", "steps"),
    "direction_only": ("direction", "lowest_on_record"),
    "dated_deliverable": ("delivered",),
}
NUMBERED = ("change_pct", "level", "points")
SIGNS = {"up": 1, "down": -1}


def target_problems(tables: Mapping[str, CheckedTable]) -> Iterator[Problem]:
    """The contradictions in the targets of every plan; ``tables`` is keyed by path in the data folder."""
    for name, table in tables.items():
        if not name.endswith("/milestones") or "target_kind" not in table.cells.columns:
            continue
        steps: dict[str, list[Row]] = defaultdict(list)
        beside = tables.get(f"{name.removesuffix('milestones')}steps")
        for _, step in _rows(beside) if beside else ():
            steps[step["milestone"]].append(step)
        for number, row in _rows(table):
            for column, what, remedy in _faults(row, steps[row["milestone"]]):
                yield Problem(table.file, number, column, row[column], f"{row['milestone']}: {what}", remedy)


def _rows(table: CheckedTable) -> Iterator[tuple[int, Row]]:
    """Rows with their numbers; a cell that has a problem of its own is empty."""
    columns = table.cells.columns
    for at, number in enumerate(table.cells.rows):
        yield number, defaultdict(str, {name: cells[at] or "" for name, cells in columns.items()})


Fault = tuple[str, str, str]  # a column, what is wrong there, and what to do


def _faults(row: Row, steps: Collection[Row]) -> Iterator[Fault]:
    kind, allowed = row["target_kind"], KINDS_OF_TARGET.get(row["kind"], ())
    if allowed and kind not in allowed:
        promise, choice = row["kind"].replace("_", " "), ", ".join(allowed)
        yield "target_kind", f"a promise of the kind {promise} without a kind of target that fits", f"Write {choice}"
    if kind in NUMBERED and not row["target"]:
        yield "target", f"the target is a {_words(kind)} and no number is set", "Give the number that the plan names"
    if kind not in NUMBERED and row["target"]:
        yield (
            "target",
            f"a number stands beside a target of the kind {_words(kind) or 'none'}",
            "Give the kind of target",
        )
    if steps and kind != "steps":
        yield "target_kind", "steps.csv has steps for it", "Write steps, or take its rows out of steps.csv"
    yield from _level_faults(row, steps)
    yield from _change_faults(row)
    yield from _delivery_faults(row)


def _words(kind: str) -> str:
    return {"change_pct": "change in per cent", "points": "change in points"}.get(kind, kind.replace("_", " "))


def _level_faults(row: Row, steps: Collection[Row]) -> Iterator[Fault]:
    kind = row["target_kind"]
    level = kind == "level" or any(step["target_kind"] == "level" for step in steps)
    if kind == "steps" and not steps:
        yield "target_kind", "the target is set by steps and steps.csv has none for it", "Add a row a year to steps.csv"
    if level and not row["target_unit"]:
        yield "target_unit", "a level without a unit", "Say what the number counts, such as offences"
    if level and row["direction"] not in SIGNS:
        yield "direction", "a level without a direction", "Write down for at most, up for at least"
    if row["target_unit"] and not level:
        yield "target_unit", "a unit without a level", "Take it out: changes are in per cent or points"
    if row["baseline"] and (kind in {"level", "lowest_on_record", "delivered"}):
        yield "baseline", f"a baseline beside a target of the kind {_words(kind)}", "Take it out: nothing is compared"


def _change_faults(row: Row) -> Iterator[Fault]:
    kind, sign = row["target_kind"], SIGNS.get(row["direction"], 0)
    if kind == "direction" and not row["direction"]:
        yield "direction", "the target is a direction and none is given", "Write up, down or report"
    if kind == "lowest_on_record" and sign > 0:
        yield "direction", "the lowest on record is promised, and the direction is up", "Write down"
    target = value_of(row["target"], "number") if kind in {"change_pct", "points"} else None
    if isinstance(target, float) and sign * target < 0:
        remedy = "Change the sign of the target or the direction"
        yield "target", f"a change of {row['target']} goes against the direction {row['direction']}", remedy


def _delivery_faults(row: Row) -> Iterator[Fault]:
    if row["target_kind"] == "delivered" and not row["due"]:
        yield "due", "a delivery without a day by which it is due", "Give the day, such as 2015-09-01"
    if row["delivered_on"] and row["target_kind"] != "delivered":
        yield "delivered_on", "a day of delivery, and no delivery is promised", "Write delivered as the kind of target"
    if row["delivered_on"] and not row["delivered_evidence"]:
        yield "delivered_evidence", "delivered without evidence", "Name the document or the address that shows it"
    if row["delivered_evidence"] and not row["delivered_on"]:
        yield "delivered_on", "evidence of a delivery without its day", "Give the day of delivery"
