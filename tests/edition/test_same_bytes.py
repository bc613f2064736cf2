"""One edition made twice, in as different circumstances as one machine offers, is the same bytes with no exception."""

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import digests
from tests.edition.honest import Circumstances, honest_edition, make, run

pytestmark = pytest.mark.slow
USER = "user-of-this-machine"
MADE = ("book/edition", "_build/html", "_build/bundle", "_build/published")


OTHER = Circumstances(
    "another folder/with a much longer way to it/édition",
    {
        "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77",
        "LANGUAGE": "de", "SOURCE_DATE_EPOCH": "1700000000", "COLUMNS": "40", "USER": USER, "NO_COLOR": "1",
    },
    8,
    1_600_000_000,
    0o077,
)  # fmt: skip


def hashes(root: Path) -> dict[str, str]:
    """SHA-256 of every file of everything that was made, by path: nothing is left out."""
    return {f"{place}/{name}": digest for place in MADE for name, digest in digests(root / place).items()}


CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static const time_t LATER = 40 * 86400 + 3600;
int clock_gettime(clockid_t clock, struct timespec *now) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(clock, now);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += LATER;
  return done;
}
time_t time(time_t *kept) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (kept) *kept = now.tv_sec;
  return now.tv_sec;
}
int gettimeofday(struct timeval *restrict kept, void *restrict zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  kept->tv_sec = now.tv_sec;
  kept->tv_usec = now.tv_nsec / 1000;
  return 0;
}
"""
"""Puts the clock of a process, and of those that it starts, forward by forty days and an hour."""


def later(folder: Path) -> dict[str, str]:
    """What sets the clock forward; nothing where there is no C compiler."""
    compiler, target = shutil.which("cc"), folder / "later.so"
    if compiler:
        (folder / "later.c").write_text(CLOCK, encoding="utf-8")
        command = [compiler, "-shared", "-fPIC", "-o", str(target), str(folder / "later.c"), "-ldl"]
        subprocess.run(command, capture_output=True, check=False)
    return {"LD_PRELOAD": str(target)} if target.is_file() else {}


def german(folder: Path) -> dict[str, str]:
    """Where a German locale made here is found; where none can be made, programs that ask for it fall back to C."""
    program = shutil.which("localedef")
    if program:
        command = [program, "--no-archive", "-i", "de_DE", "-f", "UTF-8", str(folder / "de_DE.UTF-8")]
        subprocess.run(command, capture_output=True, check=False)
    return {"LOCPATH": str(folder)} if (folder / "de_DE.UTF-8").is_dir() else {}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Circumstances:
    """The other circumstances, with their locale and their day."""
    locales, clock = tmp_path_factory.mktemp("locales"), tmp_path_factory.mktemp("clock")
    return replace(OTHER, settings={**OTHER.settings, **german(locales), **later(clock)})


@pytest.fixture(scope="module")
def both(other: Circumstances, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The honest edition, and the other one, made at the same time."""
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(honest_edition, tmp_path_factory)
        second = pool.submit(make, other, tmp_path_factory.mktemp("o"))
        return first.result(), second.result()


def test_everything_that_is_made_is_the_same_bytes(both: tuple[Path, Path]) -> None:
    """Notebooks as run, ledger, every page and download, the bundle, the published edition and the library's files."""
    first, second = (hashes(root) for root in both)
    kinds = {name.rpartition(".")[2] for name in first}
    assert kinds >= {"html", "pdf", "docx", "xlsx", "ods", "png", "svg", "zip", "xml"}
    assert [] == [name for name in sorted(first.keys() | second.keys()) if first.get(name) != second.get(name)]


def test_a_site_from_kept_results_is_the_same_bytes(both: tuple[Path, Path], other: Circumstances) -> None:
    """Nothing of a site but what was kept of its notebooks: it comes back as it was, and so do the notebooks."""
    root, before = both[1], hashes(both[1])
    for name in ("book/edition", "_build/html", "_build/book", "_build/cache/book.json"):
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    run(root, other, "book", "--period", "FY2014-15", "--since", "none")
    assert before == hashes(root)


def test_the_other_edition_is_made_on_another_day(other: Circumstances) -> None:
    """The clock of its processes is forty days ahead, where it can be set."""
    if "LD_PRELOAD" not in other.settings:
        pytest.skip("no C compiler here: the clock of a process cannot be set")
    command = [sys.executable, "-c", "import time; print(time.time())"]
    clock = subprocess.run(command, env=other.settings, capture_output=True, text=True, check=True).stdout
    assert 40 == (float(clock) - time.time()) // 86400


def test_no_path_setting_or_name_of_this_machine_is_published(both: tuple[Path, Path]) -> None:
    """Neither the folder nor the time zone nor the user stands in any file."""
    root = both[1]
    traces = [str(root).encode(), b"Kiritimati", USER.encode()]
    files = [path for name in MADE for path in (root / name).rglob("*") if path.is_file() and path.suffix != ".zip"]
    own = (path for path in files if "_static" not in path.parts)
    assert [] == [path.name for path in own if any(word in path.read_bytes() for word in traces)]
