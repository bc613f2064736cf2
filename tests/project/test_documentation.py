"""What the pages for analysts say that a command prints, from real runs in a copy of the project."""

from __future__ import annotations

import lzma
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.name for path in (ROOT / "book").glob("*.md") if "```console" in path.read_text(encoding="utf-8"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TOML = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CUT = "..."
"""A line that stands for lines that the page leaves out."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what an analyst has, with releases as they were downloaded and the mappings that a page shows."""
    root = tmp_path_factory.mktemp("documented")
    for name in ("data", "notebooks", "book"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("edition*"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, root / name)
    (root / "downloads").mkdir()
    for file in (ROOT / "tests" / "imports" / "raw").glob("*.*"):
        if file.suffix == ".xz":
            (root / "downloads" / file.stem).write_bytes(lzma.decompress(file.read_bytes()))
        else:
            shutil.copy(file, root / "downloads" / file.name)
    shown = TOML.findall((ROOT / "book" / "import_figures.md").read_text(encoding="utf-8"))
    (root / "downloads" / "misspelt.toml").write_text(shown[0].replace("period =", "perod ="), encoding="utf-8")
    (root / "downloads" / "database.toml").write_text(shown[-1], encoding="utf-8")
    return root


def commands(page: str) -> list[tuple[str, list[str]]]:
    """The commands of a page, each with the lines that it is said to print."""
    shown = []
    for block in BLOCK.findall((ROOT / "book" / page).read_text(encoding="utf-8")):
        lines = block.splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        shown += [(lines[start][2:], lines[start + 1 : end]) for start, end in pairwise([*starts, len(lines)])]
    return shown


def printed(project: Path, command: str) -> list[str]:
    """The lines that a command prints."""
    words = shlex.split(command)
    assert "planbook" == words[0]
    environment = {**os.environ, "PLANBOOK_ROOT": str(project), "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "planbook.cli", *words[1:]],
        cwd=project, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_command_prints_what_the_page_says(project: Path, page: str) -> None:
    """Every line shown stands in the output, in order and one after the other but where the page leaves lines out."""
    shown = commands(page)
    assert shown
    for command, expected in shown:
        pattern = r"\n".join(r"(?:.*\n)*.*" if line == CUT else re.escape(line) for line in expected)
        assert re.fullmatch(pattern, "\n".join(printed(project, command))), command


def test_the_files_that_a_page_names_are_there() -> None:
    """A path of `data/` in the pages for analysts exists, or says with brackets that it is any."""
    pages = [(ROOT / "book" / page).read_text(encoding="utf-8") for page in PAGES]
    named = {path for page in pages for path in re.findall(r"`(data/[\w./-]+)`", page)}
    assert [] == [path for path in sorted(named) if not (ROOT / path).exists()]
