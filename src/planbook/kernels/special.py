"""SciPy's special functions without the rest of their package, which takes ten times as long to import.

The package is described to its own functions, and to those of other libraries of arrays, at every import. Who asks for
anything but a function is given the whole package.
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
    """Stands for the package, with its functions; it becomes the whole package once more than those is wanted."""

    def __getattr__(self, name: str) -> Any:
        """What the whole package has under that name."""
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(PACKAGE) is self:
            del sys.modules[PACKAGE]
        whole = import_module(PACKAGE)
        vars(self).update(vars(whole))
        return getattr(whole, name)


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
        del sys.modules[PACKAGE]
        return
    vars(package).update({name: made for name, made in functions.items() if not name.startswith("_")})
    vars(sys.modules["scipy"])["special"] = package
