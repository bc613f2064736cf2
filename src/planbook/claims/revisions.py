"""Two vintages of a figure, the judgements they give, and the register of why figures were revised.

A verdict is worked out twice by one rule, once from each vintage, and never typed: what a revision does to a
conclusion is the difference between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from planbook.claims.claims import Claim, claim_of
from planbook.claims.display import whole_text
from planbook.claims.judging import Facts, judge
from planbook.claims.status import MilestoneStatus
from planbook.data.measures import Measure
from planbook.data.periods import Period
from planbook.data.plan import Milestone

PUBLISHED = "published_"
KindOfRevision = Literal["planned revision", "correction of an error", "change of definition", "not explained"]


@dataclass(frozen=True)
class RevisionKind:
    """A kind of revision with its heading and what it means."""

    id: KindOfRevision
    heading: str
    meaning: str


KINDS: dict[str, RevisionKind] = {
    kind.id: kind
    for kind in (
        RevisionKind(
            "planned revision",
            "Planned revisions",
            "Later releases that were expected to differ: records completed, reclassified or cancelled after the "
            "first count.",
        ),
        RevisionKind(
            "correction of an error",
            "Corrections of errors",
            "A figure was wrong when it was published, and whoever published it said so.",
        ),
        RevisionKind(
            "change of definition",
            "Changes of definition",
            "The later table counts something else under the same name.",
        ),
        RevisionKind(
            "not explained",
            "Differences without a reason on record",
            "The tables differ, and neither the tables nor their notes at hand say why. Nothing is guessed.",
        ),
    )
}
"""The kinds, in the order in which the page tells them."""


@dataclass(frozen=True)
class Revision:
    """One figure in two vintages. ``before`` and ``after`` name the two; values are counts of offences."""

    measure: str
    label: str
    period: str
    published: float
    revised: float
    before: str
    after: str

    @property
    def difference(self) -> float:
        """Revised less published."""
        return self.revised - self.published

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the published value; None where that is zero."""
        return 100 * self.difference / self.published if self.published else None

    @property
    def changed(self) -> bool:
        """Whether the two differ at all."""
        return self.published != self.revised


@dataclass(frozen=True)
class Entry:
    """A row of the register of revisions: what changed, why, when, and where it is written.

    ``measures`` names measures, or none for all; ``first`` and ``last`` are canonical periods.
    """

    id: str
    measures: tuple[str, ...]
    first: str
    last: str
    kind: KindOfRevision
    what: str
    why: str
    when: str
    source: str

    def covers(self, measure: str, period: str) -> bool:
        """Whether the entry speaks of a measure and a period."""
        wanted, first, last = (Period.parse(text) for text in (period, self.first, self.last))
        within = first.first <= wanted.first and wanted.last <= last.last
        return within and (not self.measures or measure in self.measures)


@dataclass(frozen=True)
class Effect:
    """One conclusion worked out from two vintages by the same rule."""

    measure: str
    label: str
    period: str
    question: str
    before: str
    after: str
    figures_before: str = ""
    figures_after: str = ""

    @property
    def changes(self) -> bool:
        """Whether today's figure gives another conclusion."""
        return self.before != self.after


def entry_for(entries: Iterable[Entry], revision: Revision) -> Entry | None:
    """The entry that explains a revision: one that names its measure before one for all; None where none does."""
    fitting = [entry for entry in entries if entry.covers(revision.measure, revision.period)]
    return next((entry for entry in fitting if entry.measures), fitting[0] if fitting else None)


def direction_effects(revisions: Iterable[Revision]) -> Iterator[Effect]:
    """Rise or fall on the year before, for each figure whose year before is held in the same two vintages."""
    figures = {(one.measure, one.before, one.after, Period.parse(one.period).canonical): one for one in revisions}
    for (measure, before, after, period), one in figures.items():
        earlier = figures.get((measure, before, after, Period.parse(period).comparison.canonical))
        if earlier is not None:
            first, second = (one.published, earlier.published), (one.revised, earlier.revised)
            words = _direction(*first), _direction(*second), _against(*first), _against(*second)
            yield Effect(measure, one.label, period, "against the year before", *words)


def _direction(count: float, baseline: float) -> str:
    return "the same" if count == baseline else "rose" if count > baseline else "fell"


def _against(count: float, baseline: float) -> str:
    return f"{whole_text(count)} after {whole_text(baseline)}"


def lowest_effects(revisions: Iterable[Revision], years: Mapping[str, Mapping[str, float]]) -> Iterator[Effect]:
    """Whether a year was the lowest so far, with the figures of its vintage and with today's put in their place.

    ``years`` holds, for each measure, the counts of the earlier vintage by financial year; years of which no
    later figure is held keep it.
    """
    whole_years = [one for one in revisions if Period.parse(one.period).whole_year]
    for one in whole_years:
        first = years.get(one.measure, {})
        later = {**first, **{other.period: other.revised for other in whole_years if other.measure == one.measure}}
        before, after = _lowest(first, one.period), _lowest(later, one.period)
        figures = whole_text(one.published), whole_text(one.revised)
        yield Effect(one.measure, one.label, one.period, "lowest year so far", before, after, *figures)


def _lowest(counts: Mapping[str, float], period: str) -> str:
    earlier = [value for name, value in counts.items() if name < period]
    if not earlier:
        return "first year held"
    return "the lowest" if counts[period] < min(earlier) else "not the lowest"


@dataclass(frozen=True)
class YearCounts:
    """What a milestone is judged on: the year, the year before, the interval of the change, the place of the year.

    ``low`` and ``high`` are per cent; None where no interval is used. ``rank`` counts from the lowest of ``years``.
    """

    count: float
    baseline: float
    low: float | None = None
    high: float | None = None
    rank: int | None = None
    years: str = ""


def implied_counts(change: float, change_pct: float) -> YearCounts:
    """The two counts that a printed change in offences and in per cent imply, exact but for the printed rounding."""
    baseline = 100 * change / change_pct
    return YearCounts(baseline + change, baseline)


def judged_on(milestone: Milestone, measure: Measure, counts: YearCounts, period: Period) -> MilestoneStatus:
    """The status that a milestone gets from these counts, by the rule of the edition."""
    target = milestone.target_pct
    percent = 100 * (counts.count - counts.baseline) / counts.baseline
    values = {
        "count": counts.count,
        "baseline": counts.baseline,
        "change_pct": percent,
        "change_low": counts.low,
        "change_high": counts.high,
        "gap_points": None if target is None else percent - target,
        "year_rank": counts.rank,
    }
    same = {"window": period.canonical, "milestone": ("", milestone.id), "source": "", "of": counts.years}
    claims = {
        name: claim_of(measure, name, float(value), **same)  # type: ignore[arg-type]
        for name, value in values.items()
        if value is not None
    }
    return judge(milestone, Facts(claims, period.whole_year, "", period.end.isoformat()))


def with_published(claims: Mapping[str, Claim]) -> dict[str, Claim]:
    """Claims by statistic, a published value standing where the statistic itself has none.

    For editions built as known at a date when nothing but the printed value was known.
    """
    values = dict(claims)
    for name, claim in claims.items():
        wanted = name.removeprefix(PUBLISHED)
        own = claims.get(wanted)
        if name != wanted and (own is None or own.status == "absent"):
            values[wanted] = claim
    return values
