"""What the trace of a cold edition watches is there: a name that is gone would stop it."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.peers.phases import WHILE_READING
from benchmarks.peers.traced import AFTER_NOTEBOOKS, AT_START, WITH_NOTEBOOKS
from planbook.site.finish import SURFACES

WATCHED = (*AT_START, *WITH_NOTEBOOKS, *AFTER_NOTEBOOKS, *WHILE_READING)


@pytest.mark.parametrize(("module", "path", "part"), WATCHED, ids=lambda text: text)
def test_every_function_that_is_watched_is_there(module: str, path: str, part: str) -> None:
    """By module and name, and it has a name in the table."""
    owner = import_module(module)
    for name in path.split("."):
        owner = getattr(owner, name)
    assert (True, True) == (callable(owner), bool(part))


def test_every_surface_has_a_name() -> None:
    """Each is watched under its own."""
    names = [surface.__name__ for surface in SURFACES]
    assert len(set(names)) == len(names)
