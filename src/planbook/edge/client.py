"""Papermill's client as the book's notebooks need it: without what is thrown away once a notebook has run."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ENGINE"]

ENGINE = "planbook"
"""The name under which Papermill knows the engine."""
STARTUP = 60
"""Seconds that a kernel may take to start; Papermill's own."""


class Client(PapermillNotebookClient):  # type: ignore[misc]
    """Takes what a cell displays as it comes, and tells when the last cell has run.

    The client above checks each output against the schema of notebooks by itself, which takes longer than most cells
    run. Whoever reads the page checks the notebook as a whole. It also tells nothing until the kernel is gone.
    """

    def __init__(self, notebook: Any, ran: Callable[[Any], object], **options: Any) -> None:  # noqa: ANN401 - Papermill's
        super().__init__(notebook, **options)
        self._ran = ran

    def papermill_execute_cells(self) -> None:
        """Run the cells, then call ``ran`` with the notebook, while the kernel still runs."""
        super().papermill_execute_cells()
        self._ran(self.nb)

    def output(
        self, outs: list[NotebookNode], msg: Mapping[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Add what was displayed; whatever is not plainly that is left to the client above."""
        hooked = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        if msg["msg_type"] != "display_data" or display_id or hooked or self.clear_before_next_output:
            other: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
            return other
        held = {name: msg["content"][name] for name in ("metadata", "data")}
        shown = NotebookNode(output_type="display_data", **held)  # type: ignore[no-untyped-call]
        outs.append(shown)
        return shown


class Engine(NBClientEngine):  # type: ignore[misc]
    """Papermill's own engine with that client; no times are noted, since no result holds any."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,  # noqa: ANN401 - Papermill's signature
        kernel_name: str,
        *,
        ran: Callable[[Any], object],
        **options: Any,  # noqa: ANN401 - as above
    ) -> Any:  # noqa: ANN401 - as above
        """Run the notebook, as the engine above does; ``ran`` is called with it once its cells have run."""
        del options["input_path"]
        client = Client(
            nb_man,
            ran,
            kernel_name=kernel_name,
            startup_timeout=STARTUP,
            record_timing=False,
            log=logging.getLogger("papermill"),
            **options,
        )
        return client.execute()


papermill_engines.register(ENGINE, Engine)
