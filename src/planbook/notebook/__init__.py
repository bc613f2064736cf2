"""What a notebook imports: one outcome of the plan, opened for a period."""

from __future__ import annotations

from planbook.notebook.outcome import OutcomeNotebook, open_outcome

__all__ = ["OutcomeNotebook", "open_outcome"]
