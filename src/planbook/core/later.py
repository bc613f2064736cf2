"""Libraries that are imported when they are first used, by modules of which most users never use them.

A page is made again without a table being read: then pandas would be imported for nothing, a quarter of a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["np", "pd"]


class Later:
    """Stands for a module until one of its names is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:  # noqa: ANN401 - whatever the module holds
        """The module's own; it is looked up once."""
        found = getattr(import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found


if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
else:
    np = Later("numpy")
    pd = Later("pandas")
