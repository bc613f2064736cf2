"""What a notebook imports: one outcome of the plan, or one force, opened for a period."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.notebook.force import ForceNotebook, open_force
    from planbook.notebook.outcome import OutcomeNotebook, open_outcome

__all__ = ["ForceNotebook", "OutcomeNotebook", "open_force", "open_outcome"]

HOMES = {"ForceNotebook": "force", "OutcomeNotebook": "outcome", "open_force": "force", "open_outcome": "outcome"}


def __getattr__(name: str) -> object:
    """Import what a notebook needs when it is asked for: pages use the markup beside it without pandas."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
