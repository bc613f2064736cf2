"""One thing that is compared."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Item"]

KINDS = {
    "claim": "claims",
    "detail": "details of claims",
    "verdict": "verdicts and statuses",
    "cell": "table cells",
    "chart": "chart data",
    "drawing": "chart drawings",
    "text": "texts",
    "attribute": "links and attributes",
    "value": "other data",
    "line": "lines of scripts and styles",
    "file": "other files",
}
"""Kinds of things in the order of an audit: figures first, then the words, then what carries them."""


@dataclass(frozen=True)
class Item:
    """A thing with its kind, a name that a reader can find it by, and its value as text.

    ``claim`` is the id of the claim whose value this is, for the tolerance that was stated for it.
    """

    kind: str
    name: str
    value: str
    claim: str = ""
