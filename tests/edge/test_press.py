"""The process that has imported Jupyter Book before it is asked to build."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from planbook.edge.press import ENDED, Press, Printed

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the command itself runs")]
ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds; a machine under load takes a while to import Jupyter Book."""
DYING = 10
"""Seconds; a process that was killed goes as soon as a busy machine gets round to it. This one would sleep for 600."""


@pytest.fixture
def press():
    """A press that is ended with the test."""
    press = Press()
    yield press
    press.end()


def running_in(group: int) -> list[int]:
    """The processes of a group that are not dead; a dead one may wait a while for its parent to take note of it."""
    live = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                live.append(process.pid)
    return live


def test_a_press_says_what_the_command_says(press: Press) -> None:
    """Twice in one press, with the same exit code and the same words."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = Printed(0, done.stdout)
    assert [expected, expected] == [press.run(["--version"], {}), press.run(["--version"], {})]


def test_a_fault_of_the_command_is_its_exit_code(press: Press) -> None:
    """A word that Jupyter Book does not know ends with 2, as on the command line."""
    printed = press.run(["no-such-word"], {})
    assert (2, True) == (printed.code, "No such command" in printed.said)


def test_a_press_that_broke_off_gives_way_to_the_command(press: Press) -> None:
    """Whoever asked gets the build all the same."""
    press.warm()
    os.kill(press.number, signal.SIGKILL)
    assert 0 == press.run(["--version"], {}).code


def test_a_build_that_is_ended_leaves_nothing_running(press: Press, tmp_path: Path) -> None:
    """The fork goes with the press, and the build is not begun again in another way."""
    begun = tmp_path / "begun"
    waits = f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(600)\n"
    (tmp_path / "waits_for_ever.py").write_text(waits, "utf-8")
    config = "title: One\nsphinx:\n  local_extensions:\n    waits_for_ever: .\n"
    (tmp_path / "_config.yml").write_text(config, "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    (tmp_path / "index.md").write_text("# One\n", "utf-8")
    press.warm()
    group = press.number
    with ThreadPoolExecutor(max_workers=1) as pool:
        ended = pool.submit(press.run, ["build", str(tmp_path)], {})
        until = monotonic() + PATIENCE
        while not begun.exists() and monotonic() < until and not ended.done():
            sleep(0.05)
        press.end()
        assert (True, ENDED) == (begun.exists(), ended.result(timeout=PATIENCE).code)
    until = monotonic() + DYING
    while running_in(group) and monotonic() < until:
        sleep(0.05)
    assert [] == running_in(group)


def test_a_press_tells_whether_it_still_imports(press: Press) -> None:
    """Not before it is started, at once when it is, and no more once it has imported or built."""
    assert not press.importing
    press.warm()
    assert press.importing
    until = monotonic() + PATIENCE
    while press.importing and monotonic() < until:
        sleep(0.05)
    assert not press.importing
    assert 0 == press.run(["--version"], {}).code
    assert not press.importing


def test_an_order_that_waits_is_followed_before_everything_is_imported(press: Press) -> None:
    """The first order is given while the press imports; the next finds it ready."""
    press.warm()
    assert [0, 0] == [press.run(["--version"], {}).code for _ in range(2)]


BESIDE = """
import gc, json, os, sys
import nbformat, psutil
from nbclient import NotebookClient
from planbook.edge.press import Press
from planbook.kernels.choice import kernel_environment
from planbook.kernels.parents import parents
from planbook.kernels.starting import WarmKernel

alone = Press()
alone.warm()
first = psutil.Process(alone.number).ppid() == os.getpid()
alone.end()
cell = nbformat.v4.new_code_cell("1")
NotebookClient(nbformat.v4.new_notebook(cells=[cell]), kernel_manager_class=WarmKernel).execute()
parent = parents.get({**os.environ, **kernel_environment()}).process.pid
press = Press()
press.warm()
second = psutil.Process(press.number).ppid() == parent
threads = psutil.Process(press.number).num_threads()
done = press.run(["--version"], {})
print(json.dumps([first, second, threads, done.code, done.said, press.number, parent]))
"""
"""Run in a process of its own: a kernel leaves sockets behind, and warnings are errors here."""


def test_a_press_started_beside_kernels_shares_what_they_have_imported() -> None:
    """It is a fork of their parent, says what the command says, and ends with whoever started it."""
    done = subprocess.run([sys.executable, "-c", BESIDE], capture_output=True, text=True, check=True)
    *told, press, parent = json.loads(done.stdout)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [True, True, 1, 0, said] == told
    assert not psutil.pid_exists(parent)
    until = monotonic() + DYING
    while running_in(press) and monotonic() < until:
        sleep(0.05)
    assert [] == running_in(press)


@pytest.mark.parametrize("edition", [(str(ROOT), "FY2014-15", "west_midlands", ""), (str(ROOT), "FY2014-15", "", "x")])
def test_a_press_that_works_ahead_builds_all_the_same(press: Press, edition: tuple[str, ...]) -> None:
    """Whether what it works out goes well, is cut short by an order, or goes wrong."""
    press.warm(*edition)
    assert [0, 0] == [press.run(["--version"], {}).code for _ in range(2)]
