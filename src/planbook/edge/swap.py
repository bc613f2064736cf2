"""Put a finished folder in the place of another in one move."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["swap"]


def swap(fresh: Path, standing: Path) -> None:
    """Put ``fresh`` in the place of ``standing``; what stood there goes only once the new is in place."""
    old = standing.with_name(f"{standing.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if standing.exists():
        standing.rename(old)
    fresh.rename(standing)
    shutil.rmtree(old, ignore_errors=True)
