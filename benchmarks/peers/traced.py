"""The ``planbook`` command with its parts timed from outside.

Run: python -m benchmarks.peers.traced book --period FY2014-15

A module is made to tell its times when the command itself has just imported it, or is about to: imported sooner, it
would be paid for at another time than it is.
"""

from __future__ import annotations

import functools
import sys
import time
from importlib import import_module
from typing import Any

from .stamps import note, timed

AT_START = (
    ("planbook.run.edition", "sound_data", "check the tables"),
    ("planbook.run.edition", "check_parameters", "import papermill, check parameters"),
    ("planbook.run.edition", "_put_in_place", "write ledger and pages of the edition"),
    ("planbook.build.record", "write_record", "note what was made from what"),
    ("planbook.run.running", "run_task", "notebook"),
)
WITH_NOTEBOOKS = (
    ("papermill.clientwrap", "PapermillNotebookClient.execute_cell", "cell"),
    ("papermill.clientwrap", "PapermillNotebookClient.start_new_kernel", "kernel"),
    ("papermill.clientwrap", "PapermillNotebookClient.start_new_kernel_client", "kernel"),
)
AFTER_NOTEBOOKS = (
    ("planbook.build.record", "Inputs.of", "hash what the site is made of"),
    ("planbook.prose.gate", "check_prose", "check the prose"),
    ("planbook.build.worker", "BuildWorker.finish", "jupyter-book"),
    ("planbook.build.site", "_publish", "put the site in place"),
)
"""Functions by module and name, and the part that each is. A name that is gone stops the trace."""


def main() -> int:
    """Time the parts of one command."""
    began = time.monotonic()
    _watch(AT_START)
    edition = import_module("planbook.run.edition")
    run_tasks = timed("run notebooks", edition.run_tasks)

    @functools.wraps(run_tasks)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the wrapped function takes
        _watch(WITH_NOTEBOOKS)
        run_tasks(*args, **options)
        _watch(AFTER_NOTEBOOKS)

    edition.run_tasks = run  # type: ignore[attr-defined]
    note("import planbook", began, time.monotonic())
    return int(import_module("planbook.cli").main(sys.argv[1:]))


def _watch(parts: tuple[tuple[str, str, str], ...]) -> None:
    for module, path, part in parts:
        *owners, name = path.split(".")
        owner: Any = import_module(module)
        for each in owners:
            owner = getattr(owner, each)
        setattr(owner, name, timed(part, getattr(owner, name)))


if __name__ == "__main__":
    sys.exit(main())
