"""What a notebook imports: one outcome of the plan, opened for a period.

In come the tables of ``data/`` and what a cell has worked out in pandas. Out go records in the cell's outputs: claims,
verdicts with the claims that their sentences show, charts with their drawings, tables, readings and statuses. Beside
each record stands HTML for JupyterLab; ledger and pages are made from the records alone.
"""

from planbook.notebook.outcome import OutcomeNotebook, open_outcome

__all__ = ["OutcomeNotebook", "open_outcome"]
