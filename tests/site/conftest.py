"""A tiny book, built for real in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from planbook.claims.ledger import Ledger
from planbook.claims.status import MilestoneStatus
from planbook.data.places import Places
from tests.conftest import EDITION, ROBBERY_CHANGE

TESTS = Path(__file__).parents[1]
STATUSES = (
    MilestoneStatus("M8.1", "O8", "narrative", "Delivered after the year."),
    MilestoneStatus(
        "M10.2", "O10", "missed", "The change was +1.0 per cent.", target="reduce by 5 per cent", change="+1.0 per cent"
    ),
)


@dataclass(frozen=True)
class Book:
    """A book's folder."""

    places: Places

    @property
    def root(self) -> Path:
        """The folder of its sources."""
        return self.places.root

    def write(self, name: str, text: str) -> None:
        """Write a source file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def keep(self, ledger: Ledger) -> None:
        """Put a ledger in place."""
        (self.places.edition / "as_run").mkdir(parents=True, exist_ok=True)
        self.write("book/edition/ledger.json", json.dumps(ledger.as_record()))

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Build strictly with plain Sphinx."""
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "-n", "--keep-going", "-q", "--no-color"]
        command += [*options, str(self.root), str(self.root / "out")]
        environment = {**os.environ, "NO_COLOR": "1"}
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def built(self, *options: str) -> Book:
        """The book, built without a warning."""
        done = self.build(*options)
        assert (0, "") == (done.returncode, done.stderr)
        return self

    def page(self, name: str = "index") -> str:
        """A built page."""
        return (self.root / "out" / f"{name}.html").read_text(encoding="utf-8")

    def soup(self, name: str = "index") -> BeautifulSoup:
        """A built page, parsed."""
        return BeautifulSoup(self.page(name), "html.parser")


CLAIM = replace(ROBBERY_CHANGE, inputs=())
LEDGER = Ledger(EDITION, (CLAIM,), (), STATUSES, ())
"""One claim and two statuses."""


def small_book(folder: Path) -> Book:
    """The small book with the project's registers, a commentary and a ledger."""
    shutil.copytree(TESTS / "sites" / "small", folder, dirs_exist_ok=True)
    shutil.copytree(TESTS.parent / "data", folder / "data", ignore=shutil.ignore_patterns("commentary", "series"))
    made = Book(Places(folder))
    made.write(
        "data/plans/west_midlands_2014_15/commentary/fy2014-15/M10.2.md",
        "Robbery fell.\n\nIt fell by {claim}`robbery.change_pct:size`.\n",
    )
    made.keep(LEDGER)
    return made


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book, built strictly."""
    return small_book(tmp_path_factory.mktemp("sound")).built()


@pytest.fixture(scope="module")
def page(sound: Book) -> BeautifulSoup:
    """The first page of the small book."""
    return sound.soup()


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The small book of a plan made up for all forces, for another force, with the inferred title settled."""
    book = small_book(tmp_path_factory.mktemp("elsewhere"))
    book.keep(replace(LEDGER, edition=replace(EDITION, force="merseyside", force_name="Merseyside")))
    plan = book.places.plan("west_midlands_2014_15")
    for name, old, new in (
        ("outcomes.csv", ",true,", ",false,"),
        ("plan.toml", 'force = "west_midlands"\nfrom', 'force = "all"\nfrom'),
    ):
        text = (plan / name).read_text(encoding="utf-8")
        assert old in text
        (plan / name).write_text(text.replace(old, new), encoding="utf-8")
    return book.built()


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a strict build says of a book in which everything is wrong."""
    book = small_book(tmp_path_factory.mktemp("faults"))
    shutil.copytree(TESTS / "sites" / "faulty", book.root, dirs_exist_ok=True)
    done = book.build()
    assert 0 != done.returncode
    return done.stderr


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The small book, not yet built."""
    return small_book(tmp_path)
