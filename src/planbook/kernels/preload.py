"""What a parent imports before it forks, and whether what it imported is still what stands on disk."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planbook.kernels.special import import_special_functions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

__all__ = ["BESIDE", "CHARTS", "DRAWING", "draws_beside", "import_all", "import_each", "sources"]

CHARTS, BESIDE = "PLANBOOK_CHARTS", "beside"
"""The variable by which a starter asks that charts be drawn beside its kernels: the book's own notebooks use Matplotlib
for nothing else. Kernels that are to have imported it themselves, as in JupyterLab, come without."""

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
    "planbook.notebook.drawing",
    "planbook.notebook.level",
    "planbook.forces.numbers",
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

DRAWING = (
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "planbook.charts.canvas",
    "planbook.charts.change_drawing",
    "planbook.charts.control_drawing",
    "planbook.charts.months_drawing",
    "planbook.charts.peers_drawing",
    "planbook.charts.years_drawing",
)
"""What draws."""

OWN = "planbook."

DEBUGGER = "debugpy"
QUIET_DEBUGGER = "PYDEVD_DISABLE_FILE_VALIDATION"
"""Spares debugpy's advice, which a kernel would swallow; kernels get an environment of their own."""


def draws_beside() -> bool:
    """Whether charts are to be drawn by a process beside the kernels."""
    return os.environ.get(CHARTS) == BESIDE


def import_all() -> None:
    """Import everything, and what draws unless that is another process's."""
    os.environ[QUIET_DEBUGGER] = "1"
    if draws_beside():
        with suppress(ImportError):
            import_special_functions()
        with _no_debugger():
            import_each(PRELOADED)
    else:
        import_each(PRELOADED)
        import_each(DRAWING)
        with suppress(ImportError):
            importlib.import_module("planbook.charts.canvas").lay_out()


@contextmanager
def _no_debugger() -> Iterator[None]:
    """Leave out the debugger, which the book's notebooks never use and would wait for.

    IPython's kernel does without it where it is not installed. Afterwards it can be imported.
    """
    sys.modules[DEBUGGER] = cast("ModuleType", None)
    try:
        yield
    finally:
        del sys.modules[DEBUGGER]


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
