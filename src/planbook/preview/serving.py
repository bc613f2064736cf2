"""Serve the site, make again what a saved file touches, and tell the browsers.

The pages that show a saved file are made first, by the galley; the whole build follows as soon as no further file is
saved, and it alone writes the site.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from watchfiles import watch

import planbook
from planbook.preview.makers import PAGES, Answer, Maker
from planbook.preview.pages import PreviewServer
from planbook.preview.saved import CONFIGURATION, Kind, kind_of
from planbook.preview.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.data.places import Places

__all__ = ["serve"]

WATCHED = ("book", "data", "notebooks")
LIBRARY = Path(planbook.__file__).parent
PROGRAM = frozenset({".py", ".html", ".js", ".css"})
DEBOUNCE, STEP = 60, 10
"""Milliseconds: how long a burst of changes is gathered, and how long a pause ends it."""
PAUSE = 0.3
"""Seconds without a saved file after which the whole build begins."""


@dataclass(frozen=True)
class Saved:
    """Files that were saved, named below the root; or a file of the library itself."""

    files: frozenset[str]
    library: bool = False


@dataclass(frozen=True)
class Built:
    """The whole build ended."""

    answer: Answer


def serve(places: Places, port: int, period: str, force: str, *, show: bool = False) -> None:
    """Serve on this machine until interrupted.

    Args:
        places: the project.
        port: of 127.0.0.1; 0 takes any free one.
        period: the reporting period of the edition.
        force: the id of its force.
        show: open a browser.

    Raises:
        OSError: the port is taken.
    """
    with ExitStack() as ending:
        ending.enter_context(_ended_by_request())
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="planbook-preview-")))
        shown = Shown(places.site)
        server = PreviewServer(port, places.site, shown)
        ending.callback(server.server_close)
        works = Maker("planbook.preview.works", places.root, (period, force))
        galley = Maker("planbook.preview.galley", places.root, (str(folder),))
        works.start()
        ending.callback(works.end)
        ending.callback(galley.end)
        Thread(target=server.serve_forever, daemon=True).start()
        ending.callback(server.shutdown)
        _say(f"preview: {server.address} (Ctrl+C ends it)")
        events = ending.enter_context(_watching(places))
        if show:
            _open(server.address)
        _Preview(shown, works, galley, folder, events).run()


class _Preview:
    """Decides what is made when: one page at once, the whole site in the pauses."""

    def __init__(
        self, shown: Shown, works: Maker, galley: Maker, folder: Path, events: SimpleQueue[Saved | Built]
    ) -> None:
        self._shown, self._works, self._galley = shown, works, galley
        self._pages, self._events = folder / PAGES, events
        self._unbuilt: frozenset[str] = frozenset()
        self._in_build: frozenset[str] = frozenset()
        self._building, self._wanted, self._loaded, self._to_run = False, True, False, False

    def run(self) -> None:
        """Follow events until interrupted."""
        while True:
            try:
                ready = self._wanted and not self._building
                event = self._events.get(timeout=(PAUSE if self._loaded else 0.0) if ready else None)
            except Empty:
                self._build()
                continue
            if isinstance(event, Built):
                self._built(event.answer)
            elif event.library:
                _say("the library has changed: the preview starts again")
                raise _StartAgain
            else:
                self._saved(event.files)

    def _saved(self, files: frozenset[str]) -> None:
        """Make at once the pages that show what was saved since the last build; the build follows where all is well."""
        self._unbuilt |= files
        answer = self._pages_at_once(files) if self._loaded else Answer()
        if answer.faults:
            self._tell(answer.faults)
        elif self._loaded:
            self._shown.show({page: (self._pages / page).read_bytes() for page in answer.pages})
            for page in answer.pages:
                _say(f"shown: {page}")
        self._wanted = not answer.faults

    def _pages_at_once(self, files: frozenset[str]) -> Answer:
        self._to_run = self._to_run or any(kind_of(file) is Kind.NOTEBOOK for file in files)
        if self._to_run:
            answer = self._works.ask(site=False)
            if answer.faults:
                return answer
            self._to_run = False
        return self._galley.ask(files=sorted(self._unbuilt))

    def _build(self) -> None:
        self._building, self._wanted = True, False
        self._in_build, self._unbuilt = self._in_build | self._unbuilt, frozenset()
        Thread(target=lambda: self._events.put(Built(self._works.ask(site=True))), daemon=True).start()

    def _built(self, answer: Answer) -> None:
        self._building = False
        if answer.faults:
            self._tell(answer.faults)
            return
        if any(kind_of(file) is Kind.SHARED for file in self._in_build):
            self._galley.end()
        self._in_build = frozenset()
        self._shown.show_site(newer_too=bool(self._unbuilt))
        self._galley.start()
        self._loaded = True
        _say("built: the site is whole")

    def _tell(self, faults: tuple[str, ...]) -> None:
        self._shown.tell(faults)
        _say("not built; the pages stay as they were:\n" + "\n".join(faults))


class _StartAgain(BaseException):
    """The library's own files have changed: what is imported is out of date."""


@contextmanager
def _ended_by_request() -> Iterator[None]:
    """End without a fault at Ctrl+C or a request to end; start this command again where the library changed."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        _say("ended")
    except _StartAgain:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _watching(places: Places) -> Iterator[SimpleQueue[Saved | Built]]:
    """A queue of saved files, which this fills; and which takes other events too."""
    events: SimpleQueue[Saved | Built] = SimpleQueue()
    stop = Event()
    folders = [places.root / name for name in WATCHED if (places.root / name).is_dir()]
    watchers = [
        Thread(target=_watch, args=(places, (*folders, LIBRARY), stop, events), daemon=True),
        Thread(target=_watch, args=(places, (places.root,), stop, events), daemon=True),
    ]
    for watcher in watchers:
        watcher.start()
    try:
        yield events
    finally:
        stop.set()
        for watcher in watchers:
            watcher.join()


def _watch(places: Places, paths: tuple[Path, ...], stop: Event, events: SimpleQueue[Saved | Built]) -> None:
    """Watch folders with all below them; of the root itself only the files of the configuration."""
    of_root = paths == (places.root,)
    for changes in watch(
        *paths, stop_event=stop, debounce=DEBOUNCE, step=STEP, recursive=not of_root, raise_interrupt=False
    ):
        changed = [Path(path) for _, path in changes]
        library = any(path.is_relative_to(LIBRARY) and path.suffix in PROGRAM for path in changed)
        named = {path.relative_to(places.root).as_posix() for path in changed if path.is_relative_to(places.root)}
        files = frozenset(name for name in named if kind_of(name) and (not of_root or name in CONFIGURATION))
        if files or library:
            events.put(Saved(files, library))


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _say(words: str) -> None:
    print(words, flush=True)
