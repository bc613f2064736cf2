"""MyST-NB without the cache of executed notebooks, which brings a library of databases with it.

Our pages are notebooks that have been run (``execute_notebooks: "off"``), so a press never opens that cache; importing
it would be a fifth of all that rebuilding a page imports.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ExecutionAsked", "import_myst_nb"]

USER = "myst_nb.sphinx_ext"
CACHE = "jupyter_cache"
NAMES = {
    CACHE: ("get_cache",),
    f"{CACHE}.base": ("CacheBundleIn",),
    f"{CACHE}.cache": (),
    f"{CACHE}.cache.db": ("NbProjectRecord",),
    f"{CACHE}.executors": (),
    f"{CACHE}.executors.utils": ("single_nb_execution",),
}
"""What MyST-NB 1.x imports from each module of the cache."""


class ExecutionAsked(RuntimeError):
    """The book is configured to execute notebooks while it is printed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Jupyter Book asked for {name} to execute a notebook: our pages have been run already. "
            'Set execute_notebooks: "off" in _config.yml'
        )


def import_myst_nb() -> None:
    """Import MyST-NB with stand-ins for the cache; with the cache itself where it asks for more than they offer."""
    if USER in sys.modules or CACHE in sys.modules:
        return
    sys.modules.update({name: _stand_in(name, names) for name, names in NAMES.items()})
    try:
        import_module(USER)
    except ImportError:
        for name in [name for name in sys.modules if name.partition(".")[0] == USER.partition(".")[0]]:
            del sys.modules[name]
    finally:
        for name in NAMES:
            del sys.modules[name]
    import_module(USER)


def _stand_in(name: str, names: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = []
    for wanted in names:
        setattr(module, wanted, _refuser(f"{name}.{wanted}"))
    return module


def _refuser(name: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - whatever is asked
        raise ExecutionAsked(name)

    return refuse
