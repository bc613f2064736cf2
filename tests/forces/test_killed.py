"""The command as a whole process: interrupted and run again, on a cluster of other processes, with a worker lost."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from planbook.data.places import Places
from tests.conftest import digests

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forces")]

ASKED = ("--forces", "kent", "city_of_london", "dyfed_powys")
STATEMENTS = 3
PATIENCE = 300.0
"""Seconds to wait for a process before the test is given up."""


def started(places: Places, *words: str) -> subprocess.Popen[str]:
    """The command, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "planbook.cli", "all", *ASKED, *words],
        cwd=places.root,
        env={**os.environ, "PLANBOOK_ROOT": str(places.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(command: subprocess.Popen[str]) -> str:
    """What the command told of its progress, once it has ended well."""
    _, output = command.communicate(timeout=PATIENCE)
    assert 0 == command.returncode, output
    return output


def wait_for_statements(places: Places, amount: int) -> None:
    """Wait until so many statements stand."""
    until = time.monotonic() + PATIENCE
    while len(list(places.build.glob("all/*/*/index.html"))) < amount:
        assert time.monotonic() < until, "no statement came"
        time.sleep(0.05)


def test_a_command_that_was_killed_goes_on_where_it_was(short: Places) -> None:
    """What had been made is not made again, and the site is that of a run in one go."""
    first = started(short, "--workers", "1")
    wait_for_statements(short, 1)
    first.kill()
    first.communicate()
    last = ended(started(short)).splitlines()[-1]
    kept = int(last.removeprefix(f"{STATEMENTS} of {STATEMENTS}, ").split()[0])
    assert 1 <= kept < STATEMENTS
    resumed = digests(short.build / "all")
    shutil.rmtree(short.build)
    ended(started(short))
    assert digests(short.build / "all") == resumed


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a Dask scheduler and its two workers, each a process started by its own command."""
    folder = tmp_path_factory.mktemp("dask")
    record, silent = folder / "scheduler.json", subprocess.DEVNULL
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--scheduler-file", str(record), "--port", "0"]
    host = ["--host", "127.0.0.1", "--no-dashboard"]
    running = [subprocess.Popen([*dask, *host], stdout=silent, stderr=silent, cwd=folder)]
    while not record.exists():
        assert running[0].poll() is None
        time.sleep(0.05)
    address = str(json.loads(record.read_text(encoding="utf-8"))["address"])
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    workers = [
        subprocess.Popen([*worker, "--no-dashboard"], stdout=silent, stderr=silent, cwd=folder) for _ in range(2)
    ]
    yield address, workers
    for process in (*workers, *running):
        process.kill()
        process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_this_machine(
    short: Places, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """One of two workers is killed once the first statement stands: the site is the same in every byte.

    What the cluster made is kept in the project, so that this machine need not run it again.
    """
    ended(started(short))
    here = digests(short.build / "all")
    shutil.rmtree(short.build)
    address, workers = cluster
    command = started(short, "--scheduler", address)
    wait_for_statements(short, 1)
    workers[1].kill()
    assert f"{STATEMENTS} of {STATEMENTS}" == ended(command).splitlines()[-1].partition(",")[0]
    assert here == digests(short.build / "all")
    assert (
        ended(started(short))
        .splitlines()[-1]
        .startswith(f"{STATEMENTS} of {STATEMENTS}, {STATEMENTS} kept from before")
    )
