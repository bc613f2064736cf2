"""A command that is stopped by Ctrl+C ends soon, says so in one line, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from planbook.data.places import Places
from planbook.run.fork_requests import COLD, can_fork

PATIENCE = 60
"""Seconds in which a busy machine has begun a notebook."""
SOON = 30
"""Seconds; the notebook would take 600."""


def waits(tree: Places) -> Path:
    """Have the notebook of the small project wait, once it has said that it runs, in a file."""
    path, begun = tree.notebook("west_midlands_2014_15", "10_national_policing"), tree.root / "begun"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][1]
    cell["source"] = ["import pathlib, time\n", f"pathlib.Path({str(begun)!r}).touch(); time.sleep(600)"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return begun


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C is another thing")
@pytest.mark.parametrize("cold", [False, True])
def test_a_run_that_is_stopped_ends_with_its_kernels(tree: Places, *, cold: bool) -> None:
    """Whether its kernels were forked or not; nothing is published."""
    if not cold and not can_fork():
        pytest.skip("kernels are forked on Linux alone")
    begun = waits(tree)
    command = [sys.executable, "-m", "planbook.cli", "run", "--outcome", "O10"]
    environment = {**os.environ, "PLANBOOK_ROOT": str(tree.root), COLD: "1" if cold else "0"}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = monotonic() + PATIENCE
    while not begun.exists() and monotonic() < until:
        sleep(0.05)
    below = psutil.Process(running.pid).children(recursive=True)
    stopped = monotonic()
    running.send_signal(signal.SIGINT)
    _, output = running.communicate(timeout=SOON)
    assert (130, "\nplanbook: stopped; a site that was there stands\n") == (running.returncode, output)
    _, left = psutil.wait_procs(below, timeout=SOON)
    assert ([], True) == (left, monotonic() - stopped < SOON)
    assert not tree.edition.exists()
