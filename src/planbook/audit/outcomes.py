"""How a thing came out of a comparison: the same, the same within its stated tolerance, or different."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DIFFERS", "SAME", "WITHIN", "Difference"]

SAME, WITHIN, DIFFERS = "same", "same within its stated tolerance", "differs"


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: its file, name, what is published and what the rerun gives (None: not there).

    ``cause`` is what the difference is likely due to, once that is known.
    """

    kind: str
    file: str
    name: str
    published: str | None
    rebuilt: str | None
    result: str = DIFFERS
    cause: str = ""
