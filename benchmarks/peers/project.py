"""Copies of the project to measure in, and the edits that an analyst would make."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
"""The project's environment, in which the harness runs."""
LEFT_OUT = (".*", "_build", "node_modules", "__pycache__", "edition", "tests")
PERIOD = "FY2014-15"
COMMENTARY = Path("data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.4b.md")
SERIES = Path("data/series/recorded_crime_by_measure.csv")
PROVENANCE = SERIES.with_suffix("").with_suffix(".provenance.json")
QUARTER = re.compile(r"(?m)^(FY2014-15Q3,west_midlands,robbery,)(\d+)(?=,)")
NOTEBOOK = Path("notebooks/west_midlands_2014_15/05_reduce_crime.ipynb")
CONFIGURATION = Path("_config.yml")
EDITED = (COMMENTARY, SERIES, PROVENANCE, NOTEBOOK)


class EditFailed(LookupError):
    """What an edit would change is not there any more."""

    def __init__(self, path: Path, sought: str) -> None:
        super().__init__(f"{path}: {sought} is not there; bring benchmarks/peers/project.py up to date")


@dataclass(frozen=True)
class Copy:
    """A copy of the project that may be spoilt."""

    folder: Path

    @property
    def edition(self) -> Path:
        """The executed pages that the book reads."""
        return self.folder / "book" / "edition"

    @property
    def notebooks(self) -> list[Path]:
        """The ten notebooks as written, in order."""
        return sorted((self.folder / "notebooks").glob("*.ipynb"))

    def forget_build(self) -> None:
        """Put aside what a build keeps: site, results, edition in work."""
        self._put_aside(self.folder / "_build")

    def forget_edition(self) -> None:
        """Remove everything that a build makes."""
        self.forget_build()
        self._put_aside(self.edition)

    def _put_aside(self, folder: Path) -> None:
        """Move a folder away; ext4 makes new files slowly for minutes after as many were deleted."""
        if folder.exists():
            aside = self.folder.parent / "aside"
            aside.mkdir(exist_ok=True)
            folder.rename(aside / f"{self.folder.name}-{len(list(aside.iterdir()))}")

    def restore(self) -> None:
        """Take back the edits."""
        for path in EDITED:
            shutil.copyfile(ROOT / path, self.folder / path)

    def change_paragraph(self, words: str) -> None:
        """Add words to the end of a paragraph of commentary."""
        path = self.folder / COMMENTARY
        path.write_text(path.read_text(encoding="utf-8").rstrip() + f" {words}\n", encoding="utf-8")

    def change_row(self) -> None:
        """Add one offence to a quarter of recorded crime, and bring the hash of the table up to date.

        Raises:
            EditFailed: the quarter is not in the table, or the hash not in its provenance.
        """
        path, provenance = self.folder / SERIES, self.folder / PROVENANCE
        text, count = QUARTER.subn(lambda row: f"{row[1]}{int(row[2]) + 1}", path.read_text(encoding="utf-8"), count=1)
        if not count:
            raise EditFailed(SERIES, "the quarter")
        path.write_text(text, encoding="utf-8")
        _replace(provenance, _hash_in(provenance), hashlib.sha256(text.encode()).hexdigest())

    def change_cell(self, line: str) -> None:
        """Add a line to the last cell of code of a notebook."""
        path = self.folder / NOTEBOOK
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cell = next(cell for cell in reversed(notebook["cells"]) if cell["cell_type"] == "code")
        cell["source"] = ["".join(cell["source"]), f"\n{line}"]
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def execute_in_book(self, mode: str) -> None:
        """Let Jupyter Book run the notebooks by itself: as written, where the executed pages stood."""
        for notebook in self.notebooks:
            shutil.copyfile(notebook, self.edition / notebook.name)
        _replace(
            self.folder / CONFIGURATION, 'execute_notebooks: "off"', f'execute_notebooks: "{mode}"\n  timeout: 300'
        )


def _hash_in(provenance: Path) -> str:
    return str(json.loads(provenance.read_text(encoding="utf-8"))["sha256"])


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise EditFailed(path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def copy_project(folder: Path) -> Path:
    """Copy what is needed to build, without what was built."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return folder


def environment_of(project: Path, home: Path) -> dict[str, str]:
    """Variables of a command that works in a copy: its project, this library, a home of its own."""
    ours = {
        "PLANBOOK_ROOT": str(project),
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(home),
        "PLOOMBER_STATS_ENABLED": "false",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    dropped = {"PYTHONDONTWRITEBYTECODE", "PLANBOOK_COLD_KERNELS", "XDG_CACHE_HOME"}
    return {**{name: value for name, value in os.environ.items() if name not in dropped}, **ours}


def kernel_of_this_environment(folder: Path) -> Path:
    """A folder for JUPYTER_PATH in which the kernel ``python3`` runs the Python of the harness, for peers elsewhere."""
    spec = folder / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": command, "display_name": "Python 3", "language": "python"}), encoding="utf-8")
    return folder
