"""The process that has imported Jupyter Book before it is asked to build."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from planbook.build.sphinx_worker import Build, BuildWorker

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the command itself runs")]
PATIENCE = 60
"""Seconds; a machine under load takes a while to import Jupyter Book."""
WAITS_FOR_EVER = """
import time
open({begun!r}, "w").close()
time.sleep(600)
"""


@pytest.fixture
def worker() -> Iterator[BuildWorker]:
    """A worker that ends with the test."""
    with BuildWorker() as worker:
        yield worker


def order(folder: Path, *arguments: str) -> Build:
    """A call of Jupyter Book that leaves what it says in a folder."""
    return Build(arguments, {}, str(folder / "log"))


def group_of(worker: BuildWorker) -> int:
    """The number of the process, and of its group."""
    assert worker._process is not None
    return worker._process.pid


def built(worker: BuildWorker, build: Build) -> int:
    """The exit code of a build."""
    worker.begin(build)
    return worker.finish()


def running_in(group: int) -> list[int]:
    """The processes of a group that are not dead; a dead one may wait a while for its parent to take note of it."""
    live = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                live.append(process.pid)
    return live


def test_a_worker_says_what_the_command_says(worker: BuildWorker, tmp_path: Path) -> None:
    """Twice in one worker, with the same words and exit code: 2 for a word that Jupyter Book does not know."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "--version"]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for _ in range(2):
        assert 0 == built(worker, order(tmp_path, "--version"))
        assert expected == (tmp_path / "log").read_text("utf-8")
    assert 2 == built(worker, order(tmp_path, "no-such-word"))
    assert "No such command" in (tmp_path / "log").read_text("utf-8")


def test_a_worker_that_broke_off_gives_way_to_the_command(worker: BuildWorker, tmp_path: Path) -> None:
    """Whoever asked gets the build all the same, and the next one from a new worker."""
    os.kill(group_of(worker), signal.SIGKILL)
    assert [0, 0] == [built(worker, order(tmp_path, "--version")) for _ in range(2)]


def test_a_build_that_is_ended_leaves_nothing_running(worker: BuildWorker, tmp_path: Path) -> None:
    """The fork goes with the worker."""
    begun = tmp_path / "begun"
    (tmp_path / "waits_for_ever.py").write_text(WAITS_FOR_EVER.format(begun=str(begun)), "utf-8")
    config = "title: One\nsphinx:\n  local_extensions:\n    waits_for_ever: .\n"
    (tmp_path / "_config.yml").write_text(config, "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    (tmp_path / "index.md").write_text("# One\n", "utf-8")
    group, until = group_of(worker), monotonic() + PATIENCE
    worker.begin(order(tmp_path, "build", str(tmp_path)))
    while not begun.exists() and monotonic() < until:
        sleep(0.05)
    assert 2 == len(running_in(group))
    worker.close()
    while running_in(group) and monotonic() < until:
        sleep(0.05)
    assert [] == running_in(group)
