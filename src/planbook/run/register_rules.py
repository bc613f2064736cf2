"""The rules of a register: every outcome has its notebook, every promise is judged exactly once, every name exists.

What files alone tell is checked before notebooks run; what notebooks recorded, before an edition is put in place.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planbook.claims.claims import QUOTE
from planbook.claims.ledger import Ledger
from planbook.data import registers
from planbook.data.measures import Measures
from planbook.data.periods import BadPeriod, Period
from planbook.data.places import Places
from planbook.data.plan import ANY_FORCE, Milestone, Plan
from planbook.data.series import measure_series, quarters_of
from planbook.data.tables import DataProblems, Problem
from planbook.data.values import nearest

OUTCOMES, MILESTONES, POSITIONS, PLAN = "outcomes.csv", "milestones.csv", "positions.csv", "plan.toml"


def checked_registers(places: Places) -> int:
    """Check the register of every plan, and count the plans.

    Raises:
        DataProblems: something is wrong; the message names all of it.
    """
    check_registers(places, *(plans := registers.plan_ids(places)))
    return len(plans)


def check_registers(places: Places, *plans: str) -> None:
    """Check the registers of plans, and raise all that is wrong as ``DataProblems``."""
    if problems := [problem for plan in plans for problem in RegisterRules.of(places, plan).problems()]:
        raise DataProblems(problems)


@dataclass(frozen=True)
class RegisterRules:
    """A plan, the measures that it may name, and where its files stand."""

    places: Places
    plan: Plan
    measures: Measures

    @classmethod
    def of(cls, places: Places, plan: str) -> RegisterRules:
        """The rules for a plan of a project."""
        return cls(places, registers.read_plan(places, plan), registers.measures(places, plan))

    def problems(self) -> Iterator[Problem]:
        """What is wrong in the plan's own files, in the order of files."""
        yield from self._bodies()
        yield from self._notebooks()
        yield from self._milestones()
        yield from self._positions()

    def problem(self, file: str, row: str, column: str, what: str, remedy: str) -> Problem:
        """A problem in a file of the plan; ``row`` is the id at the beginning of its row, or empty."""
        folder = self.places.plan(self.plan.id)
        return Problem(
            (folder / file).relative_to(self.places.root).as_posix(), self._row(file, row), column, row, what, remedy
        )

    def _row(self, file: str, wanted: str) -> int | None:
        """The row of an id as a spreadsheet counts; None for a file without rows."""
        table = registers.rows_of(self.places.plan(self.plan.id) / file) if file.endswith(".csv") else ()
        return next((at for at, row in enumerate(table, start=2) if next(iter(row.values())) == wanted), None)

    def _bodies(self) -> Iterator[Problem]:
        areas = {row["area"] for row in registers.rows(self.places.data / "measures" / "areas.csv")}
        report = self.plan.report
        named = [("bodies.force", force) for force in self.plan.forces if force != ANY_FORCE]
        named += [("report.force", report.force)] if report else []
        for key, force in named:
            if force not in areas:
                yield self.problem(PLAN, "", key, f"unknown force {force!r}", f"Did you mean {nearest(force, areas)}")
        if self.plan.last_year and self.plan.last_year.first < self.plan.first_year.first:
            yield self.problem(PLAN, "", "last_year", "lies before first_year", "Put the later year here")
        if not self.plan.bodies:
            yield self.problem(PLAN, "", "bodies", "names nobody who promises", "Add a table [[bodies]]")

    def _notebooks(self) -> Iterator[Problem]:
        folder = self.places.notebooks / self.plan.id
        written, due = set(self._cells), {outcome.notebook for outcome in self.plan.outcomes}
        for outcome in self.plan.outcomes:
            if outcome.notebook not in written:
                what = f"its notebook {outcome.notebook}.ipynb is not there"
                remedy = f"Write notebooks/{self.plan.id}/{outcome.notebook}.ipynb; nearest: "
                yield self.problem(OUTCOMES, outcome.id, "notebook", what, remedy + nearest(outcome.notebook, written))
        for name in sorted(written - due):
            file = (folder / f"{name}.ipynb").relative_to(self.places.root).as_posix()
            remedy = f"Name it in {OUTCOMES}, or take it away; outcomes without a notebook: "
            lacking = ", ".join(sorted(due - written)) or "none"
            yield Problem(file, None, None, "", "belongs to no outcome of the plan", remedy + lacking)

    def _milestones(self) -> Iterator[Problem]:
        known = {measure.id for measure in self.measures.all}
        for milestone in self.plan.milestones:
            if milestone.measure and milestone.measure not in known:
                what = f"no measure {milestone.measure!r}"
                remedy = f"Did you mean {nearest(milestone.measure, known)}? Measures stand in data/measures"
                yield self.problem(MILESTONES, milestone.id, "measure", what, remedy)
            notebook = self.plan.outcome(milestone.outcome).notebook
            code = self._cells.get(notebook, "")
            if code and not re.search(rf"""(["']){re.escape(milestone.id)}\1""", code):
                what = f"no cell of {notebook}.ipynb judges it"
                remedy = f'Add a cell with outcome.judge("{milestone.id}"), or take the row away'
                yield self.problem(MILESTONES, milestone.id, "milestone", what, remedy)

    def _positions(self) -> Iterator[Problem]:
        table = registers.rows_of(self.places.plan(self.plan.id) / POSITIONS)
        for number, row in enumerate(table, start=2):
            for column, what, remedy in self._faults_of_position(row):
                one = self.problem(POSITIONS, row["milestone"], column, what, remedy)
                yield Problem(one.file, number, column, row[column], what, remedy)

    def _faults_of_position(self, row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        try:
            Period.parse(row["period"] or self.plan.first_year.canonical)
        except BadPeriod as error:
            yield "period", "is no period", str(error)
        if not row["period"] and not QUOTE.search(row["position"]):
            yield "period", "a sentence without a period quotes no figure", "Say at the end of which period it was so"
        if not row["force"] and not self.plan.only_force:
            yield "force", "a plan of many forces", "Say of which force it is said"

    @cached_property
    def _cells(self) -> Mapping[str, str]:
        return {path.stem: _code(path) for path in sorted((self.places.notebooks / self.plan.id).glob("*.ipynb"))}

    def check_run(self, ledger: Ledger, notebooks: Iterable[str]) -> None:
        """Compare what notebooks, by file name, recorded with the register.

        Raises:
            DataProblems: a promise is not judged once, or not measured while rows of its measure are held.
        """
        if problems := list(self._recorded(ledger, frozenset(notebooks))):
            raise DataProblems(problems)

    def _recorded(self, ledger: Ledger, notebooks: frozenset[str]) -> Iterator[Problem]:
        judged = Counter(status.milestone for status in ledger.milestones)
        for milestone in self.plan.milestones:
            notebook, times = f"{self.plan.outcome(milestone.outcome).notebook}.ipynb", judged[milestone.id]
            if notebook in notebooks and times != 1:
                what = f"is judged {times} times" if times else "is not judged"
                remedy = f"Judge it in one cell of {notebook}, and in one alone"
                yield self.problem(MILESTONES, milestone.id, "milestone", what, remedy)
            if held := self._unused_rows(milestone, ledger):
                what = f"is said to be not measured, though {held} quarters of {milestone.measure} are held"
                remedy = f"Report them in {notebook}: promise.report(...) records what judges it"
                yield self.problem(MILESTONES, milestone.id, "measure", what, remedy)

    def _unused_rows(self, milestone: Milestone, ledger: Ledger) -> int:
        """The quarters of the period that are held of a measure that judges a promise, and that no claim rests on."""
        status, edition = ledger.status(milestone.id), ledger.edition
        if status is None or status.status != "not_measured" or edition.as_at or not milestone.measure:
            return 0
        measure = self.measures[milestone.measure]
        if not measure.has_series or any(claim.measure == measure.id for claim in ledger.claims):
            return 0
        counts = measure_series(self.places, measure, edition.force)
        return int(counts.index.isin(quarters_of(Period.parse(edition.period))).sum())


def _code(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
