"""Build the site with Jupyter Book beside the one that stands, which stays until the new one is whole.

What was built last is kept in ``_build/book``, so that Sphinx reads and writes only pages that differ. It is
dropped when something that all pages share has changed, and whenever a build fails: the faults of a page
that was not read again would otherwise be lost.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from planbook.edge.placing import PLACED, mirror
from planbook.edge.press import Foreseen, press
from planbook.edge.site_inputs import inputs_of_all_pages, inputs_of_site, names_in_book
from planbook.edge.swap import swap
from planbook.editions.library_files import SINCE, compared_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from planbook.data.places import Places

__all__ = ["BuildFailed", "NoEdition", "build_site", "faults_in", "foreseen_build"]

NOT_PUBLISHED = frozenset({".buildinfo"})
"""What Sphinx keeps among the pages for its next run."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""What a terminal is told about colours; Jupyter Book writes it even where there is no terminal."""


def nothing() -> None:
    """What is done meanwhile, unless something else is asked for."""


class NoEdition(RuntimeError):
    """There is nothing to build: no edition has been run."""

    def __init__(self) -> None:
        super().__init__("book/edition holds no ledger: run an edition first, with `make book` or `planbook run`")


class BuildFailed(RuntimeError):
    """Jupyter Book found faults; the site that was there stays."""

    def __init__(self, faults: str) -> None:
        self.faults = faults
        super().__init__(f"the book was not built, and the site that was there is untouched:\n{faults}")


def build_site(
    places: Places,
    since: str = "",
    *,
    importing: Callable[[], object] = nothing,
    printing: Callable[[], object] = nothing,
    printed: Callable[[], object] = nothing,
) -> Path:
    """Build strictly (nit-picking, warnings as errors) and put the site into ``_build/html`` in one move.

    Where nothing has changed since the last build, nothing is done.
    ``since`` names the edition that the pages compare themselves with; without it the published one before.
    ``importing`` is called where Jupyter Book is still being imported and this process has nothing to do: it may make
    what the build will ask for. ``printing`` is called once it has its order, and ``printed`` once it is done.

    Raises:
        NoEdition: no edition has been run.
        GateFaults: a text holds a number, word or reference that nothing stands behind; it tells warnings too.
        BuildFailed: a warning or an error; the lines of it are shown.
    """
    if not (places.edition / "ledger.json").is_file():
        raise NoEdition
    compared = compared_with(places, since)
    files, shared = inputs_of_site(places, ""), inputs_of_all_pages(places, compared)
    whole = hashlib.sha256(f"{compared}\n{files}".encode()).hexdigest()
    work, built_from, known = _work(places), places.built_from, _known(places)
    if known == [whole, shared, files] and (places.site / "index.html").is_file():
        return places.site
    if known[1:2] != [shared]:
        shutil.rmtree(work, ignore_errors=True)
    built_from.unlink(missing_ok=True)
    press.warm()
    build = _build_of(places, since, shared)
    _print_and_check(places, build, (importing if press.importing else nothing, printing))
    printed()
    _publish(_work(places) / "_build", places.site)
    built_from.write_text(f"{whole}\n{shared}\n{files}\n", encoding="utf-8")
    return places.site


def foreseen_build(places: Places, since: str) -> Foreseen | None:
    """The build that will be asked for once notebooks have run, where it goes on from the last one; otherwise None."""
    shared = inputs_of_all_pages(places, compared_with(places, since))
    goes_on = _known(places)[1:2] == [shared] and (_work(places) / "_build" / ".doctrees").is_dir()
    return _build_of(places, since, shared) if goes_on else None


def _build_of(places: Places, since: str, shared: str) -> Foreseen:
    """The build, with a stamp of what all pages share and of which files there are."""
    command = ("build", str(places.root), "--path-output", str(_work(places)), "-W", "-n", "--keep-going", "-q")
    stamp = hashlib.sha256("\n".join((shared, *names_in_book(places))).encode()).hexdigest()
    return Foreseen(command, {SINCE: since} if since else {}, stamp)


def _known(places: Places) -> list[str]:
    return places.built_from.read_text(encoding="utf-8").split() if places.built_from.is_file() else []


def _work(places: Places) -> Path:
    return places.build / "book"


def _print_and_check(places: Places, build: Foreseen, meanwhile: Iterable[Callable[[], object]]) -> None:
    """Check the texts while Jupyter Book prints them; all faults are told at once, and then nothing printed is kept."""
    work = _work(places)
    with ThreadPoolExecutor(max_workers=1) as pool:
        printing = pool.submit(_run_jupyter_book, places, build)
        try:
            from planbook.prose.gate import GateFaults, check_prose

            for do in meanwhile:
                do()
            faults = check_prose(places)
            failed = printing.exception()
        except BaseException:
            press.end()
            wait([printing])
            shutil.rmtree(work, ignore_errors=True)
            raise
    if faults:
        shutil.rmtree(work, ignore_errors=True)
        raise GateFaults(faults, failed.faults if isinstance(failed, BuildFailed) else "") from failed
    if failed:
        raise failed


def _run_jupyter_book(places: Places, build: Foreseen) -> None:
    work = _work(places)
    done = press.run(build.arguments, build.environment, build.stamp)
    if done.code or not (work / "_build" / "html" / "index.html").is_file():
        shutil.rmtree(work, ignore_errors=True)
        raise BuildFailed(faults_in(done.said).replace(f"{places.root}/", ""))


def _publish(built: Path, site: Path) -> None:
    """Copy what was built beside the site that stands, then swap the two."""
    fresh = site.with_name(f"{site.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    listed = built / ".doctrees" / PLACED
    placed = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else ()
    mirror(built / "html", site, fresh, placed=frozenset(placed), without=NOT_PUBLISHED)
    swap(fresh, site)


def faults_in(said: str) -> str:
    """The lines of a build's words that tell of faults; all of them where none does."""
    plain = COLOUR.sub("", said)
    lines = [line for line in plain.splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
    return "\n".join(lines) if lines else plain
