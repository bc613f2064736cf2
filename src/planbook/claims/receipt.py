"""A receipt: all that stands behind one claim, put together from the ledger, the registers and the rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from planbook.claims.claims import Claim
from planbook.claims.display import MINUS, decimal_text, whole_text
from planbook.claims.ledger import Edition
from planbook.claims.statistics_table import AS_PRINTED, AS_PUBLISHED, STATISTICS, TARGET, Statistic, recipe
from planbook.data.periods import Period
from planbook.data.plan import Milestone
from planbook.data.rows_behind import Observation

FIGURES = 6  # significant figures of a value that is no whole number, where it is put into a formula


@dataclass(frozen=True)
class Input:
    """What stands for a letter of the statistic: its words, its value, and the claim that gives it (or None)."""

    latex: str
    words: str
    value: str
    claim: Claim | None = None


@dataclass(frozen=True)
class Working:
    """How a claim was worked out: words, symbols, the same with figures, inputs, rounding, tolerance, own check.

    ``latex`` and ``worked`` are empty where there is no statistic or a figure is missing.
    """

    words: str
    latex: str
    worked: str
    inputs: tuple[Input, ...]
    rounding: str
    tolerance: str
    check: str


def full_text(value: float | None) -> str:
    """A value in full: ``−9.026614554252746``, ``4,888``; empty for none."""
    if value is None:
        return ""
    return whole_text(value) if float(value).is_integer() else repr(value).replace("-", MINUS)


def receipt_title(claim: Claim, measure: str, period: str) -> str:
    """What a receipt is of, as one line: ``Robbery: change, per cent, 2014/15``; a published claim says it itself."""
    if claim.status == "published":
        return claim.label
    return f"{measure}: {claim.label[:1].lower()}{claim.label[1:]}, {period}"


def working_of(
    claim: Claim, edition: Edition, beside: Mapping[str, Claim], milestone: Milestone | None, file: str
) -> Working:
    """How a claim was worked out.

    Args:
        claim: the claim.
        edition: the edition it stands in.
        beside: the claims of the same measure by statistic, which are its inputs.
        milestone: the promise it belongs to, which gives the target.
        file: the name of the CSV of its rows, from the folder of receipts.
    """
    figures = {name: other.value for name, other in beside.items() if other.value is not None}
    if milestone and milestone.target_pct is not None:
        figures[TARGET] = milestone.target_pct
    values = {
        **{name: repr(value) for name, value in figures.items()},
        "file": file,
        "id": claim.id,
        "register": claim.register,
        "measure": claim.measure,
        "outcome": claim.outcome,
        "window": edition.period,
        "as_at": edition.as_at,
        "force": edition.force,
        "plan": edition.plan,
        "months": str(len(Period.parse(edition.period).months)),
    }
    statistic = STATISTICS.get(claim.statistic) if claim.status != "published" else None
    if statistic is None:
        printed = "Printed as in the report."
        if claim.elsewhere:
            return Working(claim.method, "", "", (), "Printed as published.", AS_PUBLISHED, recipe("", values))
        return Working(claim.method, "", "", (), printed, AS_PRINTED, recipe("", values))
    return Working(
        words=claim.method,
        latex=statistic.latex,
        worked=_worked(statistic, claim, figures),
        inputs=_inputs(statistic, beside, figures),
        rounding=statistic.form.rounding,
        tolerance=statistic.tolerance.words,
        check=recipe(claim.statistic, values) if claim.status == "computed" else "",
    )


def _worked(statistic: Statistic, claim: Claim, figures: Mapping[str, float]) -> str:
    """The formula with figures put in, and what comes of it; empty where a figure is missing."""
    if not statistic.worked or claim.value is None:
        return ""
    try:
        left = Template(statistic.worked).substitute({name: _in_latex(value) for name, value in figures.items()})
    except KeyError:
        return ""
    return f"{left} {'=' if float(claim.value).is_integer() else '≈'} {_in_latex(claim.value)}"


def _in_latex(value: float) -> str:
    # As text its comma groups thousands and its sign is a true minus.
    places = 0 if float(value).is_integer() else max(0, FIGURES - 1 - math.floor(math.log10(abs(value))))
    return rf"\text{{{decimal_text(value, places)}}}"


def _inputs(statistic: Statistic, beside: Mapping[str, Claim], figures: Mapping[str, float]) -> tuple[Input, ...]:
    inputs = []
    for symbol in statistic.symbols:
        claim = beside.get(symbol.statistic)
        value = claim.display if claim else "from the rows below"
        if symbol.statistic == TARGET:
            value = f"{full_text(figures[TARGET])} per cent" if TARGET in figures else "none set"
        inputs.append(Input(symbol.latex, symbol.words, value, claim))
    return tuple(inputs)


def rows_told(claim: Claim, rows: Sequence[Observation]) -> str:
    """What the rows come to, in one sentence, so that a reader sees how they lead to the figure."""
    values = [row.value for row in rows]
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    span = STATISTICS[claim.statistic].span if claim.statistic in STATISTICS else ""
    if span == "both":
        half = len(values) // 2  # the earlier year's rows come first; a common sum would mean nothing
        before, now = full_text(sum(values[:half])), full_text(sum(values[half:]))
        return f"{count}: those of the year before add up to {before}, those of the period to {now}."
    if span in {"period", "before"}:
        return f"{count}, adding up to {full_text(sum(values))}."
    if span in {"own rate", "group rate"}:
        return f"{count}: counts of the twelve months, and residents or households."
    if claim.statistic == "year_rank":
        return f"{count}, one a year."
    return f"{count}, with a mean of {decimal_text(sum(values) / len(values), 2)}."
