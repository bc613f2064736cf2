"""Charts are drawn beside the kernels, and by the kernel itself wherever that does not work; the chart is the same."""

from __future__ import annotations

import os
import signal
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from planbook.kernels.choice import kernel_environment
from planbook.kernels.parents import can_fork, parents
from planbook.kernels.starting import WarmKernel

from planbook.charts.years import years_figure

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux alone"),
    pytest.mark.filterwarnings("default"),
]

CHART = """
    import pandas as pd, sys
    from planbook.charts.years import years_figure
    years = pd.period_range("2011", "2015", freq="Y-MAR")
    series = pd.Series([5.0, 4.0, 3.0, 6.0, 7.0], index=years)
    words = dict(id="a", title="t", label="Robbery", unit="offences", area="West Midlands")
    """
DRAW = "print(years_figure(series, **words).svg)"
HERE = "print('matplotlib' in sys.modules)"


@pytest.fixture(scope="module", autouse=True)
def _no_parent_left() -> Iterator[None]:
    yield
    parents.end()


def run(*cells: str) -> list[str]:
    """Run cells in one warm kernel, after one that prepares a chart, and return what each printed."""
    sources = [textwrap.dedent(cell) for cell in (CHART, *cells)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_manager_class=WarmKernel, shutdown_kernel="immediate").execute()
    return ["".join(part.get("text", "") for part in cell.outputs).strip() for cell in notebook.cells[1:]]


def chart_here() -> str:
    """The chart as this process draws it."""
    held: dict[str, Any] = {}
    exec(textwrap.dedent(CHART), held)  # noqa: S102 - the very cell that the kernel runs
    return years_figure(held["series"], **held["words"]).svg


@pytest.fixture(scope="module")
def chart() -> str:
    """The chart with Matplotlib as it comes."""
    return chart_here()


def forked_by(pid: int) -> list[int]:
    """The processes that a process has forked and that have not ended."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def who_draws() -> int:
    """The process that draws beside the kernels of these tests: the first that their parent forked."""
    return forked_by(parents.get({**os.environ, **kernel_environment()}).process.pid)[0]


def test_a_chart_is_drawn_beside_the_kernel(chart: str) -> None:
    """The drawing is the same, and the kernel has not imported Matplotlib for it."""
    assert ["False", chart, chart, "False"] == run(HERE, DRAW, DRAW, HERE)


def test_a_kernel_that_has_matplotlib_draws_with_its_own_settings(chart: str) -> None:
    """What a notebook sets is not overruled by a process that knows nothing of it."""
    with mpl.rc_context({"font.weight": "bold"}):
        bold = chart_here()
    assert bold != chart
    cells = ("import matplotlib as mpl", f"with mpl.rc_context({{'font.weight': 'bold'}}): {DRAW}", DRAW)
    assert ["", bold, chart] == run(*cells)


def test_what_goes_wrong_is_told_where_it_was_asked_for() -> None:
    """With the name of the error, as if the kernel had drawn it."""
    with pytest.raises(CellExecutionError, match=r"No module named .planbook\.charts\.nobody"):
        run("from planbook.charts.drawing import draw", "draw('nobody.Nobody', (), 'a')")


def test_what_cannot_be_sent_is_drawn_here(chart: str) -> None:
    """A chart of a number that only this kernel knows; the next one is drawn beside it again or here, and right."""
    cells = (
        """
        class Count(float):
            def __reduce__(self): raise TypeError("it cannot be written down")
        odd = pd.Series([Count(value) for value in series], index=years, dtype=object)
        from planbook.charts import drawing
        print(drawing.draw("years_drawing.YearsDrawing", (odd, "offences", None), "a",
                           wide_height=330, narrow_height=290).wide)
        """,
        DRAW,
    )
    assert [chart, chart] == run(*cells)


def test_a_process_that_the_notebook_forks_does_not_take_the_line(chart: str, tmp_path: Path) -> None:
    """Two that asked on one line would get each other's answers."""
    cell = f"""
        import os
        pid = os.fork()
        if pid == 0:
            open({str(tmp_path / "svg")!r}, "w").write(years_figure(series, **words).svg)
            os._exit(0)
        print(os.waitpid(pid, 0)[1])
        """
    assert ["0", chart] == run(cell, DRAW)
    assert chart == (tmp_path / "svg").read_text()


def test_without_who_draws_the_kernel_does(chart: str) -> None:
    """The process is killed: kernels that run and kernels that come draw themselves."""
    run(DRAW)
    os.kill(who_draws(), signal.SIGKILL)
    assert [chart, "True"] == run(DRAW, HERE)
    parents.end()


def test_who_has_drawn_for_a_kernel_goes_with_it() -> None:
    """Nothing is left but the parent and the process that waits for the next kernel."""
    run(DRAW)
    drawer = who_draws()
    parent = parents.get({**os.environ, **kernel_environment()}).process
    for _ in range(200):
        states = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] for pid in forked_by(drawer)]
        if set(states) <= {"Z"}:
            break
    assert set(states) <= {"Z"}
    assert [drawer] == forked_by(parent.pid)
    parents.end()
    assert not Path(f"/proc/{drawer}").exists()
    assert parent.returncode == 0


def test_what_a_notebook_has_started_holds_nobody_up(tmp_path: Path) -> None:
    """A process of its own session, forked in a cell, keeps its kernel's line open after the kernel is gone."""
    note = tmp_path / "pid"
    cell = f"""
        import os, time
        if os.fork() == 0:
            os.setsid()
            open({str(note)!r}, "w").write(str(os.getpid()))
            os.closerange(0, 3)
            time.sleep(600)
        while not os.path.exists({str(note)!r}): time.sleep(0.01)
        """
    run(DRAW, cell)
    drawer = who_draws()
    parent = parents.get({**os.environ, **kernel_environment()}).process
    parents.end()
    os.kill(int(note.read_text()), signal.SIGKILL)
    assert 0 == parent.returncode
    assert not Path(f"/proc/{drawer}").exists()
