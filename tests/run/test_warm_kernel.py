"""Kernels forked from a warm parent: they work as ordinary ones do, and nothing passes from one to the next."""

import asyncio
import gc
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from planbook.run import fork_requests, warm_kernel
from planbook.run.fork_requests import COLD, can_fork, parent
from planbook.run.warm_kernel import KERNEL

pytestmark = [
    pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux alone"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module", autouse=True)
def _no_parent_left() -> Iterator[None]:
    yield
    parent.end()
    gc.collect()  # jupyter_client leaves the event loops of threads unclosed: say so here, where it is allowed


def run(*cells: str, **options) -> list[str]:
    """Run cells in one kernel and return what each printed."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name=KERNEL, shutdown_kernel="immediate", **options)
    client.execute()
    return ["".join(part.get("text", "") for part in cell.outputs).strip() for cell in notebook.cells]


def gone(pid: int) -> bool:
    """Whether a process ends within two seconds; one that has ended may wait for the system's first to notice."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False


WHOSE = "import os, sys; print(os.getppid(), *(name in sys.modules for name in ('pandas', 'matplotlib_inline.config')))"


def test_a_warm_kernel_is_a_fork_of_the_parent() -> None:
    """The parent has imported pandas before the first cell asks; once the notebook is done the kernel is gone."""
    warm, pid = run(WHOSE, "print(os.getpid())")
    assert f"{parent.pid} True False" == warm
    assert gone(int(pid))


@pytest.mark.parametrize(("name", "value"), [(COLD, "1"), ("MPLCONFIGDIR", "/elsewhere")])
def test_an_ordinary_kernel_is_fresh(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Asked for, or where a library reads another environment at import: it has imported nothing heavy."""
    run("1")
    monkeypatch.setenv(name, value)
    assert [f"{os.getpid()} False False", "UTC"] == run(WHOSE, "print(os.environ['TZ'])")


SPOIL = """
import os, random, string, tempfile, threading, time, sys
import numpy, pandas, matplotlib
os.environ["LEAK"] = "yes"
os.chdir("/")
matplotlib.rcParams["lines.linewidth"] = 99
pandas.set_option("display.max_rows", 3)
string.ascii_letters = "patched"
sys.path.append("/leak")
leak = "global"
held = open("/proc/self/status")
folder = tempfile.mkdtemp(prefix="leak")
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
random.seed(1); numpy.random.seed(1)
"""

LOOK = """
import os, random, string, sys, threading, tempfile
import numpy, pandas, matplotlib
print(os.environ.get("LEAK"), os.getcwd(), matplotlib.rcParams["lines.linewidth"],
      pandas.get_option("display.max_rows"), len(string.ascii_letters), "/leak" in sys.path, "leak" in globals(),
      any("status" in os.path.realpath(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")),
      any("sleep" in str(thread) for thread in threading.enumerate()), tempfile.tempdir)
"""


def test_nothing_leaks_from_one_notebook_to_the_next(tmp_path: Path) -> None:
    """Environment, folder, settings, patches, paths, globals, files, threads and folders are as in a first kernel."""
    place = {"resources": {"metadata": {"path": str(tmp_path)}}}
    first = run(LOOK, **place)
    run(SPOIL, **place)
    assert first == run(LOOK, **place)
    assert first == [f"None {tmp_path} 1.5 60 52 False False False False {tempfile.gettempdir()}"]


def test_variables_reach_the_kernel_and_random_numbers_do_not_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set just before a kernel starts is seen, and so is the kernel's own environment."""
    monkeypatch.setenv("SET_LATE", "seen")
    look = "import os; print(*(os.environ[n] for n in ('SET_LATE', 'TZ', 'PYTHONHASHSEED')))"
    draw = "import random, numpy; print(random.random(), numpy.random.random())"
    (seen, first), (again, second) = run(look, draw), run(look, draw)
    assert "seen UTC 0" == seen == again
    assert not set(first.split()) & set(second.split())


def test_sockets_are_private() -> None:
    """The kernel listens on Unix sockets in a folder that only its user can enter, and they go with it."""
    (printed,) = run("""
import os, sys, pathlib, json
file = pathlib.Path(sys.argv[sys.argv.index("-f") + 1])
print(json.loads(file.read_text())["transport"], oct(file.parent.stat().st_mode & 0o77), file)
""")
    transport, mode, file = printed.split()
    assert ("ipc", "0o0") == (transport, mode)
    assert [] == list(Path(file).parent.glob(f"{Path(file).stem}*"))


@pytest.mark.parametrize("cold", ["0", "1"])
def test_no_configuration_of_the_users_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cold: str) -> None:
    """Neither IPython's start-up files nor Python's own may change what is published."""
    startup = tmp_path / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "mine.py").write_text("mine = 1", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(startup / "mine.py"))
    monkeypatch.setenv(COLD, cold)
    parent.end()  # the next one is started with these variables
    assert ["False"] == run("print('mine' in globals())")
    parent.end()


def test_a_kernel_can_be_restarted() -> None:
    """A restart gives a new process on the same sockets, which answers."""

    async def pids() -> tuple[int, int]:
        kernel = AsyncKernelManager(kernel_name=KERNEL)
        await kernel.start_kernel()
        before = kernel.provisioner.pid
        await kernel.restart_kernel(now=True)
        client = kernel.client()
        client.start_channels()
        await client.wait_for_ready(timeout=20)
        after = kernel.provisioner.pid
        client.stop_channels()
        await kernel.shutdown_kernel(now=True)
        return before, after

    before, after = asyncio.run(pids())
    assert before != after
    assert gone(before)
    assert gone(after)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "error", "options"),
    [
        ("os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)", DeadKernelError, {}),
        ("ctypes.string_at(0)", DeadKernelError, {}),
        ("time.sleep(60)", CellTimeoutError, {"timeout": 1}),
        ("time.sleep(60)", CellExecutionError, {"timeout": 1, "interrupt_on_timeout": True}),
    ],
    ids=["its parent is killed", "a library crashes it", "it takes too long", "it is interrupted"],
)
def test_a_kernel_that_dies_or_takes_too_long_is_not_waited_for(end: str, error: type[Exception], options) -> None:
    """The notebook fails at that cell."""
    with pytest.raises(error, match="KeyboardInterrupt" if "interrupt_on_timeout" in options else None):
        run(f"import ctypes, os, signal, time; {end}", **options)


