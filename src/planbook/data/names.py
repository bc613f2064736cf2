"""The nearest valid name for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(wanted: str, names: Iterable[str], count: int = 3) -> str:
    """Up to ``count`` of the known names most like ``wanted``, as text; ``none`` if nothing is near."""
    matches = get_close_matches(wanted, sorted(names), n=count, cutoff=0.5)
    return ", ".join(matches) if matches else "none"
