"""What a parent imports before it forks, and whether what it imported is still what stands on disk."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from pathlib import Path

__all__ = ["PRELOADED", "import_all", "sources"]

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
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "planbook.kernels.streams",
    "planbook.notebook.drawing",
    "planbook.notebook.level",
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
    """Import everything; what is not installed is left to the notebook, which may never ask for it."""
    os.environ[QUIET_DEBUGGER] = "1"
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with contextlib.suppress(ImportError):
        style = importlib.import_module("planbook.charts.style")
        style.settings(style.WIDE)  # which reads seaborn's styles


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
