"""A claim: one published value with an id and all that a reader needs to check it, and sentences that show claims.

Ids read ``<measure>.<statistic>``; the table of statistics says how each is called, worked out and shown. A sentence is
put together once, where its figures are computed, and kept as parts: the site makes links of those that show a claim,
paper, search and alternative texts take the plain text.

Example:
    >>> plain((Part("It fell by "), Part("9.0 per cent", "robbery.change_pct"), Part(".")))
    'It fell by 9.0 per cent.'
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import msgspec

from planbook.claims.statistics_table import STATISTICS
from planbook.data.measures import Measure
from planbook.data.plan import paragraph_text
from planbook.data.rows_behind import Rows, rows_fields
from planbook.data.values import nearest

ClaimStatus = Literal["computed", "published", "absent"]
CITED, ELSEWHERE = "cited", "elsewhere"  # tables of a plan's report: what it printed, what other bodies published
MODIFIERS = ("size", "number")
LEAST_DIGITS = 2  # a single digit in a sentence may be anything; two, or one after a sign, are a figure
SIGNS = ("+", "−")
PART_BEFORE = re.compile(r"[\w,.−+]")  # before a figure: the figure is the end of something longer
PART_AFTER = re.compile(r"\w|[,.]\d")  # behind a figure: the figure is the beginning of something longer
QUOTE = re.compile(r"\{claim\}`([^`]+)`")


def anchor(claim_id: str) -> str:
    """The id of the row of a page's table that shows a claim: ``claim-robbery-change-pct``."""
    return f"claim-{claim_id.replace('.', '-').replace('_', '-')}"


def claim_address(claim_id: str) -> str:
    """Where the record of a claim stands below the root of its edition: ``claims/robbery.change_pct.json``."""
    return f"claims/{claim_id}.json"


def receipt_address(claim_id: str) -> str:
    """Where the receipt of a claim stands below the root of its edition: ``receipts/robbery.change_pct.html``."""
    return f"receipts/{claim_id}.html"


