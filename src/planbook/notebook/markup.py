"""The small HTML that JupyterLab shows beside the records of a cell; pages are made from the records alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from planbook.data.plan import paragraph_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planbook.claims.claims import Claim
    from planbook.claims.ledger import VerdictRecord
    from planbook.claims.records import VerdictPair


def figures_table(caption: str, claims: Iterable[Claim]) -> str:
    """A table of figures, one claim a row; an absent one gives its reason, a published one its paragraph."""
    rows = "".join(
        f'<tr><th scope="row">{escape(claim.label)}</th><td>{escape(claim.display)}{escape(_remark(claim))}</td></tr>'
        for claim in claims
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"


def notice(text: str) -> str:
    """A plain statement in place of a figure or chart that cannot be shown."""
    return f'<p class="pb-notice">{escape(text)}</p>'


def verdict_pair(verdicts: Iterable[VerdictRecord], pair: VerdictPair) -> str:
    """The labelled verdicts, their meaning in plain words, and what a reader must know first."""
    items = "".join(
        f"<dt>{escape(verdict.kind.capitalize())}</dt><dd>{escape(verdict.word)}</dd><dd>{escape(verdict.sentence)}</dd>"
        for verdict in verdicts
    )
    return f"<dl>{items}</dl>{''.join(notice(text) for text in (pair.plainly, *pair.warnings) if text)}"


def reading(sentences: Iterable[str]) -> str:
    """A chart read in plain English."""
    return "".join(f"<p>{escape(text)}</p>" for text in sentences)


def trust_notes(sentences: Sequence[str]) -> str:
    """How far the verdicts can be trusted, one sentence an item."""
    items = "".join(f"<li>{escape(text)}</li>" for text in sentences)
    return f"<p>How far these verdicts can be trusted</p><ul>{items}</ul>"


def fold(title: str, html: str) -> str:
    """Something folded away under a title."""
    return f"<details><summary>{escape(title)}</summary>{html}</details>"


def _remark(claim: Claim) -> str:
    if claim.status == "absent":
        return f": {claim.reason}"
    return f" ({paragraph_text(claim.paragraph)})" if claim.status == "published" else ""
