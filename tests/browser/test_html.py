"""Every page as the Nu HTML Checker sees it: no error, no warning."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
READ_FROM_DISK = "violates Content Security Policy"
"""A file on disk has no origin: all of 'self' is foreign to it. That the policy is kept, test_in_chromium.py sees."""
NOT_HERE = "the HTML checker is not here: install Java and npm, then run `make html-checker`"


def findings(*places: Path) -> list[str]:
    """What the checker says of HTML files, one line a fault: file, line, words."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        pytest.fail(NOT_HERE)
    done = subprocess.run(
        [java, "-Xss2m", "-jar", str(JAR), "--format", "json", "--skip-non-html", *map(str, places)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stderr)["messages"]
    return [
        f"{Path(fault.get('url', '')).name}:{fault.get('lastLine', '')}: {fault['message']}"
        for fault in said
        if (fault["type"] == "error" or fault.get("subType") == "warning") and READ_FROM_DISK not in fault["message"]
    ]


def test_every_page_is_valid_html(site) -> None:
    """The checker finds no error and warns of nothing on any page."""
    assert [] == findings(site)


def test_the_checker_finds_a_fault(tmp_path) -> None:
    """A doubled id is found: the checker is at work."""
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><p id="a">b<p id="a">c</body></html>',
        encoding="utf-8",
    )
    assert any("Duplicate ID" in line for line in findings(page))
