"""What the starter of kernels and their parent say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["KERNEL", "QUIT", "STALE", "Order"]

KERNEL, QUIT = b"k", b"q"
STALE = "stale"
"""The answer of a parent that imported files which have changed since."""


@dataclass(frozen=True)
class Order:
    """A kernel that is asked for: its arguments, environment and working folder.

    With ``module`` it is another process that shares the libraries: the one that runs this module's ``main``.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    module: str = ""
