"""The HTML of a force and a year in numbers: one table of all measures, a section each, the counts behind them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from planbook.charts.labels import MISSING, listing, number, percent, period_label
from planbook.charts.marks import mark_of
from planbook.charts.spark import common_reach, sparkline
from planbook.core.claim_record import anchor
from planbook.core.reading import NO_CAUSE, ChartRow
from planbook.notebook.markup import notice
from planbook.statistics.plain import plain_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from planbook.core.claims import Claim
    from planbook.data.measures import Measure
    from planbook.data.periods import Period
    from planbook.notebook.level import Level
    from planbook.statistics.words import Verdict

__all__ = ["MEASURES", "Figures", "overview", "quarters_table", "section", "section_anchor"]

MEASURES = (
    "total_recorded_crime",
    "violence_with_injury",
    "violence_without_injury",
    "stalking_and_harassment",
    "sexual_offences",
    "robbery",
    "burglary_dwelling",
    "residential_burglary",
    "theft_from_shops",
    "criminal_damage",
    "arson",
)
"""What is held for every force, the broadest first."""

RATES = frozenset({"rate", "rate_low", "rate_high", "force_rank"})


@dataclass(frozen=True, eq=False)
class Figures:
    """A measure of a force in a period: its quarters, control chart, verdicts, and claims by statistic."""

    measure: Measure
    counts: pd.Series
    level: Level
    verdicts: tuple[Verdict, ...]
    claims: Mapping[str, Claim]

    def value(self, statistic: str) -> float:
        """The value of a claim; NaN where it is absent."""
        found = self.claims[statistic].value
        return float("nan") if found is None else found

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why figures other than rates are not there, each reason once."""
        absent = (claim.reason for claim in self.claims.values() if claim.reason and claim.statistic not in RATES)
        return tuple(dict.fromkeys(absent))

    def word(self, kind: str) -> str:
        """The word of a verdict (``level`` or ``year on year``); empty where there is none."""
        return next((verdict.word for verdict in self.verdicts if verdict.kind == kind), "")


def section_anchor(measure: str) -> str:
    """The id of a measure's section on the page."""
    return measure.replace("_", "-")


def overview(found: Sequence[Figures], area: str, period: Period) -> str:
    """One row a measure: count, change with its interval, word of the control chart; rate and place where held."""
    reasons = dict.fromkeys(figures.claims["rate"].reason for figures in found)
    rated = "" in reasons
    heads = ("Measure", "Count", "Change on the year", "Change could be", "Control chart")
    heads_of_rates = ("Rate per 1,000", "Place by rate") if rated else ()
    rows = "".join(
        f"<tr>{_named(figures)}{''.join(_cells(figures))}{''.join(_rate_cells(figures)) if rated else ''}</tr>"
        for figures in found
    )
    caption = f"{area} in {period.label}: all measures at a glance"
    table = _table(caption, (*heads, *heads_of_rates), rows, kind="pb-numbers")
    return table + "".join(notice(reason) for reason in reasons if reason)


def _named(figures: Figures) -> str:
    measure = figures.measure
    return f'<th scope="row"><a href="#{section_anchor(measure.id)}">{escape(measure.label)}</a></th>'


def _cells(figures: Figures) -> Iterable[str]:
    low, high = percent(figures.value("change_low")), percent(figures.value("change_high"))
    yield _number(number(figures.value("count")))
    yield _number(percent(figures.value("change_pct")))
    yield _number(MISSING if MISSING in {low, high} else f"{low} to {high}")
    yield f"<td>{escape(_capital(figures.word('level')) or MISSING)}</td>"


def _rate_cells(figures: Figures) -> Iterable[str]:
    place = figures.claims["force_rank"]
    yield _number(figures.claims["rate"].number or MISSING)
    yield _number(f"{place.number} {place.unit.partition(' forces')[0]}" if place.number else MISSING)


def section(figures: Figures, window: pd.PeriodIndex, area: str, period: Period) -> str:
    """A measure under its heading: the chart as a card with its key, the verdicts, the figures as a table."""
    measure, claims = figures.measure, figures.claims
    low, high = figures.value("change_low"), figures.value("change_high")
    words = {"direction": measure.direction_words, "interval": plain_interval(low, high)}
    verdicts = verdict_pair(figures.verdicts, measure.id, **words) if figures.verdicts else ""
    notices = "".join(notice(reason) for reason in figures.reasons)
    table = figures_table(f"{measure.label}, {area}, {period.label}", claims.values())
    return (
        f'<section class="pb-number" aria-labelledby="{section_anchor(measure.id)}">'
        f'<h2 id="{section_anchor(measure.id)}">{escape(measure.label)}</h2>'
        f"{_card(figures, window, area)}{notices}{verdicts}"
        f'<details class="pb-fold"><summary>Figures of {escape(measure.label_inside)}</summary>'
        f"{table}</details></section>"
    )


