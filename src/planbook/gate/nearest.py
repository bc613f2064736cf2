"""The claims nearest to a number that was typed: by its value, and by the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planbook.core.claims import Claim

__all__ = ["nearest_claims"]

WITHIN: Final = 0.05
"""A claim is near in value if it differs by at most this share of it."""
SHOWN: Final = 2
WORD: Final = re.compile(r"[a-z]{4,}")


def nearest_claims(value: float | None, sentence: str, claims: Iterable[Claim], milestone: str = "") -> str:
    """The ids nearest by value and by words, each with its display, as text; ``none`` if nothing is near."""
    known = tuple(claims)
    chosen = (*_by_value(value, known, milestone), *_by_words(sentence, known, milestone))
    shown = dict.fromkeys(f"{claim.id} ({claim.display})" for claim in chosen)
    return ", ".join(shown) if shown else "none"


def _by_value(value: float | None, claims: tuple[Claim, ...], milestone: str) -> list[Claim]:
    if not value:
        return []
    far = {claim.id: abs(abs(claim.value) - abs(value)) for claim in claims if claim.value is not None}
    near = [claim for claim in claims if claim.id in far and far[claim.id] <= WITHIN * abs(value)]
    return sorted(near, key=lambda claim: (claim.milestone != milestone, far[claim.id], claim.id))[:SHOWN]


def _by_words(sentence: str, claims: tuple[Claim, ...], milestone: str) -> list[Claim]:
    said = set(WORD.findall(sentence.lower()))
    alike = {claim.id: len(said & set(WORD.findall(f"{claim.id} {claim.label}".lower()))) for claim in claims}
    near = [claim for claim in claims if alike[claim.id]]
    return sorted(near, key=lambda claim: (claim.milestone != milestone, -alike[claim.id], claim.id))[:SHOWN]
