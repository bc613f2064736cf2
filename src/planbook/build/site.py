"""Build the site with Jupyter Book beside the one that stands, which stays until the new one is whole.

Sphinx keeps what it has read in ``_build/book``, so that it reads and writes only pages that differ. A build works on a
copy of that, which takes its place when it succeeds. What a failed build has read is dropped: Sphinx would not tell the
faults of its pages again. All is read anew when something that all pages share has changed.

A record beside it says what the site was built from. Files are compared by content, at both ends: a page of the site
that was changed by hand is not what was built.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import Self

import msgspec

import planbook
from planbook import Refusal
from planbook.build.sphinx_worker import Build, BuildWorker
from planbook.data.files import digest_of, files_below, installed_packages, swap
from planbook.data.places import Places
from planbook.editions.library_files import SINCE, compared_with

SOURCES = ("_config.yml", "_toc.yml", "book", "data", "notebooks")
SINGLE_PAGES = ("data/plans/*/commentary", "data/series", "notebooks")
"""Folders whose files the digest of each page follows (`planbook.site.freshness`); the pages of ``book/`` too."""
STRICT = ("-W", "-n", "--keep-going", "-q")
"""Warnings are errors, references that lead nowhere are warnings, all faults are told, and nothing else is."""
NOT_PUBLISHED = shutil.ignore_patterns(".buildinfo")
"""What Sphinx keeps among the pages for its next run."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""What a terminal is told about colours; Jupyter Book writes it even where there is no terminal."""


class BuildFailed(RuntimeError):
    """Jupyter Book found faults; the site that was there stays."""

    def __init__(self, faults: str) -> None:
        self.faults = faults
        super().__init__(f"the book was not built, and the site that was there is untouched:\n{faults}")


class Inputs(msgspec.Struct, frozen=True):
    """Digests of what a site is built from.

    ``shared`` is of what may change any page, ``sources`` of everything but the edition, and ``compared`` of the
    edition that the pages compare themselves with.
    """

    shared: str
    sources: str
    edition: str
    compared: str

    @classmethod
    def of(cls, places: Places, since: str = "") -> Self:
        """The inputs as they stand; ``since`` names the edition to compare with."""
        tops = (Path(planbook.__file__).parent, *(places.root / name for name in SOURCES))
        editions = tuple(f"{places.edition}{ending}{os.sep}" for ending in ("", ".new", ".old"))
        files = [file for top in tops for file in files_below(top) if not file.startswith(editions)]
        single = tuple(str(path) for name in SINGLE_PAGES for path in places.root.glob(name))
        pages = {str(path) for path in (places.root / "book").glob("*.md")}
        shared = [file for file in files if file not in pages and not file.startswith(single)]
        packages, compared = installed_packages(), compared_with(places, since)
        return cls(
            shared=digest_of(shared, packages, compared, str(places.root)),
            sources=digest_of(files, packages),
            edition=digest_of(files_below(places.edition)),
            compared=compared,
        )


class Record(msgspec.Struct, frozen=True):
    """A site that was built: its inputs, the digest of its files, and what ``planbook book`` was asked for."""

    inputs: Inputs
    site: str
    request: str = ""

    def is_of(self, places: Places, inputs: Inputs) -> bool:
        """Whether the site that stands is the one of the record, and was built from these inputs."""
        return (self.inputs, self.site) == (inputs, digest_of(files_below(places.site)))


def read_record(places: Places) -> Record | None:
    """The record of the last build; None where there is none, or it cannot be read."""
    try:
        return msgspec.json.decode(places.built_from.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None


def write_record(places: Places, inputs: Inputs, request: str = "") -> None:
    """Note what the site that now stands was built from, and which request it answers."""
    record = Record(inputs, digest_of(files_below(places.site)), request)
    places.built_from.write_bytes(msgspec.json.encode(record))


def is_built_as_asked(places: Places, since: str, request: str) -> bool:
    """Whether the site that stands was made from the files as they are, for the same request."""
    record = read_record(places)
    return record is not None and record.request == request and record.is_of(places, Inputs.of(places, since))


def is_stale(places: Places) -> bool:
    """Whether the site was built from other files than those that are there; False where no build is on record."""
    record, now = read_record(places), Inputs.of(places)
    return record is not None and (record.inputs.sources, record.inputs.edition) != (now.sources, now.edition)


def build_site(places: Places, since: str = "", worker: BuildWorker | None = None, request: str = "") -> Path:
    """Build strictly and put the site into ``_build/html`` in one move; nothing is done where nothing has changed.

    Args:
        places: the project.
        since: names the edition that the pages compare themselves with; without it the published one before.
        worker: builds; without it one is started.
        request: what ``planbook book`` was asked for, which is noted with the site.

    Raises:
        Refusal: no edition has been run.
        GateFaults: a text holds a number, word or reference that nothing stands behind; it tells warnings too.
        BuildFailed: a warning or an error; the lines of it are shown.
    """
    if not (places.edition / "ledger.json").is_file():
        raise Refusal("book/edition holds no ledger: run an edition first, with `make book` or `planbook run`")
    inputs, record = Inputs.of(places, since), read_record(places)
    if record and record.is_of(places, inputs):
        write_record(places, inputs, request or record.request)
        return places.site
    state, work, fresh = places.built_from.parent, places.build / "book.new", places.build / "html.new"
    for left in (work, fresh):
        shutil.rmtree(left, ignore_errors=True)
    if record and record.inputs.shared == inputs.shared:
        shutil.copytree(state, work)
    with nullcontext(worker) if worker else BuildWorker() as ready:
        _build(places, since, work, ready)
    shutil.copytree(work / "_build" / "html", fresh, ignore=NOT_PUBLISHED)
    # Where a swap is interrupted the record is of no site that stands, and all is built again.
    swap(work, state)
    swap(fresh, places.site)
    write_record(places, inputs, request)
    return places.site


def _build(places: Places, since: str, work: Path, worker: BuildWorker) -> None:
    """Check the words while the worker builds; the faults of both are told at once."""
    from planbook.prose.gate import GateFaults, check_prose

    places.build.mkdir(parents=True, exist_ok=True)
    log = places.build / "jupyter-book.log"
    arguments = ("build", str(places.root), "--path-output", str(work), *STRICT)
    worker.begin(Build(arguments, {SINCE: since} if since else {}, str(log)))
    try:
        faults = check_prose(places, memory=places.cache / "prose_passed")
    except BaseException:
        worker.close()  # nobody will ask for the end of what was begun
        raise
    built = not worker.finish() and (work / "_build" / "html" / "index.html").is_file()
    lines = "" if built else _faults_in(log.read_text(encoding="utf-8", errors="replace"), places)
    if faults:
        raise GateFaults(faults, lines)
    if not built:
        raise BuildFailed(lines)


def _faults_in(log: str, places: Places) -> str:
    """The lines of a log that tell of faults, with files named below the root; all lines where none does."""
    text = COLOUR.sub("", log).replace(f"{places.root}/", "")
    return "\n".join(line for line in text.splitlines() if re.search("WARNING|ERROR|Error", line)) or text
