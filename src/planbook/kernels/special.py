"""SciPy's special functions without the rest of their package, which takes ten times as long to import.

The package is described to its own functions, and to those of other libraries of arrays, at every import. Who says
``from scipy import special`` finds the functions; everything else is given by the package, which is then imported.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["FunctionsAlone", "import_special_functions"]

PACKAGE = "scipy.special"
FUNCTIONS = f"{PACKAGE}._ufuncs"
"""The compiled module in which SciPy 1.x has them."""
OTHER_ARRAYS = "SCIPY_ARRAY_API"
"""The variable by which SciPy is asked for functions of other libraries' arrays: they are made by the package."""


class FunctionsAlone(ModuleType):
    """Stands for the package where nothing but its functions has been wanted yet."""

    def __getattr__(self, name: str) -> Any:
        """What the package itself has under that name."""
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        return getattr(import_module(PACKAGE), name)

    def __dir__(self) -> list[str]:
        """The names of the package itself."""
        return dir(import_module(PACKAGE))

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent elsewhere, it is the package."""
        return import_module, (PACKAGE,)


def import_special_functions() -> None:
    """Import the functions alone; nothing where the package is imported already, or is not laid out as expected."""
    if PACKAGE in sys.modules or os.environ.get(OTHER_ARRAYS):
        return
    found = find_spec(PACKAGE)
    if found is None:
        return
    package = FunctionsAlone(PACKAGE)
    package.__spec__, package.__path__, package.__file__ = found, found.submodule_search_locations or [], found.origin
    sys.modules[PACKAGE] = package
    try:
        functions = vars(import_module(FUNCTIONS))
    except ImportError:
        return
    finally:
        del sys.modules[PACKAGE]
    offered = (name for name in functions["__all__"] if not name.startswith("_"))
    vars(package).update({name: functions[name] for name in offered})
    vars(sys.modules["scipy"])["special"] = package
