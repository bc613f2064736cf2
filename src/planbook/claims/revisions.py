"""Published figures beside later ones: two vintages of a count, and what a revision does to conclusions.

A verdict is worked out twice by one rule, once from each vintage, and never typed: what a revision does to a
conclusion is the difference between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from planbook.claims.display import whole_text
from planbook.data.periods import Period

KindOfRevision = Literal["planned revision", "correction of an error", "change of definition", "not explained"]


@dataclass(frozen=True)
class RevisionKind:
    """A kind of revision with its heading and what it means."""

    id: KindOfRevision
    heading: str
    meaning: str


# In the order in which the page tells them.
KINDS: dict[str, RevisionKind] = {
    kind.id: kind
    for kind in (
        RevisionKind("planned revision", "Planned revisions",
            "Later releases that were expected to differ: records completed, reclassified or cancelled after the "
            "first count."),
        RevisionKind("correction of an error", "Corrections of errors",
            "A figure was wrong when it was published, and whoever published it said so."),
        RevisionKind("change of definition", "Changes of definition",
            "The later table counts something else under the same name."),
        RevisionKind("not explained", "Differences without a reason on record",
            "The tables differ, and neither the tables nor their notes at hand say why. Nothing is guessed."),
    )
}  # fmt: skip


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
    figures_before: str
    figures_after: str

    @property
    def changes(self) -> bool:
        """Whether today's figure gives another conclusion."""
        return self.before != self.after


def entry_for(entries: Iterable[Entry], revision: Revision) -> Entry | None:
    """The entry that explains a revision: one that names its measure before one for all; None where none does."""
    candidates = [entry for entry in entries if entry.covers(revision.measure, revision.period)]
    return next((entry for entry in candidates if entry.measures), candidates[0] if candidates else None)


def direction_effects(revisions: Iterable[Revision]) -> Iterator[Effect]:
    """Rise or fall on the year before, for each figure whose year before stands in the same two vintages."""
    figures = {(one.measure, one.before, one.after, Period.parse(one.period).canonical): one for one in revisions}
    for (measure, *vintages, period), one in figures.items():
        # Figures of two tables are never set against each other: they may count different things.
        earlier = figures.get((measure, vintages[0], vintages[1], Period.parse(period).comparison.canonical))
        if earlier is not None:
            before, figures_before = _direction(one.published, earlier.published)
            after, figures_after = _direction(one.revised, earlier.revised)
            question = "against the year before"
            yield Effect(measure, one.label, period, question, before, after, figures_before, figures_after)


def _direction(count: float, baseline: float) -> tuple[str, str]:
    """Whether a count rose or fell, and the figures that say so."""
    word = "the same" if count == baseline else "rose" if count > baseline else "fell"
    return word, f"{whole_text(count)} after {whole_text(baseline)}"


def lowest_effects(revisions: Iterable[Revision], years: Mapping[str, Mapping[str, float]]) -> Iterator[Effect]:
    """Whether a year was the lowest so far, with the figures of its vintage and with today's put in their place.

    ``years`` gives, for each measure, the counts of the earlier vintage by financial year; a year without a later
    figure keeps it.
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
