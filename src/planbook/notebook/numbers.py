"""A force and a year in numbers alone: what the one notebook of every edition without a plan reads and keeps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from planbook.charts.labels import period_label
from planbook.core.formulas import FORMULAS
from planbook.data import available, registers
from planbook.data.as_at import Known
from planbook.data.forces import COUNTS, DENOMINATORS, LEFT_OUT, rate_frame
from planbook.data.places import find_places
from planbook.data.plan import Outcome
from planbook.notebook import screen
from planbook.notebook.level import NO_CHANGE, Level, NoChange
from planbook.notebook.numbers_markup import MEASURES, RATES, Figures, overview, quarters_table, section
from planbook.notebook.outcome import AlreadyRecorded, OutcomeNotebook
from planbook.notebook.parameters import refuse_unknown_parameters
from planbook.statistics.constants import COUNTS_ONLY_UNDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planbook.core.claims import Claim
    from planbook.data.measures import Measure, Measures
    from planbook.statistics.change import Change
    from planbook.statistics.words import Verdict

__all__ = ["NumbersNotebook", "open_numbers"]

PERCENTAGES = frozenset({"change_pct", "change_low", "change_high"})
NUMBERS = Outcome("numbers", 0, "Recorded crime in numbers", title_inferred=False, notebook="numbers", note="")


def open_numbers(*, period: str, as_at: str = "", force: str = "west_midlands") -> NumbersNotebook:
    """Open a force and a period for numbers alone.

    Args:
        period: a canonical period or an unambiguous alias, ``FY2014-15``.
        as_at: the date at which the data were known; empty for the latest revision.
        force: the id of any of the 43 territorial forces, ``kent``.

    Raises:
        BadPeriod: the period is malformed or ambiguous.
        NotQuarterly, NoPeriodData, UnknownArea, BadAsAt, NotKnownYet: the request cannot be answered.
        UnknownParameter: the injected parameters hold a name that the notebook does not declare.
    """
    refuse_unknown_parameters()
    places, wanted = find_places(), registers.parse_period(period)
    available.check_request(places, wanted, force, table=COUNTS)
    return NumbersNotebook(
        places=places,
        period=wanted,
        as_at=as_at,
        force=force,
        register=registers.plan_for(places, wanted, force),
        outcome=NUMBERS,
        catalogue=_catalogue(registers.measures(places)),
        known=Known("quarters", as_at),
    )


def _catalogue(measures: Measures) -> Measures:
    """The measures that every force has, read from the table that holds every force."""
    return replace(measures, all=tuple(replace(measures[name], table=COUNTS) for name in MEASURES))


@dataclass
class NumbersNotebook(OutcomeNotebook):
    """A force in a period. Reading gives pandas; keeping leaves claims and verdicts in the cell's outputs."""

    found: list[Figures] = field(default_factory=list)
    breaks: dict[str, str] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    few: set[str] = field(default_factory=set)
    series: dict[str, pd.Series] = field(default_factory=dict)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures that were counted in every quarter of the period, in their fixed order."""
        return tuple(name for name in MEASURES if self.window.isin(self.quarters(name).index).all())

    def quarters(self, measure: str) -> pd.Series:
        """A measure of the force by quarter, up to the end of the period; Series of counts."""
        if measure not in self.series:
            self.series[measure] = super().quarters(measure)
        return self.series[measure]

    @cached_property
    def area_name(self) -> str:
        """The force's name as readers know it."""
        return registers.area_name(self.places, self.force)

    def control_chart(self, counts: pd.Series) -> Level:
        """The control chart up to the end of the period; none where a correction put a quarter below zero."""
        measure = self.catalogue[str(counts.name)]
        if (counts >= 0).all():
            return super().control_chart(counts)
        self.corrected[measure.id] = period_label(counts.index[int(counts.to_numpy().argmin())])
        return Level(measure, None)

    def year_on_year(self, counts: pd.Series, level: Level) -> Change | NoChange:
        """The change on the same months a year earlier; a stand-in of NaN too where one of the two counts none."""
        sums = [float(counts.reindex(quarters).sum(skipna=False)) for quarters in (self.window, self.year_before)]
        return super().year_on_year(counts, level) if min(sums) > 0 else NO_CHANGE

    def forces(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents or households, of every force.

        Returns a frame indexed by force id, columns count and population, the City of London left out; empty where
        no estimate is held of the middle of the financial year, or where the force is the one left out.
        """
        if self.force in LEFT_OUT:
            return pd.DataFrame({"count": [], "population": []}, dtype=float)
        return rate_frame(self.places, self.catalogue[measure], self.window[-1], self.as_at)

    def keep(self, counts: pd.Series, level: Level, change: Change | NoChange, /, of: int, **values: float) -> None:
        """Keep the figures and verdicts of a measure as records, and hold them for the page.

        Args:
            counts: by quarter; its name is the measure.
            level: its control chart.
            change: on the year before, or the stand-in.
            of: how many forces are ranked by rate.
            values: the statistics by name; NaN records an absent claim with its reason.

        Raises:
            UnknownStatistic: a name that the table of statistics lacks.
            AlreadyRecorded: the claim is recorded already.
        """
        measure = self.catalogue[str(counts.name)]
        if values.get("count", math.nan) + values.get("baseline", math.nan) < COUNTS_ONLY_UNDER:
            self.few.add(measure.id)
            values |= dict.fromkeys(PERCENTAGES & values.keys(), math.nan)
        claims = (self._claim(measure, name, float(value), f"{of} forces") for name, value in values.items())
        kept = [self._with_inputs(claim, values) for claim in claims]
        if repeated := [claim.id for claim in kept if claim.id in self.claims]:
            raise AlreadyRecorded(repeated[0])
        self.claims |= {claim.id: claim for claim in kept}
        verdicts = self._verdicts(measure, level, change)
        screen.keep_all(measure.id, self._records(measure, kept, verdicts))
        self.found.append(Figures(measure, counts, level, verdicts, {claim.statistic: claim for claim in kept}))

    def show_overview(self) -> None:
        """Show one table of all measures."""
        screen.show(overview(self.found, self.area_name, self.period))

    def show_measures(self) -> None:
        """Show each measure with its small control chart, its verdicts and its figures."""
        for figures in self.found:
            screen.show(section(figures, self.window, self.area_name, self.period))

    def show_quarters(self) -> None:
        """Show the counts behind the charts, a row a quarter, and say which measures are not there."""
        screen.show(quarters_table(self.found, self.area_name))
        for name in MEASURES:
            if name not in {figures.measure.id for figures in self.found}:
                self._say(self._absent(self.catalogue[name]))

    def _records(
        self, measure: Measure, claims: Iterable[Claim], verdicts: Iterable[Verdict]
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for claim in claims:
            yield "claim", claim.id, claim.as_record()
        for verdict in verdicts:
            record = screen.verdict_record(verdict, measure.id, self.outcome.id, "")
            yield "verdict", f"{measure.id}.{verdict.kind.replace(' ', '_')}", record

    def _with_inputs(self, claim: Claim, together: Mapping[str, float]) -> Claim:
        """The claim with the claims and tables it rests on; the rows are those of its force and measure."""
        formula = FORMULAS[claim.statistic]
        ids = tuple(f"{claim.measure}.{name}" for name in formula.inputs if name in together)
        tables = (COUNTS, DENOMINATORS) if claim.statistic in RATES else (COUNTS,)
        return replace(claim, inputs=(*ids, *(f"data/series/{table}.csv" for table in tables)))

    def _verdicts(self, measure: Measure, level: Level, change: Change | NoChange) -> tuple[Verdict, ...]:
        from planbook.statistics.words import change_verdict, level_verdict

        label, unit = measure.label_inside, measure.unit
        of_level = (level_verdict(level.chart, self.window, label=label, unit=unit),) if level.chart else ()
        return of_level if isinstance(change, NoChange) else (*of_level, change_verdict(change, label=label, unit=unit))

    def _break(self, measure: Measure) -> str:
        if measure.id not in self.breaks:
            self.breaks[measure.id] = super()._break(measure)
        return self.breaks[measure.id]

    def _reason(self, measure: Measure, name: str) -> str:
        if name in PERCENTAGES and measure.id in self.few:
            return f"{measure.label}: the two years count too few offences for a percentage."
        if name not in RATES:
            return self._corrected(measure) or super()._reason(measure, name)
        if self.force in LEFT_OUT:
            return (
                "No rate and no place: few people live in the City of London and very many come by day, so a rate by "
                "residents says nothing of risk."
            )
        year = self.period.plan_year.label
        return f"No rate and no place: no estimate of residents or households is held for the middle of {year}."

    def _corrected(self, measure: Measure) -> str:
        if measure.id not in self.corrected:
            return ""
        return (
            f"{measure.label}: in {self.corrected[measure.id]} more was taken back than recorded, and the count is "
            "below zero, so no limits are drawn and no change is tested."
        )
