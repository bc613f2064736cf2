"""A claim: one published value with an id, and all that a reader needs to check it.

Ids read ``<measure>.<statistic>``. The table of statistics below says once what each statistic
is called, how it is worked out in words and how it is shown.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from planbook.core.display import decimal_text, rate_text, signed_text, whole_text
from planbook.data.names import nearest
from planbook.data.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planbook.data.measures import Measure

__all__ = [
    "STATISTICS",
    "Claim",
    "ClaimStatus",
    "Statistic",
    "UnknownClaim",
    "UnknownStatistic",
    "claim_of",
    "claim_text",
    "quote_claims",
    "show_value",
    "split_display",
]

ClaimStatus = Literal["computed", "published", "absent"]
Form = Literal["whole", "change", "percent_change", "points", "quarter_mean", "rate", "rank", "plain"]


class UnknownStatistic(KeyError):
    """A statistic that the table does not hold."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"statistic {wanted!r} is not defined; nearest: {nearest(wanted, STATISTICS)}")


class UnknownClaim(KeyError):
    """A claim id that nothing recorded and nothing cites."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no claim {wanted!r}; nearest: {nearest(wanted, known)}")


@dataclass(frozen=True)
class Statistic:
    """A kind of figure: its name in tables, its form on the page, its method in words."""

    id: str
    label: str
    form: Form
    method: str


STATISTICS: dict[str, Statistic] = {
    statistic.id: statistic
    for statistic in (
        Statistic("count", "Count in the period", "whole", "Sum of the counts of the period."),
        Statistic("baseline", "Same months a year earlier", "whole", "Sum of the counts of the same months one year earlier."),
        Statistic("change", "Change", "change", "Count in the period less the count a year earlier."),
        Statistic("change_pct", "Change, per cent", "percent_change", "100 × (count − earlier count) ÷ earlier count."),
        Statistic(
            "change_low",
            "Change could be as low as",
            "percent_change",
            "Lower end of the 95 per cent quasi-Poisson interval of the change.",
        ),
        Statistic(
            "change_high",
            "Change could be as high as",
            "percent_change",
            "Upper end of the 95 per cent quasi-Poisson interval of the change.",
        ),
        Statistic("monthly_mean", "Average a month", "whole", "Count in the period divided by its number of months."),
        Statistic("process_average", "Process average", "quarter_mean", "Mean of the quarters of the current phase."),
        Statistic(
            "lower_limit",
            "Lower process limit",
            "quarter_mean",
            "Process average less 2.66 times the mean moving range of the phase, not below zero.",
        ),
        Statistic(
            "upper_limit",
            "Upper process limit",
            "quarter_mean",
            "Process average plus 2.66 times the mean moving range of the phase.",
        ),
        Statistic("target_level", "Target level", "whole", "Baseline × (1 + target ÷ 100)."),
        Statistic("gap", "Gap to the target level", "change", "Count in the period less the target level."),
        Statistic("gap_points", "Gap to the target", "points", "Change in per cent less the target in per cent."),
        Statistic(
            "dispersion",
            "Dispersion",
            "plain",
            "Square of (mean moving range ÷ 1.128) over the phase mean, at least 1; the season of a measure declared seasonal is taken out first.",
        ),
        Statistic(
            "flip_dispersion",
            "Dispersion at which the verdict flips",
            "plain",
            "The dispersion at which the 95 per cent interval of the change just reaches zero.",
        ),
        Statistic("year_rank", "Place among years, lowest first", "rank", "Rank of the year's count among the years of the series, lowest first."),
        Statistic("rate", "Rate per 1,000", "rate", "1,000 × count of the twelve months ÷ residents or households at the middle of the financial year in which the period ends."),
        Statistic("rate_low", "Rate could be as low as", "rate", "Lower end of the 95 per cent Byar interval of the rate."),
        Statistic("rate_high", "Rate could be as high as", "rate", "Upper end of the 95 per cent Byar interval of the rate."),
        Statistic("rank", "Place among similar forces, lowest first", "rank", "Rank of the rate among the forces of the group, lowest first; ties share the lower number."),
        Statistic("force_rank", "Place among all forces, lowest first", "rank", "Rank of the rate among all territorial forces but the City of London, lowest first; ties share the lower number."),
        Statistic("group_mean", "Mean rate of the group", "rate", "Unweighted mean of the rates of the forces of the group, this force included."),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """One published value.

    ``value`` has full precision and is None for an absent claim, whose ``reason`` then says why.
    ``number`` and ``unit`` make up the display text; ``window`` is a canonical period. ``inputs`` are the claims and
    tables it was computed from, ``rows`` the rows of those tables.
    """

    id: str
    label: str
    value: float | None
    number: str
    unit: str
    window: str
    outcome: str
    milestone: str
    method: str
    inputs: tuple[str, ...]
    status: ClaimStatus
    source: str
    reason: str = ""
    paragraph: str = ""
    notebook: str = ""
    cell: str = ""
    rows: tuple[Rows, ...] = ()

    @property
    def display(self) -> str:
        """The text on the page: number and unit."""
        return f"{self.number} {self.unit}".strip() if self.status != "absent" else "not available"

    @property
    def measure(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def statistic(self) -> str:
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    def as_record(self) -> dict[str, Any]:
        """The claim as plain data for the ledger."""
        rows = [rows.as_record() for rows in self.rows]
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**own, "inputs": list(self.inputs), "rows": rows, "display": self.display}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Claim:
        """Read a claim back from the ledger."""
        names = {field.name for field in fields(cls)}
        kept = {name: value for name, value in record.items() if name in names}
        rows = tuple(Rows.from_record(rows) for rows in kept.get("rows", ()))
        return cls(**{**kept, "inputs": tuple(kept["inputs"]), "rows": rows})


def show_value(value: float, form: Form, unit: str, *, of: str = "", per: str = "residents") -> tuple[str, str]:
    """The number and the unit of a value on the page, by its form.

    ``unit`` is the measure's own unit (``offences``); ``of`` says the places of a rank in words, ``per``
    whom a rate is counted for.

    Raises:
        ValueError: the value is not a number.
    """
    if math.isnan(value):
        raise ValueError("a value that is not a number cannot be shown")
    number, words = FORMS[form]
    return number(value), words.format(unit=unit, of=of, per=per)


FORMS: dict[Form, tuple[Callable[[float], str], str]] = {
    "whole": (whole_text, "{unit}"),
    "change": (lambda value: signed_text(value, 0), "{unit}"),
    "percent_change": (lambda value: signed_text(value, 1), "per cent"),
    "points": (lambda value: signed_text(value, 1), "percentage points"),
    "quarter_mean": (whole_text, "{unit} a quarter"),
    "rate": (rate_text, "{unit} per 1,000 {per}"),
    "rank": (whole_text, "of {of}, lowest first"),
    "plain": (lambda value: decimal_text(value, 1), ""),
}
"""How each form of a value is written: its number, and the words after it."""


def claim_of(
    measure: Measure,
    name: str,
    value: float,
    *,
    window: str,
    milestone: tuple[str, str],
    source: str,
    reason: str = "",
    of: str = "",
) -> Claim:
    """The claim that a statistic of a measure makes; an absent one, with its reason, where ``value`` is NaN.

    Args:
        measure: what is measured.
        name: the statistic; the id is ``<measure>.<name>``.
        value: with full precision; NaN for none.
        window: the canonical period.
        milestone: ids of outcome and milestone.
        source: who published the data.
        reason: why there is no value.
        of: for a rank, the places in words.

    Raises:
        UnknownStatistic: ``name`` is not in the table of statistics.
    """
    if name not in STATISTICS:
        raise UnknownStatistic(name)
    statistic, absent = STATISTICS[name], math.isnan(value)
    number, unit = ("", "") if absent else show_value(value, statistic.form, measure.unit, of=of, per=measure.per_whom)
    return Claim(
        id=f"{measure.id}.{name}",
        label=statistic.label,
        value=None if absent else value,
        number=number,
        unit=unit,
        window=window,
        outcome=milestone[0],
        milestone=milestone[1],
        method=statistic.method,
        inputs=(),
        status="absent" if absent else "computed",
        source=source,
        reason=reason if absent else "",
    )


def claim_text(claim: Claim, modifiers: tuple[str, ...] = ()) -> str:
    """The words that stand for a claim in prose; ``size`` drops the sign, ``number`` the unit.

    Raises:
        ValueError: a modifier that does not exist.
    """
    unknown = [modifier for modifier in modifiers if modifier not in {"size", "number"}]
    if unknown:
        raise ValueError(
            f"claim modifier {unknown[0]!r} does not exist; nearest: {nearest(unknown[0], ('size', 'number'), 1)}"
        )
    if claim.status == "absent":
        return claim.display
    number = claim.number.lstrip("+−") if "size" in modifiers else claim.number
    return number if "number" in modifiers else f"{number} {claim.unit}".strip()


def split_display(display: str) -> tuple[str, str]:
    """The number and the unit of a ready-made display text; the whole is the number where words lead."""
    head, _, tail = display.partition(" ")
    leads_with_number = head.lstrip("+−£").replace(",", "").replace(".", "").isdigit()
    if leads_with_number and tail.startswith("million"):
        return f"{head} million", tail.removeprefix("million").strip()
    return (head, tail) if leads_with_number else (display, "")


_QUOTE = re.compile(r"\{claim\}`([^`]+)`")


def quote_claims(text: str, claims: Mapping[str, Claim]) -> str:
    """``text`` with every quoted claim replaced by its words.

    Raises:
        UnknownClaim: a quoted id is not among ``claims``.
    """

    def words(found: re.Match[str]) -> str:
        wanted, *modifiers = found[1].split(":")
        if wanted not in claims:
            raise UnknownClaim(wanted, tuple(claims))
        return claim_text(claims[wanted], tuple(modifiers))

    return _QUOTE.sub(words, text)
