"""Tasks in processes of their own."""

from __future__ import annotations

import os
import sys
from time import monotonic, sleep
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import SphinxParallelError

from planbook.site.parallel import Begun

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 10
"""Seconds; the task would sleep for 600."""


def app(cores: int) -> Any:
    """As much of Sphinx's application as tasks ask for."""
    return SimpleNamespace(parallel=cores)


@pytest.mark.parametrize("cores", [1, 2])
def test_results_are_the_same_however_many_cores(cores: int) -> None:
    """Each once; with several cores in processes of their own."""
    found = Begun(app(cores), lambda name: (name, os.getpid()), ["a", "b", "c"]).ended()
    assert ["a", "b", "c"] == sorted(name for name, _ in found)
    apart = cores > 1 and sys.platform != "win32"
    assert (3 if apart else 1) == len({process for _, process in found})


@pytest.mark.skipif(sys.platform == "win32", reason="there tasks are done one after the other")
def test_a_fault_in_one_is_told() -> None:
    """With its message."""

    def fail(name: str) -> None:
        raise ValueError(name)

    with pytest.raises(SphinxParallelError, match="robbery"):
        Begun(app(2), fail, ["robbery"]).ended()


@pytest.mark.skipif(sys.platform == "win32", reason="there tasks are done one after the other")
def test_what_is_given_up_writes_nothing_more(tmp_path: Path) -> None:
    """The process that would have written a file in ten minutes is gone."""
    begun = tmp_path / "begun"

    def wait(_: str) -> None:
        begun.write_text(str(os.getpid()), encoding="utf-8")
        sleep(600)

    tasks = Begun(app(2), wait, ["a"])
    until = monotonic() + PATIENCE
    while not (begun.is_file() and begun.read_text("utf-8")) and monotonic() < until:
        sleep(0.02)
    process = int(begun.read_text("utf-8"))
    tasks.give_up()
    assert process == os.waitpid(process, 0)[0]
