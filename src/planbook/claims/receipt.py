"""A receipt: all that stands behind one claim, put together from the ledger, the registers and the rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from planbook.claims.claims import Claim
from planbook.claims.display import MINUS, decimal_text
from planbook.claims.ledger import Edition
from planbook.claims.statistics_table import AS_PRINTED, STATISTICS, TARGET, Statistic, recipe
from planbook.data.periods import Period
from planbook.data.plan import Milestone
from planbook.data.rows import Observation

FIGURES = 6
"""Significant figures of a value that is no whole number, where it is put into a statistic."""


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

    ``latex`` and ``worked`` are empty where there is no statistic or not every figure is known.
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
    if math.isfinite(value) and value == int(value):
        return decimal_text(value, 0)
    return repr(value).replace("-", MINUS)


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
    values = _values(claim, edition, beside, milestone, file)
    statistic = STATISTICS.get(claim.statistic) if claim.status != "published" else None
    check = recipe(claim.statistic if statistic else "", values)
    if statistic is None:
        return Working(claim.method, "", "", (), "Printed as in the original report.", AS_PRINTED, check)
    return Working(
        words=claim.method,
        latex=statistic.latex,
        worked=_worked(statistic, claim, beside, values),
        inputs=_inputs(statistic, beside, values),
        rounding=statistic.form.rounding,
        tolerance=statistic.tolerance.words,
        check=check if claim.status == "computed" else "",
    )


def rows_told(claim: Claim, rows: Sequence[Observation]) -> str:
    """What the rows come to, in one sentence, so that a reader sees how they lead to the figure."""
    values = [row.value for row in rows]
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    statistic = STATISTICS.get(claim.statistic)
    span = statistic.span if statistic else ""
    if span == "both":
        half = len(values) // 2
        before, now = full_text(sum(values[:half])), full_text(sum(values[half:]))
        return f"{count}: those of the year before add up to {before}, those of the period to {now}."
    if span in {"period", "before"}:
        return f"{count}, adding up to {full_text(sum(values))}."
    if span in {"own rate", "group rate"}:
        return f"{count}: counts of the twelve months, and residents or households."
    if claim.statistic == "year_rank":
        return f"{count}, one a year."
    return f"{count}, with a mean of {decimal_text(sum(values) / len(values), 2)}."


def _values(
    claim: Claim, edition: Edition, beside: Mapping[str, Claim], milestone: Milestone | None, file: str
) -> dict[str, str]:
    """Values of claims as Python writes them, and what else a recipe may name."""
    figures = {name: repr(other.value) for name, other in beside.items() if other.value is not None}
    target = milestone.target_pct if milestone else None
    return {
        **figures,
        **({TARGET: repr(target)} if target is not None else {}),
        "file": file,
        "id": claim.id,
        "measure": claim.measure,
        "outcome": claim.outcome,
        "window": edition.period,
        "as_at": edition.as_at,
        "force": edition.force,
        "months": str(len(Period.parse(edition.period).months)),
    }


def _worked(statistic: Statistic, claim: Claim, beside: Mapping[str, Claim], values: Mapping[str, str]) -> str:
    if not statistic.worked or claim.value is None:
        return ""
    figures = {name: _in_statistic(other.value) for name, other in beside.items() if other.value is not None}
    if TARGET in values:
        figures[TARGET] = _in_statistic(float(values[TARGET]))
    try:
        left = Template(statistic.worked).substitute(figures)
    except KeyError:
        return ""
    exact = claim.value == int(claim.value)
    return f"{left} {'=' if exact else chr(0x2248)} {_in_statistic(claim.value)}"


def _in_statistic(value: float) -> str:
    """A value as LaTeX writes it: text, so that its comma groups thousands and its sign is a true minus."""
    if value == int(value):
        return rf"\text{{{decimal_text(value, 0)}}}"
    places = max(0, FIGURES - 1 - math.floor(math.log10(abs(value))))
    return rf"\text{{{decimal_text(value, places)}}}"


def _inputs(statistic: Statistic, beside: Mapping[str, Claim], values: Mapping[str, str]) -> tuple[Input, ...]:
    inputs = []
    for symbol in statistic.symbols:
        claim = beside.get(symbol.statistic)
        if symbol.statistic == TARGET:
            shown = f"{full_text(float(values[TARGET]))} per cent" if TARGET in values else "none set"
        else:
            shown = claim.display if claim else "from the rows below"
        inputs.append(Input(symbol.latex, symbol.words, shown, claim))
    return tuple(inputs)
