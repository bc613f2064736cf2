"""Whose processor time and memory count."""

import sys

import pytest

from benchmarks.peers.cost import MIB, CommandFailed, Cost, cost_of, family

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the harness reads /proc")


def test_costs_add_times_and_keep_the_greater_memory() -> None:
    """Commands that follow one another never hold memory together."""
    assert Cost(1.0, 2.0, 3, 9) + Cost(4.0, 5.0, 6, 7) == Cost(5.0, 7.0, 6, 9)


def test_a_family_is_a_process_and_all_that_descends_from_it() -> None:
    """Children of children belong to it; siblings and parents do not."""
    assert {2, 4, 5} == family(2, {2: 1, 3: 1, 4: 2, 5: 4, 6: 3})


def test_the_memory_of_a_child_counts(tmp_path) -> None:
    """A child that holds 60 MiB for a moment is seen beside its parent."""
    child = "import time; held = b'x' * 60_000_000; time.sleep(0.4)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    assert cost_of([sys.executable, "-c", code], tmp_path, {}).peak > 57 * MIB


def test_a_command_that_fails_stops_the_comparison(tmp_path) -> None:
    """What it said is in the error."""
    with pytest.raises(CommandFailed, match="it was this"):
        cost_of([sys.executable, "-c", "raise SystemExit('it was this')"], tmp_path, {})
