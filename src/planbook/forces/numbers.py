"""A force and a year in numbers: what the one notebook for any force and year reads and keeps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec
import pandas as pd

from planbook.charts.labels import mark_of, number, period_label
from planbook.charts.spark import common_reach, sparkline
from planbook.claims.claims import Claim, claim_of
from planbook.claims.display import listed_words
from planbook.claims.records import NO_CAUSE, ChartRow, Record
from planbook.claims.statistics_table import STATISTICS
from planbook.data import available, registers, series
from planbook.data.available import CRIME_BY_FORCE, PEOPLE_BY_FORCE, absence
from planbook.data.measures import Measure, Measures
from planbook.data.periods import Period
from planbook.data.places import Places, find_places
from planbook.data.series import LEFT_OUT, period_of, quarters_of, rate_frame
from planbook.forces.force_years import ABSENT, MEASURE, MEASURES, RATES, AbsentMeasure, MeasureRecord, QuarterCount
from planbook.notebook import screen
from planbook.notebook.outcome import AlreadyRecorded
from planbook.notebook.reading import NO_CHANGE, PERCENTAGES, Behind, NoChange
from planbook.notebook.shell import refuse_unknown_parameters
from planbook.statistics.change import Change
from planbook.statistics.constants import COUNTS_ONLY_UNDER
from planbook.statistics.level import Level
from planbook.statistics.sentences import plain_interval
from planbook.statistics.verdicts import change_verdict, level_verdict

OUTCOME = "numbers"
# Statistics that set the period against the year before; none is published across a break of definition.
COMPARISONS = frozenset(name for name, statistic in STATISTICS.items() if statistic.compares)


def open_numbers(*, period: str, as_at: str = "", force: str) -> NumbersNotebook:
    """Open a force and a period for numbers alone.

    Args:
        period: a canonical period or an unambiguous alias, ``FY2014-15``.
        as_at: the date at which the data were known; empty for the latest revision.
        force: the id of any of the 43 territorial forces, ``kent``.

    Raises:
        BadPeriod: the period is malformed or ambiguous.
        Refusal: the request cannot be answered.
        UnknownParameter: the injected parameters hold a name that the notebook does not declare.
    """
    refuse_unknown_parameters()
    places, requested = find_places(), registers.parse_period(period)
    available.check_request(places, requested, force)
    measures = registers.measures(places)
    # Every measure is read from the table that holds every force.
    catalogue = replace(measures, all=tuple(replace(measures[name], table=CRIME_BY_FORCE) for name in MEASURES))
    name = registers.area_name(places, force)
    window, year_before = quarters_of(requested), quarters_of(requested.comparison)
    return NumbersNotebook(places, requested, as_at, force, name, catalogue, window, year_before)


@dataclass
class NumbersNotebook:
    """A force in a period. Reading gives pandas; keeping leaves records in the cell's outputs.

    ``window`` holds the quarters of the period, ``year_before`` the same quarters one year earlier.
    """

    places: Places
    period: Period
    as_at: str
    force: str
    area_name: str
    catalogue: Measures
    window: pd.PeriodIndex
    year_before: pd.PeriodIndex
    claims: dict[str, Claim] = field(default_factory=dict)

    @cached_property
    def _series(self) -> dict[str, pd.Series]:
        counts = {
            measure.id: series.measure_series(self.places, measure, self.force, self.as_at)
            for measure in self.catalogue.all
        }
        return {name: one[one.index <= self.window[-1]] for name, one in counts.items()}

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures that were counted in every quarter of the period, in their fixed order."""
        return tuple(name for name, counts in self._series.items() if self.window.isin(counts.index).all())

    def quarters(self, measure: str) -> pd.Series:
        """A measure of the force by quarter, up to the end of the period; Series of counts."""
        return self._series[self.catalogue[measure].id]

    def level(self, counts: pd.Series) -> Level | None:
        """The level up to the end of the period; None where a correction put a quarter below zero."""
        return Behind.of(self.places, str(counts.name), self.force).level(counts, self.window)

    def change(self, counts: pd.Series) -> Change | NoChange:
        """The change on the same months a year earlier with its 95 per cent interval, or a stand-in of NaN.

        There is none across a break of definition, where a correction put a quarter below zero, and where one of the
        two years counts none.
        """
        count, baseline = (
            float(counts.reindex(quarters).sum(skipna=False)) for quarters in (self.window, self.year_before)
        )
        measure = self.catalogue[str(counts.name)]
        if not (count > 0 and baseline > 0) or (counts < 0).any() or self._break(measure):
            return NO_CHANGE
        return Behind.of(self.places, measure.id, self.force).change(counts, self.window)

    def forces(self, measure: str) -> pd.DataFrame:
        """Counts of the twelve months that end with the period, and residents or households, of every force.

        Returns a frame indexed by force id, columns count and population, the City of London left out; empty where
        no estimate is held of the middle of the financial year, or where the force is the one left out.
        """
        if self.force in LEFT_OUT:
            return pd.DataFrame({"count": [], "population": []}, dtype=float)
        return rate_frame(self.places, self.catalogue[measure], self.window[-1], self.as_at)

    def keep(
        self, counts: pd.Series, level: Level | None, change: Change | NoChange, /, of: int, **values: float
    ) -> None:
        """Keep the figures, the verdicts and the chart of a measure as records.

        Args:
            counts: by quarter; its name is the measure.
            level: where its quarters lie, None where nothing can be said of it.
            change: on the year before, or the stand-in.
            of: how many forces are ranked by rate.
            values: the statistics by name; NaN records an absent claim with its reason.

        Raises:
            UnknownStatistic: a name that the table of statistics lacks.
            AlreadyRecorded: the claim is recorded already.
        """
        measure = self.catalogue[str(counts.name)]
        claims = self._claims(measure, f"{of} forces", values)
        # Before anything is stored: half a measure would be worse than none.
        if repeated := sorted(claims.keys() & self.claims.keys()):
            raise AlreadyRecorded(repeated[0])
        self.claims |= claims
        record = self._record(measure, counts, level, claims)
        words = {"label": measure.label_inside, "unit": measure.unit}
        verdicts = [level_verdict(level, **words)] if level else []
        if isinstance(change, Change):
            verdicts.append(change_verdict(change, **words))
        records = [
            *map(screen.claim_record, claims.values()),
            *(screen.verdict_record(screen.verdict_of(one, measure.id, OUTCOME, "")) for one in verdicts),
            Record(MEASURE, measure.id, msgspec.to_builtins(record)),
        ]
        card = f"{record.chart}<p>{record.label}: {record.caption}</p>" if record.chart else ""
        screen.leave(measure.id, records, card)

    def overview(self) -> pd.DataFrame:
        """The figures that were kept, as printed: a row a measure, a column a figure."""
        table: dict[str, dict[str, str]] = {}
        for claim in self.claims.values():
            table.setdefault(self.catalogue[claim.measure].label, {})[claim.label] = claim.display
        return pd.DataFrame.from_dict(table, orient="index")

    def keep_absent(self) -> None:
        """Keep and show why other measures have no figures."""
        for measure in self.catalogue.all:
            if measure.id not in self.measures:
                absent = AbsentMeasure(
                    measure.id, absence(self.places, measure, self.period, self.area_name, self.catalogue)
                )
                record = Record(ABSENT, measure.id, msgspec.to_builtins(absent))
                screen.leave(measure.id, [record], f"<p>{absent.reason}</p>")

    def _claims(self, measure: Measure, of: str, values: Mapping[str, float]) -> dict[str, Claim]:
        """The claims by id, each with the claims and tables that it rests on."""
        few = values.get("count", math.nan) + values.get("baseline", math.nan) < COUNTS_ONLY_UNDER
        change_of_definition = self._break(measure)
        withheld = (PERCENTAGES if few else frozenset()) | (COMPARISONS if change_of_definition else frozenset())
        claims = {}
        for name, value in values.items():
            claim = claim_of(
                measure,
                name,
                math.nan if name in withheld else float(value),
                window=self.period.canonical,
                milestone=(OUTCOME, ""),
                source=registers.source_of(self.places, CRIME_BY_FORCE),
                reason=self._reason(measure, name, few=few, change_of_definition=change_of_definition),
                of=of,
            )
            others = (f"{measure.id}.{other}" for other in STATISTICS[name].inputs if other in values)
            tables = (CRIME_BY_FORCE, PEOPLE_BY_FORCE) if name in RATES else (CRIME_BY_FORCE,)
            inputs = (*others, *(f"data/series/{table}.csv" for table in tables))
            claims[claim.id] = replace(claim, inputs=inputs)
        return claims

    def _reason(self, measure: Measure, name: str, *, few: bool, change_of_definition: str) -> str:
        """Why a statistic has no value, if it has none: the first reason that a reader would give."""
        counts, year = self._series[measure.id], self.period.plan_year.label
        if name in RATES and self.force in LEFT_OUT:
            return (
                "No rate and no place: few people live in the City of London and very many come by day, so a rate by "
                "residents says nothing of risk."
            )
        if name in RATES:
            return f"No rate and no place: no estimate of residents or households is held for the middle of {year}."
        if name in PERCENTAGES and few:
            return f"{measure.label}: the two years count too few offences for a percentage."
        if (counts < 0).any():
            return (
                f"{measure.label}: in {period_label(counts.idxmin())} more was taken back than recorded, and the count "
                "is below zero, so no limits are drawn and no change is tested."
            )
        if name in COMPARISONS and change_of_definition:
            return f"{measure.label}: {change_of_definition} The two years cannot be compared."
        return absence(self.places, measure, self.period, self.area_name, self.catalogue)

    def _break(self, measure: Measure) -> str:
        """The break of definition between the year before and the period, in words; empty where there is none."""
        starts = series.phase_starts(self.places, measure.id, self.force)
        between = (one for one in starts if one.forced and self.year_before[0] < one.start <= self.window[-1])
        return next((one.reason for one in between), "")

    def _record(
        self, measure: Measure, counts: pd.Series, level: Level | None, claims: Mapping[str, Claim]
    ) -> MeasureRecord:
        low, high = (claims[f"{measure.id}.{name}"].value for name in ("change_low", "change_high"))
        interval = "" if low is None or high is None else plain_interval(low, high)
        quarters = tuple(
            QuarterCount(period_of(quarter).canonical, period_label(quarter), count)
            for quarter, count in zip(pd.PeriodIndex(counts.index), counts.tolist(), strict=True)
        )
        words = (measure.id, measure.label, measure.label_inside, measure.direction_words, interval)
        return MeasureRecord(*words, *self._chart(measure, level), quarters)

    def _chart(self, measure: Measure, level: Level | None) -> tuple[str, str]:
        """The small chart as SVG, and its caption; empty without limits."""
        points = level.points.dropna() if level else pd.DataFrame()
        if points.empty:
            return "", ""
        causes = [listed_words([mark_of(rule).words for rule in rules]) or NO_CAUSE for rules in points["rules"]]
        columns = (points[name].tolist() for name in ("value", "mean", "lower", "upper"))
        rows = tuple(map(ChartRow, map(period_label, points.index), *columns, causes))
        last, span = rows[-1], f"{rows[0].label} to {rows[-1].label}"
        special = [f"{row.label} ({row.cause})" for row in rows[-len(self.window) :] if row.signals]
        signals = "Nothing stands out in the period."
        if special:
            signals = f"In the period stand out: {listed_words(special)}."
        lines = f"expected {number(last.mean)}, limits {number(last.lower)} to {number(last.upper)}"
        what = f"{measure.unit} a quarter"
        alt = f"Chart of {what}, {self.area_name}, {span}: latest {number(last.value)}, {lines}. {signals}"
        svg = sparkline(rows, reach=common_reach([rows]), window=len(self.window), alt=alt)
        return svg, f"{what[:1].upper()}{what[1:]}, {span}; {lines}. {signals}"
