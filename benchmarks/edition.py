"""A whole edition against the plain way: the ``papermill`` command in a loop, then ``jupyter-book build``.

Run: python benchmarks/edition.py [--rounds 3] [--period FY2014-15]

Every command is a whole process, started cold in a copy of the project in a temporary folder; the ways take turns in
each round, so that a change in the load of the machine falls on all of them. Of each way are printed the median of
the time waited, with its range, the processor time of all its processes, the most memory that they held together
(proportional set size: shared pages count once), and the ratio of its time to that of the plain way.

The plain way has the same notebooks, library, site extension and machine. It is handed the ledger of an edition run
before, which the extension needs; its pages are Papermill's own output, and its build is not strict.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
LEFT_OUT = (".*", "_build", "node_modules", "__pycache__", "edition")
BETWEEN_LOOKS = 0.2
"""Seconds between two looks at memory; a look takes a few milliseconds."""
MIB = 2**20


@dataclass(frozen=True)
class Cost:
    """What one or more commands cost: seconds waited, seconds of processor, bytes at the peak."""

    wall: float
    cpu: float
    peak: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


NOTHING = Cost(0.0, 0.0, 0)


class CommandFailed(RuntimeError):
    """A command of the benchmark ended with an error, so there is nothing to compare."""

    def __init__(self, command: Sequence[str], said: str) -> None:
        super().__init__(f"{' '.join(command)} failed:\n{said[-2000:]}")


class MemoryWatch:
    """Looks at the memory of a process and all that it started, until told to stop."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid, self._done = pid, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most bytes seen."""
        self._done.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        while not self._done.wait(BETWEEN_LOOKS):
            self.peak = max(self.peak, sum(map(held_by, family(self._pid))))


def family(pid: int) -> list[psutil.Process]:
    """A process and all its descendants; empty once it is gone."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def held_by(process: psutil.Process) -> int:
    """Bytes that a process holds, its share of shared pages included; 0 once it is gone."""
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(memory, "pss", memory.rss))


def cost_of(folder: Path, program: str, *words: str) -> Cost:
    """Run a command of this environment in ``folder`` and measure it.

    Raises:
        CommandFailed: it ended with an error.
    """
    command = [str(PROGRAMS / program), *words]
    with tempfile.TemporaryFile() as said:
        start = perf_counter()
        environment = {**os.environ, "PLANBOOK_ROOT": str(folder)}
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT)
        watch = MemoryWatch(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = watch.stop()
        if process.returncode:
            said.seek(0)
            raise CommandFailed(command, said.read().decode(errors="replace"))
    return Cost(wall, used.ru_utime + used.ru_stime, peak)


def copy_project(folder: Path) -> Path:
    """Copy what is needed to build, without what was built."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return folder


def plain_loop(folder: Path, period: str) -> Cost:
    """Each notebook by a ``papermill`` command of its own, into the pages of the book."""
    cost = NOTHING
    for notebook in sorted((folder / "notebooks").glob("*.ipynb")):
        page = folder / "book" / "edition" / notebook.name
        cost += cost_of(folder, "papermill", "-p", "period", period, str(notebook), str(page))
    return cost


def plain_build(folder: Path) -> Cost:
    """The book from nothing, by Jupyter Book alone."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    return cost_of(folder, "jupyter-book", "build", str(folder))


def planbook(folder: Path, command: str, period: str) -> Cost:
    """A ``planbook`` command from nothing."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    return cost_of(folder, "planbook", command, "--period", period)


def measured(folder: Path, period: str, rounds: int) -> dict[str, list[Cost]]:
    """Let the ways take turns; the costs of each, round by round."""
    plain, ours = copy_project(folder / "plain"), copy_project(folder / "ours")
    planbook(plain, "run", period)
    parts: dict[str, Callable[[], Cost]] = {
        "papermill loop": lambda: plain_loop(plain, period),
        "jupyter-book build": lambda: plain_build(plain),
        "planbook book": lambda: planbook(ours, "book", period),
        "planbook run": lambda: planbook(ours, "run", period),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in parts}
    for turn in range(rounds):
        for name, part in parts.items():
            costs[name].append(part())
            print(f"round {turn + 1} of {rounds}: {name} {costs[name][-1].wall:.2f} s", file=sys.stderr, flush=True)
    both = zip(costs["papermill loop"], costs["jupyter-book build"], strict=True)
    return {"papermill loop + jupyter-book build": [first + second for first, second in both], **costs}


def row(name: str, costs: Sequence[Cost], against: Sequence[Cost]) -> str:
    """One line of the table; the ratio is the median of the rounds' own ratios."""
    walls = [cost.wall for cost in costs]
    cpu = statistics.median(cost.cpu for cost in costs)
    peak = max(cost.peak for cost in costs) / MIB
    pairs = list(zip(costs, against, strict=True))
    ratio = statistics.median(own.wall / other.wall for own, other in pairs)
    cpu_ratio = statistics.median(own.cpu / other.cpu for own, other in pairs)
    span = f"{min(walls):.2f}-{max(walls):.2f}"
    return f"{name:<38}{statistics.median(walls):>8.2f}{span:>15}{cpu:>8.2f}{peak:>7.0f}{ratio:>8.3f}{cpu_ratio:>10.3f}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time an edition against a plain papermill loop.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--period", default="FY2014-15")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planbook-bench-") as made:
        costs = measured(Path(made), options.period, options.rounds)
    whole, loop = costs["papermill loop + jupyter-book build"], costs["papermill loop"]
    print(f"\n{options.rounds} rounds, {os.cpu_count()} cores, {options.period}")
    print(f"{'way':<38}{'wall s':>8}{'range':>15}{'CPU s':>8}{'MiB':>7}{'ratio':>8}{'CPU ratio':>10}")
    for name, each in costs.items():
        print(row(name, each, loop if name in {"papermill loop", "planbook run"} else whole))
    print("ratio: to the plain way; for the papermill loop and `planbook run`, to the papermill loop")
    return 0


if __name__ == "__main__":
    sys.exit(main())
