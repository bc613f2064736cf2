"""What the trace looks for is there: a part that was renamed would stop it after all rounds have been run."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from operator import attrgetter

import pytest

from benchmarks.peers.breakdown import IMPORTS
from benchmarks.peers.traced import AFTER_NOTEBOOKS, AT_START, WITH_NOTEBOOKS


@pytest.mark.parametrize(("module", "name", "_"), [*AT_START, *WITH_NOTEBOOKS, *AFTER_NOTEBOOKS])
def test_every_part_is_a_function_of_its_module(module: str, name: str, _: str) -> None:
    """By its name in the module that is watched."""
    assert callable(attrgetter(name)(import_module(module)))


@pytest.mark.slow
@pytest.mark.parametrize("code", IMPORTS.values(), ids=IMPORTS)
def test_every_import_that_is_timed_works(code: str) -> None:
    """In a process of its own, as it is timed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
