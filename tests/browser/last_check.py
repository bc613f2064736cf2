"""Write down what a run of the browser tests tried and found, for the accessibility statement.

    make check-accessibility DATE=2026-11-24

is this plugin at work: it counts, for each test, on how many pages it was tried and failed. There is no
clock in it: the date is the one that is given.
"""

import ast
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

HERE = Path(__file__).parent
SHOWN = ("test_in_chromium.py", "test_markup.py", "test_access.py", "test_html.py")
"""The tests that speak of accessibility; each is told in the words of its docstring."""
OF_THE_TOOLS = frozenset({"test_the_checker_finds_a_fault"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to write, and the date of the check."""
    parser.addoption("--last-check", default="", help="write the result of the browser tests into this JSON file")
    parser.addoption("--checked-on", default="", help="date of the check, as readers see it")


class Record:
    """Counts of what was tried and what failed, by test."""

    def __init__(self, target: Path, checked_on: str) -> None:
        self.target, self.checked_on = target, checked_on
        self.tried: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one test on one page."""
        file, _, name = report.nodeid.partition("::")
        test = f"{Path(file).name}::{name.partition('[')[0]}"
        self.tried[test] += report.when == "call" or (report.when == "setup" and report.failed)
        self.failed[test] += report.failed

    def pytest_sessionfinish(self) -> None:
        """Write the result."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self.target.write_text(json.dumps(self._result(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def _result(self) -> dict[str, Any]:
        from conftest import addresses
        from test_in_chromium import SCHEMES, WIDTHS

        return {
            "checked_on": self.checked_on,
            "tools": [{"name": name, "version": version} for name, version in _tools()],
            "pages": len([address for address in addresses() if address != "index.html"]),
            "widths": list(WIDTHS),
            "schemes": list(SCHEMES),
            "checks": [
                {"what": words, "tried": self.tried[test], "failed": self.failed[test]}
                for test, words in _tests()
                if self.tried[test]
            ],
        }


def pytest_configure(config: pytest.Config) -> None:
    """Record where a file is named, in the process that gathers all results."""
    target = config.getoption("--last-check")
    if target and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Record(Path(target), config.getoption("--checked-on")))


def _tests() -> list[tuple[str, str]]:
    """Tests and the first line of their docstrings, in their order."""
    return [
        (f"{name}::{node.name}", (ast.get_docstring(node) or "").strip())
        for name in SHOWN
        for node in ast.parse((HERE / name).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name not in OF_THE_TOOLS
    ]


def _tools() -> list[tuple[str, str]]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    pinned = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return [
        ("Chromium", _number(said.stdout)),
        ("axe-core", _number(axe)),
        ("the Nu HTML Checker", pinned["vnu-jar"]),
    ]


def _number(text: str) -> str:
    version = re.search(r"\d+\.\d+[.\d]*", text)
    return version[0].rstrip(".") if version else "unknown"
