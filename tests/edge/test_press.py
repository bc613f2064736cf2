"""The process that has imported Jupyter Book before it is asked to build."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import psutil
import pytest

from planbook.claims.ledger import Ledger
from planbook.data.periods import Period
from planbook.edge.press import ENDED, Foreseen, Press, Printed
from planbook.run.edition import Request
from tests.site.conftest import EDITION

if TYPE_CHECKING:
    from planbook.data.places import Places

LEDGER = Ledger(EDITION, claims=(), verdicts=(), milestones=(), charts=())
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the command itself runs")]
ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds; a machine under load takes a while to import Jupyter Book."""
DYING = 10
"""Seconds; a process that was killed goes as soon as a busy machine gets round to it. This one would sleep for 600."""


@pytest.fixture
def press():
    """A press that is ended with the test."""
    press = Press()
    yield press
    press.end()


def running_in(group: int) -> list[int]:
    """The processes of a group that are not dead; a dead one may wait a while for its parent to take note of it."""
    live = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                live.append(process.pid)
    return live


def test_a_press_says_what_the_command_says(press: Press) -> None:
    """Twice in one press, with the same exit code and the same words."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = Printed(0, done.stdout)
    assert [expected, expected] == [press.run(["--version"], {}), press.run(["--version"], {})]


def test_a_fault_of_the_command_is_its_exit_code(press: Press) -> None:
    """A word that Jupyter Book does not know ends with 2, as on the command line."""
    printed = press.run(["no-such-word"], {})
    assert (2, True) == (printed.code, "No such command" in printed.said)


def test_a_press_that_broke_off_gives_way_to_the_command(press: Press) -> None:
    """Whoever asked gets the build all the same."""
    press.warm()
    os.kill(press.number, signal.SIGKILL)
    assert 0 == press.run(["--version"], {}).code


def test_a_build_that_is_ended_leaves_nothing_running(press: Press, tmp_path: Path) -> None:
    """The fork goes with the press, and the build is not begun again in another way."""
    begun = tmp_path / "begun"
    waits = f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(600)\n"
    (tmp_path / "waits_for_ever.py").write_text(waits, "utf-8")
    config = "title: One\nsphinx:\n  local_extensions:\n    waits_for_ever: .\n"
    (tmp_path / "_config.yml").write_text(config, "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    (tmp_path / "index.md").write_text("# One\n", "utf-8")
    press.warm()
    group = press.number
    with ThreadPoolExecutor(max_workers=1) as pool:
        ended = pool.submit(press.run, ["build", str(tmp_path)], {})
        until = monotonic() + PATIENCE
        while not begun.exists() and monotonic() < until and not ended.done():
            sleep(0.05)
        press.end()
        assert (True, ENDED) == (begun.exists(), ended.result(timeout=PATIENCE).code)
    until = monotonic() + DYING
    while running_in(group) and monotonic() < until:
        sleep(0.05)
    assert [] == running_in(group)


def test_a_press_tells_whether_it_still_imports(press: Press) -> None:
    """Not before it is started, at once when it is, and no more once it has imported or built."""
    assert not press.importing
    press.warm()
    assert press.importing
    until = monotonic() + PATIENCE
    while press.importing and monotonic() < until:
        sleep(0.05)
    assert not press.importing
    assert 0 == press.run(["--version"], {}).code
    assert not press.importing


def test_an_order_that_waits_is_followed_before_everything_is_imported(press: Press) -> None:
    """The first order is given while the press imports; the next finds it ready."""
    press.warm()
    assert [0, 0] == [press.run(["--version"], {}).code for _ in range(2)]


@pytest.mark.parametrize("edition", [(str(ROOT), "FY2014-15", "west_midlands", ""), (str(ROOT), "FY2014-15", "", "x")])
def test_a_press_that_works_ahead_builds_all_the_same(press: Press, edition: tuple[str, ...]) -> None:
    """Whether what it works out goes well, is cut short by an order, or goes wrong."""
    press.warm(*edition)
    assert [0, 0] == [press.run(["--version"], {}).code for _ in range(2)]


def children(press: Press) -> int:
    """How many processes it has forked that have not ended."""
    return len(running_in(press.number)) - 1


def begun(press: Press, tree: Places, foreseen: Foreseen) -> None:
    """Wait until a press has begun what is foreseen."""
    press.warm_for(tree, Request(Period.parse("FY2014-15")), foreseen)
    until = monotonic() + PATIENCE
    while not children(press) and monotonic() < until:
        sleep(0.02)


def small_book(tree: Places) -> Foreseen:
    """A book of one page, and the build of it."""
    (tree.root / "_config.yml").write_text(BOOK, "utf-8")
    (tree.root / "_toc.yml").write_text("format: jb-book\nroot: book/index\n", "utf-8")
    (tree.root / "book" / "index.md").write_text("# A page\n", "utf-8")
    return Foreseen(("build", str(tree.root), "--path-output", str(tree.build / "book"), "-q"), {}, "as it is now")


BOOK = """title: "A small book"
only_build_toc_files: true
exclude_patterns: ["data", "_build", "notebooks", "book/edition.new"]
execute:
  execute_notebooks: "off"
