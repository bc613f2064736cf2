"""The pool on this machine hands out no more than it can soon begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.scale import local
from planbook.scale.local import AHEAD, LocalPool
from planbook.scale.wanted import Wanted
from planbook.scale.work import Made

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

MANY = 500


def test_memory_does_not_grow_with_what_is_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of hundreds of editions two at once need four tasks; the next is taken when one has ended, and all are made."""
    wanted, taken = Wanted("kent", "FY2014-15"), 0

    def works() -> Iterator[Wanted]:
        nonlocal taken
        for _ in range(MANY):
            taken += 1
            yield wanted

    monkeypatch.setattr(local, "warm_up", lambda: None)
    monkeypatch.setattr(local, "make", lambda work: Made(work, 0.0, ran=True))
    ahead = []
    for done, _ in enumerate(LocalPool(2).made(works()), start=1):  # type: ignore[arg-type]
        ahead.append(taken - done)
    assert MANY == len(ahead)
    assert max(ahead) < 2 * AHEAD
