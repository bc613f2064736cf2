"""Whose processor time and memory count."""

import os
import subprocess
import sys

import pytest

from benchmarks.peers.cost import MIB, CommandFailed, cost_of, family, memory_of, parents_now

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the harness reads /proc")


def test_the_memory_of_a_child_counts() -> None:
    """A child that holds 60 MB belongs to the family of its starter, and what it holds is counted; siblings do not."""
    assert {2, 4, 5} == family(2, {2: 1, 3: 1, 4: 2, 5: 4, 6: 3})
    code = "data = b'x' * 60_000_000; print('there', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert child.pid in family(os.getpid(), parents_now())
        own, resident = memory_of(child.pid)
        child.communicate(b"\n")
    assert resident >= own > 57 * MIB


def test_a_command_that_has_ended_has_a_cost(tmp_path) -> None:
    """Half a second of sleep is waited for, and costs the processor less than that."""
    unseen = cost_of([sys.executable, "-c", ""], tmp_path, {}, watching=False)
    assert (0, 0) == (unseen.peak, unseen.resident)
    cost = cost_of([sys.executable, "-c", "import time; time.sleep(0.5)"], tmp_path, {})
    assert cost.wall >= 0.5 > cost.cpu > 0


@pytest.mark.parametrize(
    ("code", "never", "words"),
    [("print('notebook failed')", "failed", "notebook failed"), ("raise SystemExit('it was this')", "", "it was this")],
    ids=["a build that goes on after a notebook failed", "a command that ends with an error"],
)
def test_a_command_that_fails_stops_the_comparison(tmp_path, code, never, words) -> None:
    """It is no measurement, and what it said is in the error."""
    with pytest.raises(CommandFailed, match=words):
        cost_of([sys.executable, "-c", code], tmp_path, {}, never=never)
