"""One outcome of the plan, opened for a period: what its notebook records, beside what it reads and shows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.claims.revisions import with_published
from planbook.core.claims import Claim, claim_of, quote_claims
from planbook.core.formulas import FORMULAS
from planbook.core.status import Facts, MilestoneStatus, judge, judge_parts
from planbook.data import available, registers
from planbook.data.available import known_form
from planbook.data.places import find_places
from planbook.notebook import markup, screen
from planbook.notebook.evidence import kind_of
from planbook.notebook.parameters import refuse_unknown_parameters
from planbook.notebook.reading import COMPARISONS
from planbook.notebook.showing import Showing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planbook.data.measures import Measure
    from planbook.data.plan import Milestone

__all__ = ["AlreadyRecorded", "OutcomeNotebook", "open_outcome"]


class AlreadyRecorded(ValueError):
    """A claim id is recorded twice in one notebook."""

    def __init__(self, claim_id: str) -> None:
        super().__init__(f"claim {claim_id!r} is recorded twice in this notebook: record each statistic once")


def open_outcome(outcome: str, *, period: str, as_at: str = "", force: str = "west_midlands") -> OutcomeNotebook:
    """Open one outcome of the plan for a reporting period.

    Args:
        outcome: the id in the register, ``O5``.
        period: a canonical period or an unambiguous alias, ``FY2014-15``.
        as_at: the date at which the data were known; empty for the latest revision.
        force: the id of the force, ``west_midlands``.

    Raises:
        BadPeriod: the period is malformed or ambiguous.
        NotQuarterly: the period is not made of whole quarters.
        NoPeriodData: no recorded crime is held for the period.
        UnknownArea: no table holds the force.
        BadAsAt, NothingKnown: the as-at date is in no known form, or nothing was known then.
        UnknownParameter: the injected parameters hold a name that the notebook does not declare.
    """
    refuse_unknown_parameters()
    places, wanted = find_places(), registers.parse_period(period)
    available.check_request(places, wanted, force, as_at)
    register = registers.plan_for(places, wanted, force)
    return OutcomeNotebook(
        places=places,
        period=wanted,
        as_at=as_at,
        force=force,
        register=register,
        outcome=register.plan.outcome(outcome),
        catalogue=registers.measures(places),
        known=known_form(places, wanted, force, as_at),
    )


class OutcomeNotebook(Showing):
    """An outcome in a period. Reading gives pandas; recording leaves claims in the cell's outputs."""

    def record(self, counts: pd.Series | str, /, *, of: int | str = "", **values: float) -> None:
        """Record statistics of a measure as claims, and show them as a table.

        Args:
            counts: the series (its name is the measure) or the measure's id.
            of: for a rank, the number of places, or words for them.
            values: the statistics by name; NaN records an absent claim with its reason.

        Raises:
            UnknownStatistic: a name that the table of statistics lacks.
            AlreadyRecorded: the claim is recorded already.
        """
        measure = self.catalogue[counts if isinstance(counts, str) else str(counts.name)]
        claims = [self._claim(measure, name, float(value), str(of)) for name, value in values.items()]
        claims = [self._with_evidence(claim, counts, values) for claim in claims]
        self._keep(measure.id, claims)
        lead = claims[0].label[:1].lower() + claims[0].label[1:]
        more = {1: "", 2: " and one more figure"}.get(len(claims), f" and {len(claims) - 1} more figures")
        screen.show(markup.figures_table(f"{measure.label}, {self.period.label}: {lead}{more}", claims))

    def cite(self, promise: Milestone) -> None:
        """Show and record the values that the original report published under a milestone."""
        claims = registers.cited_claims(self.places, self.plan).get(promise.id, [])
        if not claims:
            return
        report = f"The original report covers {registers.area_name(self.places, registers.PLAN_FORCE)}"
        if self.force != registers.PLAN_FORCE:
            self._say(f"{report}; it published no figure for {self.area_name}.")
            return
        if self.period.months != self.plan.year.months:
            self._say(f"{report} in {self.plan.year.label}; it published no figure for {self.period.label}.")
            return
        self._keep(promise.id, claims)
        screen.show(markup.cited_table(f"{promise.short_title}: figures as published in the original report", claims))

    def judge(self, promise: Milestone) -> None:
        """Derive, show and record the status of a milestone from what was recorded."""
        parts = tuple(self.statuses[part.id] for part in self.plan.parts(promise.id))
        status = judge_parts(promise, parts) if parts else self._judged(promise)
        sentence = quote_claims(status.sentence, {**self._report_claims(), **self.claims})
        self.statuses[promise.id] = status = MilestoneStatus.from_record({**status.as_record(), "sentence": sentence})
        screen.keep("milestone", promise.id, status.as_record(), words=f"{status.word}. {status.sentence}")

    def _judged(self, promise: Milestone) -> MilestoneStatus:
        """The status of a promise by itself; in an earlier edition the reason why a series does not judge it."""
        status = judge(promise, self._facts(promise))
        if self.known.earlier and promise.evidence == "series" and status.status in {"not_judged", "not_measured"}:
            return replace(status, sentence=self.known.absent(self.catalogue[promise.measure].label))
        return status

    def _claim(self, measure: Measure, name: str, value: float, of: str) -> Claim:
        return claim_of(
            measure,
            name,
            math.nan if name in COMPARISONS and self._break(measure) else value,
            window=self.period.canonical,
            milestone=(self.outcome.id, self.current),
            source=registers.source_of(self.places, self._table(measure)),
            reason=self._reason(measure, name),
            of=of,
        )

    def _with_evidence(self, claim: Claim, counts: pd.Series | str, together: Mapping[str, float]) -> Claim:
        """The claim with the rows and the other claims that it rests on."""
        formula = FORMULAS[claim.statistic]
        rows = self.evidence.rows(claim.measure, kind_of(counts), formula.span)
        ids = [f"{claim.measure}.{name}" for name in formula.inputs]
        known = {*self.claims, *(f"{claim.measure}.{name}" for name in together)}
        return replace(claim, inputs=(*(name for name in ids if name in known), *(row.path for row in rows)), rows=rows)

    def _facts(self, promise: Milestone) -> Facts:
        own = {claim.statistic: claim for claim in self.claims.values() if claim.measure == promise.measure}
        return Facts(
            claims=with_published(own) if self.known.earlier else own,
            whole_year=self.period.whole_year,
            not_in_force=self.register.not_in_force,
            end=self.period.end.isoformat(),
        )

    def _report_claims(self) -> dict[str, Claim]:
        cited = registers.cited_claims(self.places, self.plan)
        return {claim.id: claim for claims in cited.values() for claim in claims}

    def _keep(self, name: str, claims: Sequence[Claim]) -> None:
        for claim in claims:
            if claim.id in self.claims:
                raise AlreadyRecorded(claim.id)
            self.claims[claim.id] = claim
        screen.keep_all(name, (("claim", claim.id, claim.as_record()) for claim in claims))
