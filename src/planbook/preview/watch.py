"""Follow saved files, make the site again by the ordinary build, and tell the browsers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from enum import Enum
from functools import partial
from pathlib import Path, PurePosixPath

from watchfiles import watch

import planbook
from planbook.build.site import BuildFailed, build_site
from planbook.build.sphinx_worker import BuildWorker
from planbook.data.places import EDITION_PAGES, Places
from planbook.preview.server import PreviewServer
from planbook.prose.gate import GateFaults
from planbook.run.edition import Request, run_edition
from planbook.run.running import RunFailed

LIBRARY = Path(planbook.__file__).parent
PROGRAM = frozenset({".py", ".html", ".js", ".css"})
LEFT_BEHIND = (".tmp", ".new", ".old")
"""How names end that builds leave behind for a moment; `watchfiles` knows those of editors and of Python."""
DEBOUNCE, STEP, PULSE = 60, 10, 100
"""Milliseconds: how long a burst of changes is gathered, how long a pause ends it, how often none is told of."""

say = partial(print, flush=True)


class Kind(Enum):
    """What a saved file asks for."""

    TEXT = "a build"
    NOTEBOOK = "a run, then a build"
    REGISTER = "a new start: this process keeps what it has read of it"


KINDS = {
    "_config.yml": Kind.REGISTER,
    "_toc.yml": Kind.REGISTER,
    "book": Kind.TEXT,
    "data": Kind.REGISTER,
    "notebooks": Kind.NOTEBOOK,
}
"""What is watched below the root, and of what kind it is."""


def kind_of(file: str) -> Kind | None:
    """The kind of a file, named below the project's root with ``/``; None for what is no source."""
    path = PurePosixPath(file)
    hidden = any(part.startswith(".") for part in path.parts)
    if hidden or file.startswith(EDITION_PAGES) or file.endswith(LEFT_BEHIND):
        return None
    if path.match("data/plans/*/commentary/**/*.md"):
        return Kind.TEXT
    return KINDS.get(path.parts[0])


def serve(places: Places, port: int, request: Request, *, show: bool = False) -> None:
    """Serve a project on a port of this machine until interrupted; port 0 takes any free one, ``show`` opens a browser.

    Raises:
        Refusal: the port is taken, or there is none of this number.
    """
    try:
        with PreviewServer(port, places.site) as server, BuildWorker() as worker:
            say(f"preview: {server.address} (Ctrl+C ends it)")
            if show:
                import webbrowser

                webbrowser.open(server.address)
            _follow(places, request, server, worker)
    except KeyboardInterrupt:
        say("ended")
    except _StartAgain:
        say("a register, a table or the library has changed: the preview starts again")
        # Python cannot forget a module, and a child would not hold the terminal; the browser is open already.
        words = [word for word in sys.orig_argv[1:] if word != "--open"]
        os.execv(sys.executable, [sys.executable, *words, "--port", str(server.port)])


def _follow(places: Places, request: Request, server: PreviewServer, worker: BuildWorker) -> None:
    """Make the site, and again after each save; what is saved meanwhile is seen afterwards."""
    runs, changes = True, _changes(places)
    while True:
        faults: tuple[str, ...] = ()
        try:
            if runs:
                run_edition(places, request)
            runs = False
            build_site(places, worker=worker)
            say("built: the site is whole")
        except (ValueError, LookupError, RuntimeError, OSError) as error:
            faults = faults_of(error, places)
            say("not built; the pages stay as they were:\n" + "\n".join(faults))
        server.tell(faults)
        kinds = next(filter(None, changes))  # empty bursts come so that Ctrl+C is noticed
        if Kind.REGISTER in kinds:
            raise _StartAgain
        runs = runs or Kind.NOTEBOOK in kinds


def faults_of(error: Exception, places: Places) -> tuple[str, ...]:
    """What went wrong, one entry a fault, with files named below the root."""
    if isinstance(error, GateFaults):
        return (*map(str, error.faults), *error.elsewhere.splitlines())
    if isinstance(error, RunFailed):
        return tuple(map(str, error.failures))
    if isinstance(error, BuildFailed):
        return tuple(error.faults.splitlines())
    text = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    return (text.replace(f"{places.root}/", ""),)


def _changes(places: Places) -> Iterator[set[Kind]]:
    """The kinds of the sources in each burst of changes from now on, and from time to time of none."""
    folders = [places.root / name for name in KINDS if (places.root / name).exists()]
    bursts = watch(*folders, LIBRARY, debounce=DEBOUNCE, step=STEP, rust_timeout=PULSE, yield_on_timeout=True)
    next(bursts)  # only then is anything watched
    return ({kind for _, path in burst if (kind := _kind_at(places, Path(path)))} for burst in bursts)


def _kind_at(places: Places, path: Path) -> Kind | None:
    if path.is_relative_to(LIBRARY):
        return Kind.REGISTER if path.suffix in PROGRAM else None
    return kind_of(path.relative_to(places.root).as_posix()) if path.is_relative_to(places.root) else None


class _StartAgain(Exception):
    """Something has changed that this process has read or imported, and would not read again."""
