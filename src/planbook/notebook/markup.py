"""The small HTML that notebooks show: tables of figures, notices, verdicts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from planbook.data.plan import paragraph_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planbook.core.claims import Claim
    from planbook.statistics.words import Verdict

__all__ = [
    "anchor",
    "cited_table",
    "figure",
    "figures_table",
    "fold",
    "notice",
    "trust_block",
    "verdict_pair",
    "warnings_block",
]


def anchor(claim_id: str) -> str:
    """The id of the table row that shows a claim: ``claim-robbery-change-pct``."""
    return f"claim-{claim_id.replace('.', '-').replace('_', '-')}"


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


def cited_table(caption: str, claims: Iterable[Claim]) -> str:
    """A table of values as published, with the paragraph of the original report."""
    rows = "".join(
        f'<tr id="{anchor(claim.id)}"><th scope="row">{escape(claim.label)}</th>'
        f"<td>{figure(claim.id, claim.display)}</td>"
        f'<td class="pb-where">{escape(paragraph_text(claim.paragraph))}</td></tr>'
        for claim in claims
    )
    return _table(caption, ("Published figure", "Value", "Where"), rows)


def notice(text: str) -> str:
    """A plain statement in place of a figure or chart that cannot be shown."""
    return f'<p class="pb-notice">{escape(text)}</p>'


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


def warnings_block(warnings: Iterable[str]) -> str:
    """What a reader of the verdicts must know first, each warning a notice; empty where there is none."""
    return "".join(f'<p class="pb-notice" role="note">{escape(text)}</p>' for text in warnings)


def trust_block(sentences: Iterable[str], measure: str = "") -> str:
    """How far the verdicts can be trusted, one sentence an item."""
    items = "".join(f"<li>{escape(text)}</li>" for text in sentences)
    return (
        f'<div class="pb-trust"{_of(measure)}><p class="pb-block-title">How far these verdicts can be trusted</p>'
        f"<ul>{items}</ul></div>"
    )


def fold(title: str, html: str) -> str:
    """Something folded away under a title."""
    return f'<details class="pb-fold"><summary>{escape(title)}</summary>{html}</details>'


def _of(measure: str) -> str:
    return f' data-measure="{escape(measure)}"' if measure else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(claim: Claim) -> str:
    if claim.status == "absent":
        return f"{figure(claim.id, claim.display)}: {escape(claim.reason)}"
    return figure(claim.id, claim.display)


def _table(caption: str, heads: tuple[str, ...], rows: str) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<div class="pb-table-wrap" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="pb-table">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
