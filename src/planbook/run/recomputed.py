"""Work out the claims of a run again from the tables as they are held, and say which differ."""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from planbook.claims.claims import Claim
from planbook.claims.judging import level_due
from planbook.claims.recomputing import FORMULAS, Evidence, Given, Letters, fault_of, letters_of
from planbook.claims.records import records_of
from planbook.claims.statistics_table import TARGET
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.data.registers import Register, measures
from planbook.data.rows_behind import Rows
from planbook.data.series import correlation_of, period_of, phase_starts, quarters_of, rows_again


class Recomputed:
    """The claims of one force, period and date, each worked out again from rows that are read anew.

    Nothing here comes from a notebook but the names of the rows; the tables and registers are read by themselves.
    """

    def __init__(self, places: Places, register: Register, claims: Iterable[Claim], force: str, as_at: str) -> None:
        self.places, self.register, self.force, self.as_at = places, register, force, as_at
        self.claims = {claim.id: claim for claim in claims}
        self.promises = {milestone.id: milestone for milestone in register.plan.milestones}
        self.values: dict[str, float] = {}
        self.evidence = lru_cache(maxsize=None)(self._evidence)

    def faults(self) -> Iterator[str]:
        """How claims differ from what their rows give, one a claim."""
        for claim in self.claims.values():
            if claim.status == "computed" and (fault := self._fault(claim)):
                yield fault

    def letters(self, claim: Claim) -> Letters:
        """What stands for each letter of a claim's formula; nothing where it has no rows to be worked out from."""
        return self._letters(claim) if claim.status == "computed" and claim.rows else {}

    def _letters(self, claim: Claim) -> Letters:
        return letters_of(claim, self._behind(claim), self._given(claim))

    def _fault(self, claim: Claim) -> str:
        if _as_recorded(claim):
            return ""
        return fault_of(claim, self._behind(claim), self._given(claim))

    def _given(self, claim: Claim) -> Given:
        def given(name: str) -> float:
            return self._target(claim) if name == TARGET else self._value(f"{claim.measure}.{name}", name)

        return given

    def _target(self, claim: Claim) -> float:
        """The target of the promise that a claim belongs to, as much of it as is due; NaN without one."""
        promise, period = self.promises.get(claim.milestone), Period.parse(claim.window)
        if promise is None:
            return math.nan
        promise = promise.of_year(period.plan_year.canonical)
        if promise.target_kind == "level":
            unit = measures(self.places, self.register.plan.id)[claim.measure].unit
            return level_due(promise, unit, len(period.months))
        return math.nan if promise.target is None else promise.target

    def _value(self, wanted: str, whole: str) -> float:
        """The recomputed value of a claim, by its statistic or its whole id; NaN where there is none."""
        claim = self.claims.get(whole) or self.claims.get(wanted)
        if claim is None or claim.value is None or claim.status != "computed":
            return math.nan
        if _as_recorded(claim):
            return claim.value
        if claim.id not in self.values:
            self.values[claim.id] = FORMULAS[claim.statistic](**self._letters(claim))
        return self.values[claim.id]

    def _behind(self, claim: Claim) -> Evidence:
        promise = self.promises.get(claim.milestone)
        # The baseline of a promise is that of its own measure; what is shown beside it has the year before.
        own = promise is not None and promise.measure == claim.measure and self.register.in_force
        return self.evidence(claim.measure, claim.window, promise.baseline if promise and own else "", claim.rows)

    def _evidence(self, measure: str, window: str, baseline: str, rows: tuple[Rows, ...]) -> Evidence:
        """What claims of a measure that rest on the same rows are worked out from."""
        period = Period.parse(window)
        starts = [one for one in phase_starts(self.places, measure, self.force) if one.start <= quarters_of(period)[-1]]
        return Evidence(
            rows=rows_again(self.places, rows, self.as_at),
            window=period,
            compared=period.against(baseline),
            force=self.force,
            phase=max((period_of(one.start).canonical for one in starts), default=""),
            broken=max((period_of(one.start).canonical for one in starts if one.forced), default=""),
            prior=correlation_of(self.places, measure),
            part=self._measures(f"{measure}.share_part"),
            base=self._measures(f"{measure}.share_base"),
        )

    def _measures(self, wanted: str) -> frozenset[str]:
        claim = self.claims.get(wanted)
        return frozenset(name for rows in claim.rows for name in rows.measures) if claim else frozenset()


def _as_recorded(claim: Claim) -> bool:
    """Whether a claim is the one kind that nothing is worked out from here: what the weights of a survey cost."""
    return claim.statistic == "share_spread" and not claim.rows


def wrong_claims(places: Places, register: Register, notebook: Mapping[str, Any], force: str, as_at: str) -> str:
    """Which claims of an executed notebook are not what their rows give; empty where all are."""
    records = (record for record in records_of(notebook) if record.kind == "claim")
    claims = [Claim.from_record({**record.data, "cell": record.cell}) for record in records]
    faults = list(Recomputed(places, register, claims, force, as_at).faults())
    return (
        "\n  ".join(["A figure must be what its rows give by its formula. Mend these cells:", *faults])
        if faults
        else ""
    )
