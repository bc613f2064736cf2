"""How many notebooks run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planbook.edge.capacity import A_NOTEBOOK, memory_left, notebooks_at_once, room_for

from planbook.edge import capacity

if TYPE_CHECKING:
    from pathlib import Path

GIB = 2**30


@given(st.integers(1, 256), st.none() | st.integers(0, 2**45))
def test_never_none_and_never_more_than_cores_or_memory_bear(cores: int, memory: int | None) -> None:
    """At least one runs, however little there is; what is unknown limits nothing."""
    many = room_for(cores, memory)
    assert 1 <= many <= cores
    assert memory is None or many == 1 or many * A_NOTEBOOK <= memory
    assert memory is not None or many == cores


@pytest.mark.parametrize(("memory", "many"), [(8 * GIB, 8), (GIB, 4), (100 * 2**20, 1), (0, 1), (None, 8)])
def test_memory_that_is_short_makes_it_fewer(memory: int | None, many: int) -> None:
    """Eight cores with one gibibyte left run four notebooks."""
    assert many == room_for(8, memory)


def test_what_is_asked_for_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names a number knows better; otherwise cores and memory of this machine decide."""
    monkeypatch.setattr(capacity, "cores", lambda: 6)
    monkeypatch.setattr(capacity, "memory_left", lambda: 3 * A_NOTEBOOK)
    assert (12, 3) == (notebooks_at_once(12), notebooks_at_once())


def described(folder: Path, *, available: int, groups: dict[str, dict[str, str]]) -> int | None:
    """The memory left as a system with these files tells it."""
    proc, control = folder / "proc", folder / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text(f"MemTotal: 99 kB\nMemAvailable:   {available} kB\n", encoding="ascii")
    (proc / "self" / "cgroup").write_text("3:memory:/old/job\n1:cpu:/other\n0::/jobs/one\n", encoding="ascii")
    for name, files in groups.items():
        (control / name).mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (control / name / f"memory.{file}").write_text(text, encoding="ascii")
    return memory_left(proc, control)


def test_the_tightest_limit_counts(tmp_path: Path) -> None:
    """Of the machine, the job's group, and those around it; files that are given back when wanted count as free."""
    job = {"max": "max\n", "current": "5000\n"}
    jobs = {"max": "9000\n", "current": "8000\n", "stat": "anon 7000\ninactive_file 500\n"}
    assert 1500 == described(tmp_path, available=4, groups={"jobs/one": job, "jobs": jobs})


def test_groups_of_the_first_version_count_too(tmp_path: Path) -> None:
    """Their files have other names, and a limit that is not set is a very large number."""
    job = {"limit_in_bytes": "9223372036854771712\n", "usage_in_bytes": "2500\n"}
    old = {"limit_in_bytes": "3000\n", "usage_in_bytes": "2500\n", "stat": "cache 9\ntotal_inactive_file 40\n"}
    assert 540 == described(tmp_path, available=4, groups={"memory/old/job": job, "memory/old": old})


def test_without_groups_the_machine_counts(tmp_path: Path) -> None:
    """A limit that is not set, or not shown, is none."""
    assert 4096 == described(tmp_path, available=4, groups={"jobs": {"max": "max\n", "current": "8000\n"}})


def test_a_group_over_its_limit_has_nothing_left(tmp_path: Path) -> None:
    """Never less than nothing."""
    assert 0 == described(tmp_path, available=4, groups={"jobs/one": {"max": "10\n", "current": "20\n"}})


def test_a_system_that_tells_nothing_limits_nothing(tmp_path: Path) -> None:
    """As macOS and Windows, where cores alone decide."""
    assert memory_left(tmp_path, tmp_path) is None


def test_this_machine_has_room() -> None:
    """What it says is a number of bytes, and enough for the notebook that runs this test."""
    left = memory_left()
    assert left is None or left > 0
    assert notebooks_at_once() >= 1
