"""Work out the claims of a run again from the tables as they are held, and say which differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from planbook.claims.claims import Claim
from planbook.claims.recomputing import FORMULAS, Evidence, Given, Letters, fault_of, letters_of
from planbook.claims.records import records_of
from planbook.claims.statistics_table import TARGET
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.data.rows_behind import Rows
from planbook.data.series import correlation_of, period_of, phase_starts, quarters_of, rows_again


class Recomputed:
    """The claims of one force, period and date, each worked out again from rows that are read anew.

    Nothing here comes from a notebook but the names of the rows; the tables and registers are read by themselves.
    """

    def __init__(self, places: Places, plan: Plan, claims: Iterable[Claim], force: str, as_at: str = "") -> None:
        self.places, self.force, self.as_at = places, force, as_at
        self.claims = {claim.id: claim for claim in claims}
        self.targets = {milestone.id: milestone.target_pct for milestone in plan.milestones}
        self.values: dict[str, float] = {}
        self.evidence = lru_cache(maxsize=None)(self._evidence)

    def faults(self) -> Iterator[str]:
        """How claims differ from what their rows give, one a claim."""
        for claim in self.claims.values():
            if claim.status == "computed" and (fault := self._fault(claim)):
                yield fault

    def letters(self, claim: Claim) -> Letters:
        """What stands for each letter of a claim's formula; nothing where it was not computed from rows."""
        if claim.status != "computed" or not claim.rows:
            return {}
        return letters_of(claim, self.evidence(claim.measure, claim.window, claim.rows), self._given(claim))

    def _fault(self, claim: Claim) -> str:
        return fault_of(claim, self.evidence(claim.measure, claim.window, claim.rows), self._given(claim))

    def _given(self, claim: Claim) -> Given:
        def given(name: str) -> float:
            if name == TARGET:
                target = self.targets.get(claim.milestone)
                return math.nan if target is None else target
            return self._value(name if "." in name else f"{claim.measure}.{name}")

        return given

    def _value(self, wanted: str) -> float:
        """The recomputed value of a claim; NaN where there is none."""
        claim = self.claims.get(wanted)
        if claim is None or claim.status != "computed":
            return math.nan
        if wanted not in self.values:
            self.values[wanted] = FORMULAS[claim.statistic].value(**self.letters(claim))
        return self.values[wanted]

    def _evidence(self, measure: str, window: str, rows: tuple[Rows, ...]) -> Evidence:
        """What claims of a measure that rest on the same rows are worked out from."""
        period = Period.parse(window)
        starts = [one for one in phase_starts(self.places, measure, self.force) if one.start <= quarters_of(period)[-1]]
        return Evidence(
            rows=rows_again(self.places, rows, self.as_at),
            window=period,
            force=self.force,
            phase=max((period_of(one.start).canonical for one in starts), default=""),
            broken=max((period_of(one.start).canonical for one in starts if one.forced), default=""),
            prior=correlation_of(self.places, measure),
        )


def wrong_claims(places: Places, plan: Plan, notebook: Mapping[str, Any], force: str, as_at: str) -> str:
    """Which claims of an executed notebook are not what their rows give; empty where all are."""
    records = (record for record in records_of(notebook) if record.kind == "claim")
    claims = [Claim.from_record({**record.data, "cell": record.cell}) for record in records]
    faults = list(Recomputed(places, plan, claims, force, as_at).faults())
    return (
        "\n  ".join(["A figure must be what its rows give by its formula. Mend these cells:", *faults])
        if faults
        else ""
    )