def _card(figures: Figures, window: pd.PeriodIndex, area: str) -> str:
    rows, measure = _rows(figures), figures.measure
    if not rows:
        return ""
    span = f"{rows[0].label} to {rows[-1].label}"
    causes = [f"{row.label} ({row.cause})" for row in rows[-len(window) :] if row.signals]
    told = f"Special causes in the period: {listing(causes)}." if causes else "No special cause in the period."
    lines = f"average {number(rows[-1].mean)}, limits {number(rows[-1].lower)} to {number(rows[-1].upper)}"
    alt = f"Control chart of {measure.unit} a quarter, {area}, {span}: latest {number(rows[-1].value)}, {lines}. {told}"
    drawn = sparkline(rows, reach=common_reach([rows]), window=len(window), alt=alt)
    caption = f"{_capital(measure.unit)} a quarter, {span}; {lines}. {told}"
    return f'<figure class="pb-number-card">{drawn}<figcaption>{escape(caption)}</figcaption></figure>'


def _rows(figures: Figures) -> tuple[ChartRow, ...]:
    if figures.level.chart is None:
        return ()
    points = figures.level.chart.points
    columns = (points[name].tolist() for name in ("value", "mean", "lower", "upper", "rules"))
    return tuple(
        ChartRow(period_label(quarter), value, mean, lower, upper, _cause(rules))
        for quarter, value, mean, lower, upper, rules in zip(points.index, *columns, strict=True)
    )


def _cause(rules: tuple[str, ...]) -> str:
    return listing([mark_of(rule).words for rule in rules]) if rules else NO_CAUSE


def quarters_table(found: Sequence[Figures], area: str) -> str:
    """The counts of every measure, a row a quarter, folded away."""
    quarters = sorted({quarter for figures in found for quarter in figures.counts.index})
    columns = [figures.counts.to_dict() for figures in found]
    rows = "".join(
        f'<tr><th scope="row">{period_label(quarter)}</th>'
        f"{''.join(_number(number(column.get(quarter, float('nan')))) for column in columns)}</tr>"
        for quarter in quarters
    )
    heads = ("Quarter", *(figures.measure.label for figures in found))
    table = _table(f"Offences recorded by quarter, {area}", heads, rows)
    return f'<details class="pb-fold"><summary>All quarters behind these charts</summary>{table}</details>'


def _table(caption: str, heads: Iterable[str], rows: str, kind: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<div class="pb-table-wrap" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="{f"pb-table {kind}".strip()}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _number(text: str) -> str:
    return f'<td class="pb-number">{escape(text)}</td>'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def figure(claim_id: str, words: str) -> str:
    """A figure on the page: its words, and the claim they show, from which the site makes a link to the receipt."""
    return f'<data class="pb-claim" value="{escape(claim_id)}">{escape(words)}</data>'


def figures_table(caption: str, claims: Iterable[Claim]) -> str:
    """A table of recorded figures, one claim a row, each row an address of its own."""
    rows = "".join(
        f'<tr id="{anchor(claim.id)}"><th scope="row">{escape(claim.label)}</th><td>{_value(claim)}</td></tr>'
        for claim in claims
    )
    return _table(caption, ("Figure", "Value"), rows)


def verdict_pair(verdicts: Iterable[Verdict], measure: str = "", *, direction: str = "", interval: str = "") -> str:
    """The labelled verdicts, side by side, with the direction of good and the interval in plain words under them.

    The site links the figures in them to the receipts of ``measure``.
    """
    items = "".join(
        f"<div><dt>{escape(_capital(verdict.kind))}</dt><dd>{escape(_capital(verdict.word))}</dd>"
        f'<dd class="pb-why">{escape(verdict.sentence)}</dd></div>'
        for verdict in verdicts
    )
    said = " ".join(text for text in (interval, f"{direction}." if direction else "") if text)
    plainly = f'<p class="pb-plainly">{escape(said)}</p>' if said else ""
    return f'<dl class="pb-verdicts"{_of(measure)}>{items}</dl>{plainly}'


def _of(measure: str) -> str:
    return f' data-measure="{escape(measure)}"' if measure else ""


def _value(claim: Claim) -> str:
    if claim.status == "absent":
        return f"{figure(claim.id, claim.display)}: {escape(claim.reason)}"
    return figure(claim.id, claim.display)
