"""Build the site with Jupyter Book beside the one that stands, which stays until the new one is whole.

Sphinx keeps what it has read in ``_build/book``, so that it reads and writes only pages that differ. A build works on a
copy of that, which takes its place when it succeeds. What a failed build has read is dropped: Sphinx would not tell the
faults of its pages again. All is read anew when something that all pages share has changed.
"""

from __future__ import annotations

import re
import shutil
from contextlib import nullcontext
from pathlib import Path

from planbook.build.record import Inputs, is_built, read_record, write_record
from planbook.build.worker import Build, BuildWorker
from planbook.data.files import swap
from planbook.data.places import Places
from planbook.editions.library_files import SINCE

STRICT = ("-W", "-n", "--keep-going", "-q")
"""Warnings are errors, references that lead nowhere are warnings, all faults are told, and nothing else is."""
NOT_PUBLISHED = shutil.ignore_patterns(".buildinfo")
"""What Sphinx keeps among the pages for its next run."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""What a terminal is told about colours; Jupyter Book writes it even where there is no terminal."""


class NoEdition(RuntimeError):
    """There is nothing to build: no edition has been run."""

    def __init__(self) -> None:
        super().__init__("book/edition holds no ledger: run an edition first, with `make book` or `planbook run`")


class BuildFailed(RuntimeError):
    """Jupyter Book found faults; the site that was there stays."""

    def __init__(self, faults: str) -> None:
        self.faults = faults
        super().__init__(f"the book was not built, and the site that was there is untouched:\n{faults}")


def build_site(places: Places, since: str = "", worker: BuildWorker | None = None) -> Path:
    """Build strictly and put the site into ``_build/html`` in one move; nothing is done where nothing has changed.

    Args:
        places: the project.
        since: names the edition that the pages compare themselves with; without it the published one before.
        worker: builds; without it one is started.

    Raises:
        NoEdition: no edition has been run.
        GateFaults: a text holds a number, word or reference that nothing stands behind; it tells warnings too.
        BuildFailed: a warning or an error; the lines of it are shown.
    """
    if not (places.edition / "ledger.json").is_file():
        raise NoEdition
    inputs, record = Inputs.of(places, since), read_record(places)
    if is_built(places, record, inputs):
        return places.site
    state, work = places.built_from.parent, places.build / "book.new"
    shutil.rmtree(work, ignore_errors=True)
    if record and record.inputs.shared == inputs.shared:
        shutil.copytree(state, work)
    with nullcontext(worker) if worker else BuildWorker() as ready:
        _build(places, since, work, ready)
    swap(work, state)
    _publish(state / "_build" / "html", places.site)
    write_record(places, inputs)
    return places.site


def _build(places: Places, since: str, work: Path, worker: BuildWorker) -> None:
    """Check the words while the worker builds; the faults of both are told at once."""
    from planbook.prose.gate import GateFaults, check_prose

    places.build.mkdir(parents=True, exist_ok=True)
    log = places.build / "jupyter-book.log"
    arguments = ("build", str(places.root), "--path-output", str(work), *STRICT)
    worker.begin(Build(arguments, {SINCE: since} if since else {}, str(log)))
    try:
        faults = check_prose(places)
    except BaseException:
        worker.close()  # nobody will ask for the end of what was begun
        raise
    code = worker.finish()
    built = not code and (work / "_build" / "html" / "index.html").is_file()
    said = "" if built else _faults_in(log.read_text(encoding="utf-8", errors="replace"), places)
    if faults:
        raise GateFaults(faults, said)
    if not built:
        raise BuildFailed(said)


def _publish(built: Path, site: Path) -> None:
    """Copy what was built beside the site that stands, then swap the two."""
    fresh = site.with_name(f"{site.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(built, fresh, ignore=NOT_PUBLISHED)
    swap(fresh, site)


def _faults_in(log: str, places: Places) -> str:
    """The lines of a log that tell of faults, with files named below the root; all lines where none does."""
    text = COLOUR.sub("", log).replace(f"{places.root}/", "")
    lines = [line for line in text.splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
    return "\n".join(lines) if lines else text
