"""What a parent imports before it forks, and whether what it imported is still what stands on disk."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["import_all", "import_each", "sources"]

PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.display",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "faulthandler",
    "sqlite3",
    "tornado.platform.asyncio",
    "pandas",
    "pandas.core.methods.to_dict",
    "planbook.kernels.streams",
    "planbook.notebook.changes",
    "planbook.notebook.drawing",
    "planbook.notebook.level",
    "planbook.notebook.monthly",
    "planbook.notebook.numbers",
    "planbook.notebook.outcome",
    "planbook.notebook.scrutiny",
    "planbook.statistics.change",
    "planbook.statistics.robustness",
    "planbook.statistics.trust",
    "planbook.statistics.rates",
    "planbook.statistics.words",
    "planbook.statistics.xmr",
)
"""Never ``matplotlib_inline``: imported before the kernel is, it ignores ``%config InlineBackend`` in silence."""

OWN = "planbook."

QUIET_DEBUGGER = "PYDEVD_DISABLE_FILE_VALIDATION"
"""Spares debugpy's advice, which a kernel would swallow; kernels get an environment of their own."""


def import_all() -> None:
    """Import everything."""
    os.environ[QUIET_DEBUGGER] = "1"
    import_each(PRELOADED)


def import_each(names: tuple[str, ...]) -> None:
    """Import modules; what is not installed is left to the notebook, which may never ask for it."""
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)


def sources() -> dict[str, int]:
    """The files of this package that are imported, with the time of their last change in nanoseconds."""
    files = (getattr(module, "__file__", None) for name, module in sys.modules.items() if name.startswith(OWN))
    return {file: changed(file) for file in sorted(filter(None, files))}


def changed(file: str) -> int:
    """When a file was last changed, in nanoseconds; 0 where it is gone."""
    try:
        return Path(file).stat().st_mtime_ns
    except OSError:
        return 0