class UnknownClaim(KeyError):
    """A claim id that nothing recorded and nothing cites."""

    def __init__(self, wanted: str, ids: tuple[str, ...]) -> None:
        super().__init__(f"no claim {wanted!r}; nearest: {nearest(wanted, ids)}")


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
    def register(self) -> str:
        """The table of published values that a published claim stands in, below the root of the project."""
        return self.source.partition(", ")[0]

    @property
    def elsewhere(self) -> bool:
        """Whether a published claim is cited from another body than the report."""
        return self.register.endswith(f"/{ELSEWHERE}.csv")

    @property
    def origin(self) -> str:
        """Where a published claim was printed: the paragraph of the report, or publisher and title."""
        return self.source.partition(", ")[2] if self.elsewhere else paragraph_text(self.paragraph)

    @property
    def statistic(self) -> str:
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    def as_record(self) -> dict[str, Any]:
        """The claim as plain data for the ledger."""
        rows = [rows.as_record() for rows in self.rows]
        # msgspec leaves defaults of what it read on the class; `replace` sets every field, so that none is left out.
        return {**msgspec.to_builtins(replace(self)), "rows": rows, "display": self.display}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Claim:
        """Read a claim back from the ledger."""
        return msgspec.convert({**record, "rows": [rows_fields(rows) for rows in record.get("rows", ())]}, cls)


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
    """The claim that a statistic of a measure makes; an absent one, with its reason, where ``value`` is not finite.

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
    statistic, absent = STATISTICS[name], not math.isfinite(value)
    unit = statistic.form.unit.format(unit=measure.unit, of=of, per=measure.per_whom)
    return Claim(
        id=f"{measure.id}.{name}",
        label=statistic.label,
        value=None if absent else value,
        number="" if absent else statistic.form.number(value),
        unit="" if absent else unit,
        window=window,
        outcome=milestone[0],
        milestone=milestone[1],
        method=statistic.method,
        inputs=(),
        status="absent" if absent else "computed",
        source=source,
        reason=reason if absent else "",
    )


def on_baseline(words: str, baseline: str) -> str:
    """Words on the year before, as they are for a fixed baseline year (``2019/20``); unchanged without one."""
    return re.sub("(a|one) year earlier", f"of {baseline}", words) if baseline else words


def against(claim: Claim, baseline: str) -> Claim:
    """A claim in the words of a fixed baseline year; as it is without one, or where it compares nothing."""
    if not baseline or STATISTICS[claim.statistic].compares != "year":
        return claim
    label = on_baseline(claim.label, baseline)
    label = f"{label}, on {baseline}" if label == claim.label else label
    return replace(claim, label=label, method=on_baseline(claim.method, baseline))


def claim_text(claim: Claim, modifiers: tuple[str, ...] = ()) -> str:
    """The words that stand for a claim in prose; ``size`` drops the sign, ``number`` the unit.

    Raises:
        ValueError: a modifier that does not exist.
    """
    for modifier in modifiers:
        if modifier not in MODIFIERS:
            near = nearest(modifier, MODIFIERS, 1)
            raise ValueError(f"claim modifier {modifier!r} does not exist; nearest: {near}")
    if claim.status == "absent":
        return claim.display
    number = claim.number.lstrip("+−") if "size" in modifiers else claim.number
    return number if "number" in modifiers else f"{number} {claim.unit}".strip()


class Part(NamedTuple):
    """A stretch of a sentence; ``claim`` is the id of the claim that it shows, empty for plain words."""

    text: str
    claim: str = ""


Sentence = tuple[Part, ...]


def plain(sentence: Sentence) -> str:
    """The words of a sentence without its claims."""
    return "".join(part.text for part in sentence)


def quoted(text: str, claims: Mapping[str, Claim]) -> Sentence:
    """A text with quotations such as ``{claim}`robbery.change_pct:size```, cut at them and with their words put in.

    Raises:
        UnknownClaim: a quoted id is not among ``claims``; the nearest ids are named.
        ValueError: a modifier that does not exist.
    """
    parts = []
    for place, piece in enumerate(QUOTE.split(text)):
        if place % 2:  # the pattern's group: every second piece is a quotation
            wanted, *modifiers = piece.split(":")
            if wanted not in claims:
                raise UnknownClaim(wanted, tuple(claims))
            parts.append(Part(claim_text(claims[wanted], tuple(modifiers)), wanted))
        elif piece:
            parts.append(Part(piece))
    return tuple(parts)


def cut(sentence: str, claims: Iterable[Claim]) -> Sentence:
    """A ready-made sentence of the statistics, cut at the figures of ``claims``.

    A figure matches as shown, without its sign, or as its bare number; it must not be part of a longer number. Longer
    texts win, then the earlier claim.
    """
    ids: dict[str, str] = {}
    for claim in (claim for claim in claims if claim.status != "absent"):
        for modifiers in ((), ("size",), ("number",), MODIFIERS):
            text = claim_text(claim, modifiers)
            is_figure = text.startswith(SIGNS) or sum(map(str.isdigit, text)) >= LEAST_DIGITS
            if is_figure and text in sentence:
                ids.setdefault(text, claim.id)
    figures = sorted((start, -len(text), text) for text in ids for start in _places(text, sentence))
    parts, at = [], 0
    for start, _, figure in figures:
        if start >= at:
            parts += [Part(sentence[at:start]), Part(figure, ids[figure])]
            at = start + len(figure)
    return tuple(part for part in (*parts, Part(sentence[at:])) if part.text)


def _places(text: str, sentence: str) -> Iterator[int]:
    """Where a text stands by itself."""
    # One pattern of all texts would be simpler, but it would be compiled anew for nearly every sentence.
    start = sentence.find(text)
    while start >= 0:
        if not PART_BEFORE.match(sentence[start - 1 : start]) and not PART_AFTER.match(sentence, start + len(text)):
            yield start
        start = sentence.find(text, start + 1)
