"""Many statements: cost of one as work grows, a Dask cluster against the local pool, memory of all processes.

Run: python benchmarks/scale.py [--amounts 2 10 43] [--dask 10] [--rounds 1]

Statements are of all 43 forces on the national priorities, for quarters from 2019/20 on, drawn in a fixed order. Each
measurement is a whole process, started cold in a copy of the project, with nothing kept from before. The cluster, a
scheduler and two workers of one thread each, stands before its clock starts, as a cluster does, but its workers have
run nothing. Memory is the most that all processes of the measurement held together (proportional set size), those of
the cluster among them; processor time is that of the command alone.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from peers.cost import MIB, MemoryWatch
from peers.project import copy_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PYTHON = sys.executable
WORKERS = 2
PORT = 18786
SEED = 0


def make_statements(amount: int, scheduler: str) -> None:
    """What a measured process does: so many statements, here or on a cluster."""
    from planbook.data.available import available_periods
    from planbook.data.places import find_places
    from planbook.data.registers import forces_of, read_plan
    from planbook.forces.pages import Frame
    from planbook.forces.statements import parse_periods, plan_of_all_forces, statements
    from planbook.forces.tasks import StatementTask, dask_pool, local_pool

    places = find_places()
    plan = read_plan(places, plan_of_all_forces(places))
    forces, quarters = forces_of(places, plan), parse_periods("FY2019-20Q1..", available_periods(places))
    frame = Frame("Benchmark", tuple((force, force) for force in forces), quarters)
    wanted = list(statements((), quarters, forces))
    random.Random(SEED).shuffle(wanted)  # noqa: S311 - an order, not a secret
    own = str(places.root), str(places.build / "all"), plan.id
    tasks = [StatementTask(*own, one, frame, f"{amount}-{scheduler}") for one in wanted[:amount]]
    with dask_pool(scheduler) if scheduler else local_pool(WORKERS) as pool:
        faults = [result.fault for result in pool.results(tasks) if result.fault]
    if faults:
        sys.exit("\n".join(faults[:3]))


def measured(amount: int, scheduler: str = "") -> tuple[float, float, int]:
    """Seconds waited, seconds of processor and peak bytes of so many statements from nothing."""
    with tempfile.TemporaryDirectory(prefix="planbook-bench-") as made:
        folder = copy_project(Path(made) / "project")
        command = [PYTHON, str(Path(__file__).resolve()), "--make", str(amount), "--scheduler", scheduler]
        with _cluster(folder, scheduler) as others:
            start = perf_counter()
            process = subprocess.Popen(command, cwd=folder, env=_environment(folder))
            watch = MemoryWatch(process.pid, *others)
            _, status, used = os.wait4(process.pid, 0)
            wall, peak = perf_counter() - start, watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed")
    return wall, used.ru_utime + used.ru_stime, peak


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PLANBOOK_ROOT": str(folder), "PYTHONPATH": str(folder / "src")}


@contextmanager
def _cluster(folder: Path, scheduler: str) -> Iterator[tuple[int, ...]]:
    """A scheduler and two workers, where an address is given; the numbers of their processes."""
    if not scheduler:
        yield ()
        return
    dask = [PYTHON, "-m", "distributed.cli.dask_scheduler", "--port", str(PORT), "--no-dashboard"]
    worker = [PYTHON, "-m", "distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--no-dashboard"]
    options = {"cwd": folder, "env": _environment(folder), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(command, **options) for command in ([*dask, "--host", "127.0.0.1"], worker, worker)]
    try:
        from distributed import Client

        with Client(scheduler, timeout=60) as client:
            client.wait_for_workers(WORKERS)
        yield tuple(process.pid for process in started)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def report(name: str, amount: int, results: Sequence[tuple[float, float, int]], first: float) -> float:
    """Print a line; returns the seconds that a statement took."""
    wall = min(result[0] for result in results)
    cpu, peak = min(result[1] for result in results), max(result[2] for result in results)
    each = wall / amount
    against = f"{each / first:.2f}" if first else "1"
    print(
        f"{name:<22}{amount:>6}{wall:>9.1f}{each:>12.3f}{against:>7}{cpu / amount:>11.3f}{peak / MIB:>7.0f}", flush=True
    )
    return each


def main() -> int:
    """Print the table, or do what a measured process does."""
    parser = argparse.ArgumentParser(description="Time many statements.")
    parser.add_argument("--amounts", type=int, nargs="*", default=[2, 10, 43])
    parser.add_argument(
        "--dask", type=int, default=10, help="statements for the cluster against the local pool; 0: none"
    )
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--make", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--scheduler", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make_statements(options.make, options.scheduler)
        return 0
    print(f"{'way':<22}{'many':>6}{'wall s':>9}{'a statement':>12}{'ratio':>7}{'CPU s each':>11}{'MiB':>7}")
    first = 0.0
    for amount in options.amounts:
        each = report("local pool", amount, [measured(amount) for _ in range(options.rounds)], first)
        first = first or each
    if options.dask:
        turns = [
            (measured(options.dask), measured(options.dask, f"tcp://127.0.0.1:{PORT}")) for _ in range(options.rounds)
        ]
        local, cluster = zip(*turns, strict=True)
        here = report("local pool", options.dask, local, 0.0)
        report("Dask, two workers", options.dask, cluster, here)
        ratios = [there[0] / own[0] for own, there in turns]
        told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"cluster to local pool, wall, each turn: {told}; median {median(ratios):.2f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
