"""A misspelt parameter must not pass: Papermill only logs it, and the notebook would run on its default."""

from __future__ import annotations

import ast

from IPython import get_ipython

from planbook.data.names import nearest

PARAMETERS = ("as_at", "force", "period")
INJECTED = "# Parameters"
"""The first line of the cell that Papermill injects."""


class UnknownParameter(ValueError):
    """A parameter that the notebook does not declare."""

    def __init__(self, wanted: str) -> None:
        near = nearest(wanted, PARAMETERS, 1)
        super().__init__(
            f"parameter {wanted!r} does not exist; nearest: {near}; the notebook declares {', '.join(PARAMETERS)}"
        )


def injected_names(cell: str) -> tuple[str, ...]:
    """The names that an injected cell assigns; none for any other cell."""
    if not cell.startswith(INJECTED):
        return ()
    assigned = [node for node in ast.parse(cell).body if isinstance(node, ast.Assign)]
    return tuple(target.id for node in assigned for target in node.targets if isinstance(target, ast.Name))


def refuse_unknown_parameters() -> None:
    """Look through the cells run so far for injected parameters, and refuse an unknown one.

    Raises:
        UnknownParameter: the nearest declared name is given.
    """
    shell = get_ipython()
    cells = shell.history_manager.input_hist_raw if shell else ()
    for name in (name for cell in cells for name in injected_names(cell)):
        if name not in PARAMETERS:
            raise UnknownParameter(name)
