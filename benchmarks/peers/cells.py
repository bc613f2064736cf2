"""The floor of the cells: their code in forks of a process that has imported everything, without a kernel.

Run in a project: python -m benchmarks.peers.cells. Prints the seconds of all notebooks together.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from planbook.data.places import find_places
from planbook.run.warm_parent import import_all


def main() -> int:
    """Run each notebook in a fork, one after the other."""
    places = find_places()
    import_all()
    with tempfile.TemporaryDirectory() as made:
        for notebook in sorted(places.notebooks.glob("*.ipynb")):
            child = os.fork()
            if child == 0:
                _be_a_notebook(notebook, places.root, Path(made, notebook.stem))
            _, status = os.waitpid(child, 0)
            if os.waitstatus_to_exitcode(status):
                print(f"{notebook.name} did not run through", file=sys.stderr)
                return 1
        print(sum(float(file.read_text(encoding="utf-8")) for file in Path(made).iterdir()))
    return 0


def _be_a_notebook(notebook: Path, root: Path, answer: Path) -> None:
    os.chdir(root)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    shell: Any = InteractiveShell.instance()
    seconds, fine = 0.0, True
    with capture_output():
        for cell in cells:
            if cell["cell_type"] == "code":
                start = perf_counter()
                fine &= bool(shell.run_cell("".join(cell["source"]), store_history=True).success)
                seconds += perf_counter() - start
    answer.write_text(str(seconds), encoding="utf-8")
    os._exit(0 if fine else 1)


if __name__ == "__main__":
    sys.exit(main())
