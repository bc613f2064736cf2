"""What tests of several folders share: the project's own folder, and small copies of it that a test may spoil."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from IPython.display import HTML

from planbook.claims.claims import Claim
from planbook.claims.ledger import Edition
from planbook.claims.records import Record, records_of
from planbook.data.files import sha256
from planbook.data.places import Places
from planbook.notebook.outcome import OutcomeNotebook

# A shell that starts the tests in the background has all that they start ignore Ctrl+C; tests of stopping need it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes on a busy machine says nothing about what holds.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ROOT = Path(__file__).parents[1]
OPENING = {"parameters", "open"}
DRAWS = ("draw", "_show_verdicts")
"""What only draws or scrutinises: slow, and tested by itself."""
EDITION = Edition(
    period="FY2014-15",
    label="2014/15",
    long_label="2014/15 (April 2014 to March 2015)",
    as_at="",
    force="west_midlands",
    force_name="West Midlands",
    plan="west_midlands_2014_15",
    plan_title="Police and Crime Plan 2014/15",
    plan_year="2014/15",
    plan_in_force=True,
    version="0",
    data=(),
    notebooks=(),
)
"""What an edition of 2014/15 is, without tables or notebooks."""
ROBBERY_CHANGE = Claim(
    id="robbery.change_pct",
    label="Change, per cent",
    value=-9.02661,
    number="−9.0",
    unit="per cent",
    window="FY2014-15",
    outcome="O10",
    milestone="M10.2",
    method="100 × (count − earlier count) ÷ earlier count.",
    inputs=("data/series/recorded_crime_by_measure.csv",),
    status="computed",
    source="Home Office",
)
"""The claim that most tests quote: robbery fell by 9.0 per cent."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def places() -> Places:
    """The folders of the project."""
    return Places(ROOT)


LEFT_BEHIND = shutil.ignore_patterns("edition", "edition.new", ".ipynb_checkpoints", "__pycache__", "*.egg-info")


def copy_project(folder: Path, *names: str) -> Places:
    """Copy files and folders of the project into a folder, without what runs and editors leave in them."""
    for name in names:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target, ignore=LEFT_BEHIND) if source.is_dir() else shutil.copy(source, target)
    return Places(folder)


def planbook(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a project of its own."""
    command = [sys.executable, "-m", "planbook.cli", *words]
    environment = {**os.environ, "PLANBOOK_ROOT": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def with_last_line(notebook: str, line: str) -> str:
    """The text of a notebook whose last cell of code ends with a line more."""
    record = json.loads(notebook)
    cell = [cell for cell in record["cells"] if cell["cell_type"] == "code"][-1]
    cell["source"] = f"{''.join(cell['source'])}\n{line}"
    return json.dumps(record, indent=1, ensure_ascii=False)


@pytest.fixture
def tree(tmp_path: Path) -> Places:
    """A small project in a folder of its own: configuration, the real data and notebooks."""
    (tmp_path / "_config.yml").write_text('title: "A small book"\n', encoding="utf-8")
    (tmp_path / "book").mkdir()
    return copy_project(tmp_path, "data", "notebooks/west_midlands_2014_15")


@dataclass
class RunningPreview:
    """``planbook serve`` on a copy of the project that may be edited."""

    places: Places
    log: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        """What it has said in the terminal."""
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until it has said something so many times."""
        until = time.monotonic() + LONGEST
        while self.said().count(words) < times:
            if time.monotonic() > until or self.process.poll() is not None:
                pytest.fail(f"the preview has not said {words!r} {times} times but:\n{self.said()}")
            time.sleep(0.05)

    def save(self, file: str, text: str) -> None:
        """Save a file as an editor does: the new one beside the old, then in its place."""
        path = self.places.root / file
        fresh = path.with_name(f".{path.name}.swp")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)

    def read(self, file: str) -> str:
        """A file of the project."""
        return (self.places.root / file).read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        """Where it serves."""
        found = re.search(r"http://\S+/", self.said())
        return found[0] if found else ""

    def end(self) -> int:
        """Press Ctrl+C, and wait for the end."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONGEST)


LONGEST = 180.0
"""Seconds that a busy machine may take to run ten notebooks and build the site."""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[RunningPreview]:
    """A preview that has built the whole site once; ended afterwards, if it still runs."""
    project = tmp_path / "project"
    for name in ("book", "data", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("_config.yml", "_toc.yml", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, project / name)
    for name in ("book", "cache", "html", "paper"):
        if (ROOT / "_build" / name).is_dir():
            shutil.copytree(ROOT / "_build" / name, project / "_build" / name)
    log = tmp_path / "said"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "planbook.cli", "serve", "--port", "0"]
        process = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ, "PLANBOOK_ROOT": str(project)})
    running = RunningPreview(Places(project), log, process)
    try:
        running.wait_for("built:")
        yield running
    finally:
        if process.poll() is None:
            running.end()


@pytest.fixture
def robbery_change() -> Claim:
    """The claim that most tests quote: robbery fell by 9.0 per cent."""
    return ROBBERY_CHANGE


@pytest.fixture(scope="session")
def edition() -> Edition:
    """What an edition of 2014/15 is, without tables or notebooks."""
    return EDITION


@dataclass
class Screen:
    """What notebook code put on the screen: HTML to look at, records to keep."""

    shown: list[str] = field(default_factory=list)
    kept: list[Record] = field(default_factory=list)

    @property
    def html(self) -> str:
        """All that was shown, in order."""
        return "\n".join(self.shown)

    def display(self, thing: Any, **options: Any) -> None:
        """Stands in for IPython's display."""
        if isinstance(thing, HTML):
            self.shown.append(str(thing.data))
            return
        if "text/html" in thing:
            self.shown.append(thing["text/html"])
        output = {"data": thing, "metadata": options.get("metadata", {})}
        self.kept.extend(records_of({"cells": [{"outputs": [output]}]}))


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A screen without a kernel; notebook code finds the project wherever the tests are started."""
    stub = Screen()
    monkeypatch.setattr("planbook.notebook.screen.display", stub.display)
    monkeypatch.setenv("PLANBOOK_ROOT", str(ROOT))
    return stub


def cells_of(notebook: str, plan: str = "west_midlands_2014_15") -> list[tuple[str, str]]:
    """Ids and sources of a notebook's code cells."""
    cells = json.loads((ROOT / "notebooks" / plan / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [(cell["id"], "".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]


def run_cells(notebook: str, wanted: tuple[str, ...] = (), **parameters: str) -> OutcomeNotebook:
    """Run a notebook's code in this process, without its charts and verdicts; ``wanted`` are beginnings of cell ids."""
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in DRAWS:
            patch.setattr(OutcomeNotebook, name, lambda *_: None)
        for name, source in cells_of(notebook, parameters.get("plan", "west_midlands_2014_15")):
            if name in OPENING or not wanted or name.startswith(wanted):
                exec(source, names)  # noqa: S102 - the project's own notebooks
            if name == "parameters":
                names.update(parameters)
    outcome = names["outcome"]
    assert isinstance(outcome, OutcomeNotebook)
    return outcome


@pytest.fixture
def run(screen: Screen) -> Callable[..., OutcomeNotebook]:
    """Runs a notebook's code, or the cells whose ids begin as wanted, with parameters; no kernel is started."""
    return run_cells
