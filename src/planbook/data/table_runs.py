"""Runs of periods in a table: which rows must follow each other without a gap, and which are missing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.data.table_schema import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.data.table_schema import Run
    from planbook.data.table_text import Cells

_PERIODS = {
    "quarter": re.compile(r"FY([0-9]{4})-([0-9]{2})Q([1-4])"),
    "year": re.compile(r"FY([0-9]{4})-([0-9]{2})"),
    "mid_year": re.compile(r"MID-([0-9]{4})"),
}
_DOUBTFUL = -1
"""Stands for a period that cannot be read."""


@dataclass(frozen=True)
class _Runs:
    """Where each run of periods has its rows: ordinals of periods, by the values that name the run."""

    rows: dict[tuple[str, ...], dict[int, int]]
    doubtful: dict[int, list[tuple[str | None, ...]]]
    """The names of rows whose run or period is in doubt, by period."""

    def may_hold(self, name: tuple[str, ...], ordinal: int) -> bool:
        """Whether a row with a fault of its own may be the one that is missing."""
        rows = self.doubtful.get(ordinal, []) + self.doubtful.get(_DOUBTFUL, [])
        return any(all(part in {None, own} for part, own in zip(row, name, strict=True)) for row in rows)


def gaps(cells: Cells, run: Run | None, file: str) -> Iterator[Problem]:
    """A problem for each period that a run lacks; ``cells`` holds None in place of what has a fault of its own."""
    if run is None or not all(name in cells.columns for name in (run.field, *run.by)):
        return
    runs = _runs(cells, run)
    spans = _spans(runs, run)
    for name, rows in runs.rows.items():
        for ordinal in spans[name]:
            if ordinal not in rows and not runs.may_hold(name, ordinal):
                yield _gap(file, run, name, rows, ordinal)


def _runs(cells: Cells, run: Run) -> _Runs:
    runs = _Runs(defaultdict(dict), defaultdict(list))
    periods, *names = (cells.columns[name] for name in (run.field, *run.by))
    ordinals = {period: _ordinal(period, run.step) for period in set(periods)}
    for number, period, name in zip(cells.rows, periods, zip(*names, strict=True), strict=True):
        sure = tuple([part for part in name if part is not None])
        if ordinals[period] == _DOUBTFUL or len(sure) < len(name):
            runs.doubtful[ordinals[period]].append(name)
        else:
            runs.rows[sure].setdefault(ordinals[period], number)
    return runs


def _spans(runs: _Runs, run: Run) -> dict[tuple[str, ...], range]:
    """The periods due in each run: the span of all runs aligned with it."""
    places = [run.by.index(name) for name in run.aligned] or list(range(len(run.by)))
    shared = {name: tuple(name[at] for at in places) for name in runs.rows}
    ordinals: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for name, rows in runs.rows.items():
        ordinals[shared[name]] += rows
    return {name: range(min(ordinals[part]), max(ordinals[part]) + 1) for name, part in shared.items()}


def _gap(file: str, run: Run, name: tuple[str, ...], rows: dict[int, int], ordinal: int) -> Problem:
    place = min((row for other, row in rows.items() if other > ordinal), default=max(rows.values()) + 1)
    what = f"missing {run.step.replace('_', ' ')} of {', '.join(name)}"
    return Problem(file, place, run.field, _period_text(ordinal, run.step), what, "Put the row back in at this place")


def _ordinal(period: str | None, step: str) -> int:
    """A number that rises by one from each period to the next."""
    match = _PERIODS[step].fullmatch(period or "")
    if match is None:
        return _DOUBTFUL
    return int(match[1]) * 4 + int(match[3]) - 1 if step == "quarter" else int(match[1])


def _period_text(ordinal: int, step: str) -> str:
    if step == "mid_year":
        return f"MID-{ordinal}"
    year, quarter = divmod(ordinal, 4) if step == "quarter" else (ordinal, None)
    return f"FY{year}-{(year + 1) % 100:02d}" + ("" if quarter is None else f"Q{quarter + 1}")
