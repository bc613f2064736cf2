"""A tiny book, built for real in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planbook.core.ledger import Edition, Ledger
from planbook.core.status import MilestoneStatus
from planbook.edge.places import Places

if TYPE_CHECKING:
    from planbook.core.claims import Claim

TESTS = Path(__file__).parents[1]
EDITION = Edition(
    period="FY2014-15", label="2014/15", long_label="2014/15 (April 2014 to March 2015)", as_at="",
    force="west_midlands", force_name="West Midlands", plan_year="2014/15", plan_in_force=True, version="0", data=(), notebooks=(),
)  # fmt: skip
STATUSES = (
    MilestoneStatus("M8.1", "O8", "narrative", "Delivered after the year."),
    MilestoneStatus("M10.2", "O10", "missed", "The change was +1.0 per cent.", target="reduce by 5 per cent", change="+1.0 per cent"),
)  # fmt: skip


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
        environment = {**os.environ, "NO_COLOR": "1"}
        return subprocess.run(
            [*command, *options, str(self.root), str(self.root / "out")],
            cwd=self.root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def page(self, name: str = "index") -> str:
        """A built page."""
        return (self.root / "out" / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def ledger(robbery_change: Claim) -> Ledger:
    """One claim and two statuses."""
    return Ledger(EDITION, (robbery_change,), (), STATUSES, ())


@pytest.fixture
def book(tmp_path: Path, ledger: Ledger) -> Book:
    """The small book with the project's registers, a commentary and a ledger."""
    shutil.copytree(TESTS / "sites" / "small", tmp_path, dirs_exist_ok=True)
    shutil.copytree(TESTS.parent / "data", tmp_path / "data", ignore=shutil.ignore_patterns("commentary", "series"))
    made = Book(Places(tmp_path))
    made.write("data/commentary/fy2014-15/M10.2.md", "Robbery fell.\n\nIt fell by {claim}`robbery.change_pct:size`.\n")
    made.keep(ledger)
    return made
