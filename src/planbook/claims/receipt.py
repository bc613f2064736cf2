"""A receipt: all that stands behind one claim, put together from the ledger, the registers and the rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Any

from planbook.claims.claims import Claim, on_baseline
from planbook.claims.display import MINUS, decimal_text, full_text
from planbook.claims.ledger import Edition
from planbook.claims.recomputing import FORMULAS, Letters
from planbook.claims.statistics_table import (
    STATISTICS,
    TARGET,
    Statistic,
    recipe,
)
from planbook.data.periods import Period
from planbook.data.plan import Milestone
from planbook.data.rows_behind import Observation

AS_PRINTED = "None: the text must be the one printed in the report."
AS_PUBLISHED = "None: the text must be the one that its publisher printed."
FIGURES = 6  # significant figures of a value that is no whole number, where it is put into a formula; more if needed
MOST_FIGURES = 17  # what double precision can tell apart
NO_LETTERS: Letters = {}


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


def receipt_title(claim: Claim, measure: str, period: str) -> str:
    """What a receipt is of, as one line: ``Robbery: change, per cent, 2014/15``; a published claim says it itself."""
    if claim.status == "published":
        return claim.label
    return f"{measure}: {claim.label[:1].lower()}{claim.label[1:]}, {period}"


def working_of(
    claim: Claim,
    edition: Edition,
    beside: Mapping[str, Claim],
    milestone: Milestone | None,
    file: str,
    letters: Letters = NO_LETTERS,
) -> Working:
    """How a claim was worked out.

    Args:
        claim: the claim.
        edition: the edition it stands in.
        beside: the claims of the same measure by statistic, which are its inputs.
        milestone: the promise it belongs to, which gives the target.
        file: the name of the CSV of its rows, from the folder of receipts.
        letters: what stands for each letter of the formula, as worked out from the rows.
    """
    figures = {name: other.value for name, other in beside.items() if other.value is not None}
    promise = milestone.of_year(Period.parse(edition.period).plan_year.canonical) if milestone else None
    if promise and promise.target is not None:
        figures[TARGET] = promise.target
    values = {**_values(claim, edition, beside, figures), "file": file}
    statistic = STATISTICS.get(claim.statistic) if claim.status != "published" else None
    if statistic is None:
        printed, tolerance = ("as published", AS_PUBLISHED) if claim.elsewhere else ("as in the report", AS_PRINTED)
        return Working(claim.method, "", "", (), f"Printed {printed}.", tolerance, recipe("", values))
    numbers = _put_in(statistic, claim, letters) if letters else {}
    return Working(
        words=claim.method,
        latex=statistic.latex,
        worked=_worked(statistic, claim, numbers),
        inputs=_inputs(statistic, beside, numbers, promise),
        rounding=statistic.form.rounding,
        tolerance=statistic.tolerance.words,
        check=recipe(claim.statistic, values) if claim.status == "computed" else "",
    )


def _values(
    claim: Claim, edition: Edition, beside: Mapping[str, Claim], figures: Mapping[str, float]
) -> dict[str, str]:
    """What stands for each name in a recipe."""
    values = {
        **{name: repr(value) for name, value in figures.items()},
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
    # A survey that was weighted by hand has rows for its numbers and none for the effect of its weights.
    parts = {name: beside.get(f"share_{name}") for name in ("part", "base")} if claim.rows else {}
    return values | {name: " ".join(rows.measures) for name, part in parts.items() if part for rows in part.rows}


def _put_in(statistic: Statistic, claim: Claim, letters: Letters) -> dict[str, Any]:
    """The numbers put into the formula, as texts, each with as many figures as the result needs to come out."""
    value, number = FORMULAS[statistic.id], statistic.form.number
    shown = {symbol.letter or symbol.statistic for symbol in statistic.symbols} & letters.keys()
    for figures in range(FIGURES, MOST_FIGURES + 1):
        rounded = {name: _each(letters[name], _rounded, figures) for name in shown}
        if number(value(**{**letters, **rounded})) == claim.number:
            break
    return {name: _each(terms, _text, figures) for name, terms in rounded.items()}


def _each(terms: object, change: Callable[[Any, int], object], figures: int) -> Any:  # noqa: ANN401 - one or several
    """One number changed, or each of several."""
    return tuple(change(one, figures) for one in terms) if isinstance(terms, tuple) else change(terms, figures)


def _rounded(value: float, figures: int) -> float:
    return value if float(value).is_integer() else float(f"{value:.{figures}g}")


def _text(value: float, figures: int) -> str:
    places = 0 if float(value).is_integer() else max(0, figures - 1 - math.floor(math.log10(abs(value))))
    return decimal_text(value, places)


def _worked(statistic: Statistic, claim: Claim, numbers: Mapping[str, Any]) -> str:
    """The formula with numbers put in, and what comes of it; empty where one is missing."""
    # The exact test of few offences has no quantile of t, and no formula that fits on a line.
    if numbers.get("t") == "0":
        return ""
    try:
        left = Template(statistic.worked).substitute({name: _in_latex(texts) for name, texts in numbers.items()})
    except KeyError:
        return ""
    equal = "=" if full_text(claim.value) == claim.number else "≈"
    return rf"{left} {equal} \text{{{claim.number}}}" if left else ""


def _in_latex(texts: str | tuple[str, ...]) -> str:
    if isinstance(texts, tuple):
        return " + ".join(map(_in_latex, texts))
    # As text its comma groups thousands and its sign is a true minus.
    return rf"(\text{{{texts}}})" if texts.startswith(MINUS) else rf"\text{{{texts}}}"


def _inputs(
    statistic: Statistic, beside: Mapping[str, Claim], numbers: Mapping[str, Any], promise: Milestone | None
) -> tuple[Input, ...]:
    """What stands in the formula: numbers as they are put in, whole ones of a claim with their unit."""
    # The baseline of a promise is that of its own measure; what is shown beside it has the year before.
    own = promise and any(promise.measure == claim.measure for claim in beside.values())
    baseline = promise.since.removeprefix(" on ") if promise and own else ""
    inputs = []
    for symbol in statistic.symbols:
        claim, value = beside.get(symbol.statistic), numbers.get(symbol.letter or symbol.statistic, "")
        value = ", ".join(value) if isinstance(value, tuple) else value
        if symbol.statistic == TARGET:
            value = f"{value} {promise.target_of}" if promise and value else "none set"
        elif claim and value in {"", claim.number}:
            value = claim.display
        words = on_baseline(symbol.words, baseline)
        inputs.append(Input(symbol.latex, words, value or "from the rows below", claim))
    return tuple(inputs)


def rows_told(claim: Claim, rows: Sequence[Observation]) -> str:
    """What the rows come to, in one sentence, so that a reader sees how they lead to the figure."""
    values = [row.value for row in rows]
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    span = STATISTICS[claim.statistic].span if claim.statistic in STATISTICS else ""
    if span == "both":
        half = len(values) // 2  # the earlier year's rows come first; a common sum would mean nothing
        before, now = full_text(sum(values[:half])), full_text(sum(values[half:]))
        return f"{count}: the earlier ones add up to {before}, the later ones to {now}."
    if span in {"period", "before"}:
        return f"{count}, adding up to {full_text(sum(values))}."
    if span in {"own rate", "group rate"}:
        return f"{count}: counts of the twelve months, and residents or households."
    if claim.statistic == "year_rank":
        return f"{count}, one a year."
    return f"{count}, with a mean of {decimal_text(sum(values) / len(values), 2)}."
