"""One outcome of the plan, opened for a period: what its notebook records, beside what it reads and shows."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from IPython import get_ipython

from planbook.claims.claims import Claim, claim_of
from planbook.claims.statistics_table import STATISTICS
from planbook.data import available, registers
from planbook.data.available import known_form
from planbook.data.measures import Measure
from planbook.data.places import find_places
from planbook.data.values import nearest
from planbook.notebook.evidence import kind_of
from planbook.notebook.promise import Promise
from planbook.notebook.reading import Level
from planbook.notebook.showing import Showing
from planbook.statistics.rates import rates

if TYPE_CHECKING:
    import pandas as pd

PARAMETERS = ("as_at", "force", "period")
INJECTED = "# Parameters"
"""The first line of the cell that Papermill injects."""


class UnknownParameter(ValueError):
    """A parameter that the notebook does not declare."""

    def __init__(self, wanted: str) -> None:
        near = nearest(wanted, PARAMETERS, 1)
        super().__init__(
            f"parameter {wanted!r} does not exist; nearest: {near}; the notebook declares {', '.join(PARAMETERS)}"
        )


def injected_names(cell: str) -> tuple[str, ...]:
    """The names that an injected cell assigns; none for any other cell."""
    if not cell.startswith(INJECTED):
        return ()
    assigned = [node for node in ast.parse(cell).body if isinstance(node, ast.Assign)]
    return tuple(target.id for node in assigned for target in node.targets if isinstance(target, ast.Name))


def refuse_unknown_parameters() -> None:
    """Look through the cells run so far for injected parameters, and refuse an unknown one.

    Raises:
        UnknownParameter: the nearest declared name is given.
    """
    shell = get_ipython()
    cells = shell.history_manager.input_hist_raw if shell else ()
    for name in (name for cell in cells for name in injected_names(cell)):
        if name not in PARAMETERS:
            raise UnknownParameter(name)


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
    """An outcome in a period. Reading gives pandas; recording leaves claims in the cell's outputs.

    Example:
        >>> outcome = open_outcome("O5", period="FY2014-15")
        >>> robbery = outcome.quarters("robbery")
        >>> count = robbery.reindex(outcome.window).sum()
        >>> outcome.record(robbery, count=count)
    """

    def milestone(self, wanted: str) -> Promise:
        """The promise with this id; what is recorded next belongs to it."""
        self.current = wanted
        return Promise(self, self.plan.milestone(wanted))

    def judge(self, wanted: str) -> None:
        """Cite what the original report published under a promise, and judge the promise.

        This is all that a promise without a measure needs.
        """
        promise = self.milestone(wanted)
        promise.cite()
        promise.judge()

    def context(
        self, counts: pd.Series, *, count: float, baseline: float, change_pct: float, peers: bool = False
    ) -> None:
        """Show and record a measure beside the promises; nothing is judged by it.

        Args:
            counts: the measure as it was read; by year for a measure that is published by year alone.
            count: sum of the period.
            baseline: sum of the same months a year earlier.
            change_pct: the change in per cent.
            peers: whether its rate is compared with that of similar forces.

        Raises:
            AlreadyRecorded: a claim of the measure is recorded already.

        Example:
            >>> shops = outcome.quarters("theft_from_shops")
            >>> count = shops.reindex(outcome.window).sum(skipna=False)
            >>> baseline = shops.reindex(outcome.year_before).sum(skipna=False)
            >>> outcome.context(shops, count=count, baseline=baseline, change_pct=100 * (count / baseline - 1))
        """
        measure = self.catalogue[str(counts.name)]
        if measure.table == measure.year_table:
            self.show_years(counts)
            self.record(counts, count=count, baseline=baseline, change=count - baseline, change_pct=change_pct)
            return
        level = self.report_level(counts, count=count, baseline=baseline, change_pct=change_pct)
        if peers:
            self.report_peers(measure.id, level)

    def report_level(self, counts: pd.Series, *, count: float, baseline: float, change_pct: float) -> Level:
        """Show the control chart and the verdicts of a measure, and record every figure behind them.

        Returns the level, which a comparison with other forces needs.
        """
        level = self.control_chart(counts)
        change = self.year_on_year(counts, level)
        claims = self._recorded(
            counts,
            count=count,
            baseline=baseline,
            change=count - baseline,
            change_pct=change_pct,
            change_low=change.low,
            change_high=change.high,
            monthly_mean=count / len(self.period.months),
            process_average=level.mean,
            lower_limit=level.lower,
            upper_limit=level.upper,
            dispersion=level.dispersion,
            flip_dispersion=change.flip_dispersion,
        )
        self.show_level(level)
        self.show_without_season(counts, level)
        self.show_verdicts(counts, level, change)
        self._show_figures(claims)
        return level

    def report_years(self, measure: str) -> None:
        """Show the totals of a measure by financial year, and record the place of the year among them."""
        years = self.years(measure)
        place = years.rank(method="min").reindex(self.year).sum(min_count=1)
        self.show_years(years)
        self.record(years, year_rank=place, of=self.span_of(years))

    def report_peers(self, measure: str, level: Level) -> None:
        """Show the rate of a measure beside those of similar forces, and record rate, mean and place."""
        group = self.peers(measure)
        table = rates(group)
        own = table.reindex([self.area_name]).iloc[0]
        self.show_peers(measure, group, table, level.dispersion)
        self.record(
            measure,
            rate=own["rate"],
            rate_low=own["low"],
            rate_high=own["high"],
            group_mean=table["rate"].mean(),
            rank=own["rank"],
            of=f"{len(table)} similar forces",
        )

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
        self._show_figures(self._recorded(counts, of=of, **values))

    def _recorded(self, counts: pd.Series | str, /, *, of: int | str = "", **values: float) -> list[Claim]:
        """The claims of values, noted so that sentences can quote them before their table is shown."""
        measure = self.catalogue[counts if isinstance(counts, str) else str(counts.name)]
        claims = [self._claim(measure, name, float(value), str(of)) for name, value in values.items()]
        claims = [self._with_evidence(claim, counts, values) for claim in claims]
        self.note(claims)
        return claims

    def note(self, claims: Sequence[Claim]) -> None:
        """Note claims as recorded.

        Raises:
            AlreadyRecorded: one of them is recorded already.
        """
        for claim in claims:
            if claim.id in self.claims:
                raise AlreadyRecorded(claim.id)
            self.claims[claim.id] = claim

    def _show_figures(self, claims: Sequence[Claim]) -> None:
        measure, first = self.catalogue[claims[0].measure], claims[0].label
        more = {1: "", 2: " and one more figure"}.get(len(claims), f" and {len(claims) - 1} more figures")
        caption = f"{measure.label}, {self.period.label}: {first[:1].lower()}{first[1:]}{more}"
        self.show_table(measure.id, caption, claims)

    def _claim(self, measure: Measure, name: str, value: float, of: str) -> Claim:
        row = STATISTICS.get(name)
        return claim_of(
            measure,
            name,
            math.nan if row and row.compares and self._break(measure) else value,
            window=self.period.canonical,
            milestone=(self.outcome.id, self.current),
            source=registers.source_of(self.places, self._table(measure)),
            reason=self._reason(measure, name) if row else "",
            of=of,
        )

    def _with_evidence(self, claim: Claim, counts: pd.Series | str, together: Mapping[str, float]) -> Claim:
        """The claim with the rows and the other claims that it rests on."""
        row = STATISTICS[claim.statistic]
        rows = self.evidence.rows(claim.measure, kind_of(counts), row.span)
        ids = [f"{claim.measure}.{name}" for name in row.inputs]
        recorded = {*self.claims, *(f"{claim.measure}.{name}" for name in together)}
        inputs = (*(name for name in ids if name in recorded), *(part.path for part in rows))
        return replace(claim, inputs=inputs, rows=rows)