@pytest.mark.slow
@pytest.mark.parametrize("killed", [False, True])
def test_a_parent_that_is_dead_or_out_of_date_is_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, killed: bool
) -> None:
    """Killed, or once a file that it has imported was changed: the next kernel comes from a new one."""
    file = tmp_path / "sitecustomize.py"
    probe = ("import sys, types", "probe = types.ModuleType('planbook.probe')", f"probe.__file__ = {str(file)!r}")
    file.write_text("\n".join([*probe, "sys.modules[probe.__name__] = probe"]))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    parent.end()
    (before,) = run("import os; print(os.getppid())")
    os.kill(parent.pid, signal.SIGKILL) if killed else os.utime(file, (1, 1))
    (after,) = run("import os; print(os.getppid())")
    parent.end()
    assert before != after


WAIT = "import os, time; open(%r, 'w').write(f'{os.getpid()} {os.getppid()}'); time.sleep(60)"

STARTER = """
import os, sys, time, nbformat
from nbclient import NotebookClient
cell = nbformat.v4.new_code_cell(%r)
NotebookClient(nbformat.v4.new_notebook(cells=[cell]), kernel_name='planbook-warm').execute()
"""


def test_nothing_runs_on_after_its_starter(tmp_path: Path) -> None:
    """A starter that is killed in the middle of a notebook leaves neither kernel nor parent."""
    note = tmp_path / "pids"
    starter = subprocess.Popen([sys.executable, "-c", STARTER % (WAIT % str(note))])
    while not (note.exists() and " " in note.read_text()):
        time.sleep(0.05)
        assert starter.poll() is None
    starter.kill()
    starter.wait()
    assert [True, True] == [gone(int(pid)) for pid in note.read_text().split()]


@pytest.mark.slow
def test_plain_papermill_finds_the_kernel(tmp_path: Path) -> None:
    """``papermill -k planbook-warm`` works from the installed kernel and its entry point alone."""
    source, target = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    cell = nbformat.v4.new_code_cell("import sys; print('scipy' in sys.modules)")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), source)
    command = [sys.executable, "-m", "papermill", "-k", "planbook-warm", "--no-progress-bar", str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "True\n") == (done.returncode, nbformat.read(target, 4).cells[0].outputs[0]["text"]), done.stderr


def test_without_forks_kernels_start_in_the_ordinary_way(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the system cannot fork, the notebook still runs, and that is said once."""
    warm_kernel._say_once.cache_clear()
    monkeypatch.setattr(fork_requests, "can_fork", lambda: False)
    monkeypatch.setattr(warm_kernel.WarmProvisioner, "log", logging.getLogger("kernels"))

    printed = [run("import os; print(os.getppid())") for _ in range(2)]
    assert [[str(os.getpid())]] * 2 == printed
    assert 1 == caplog.text.count("kernels cannot be forked on this system")
