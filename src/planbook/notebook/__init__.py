"""What a notebook imports: one outcome of the plan, opened for a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.notebook.outcome import OutcomeNotebook, open_outcome

__all__ = ["OutcomeNotebook", "open_outcome"]


def __getattr__(name: str) -> object:
    """Import what a notebook needs when it is asked for: pages use the markup beside it without pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from planbook.notebook import outcome

    return getattr(outcome, name)
