"""Where the time of a cold edition goes: its steps are timed from outside, without code in the library.

``python -m benchmarks.peers.parts book`` is the ``planbook`` command with its functions timed. As a Sphinx extension
the module notes when a build reads and writes. Both append to the file that PLANBOOK_BENCH_PARTS names.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from .figures import table
from .project import PERIOD, ROOT, environment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

    from .project import Copy

FILE = "PLANBOOK_BENCH_PARTS"
"""The variable that names the file."""
EXTENSION = "benchmarks.peers.parts"
STEPS = (
    ("planbook.run.edition", "sound_data", "check the tables"),
    ("planbook.run.edition", "check_parameters", "import Papermill, check parameters"),
    ("planbook.run.edition", "run_tasks", "run notebooks"),
    ("planbook.run.running", "run_task", "· notebooks, added up"),
    ("planbook.run.edition", "_put_in_place", "write ledger and pages of the edition"),
    ("planbook.build.site", "Inputs.of", "hash what the site is made of"),
    ("planbook.build.site", "_build", "check the words, build the book"),
    ("planbook.prose.gate", "check_prose", "· check the words"),
    ("planbook.build.site", "write_record", "note what was made from what"),
)
"""Functions by module and name, and the step that each is. A step with a dot lies inside the one before it."""
BOUNDS = (
    ("config-inited", ""),
    ("env-before-read-docs", "· Sphinx: set up"),
    ("env-updated", "· Sphinx: read pages"),
    ("build-finished", "· Sphinx: write pages"),
)
"""Sphinx's events in their order, each with the part that ends at it."""
ORDER = (*(name for *_, name in STEPS[:8]), *(name for _, name in BOUNDS[1:]), *(name for *_, name in STEPS[8:]))


def main() -> int:
    """Run one command with its steps timed."""
    for module, path, part in STEPS:
        *owners, name = path.split(".")
        owner = functools.reduce(getattr, owners, import_module(module))
        setattr(owner, name, timed(part, getattr(owner, name)))
    return int(import_module("planbook.cli").main(sys.argv[1:]))


def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that notes how long it takes."""

    @functools.wraps(function)
    def noting(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
        start = monotonic()
        try:
            return function(*args, **options)
        finally:
            note(part, monotonic() - start)

    return noting


def note(part: str, seconds: float) -> None:
    """Append a line; one write of one line, so processes do not mix theirs."""
    with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
        file.write(json.dumps([part, seconds]) + "\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Follow the events of a build."""
    last = [monotonic()]

    def reach(part: str) -> None:
        now = monotonic()
        if part:
            note(part, now - last[0])
        last[0] = now

    for event, part in BOUNDS:
        app.connect(event, lambda *_, part=part: reach(part), priority=-1000)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def parts_table(copy: Copy, home: Path) -> str:
    """Time the parts of one cold edition in a copy of the project, as a Markdown table."""
    copy.restore()
    copy.forget_edition()
    configuration, file = copy.folder / "_config.yml", home / "parts.jsonl"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("planbook.site]", f"planbook.site, {EXTENSION}]"), encoding="utf-8")
    environment = {**environment_of(copy.folder, home), FILE: str(file)}
    environment["PYTHONPATH"] += f":{ROOT}"
    command = [sys.executable, "-m", EXTENSION, "book", "--period", PERIOD]
    start = monotonic()
    subprocess.run(command, cwd=copy.folder, env=environment, capture_output=True, text=True, check=True)
    whole = monotonic() - start
    noted = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    lines = [(part, f"{seconds:.2f}", f"{100 * seconds / whole:.0f}%") for part, seconds in added_up(noted, whole)]
    return table(("part of a cold `planbook book`", "seconds", "share"), lines)


def added_up(noted: Sequence[tuple[str, float]], whole: float) -> list[tuple[str, float]]:
    """The seconds of each part in the order of the command, then what no part accounts for, then the whole."""
    seconds = {part: sum(one for name, one in noted if name == part) for part in ORDER}
    parts = [(part, taken) for part, taken in seconds.items() if taken]
    rest = whole - sum(taken for part, taken in parts if not part.startswith("·"))
    return [*parts, ("imports, start and end of the process", rest), ("the whole", whole)]


if __name__ == "__main__":
    sys.exit(main())
