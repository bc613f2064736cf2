"""Where a fault stands, in the words of the person who must mend it: a file and line, or a notebook's cell."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CELL_STRIDE", "place_text"]

CELL_STRIDE = 10_000
"""MyST-NB numbers line ``m`` of cell ``n`` as ``n * 10000 + m + 1``."""


def place_text(source: str, line: int | None) -> str:
    """``data/commentary/x.md:3``, or ``05_reduce_crime.ipynb, cell 4, line 2``."""
    if line is None:
        return source
    if Path(source).suffix == ".ipynb" and line >= CELL_STRIDE:
        return f"{source}, cell {line // CELL_STRIDE}, line {max(1, line % CELL_STRIDE - 1)}"
    return f"{source}:{line}"
