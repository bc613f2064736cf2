"""Where the time of a cold edition goes, part by part, and how far each part is from its floor."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figures import table
from .project import PERIOD, PROGRAMS, ROOT, environment_of
from .stamps import FILE, Span, spans_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from .ways import Bench

__all__ = ["Part", "parts_of", "parts_table"]

EXTENSION = "benchmarks.peers.phases"
IN_LINE = (
    "import planbook",
    "check the tables",
    "import papermill, check parameters",
    "run notebooks",
    "write ledger and pages of the edition",
    "hash what the site is made of",
    "check the prose",
    "jupyter-book",
    "put the site in place",
    "note what was made from what",
)
"""Parts of the command that follow one another; what they leave of the whole is starting and ending."""
INSIDE = {
    "run notebooks": ("kernel", "cell"),
    "jupyter-book": ("Sphinx: set up", "Sphinx: read pages", "Sphinx: write pages", "Sphinx: finish the site"),
    "Sphinx: read pages": ("while reading: ",),
    "while reading: files of the data page": ("pictures of charts as PNG",),
    "Sphinx: write pages": ("surface: ",),
}
"""What goes on inside a part, by how names begin."""
TWO_AT_ONCE = ("kernel", "cell")
IMPORTS = {
    "kernel": "from planbook.run.warm_parent import import_all; import_all()",
    "libraries": "import pandas, matplotlib.figure, seaborn",
    "worker": "from importlib import import_module\nfrom planbook.build.worker import IMPORTS\n"
    "for name in IMPORTS: import_module(name)",
    "book": "import jupyter_book.cli.main, sphinx.builders.html, myst_nb",
    "nothing": "",
}


@dataclass(frozen=True)
class Part:
    """A part of a run: its seconds, how deep it lies inside others, and its floor in words."""

    name: str
    seconds: float
    depth: int = 0
    floor: str = ""


def parts_of(spans: Sequence[Span], whole: float, floors: Mapping[str, str]) -> list[Part]:
    """The parts in the order of the command, what lies inside them below them, and what no part accounts for."""
    seconds = added_up(spans)
    parts = [part for name in IN_LINE if name in seconds for part in _with_insides(name, 0, seconds, floors)]
    rest = whole - sum(part.seconds for part in parts if not part.depth)
    return [*parts, Part("start and end of the process, and between the parts", rest), Part("the whole", whole)]


def added_up(spans: Iterable[Span]) -> dict[str, float]:
    """The seconds of each part; what two workers did at once counts twice."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for span in spans:
        seconds[span.part] += span.seconds
    return dict(seconds)


def _with_insides(name: str, depth: int, seconds: Mapping[str, float], floors: Mapping[str, str]) -> list[Part]:
    parts = [Part(name, seconds[name], depth, floors.get(name, ""))]
    for begin in INSIDE.get(name, ()):
        for inner in seconds:
            if inner.startswith(begin):
                parts += _with_insides(inner, depth + 1, seconds, floors)
    return parts


def parts_table(bench: Bench) -> str:
    """Trace one cold edition and one default book, measure the floors, and say all in a Markdown table."""
    ours = bench.copies["ours"]
    ours.restore()
    ours.forget_edition()
    _use_extension(ours.folder / "_config.yml")
    home = bench.folder / "home"
    command = [sys.executable, "-m", "benchmarks.peers.traced", "book", "--period", PERIOD]
    spans, whole = _traced(command, ours.folder, home)
    parts = parts_of(spans, whole, _floors(bench, ours.folder, home))
    lines = [(_called(part), f"{part.seconds:.2f}", f"{100 * part.seconds / whole:.0f}%", part.floor) for part in parts]
    note = "Kernels and cells are added up over the notebooks, which run two at once."
    imports = _imports(ours.folder, home)
    return f"{table(('part of a cold `planbook book`', 'seconds', 'share', 'floor'), lines)}\n\n{note}\n{imports}\n"


def _called(part: Part) -> str:
    name = f"{part.name}s, added up" if part.name in TWO_AT_ONCE else part.name
    return "· " * part.depth + name


def _floors(bench: Bench, folder: Path, home: Path) -> dict[str, str]:
    cells = _said([sys.executable, "-m", "benchmarks.peers.cells"], folder, home)
    default = added_up(_default_spans(bench, home))
    book = {name: f"{seconds:.2f} in a default Jupyter Book of the ten" for name, seconds in default.items()}
    return {**book, "cell": f"{float(cells):.2f} the same code without a kernel"}


def _default_spans(bench: Bench, home: Path) -> list[Span]:
    book = bench.copies["default"].folder / "default"
    shutil.rmtree(book / "_build", ignore_errors=True)
    for page in bench.copies["plain"].edition.glob("*.ipynb"):
        shutil.copyfile(page, book / page.name)
    with (book / "_config.yml").open("a", encoding="utf-8") as file:
        file.write(f"sphinx:\n  extra_extensions: [{EXTENSION}]\n")
    spans, _ = _traced([str(PROGRAMS / "jupyter-book"), "build", str(book)], book, home)
    return spans


def _imports(folder: Path, home: Path) -> str:
    took = {}
    for name, code in IMPORTS.items():
        start = time.monotonic()
        _said([sys.executable, "-c", code], folder, home)
        took[name] = time.monotonic() - start
    return (
        f"Beside the command, in processes of their own: imports of the kernels' parent {took['kernel']:.2f} s "
        f"and of what draws {took['drawing']:.2f} s "
        f"(pandas, Matplotlib and seaborn alone {took['libraries']:.2f} s), of the build worker {took['worker']:.2f} s "
        f"(Jupyter Book alone {took['book']:.2f} s); an interpreter that imports nothing {took['nothing']:.2f} s."
    )


def _use_extension(configuration: Path) -> None:
    text = configuration.read_text(encoding="utf-8")
    changed = text.replace("planbook.site]", f"planbook.site, {EXTENSION}]")
    configuration.write_text(changed, encoding="utf-8")


def _traced(command: Sequence[str], folder: Path, home: Path) -> tuple[list[Span], float]:
    """What the processes of a command noted, and how long it took."""
    stamps = folder.parent / f"{folder.name}-stamps.jsonl"
    stamps.unlink(missing_ok=True)
    start = time.monotonic()
    _said(command, folder, home, {FILE: str(stamps)})
    return spans_in(stamps), time.monotonic() - start


def _said(command: Sequence[str], folder: Path, home: Path, more: Mapping[str, str] | None = None) -> str:
    environment = environment_of(folder if (folder / "data").is_dir() else folder.parent, home)
    environment["PYTHONPATH"] += f":{ROOT}"
    done = subprocess.run(
        command, cwd=folder, env={**environment, **(more or {})}, capture_output=True, text=True, check=True
    )
    return done.stdout
