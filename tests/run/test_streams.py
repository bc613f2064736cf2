"""Standard output and error of a kernel: what was written is sent before what follows; nothing else is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient
from planbook.kernels.parents import can_fork, parents
from planbook.kernels.starting import OrdinaryKernel, WarmKernel
from planbook.kernels.streams import IdleStream

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = (
    "import sys\nfrom IPython.display import HTML, display",
    "print('one'); display(HTML('<b>two</b>')); print('three', file=sys.stderr); display(HTML('<b>four</b>'))",
    "import os\nos.write(1, b'from below\\n'); print('five', end='')\ndisplay(HTML('<b>six</b>'))",
    "import subprocess\nprint('seven')\nsubprocess.run(['echo', 'eight'], check=True)\nprint('nine')",
    "import threading\nwriter = threading.Thread(target=print, args=('ten',))\nwriter.start(); writer.join()\n'eleven'",
)


class Nowhere(IdleStream):
    """A stream that writes nowhere."""

    def __init__(self) -> None:
        """Nothing of a stream but what is asked here."""

    def write(self, string: str) -> Any:
        """Note it, as the stream does."""
        self._written = True
        return len(string)


@pytest.fixture(scope="module", autouse=True)
def _no_parent_left() -> Iterator[None]:
    yield
    parents.end()


def shown(kernel: type[OrdinaryKernel]) -> list[list[tuple[str, str]]]:
    """What each cell shows, in order; texts of one stream joined, since they come in one piece or in several."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, kernel_manager_class=kernel, shutdown_kernel="immediate").execute()
    return [
        [(part.get("name", part.output_type), part.get("text") or str(part.data)) for part in cell.outputs]
        for cell in notebook.cells
    ]


def test_nothing_is_waited_for_where_nothing_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first flush after writing goes to the other thread; those before and after do not."""
    flushed = list[str]()
    monkeypatch.setattr("ipykernel.iostream.OutStream.flush", lambda _: flushed.append("to the other thread"))
    stream = Nowhere()
    stream.flush()
    assert [] == flushed
    stream.write("something")
    stream.flush()
    stream.flush()
    assert ["to the other thread"] == flushed


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux alone")
@pytest.mark.filterwarnings("default")
def test_what_is_shown_comes_in_the_order_of_ordinary_kernels() -> None:
    """Prints, displays, what other processes and threads write, and what is written past Python."""
    assert shown(OrdinaryKernel) == shown(WarmKernel)