sphinx:
  config:
    extensions: [myst_nb, jupyter_book, sphinx_external_toc, planbook.site]
"""


def test_a_build_that_was_foreseen_begins_and_waits_for_its_edition(press: Press, tree: Places) -> None:
    """What is put in place after it began is what it shows; the next build is an ordinary one."""
    build = small_book(tree)
    begun(press, tree, build)
    assert 1 == children(press)
    sleep(1)  # it has come to where it needs the edition, or it will read it there all the same
    tree.edition.mkdir(parents=True)
    (tree.edition / "ledger.json").write_text(json.dumps(LEDGER.as_record()), "utf-8")
    printed = press.run(build.arguments, build.environment, build.stamp)
    assert (0, True) == (printed.code, (tree.build / "book" / "_build" / "html" / "book" / "index.html").is_file())
    assert 0 == press.run(build.arguments, build.environment, build.stamp).code
    assert 0 == children(press)


@pytest.mark.parametrize(
    ("arguments", "environment", "stamp"),
    [(("--version",), {}, "as it is now"), (None, {"A": "1"}, "as it is now"), (None, {}, "another")],
)
def test_a_build_that_was_not_foreseen_is_begun_anew(
    press: Press, tree: Places, arguments: tuple[str, ...] | None, environment: dict[str, str], stamp: str
) -> None:
    """Other words, other variables, or something that all pages share has changed: what was begun is ended."""
    build = small_book(tree)
    begun(press, tree, build)
    tree.edition.mkdir(parents=True)
    (tree.edition / "ledger.json").write_text(json.dumps(LEDGER.as_record()), "utf-8")
    assert 0 == press.run(arguments or build.arguments, environment, stamp).code
    assert 0 == children(press)


def test_a_foreseen_build_goes_with_its_press(press: Press, tree: Places) -> None:
    """Notebooks failed, so nobody will ask for it."""
    begun(press, tree, small_book(tree))
    group = press.number
    press.end()
    until = monotonic() + DYING
    while running_in(group) and monotonic() < until:
        sleep(0.05)
    assert [] == running_in(group)


def test_a_fault_before_the_edition_is_needed_is_told(press: Press, tree: Places) -> None:
    """The build has ended when it is asked for; what it said is there, with its exit code."""
    build = small_book(tree)
    (tree.root / "_toc.yml").write_text("format: nothing\n", "utf-8")
    press.warm_for(tree, Request(Period.parse("FY2014-15")), build)
    printed = press.run(build.arguments, build.environment, build.stamp)
    assert (True, True) == (printed.code != 0, "nothing" in printed.said)
