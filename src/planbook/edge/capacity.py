"""How many notebooks run at once: as many as there are cores to run them, and memory to hold them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["A_NOTEBOOK", "cores", "memory_left", "notebooks_at_once", "room_for"]

A_NOTEBOOK = 256 * 2**20
"""Bytes that a notebook is taken to need: an ordinary kernel and its client hold 172 MiB at most (benchmarks), a
forked one about 70 beside what it shares."""
KIB = 1024
NO_LIMIT = "max"


@dataclass(frozen=True)
class Way:
    """How control groups tell of memory: the files of limit and use, and the line of what is given back when wanted."""

    limit: str
    used: str
    given_back: str


WAYS = {
    "": Way("memory.max", "memory.current", "inactive_file"),
    "memory": Way("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
}
"""By the name of the controllers in ``/proc/self/cgroup``: version 2 of control groups, and version 1."""


def notebooks_at_once(asked: int = 0) -> int:
    """What is asked for; otherwise as many as there are cores, or fewer where memory is short, and never none."""
    return asked or room_for(cores(), memory_left())


def room_for(cores: int, memory: int | None) -> int:
    """Notebooks that run at once on so many cores with so many bytes; None where nobody knows how many."""
    return cores if memory is None else max(1, min(cores, memory // A_NOTEBOOK))


def cores() -> int:
    """The cores that this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_left(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that can be had without swapping: of the machine, and of each control group around this process.

    None where the system does not tell. Source: Linux, ``proc(5)`` (MemAvailable), and the kernel's documents on
    control groups, ``cgroup-v2`` and ``cgroup-v1/memory``.
    """
    left = [*_of_machine(proc), *_of_groups(proc, groups)]
    return max(0, min(left)) if left else None


def _of_machine(proc: Path) -> Iterator[int]:
    for line in _lines(proc / "meminfo"):
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            yield int(amount.split()[0]) * KIB


def _of_groups(proc: Path, groups: Path) -> Iterator[int]:
    for line in _lines(proc / "self" / "cgroup"):
        _, controllers, name = line.split(":", 2)
        if controllers in WAYS:
            top = groups / controllers
            own = top / name.lstrip("/")
            for group in (own, *(folder for folder in own.parents if folder.is_relative_to(top))):
                yield from _left_in(group, WAYS[controllers])


def _left_in(group: Path, way: Way) -> Iterator[int]:
    """What a group may still take; nothing is said where it has no limit."""
    limit, used = (next(iter(_lines(group / name)), NO_LIMIT) for name in (way.limit, way.used))
    if NO_LIMIT not in {limit, used}:
        held = (line.split() for line in _lines(group / "memory.stat"))
        yield int(limit) - int(used) + sum(int(amount) for name, amount in held if name == way.given_back)


def _lines(file: Path) -> list[str]:
    """The lines of a file that a system may not have, or not show."""
    try:
        return file.read_text(encoding="ascii").splitlines()
    except OSError:
        return []
