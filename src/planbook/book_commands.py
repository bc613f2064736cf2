"""The commands that make the book: ``planbook run``, ``planbook build``, ``planbook book``."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from planbook.data.places import Places
    from planbook.edge.edition import Meanwhile, Request
    from planbook.edge.unchanged import Standing

__all__ = ["book", "build", "run"]


def run(options: argparse.Namespace) -> int:
    """``planbook run``: the notebooks, and their ledger."""
    _edition(options)
    return 0


def _edition(
    options: argparse.Namespace,
    *,
    some_run: bool = False,
    meanwhile: Callable[[Places, Request], Meanwhile] | None = None,
) -> None:
    from planbook.data.places import find_places

    places = find_places()
    if some_run or options.fresh or not places.results.is_dir():
        _start_imports()

    from planbook.data.periods import Period
    from planbook.edge.edition import Request, run_edition

    extra = dict(options.parameter)
    request = Request(
        period=Period.parse(extra.pop("period", options.period)),
        force=extra.pop("force", options.force),
        as_at=extra.pop("as_at", options.as_at),
        outcomes=tuple(options.outcome),
        workers=options.workers,
        fresh=options.fresh,
        extra=extra,
    )
    made = run_edition(places, request, meanwhile(places, request) if meanwhile else None)
    counts = f"{len(made.ledger.claims)} claims, {len(made.ledger.charts)} charts"
    noun = "notebook" if len(made.pages) == 1 else "notebooks"
    kept = f", {len(made.pages) - made.ran} kept from before" if made.ran < len(made.pages) else ""
    print(f"{made.ran} of {len(made.pages)} {noun} ran for {made.ledger.edition.label}{kept}: {counts}")


def _start_imports() -> None:
    """Have the libraries of notebooks imported, in a process of their own, from now on."""
    from planbook.kernels.choice import warm_up

    warm_up()


def build(options: argparse.Namespace) -> int:
    """``planbook build``: the site of the edition that was last run."""
    from planbook.data.places import find_places

    places = find_places()
    _site(places, options.since)
    print(f"site: {places.site.relative_to(places.root) / 'index.html'}")
    return 0


def _site(places: Places, since: str, printing: Callable[[], object] = lambda: None) -> None:
    from planbook.edge.press import press
    from planbook.edge.site import build_site
    from planbook.kernels.parents import parents

    def printed() -> None:
        press.stop()
        parents.stop()

    build_site(places, since, printing=printing, printed=printed)


def book(options: argparse.Namespace) -> int:
    """``planbook book``: the notebooks, then the site; nothing where nothing has changed."""
    from planbook.data.places import find_places
    from planbook.edge import unchanged

    places, began = find_places(), time.time_ns()
    touched = unchanged.touched_since(places)
    if options.fresh or touched:
        _start_imports()
    sources = unchanged.sources_of(places, _asked(options))
    standing = unchanged.Standing.UNKNOWN if options.fresh else unchanged.standing_book(places, sources)
    if standing is unchanged.Standing.AS_MADE:
        if touched:
            unchanged.remember_look(places, began)
        print("nothing has changed: the site stands as it was made")
    else:
        _make_book(options, places, standing)
        unchanged.remember_book(places, sources)
    print(f"site: {places.site.relative_to(places.root) / 'index.html'}")
    return 0


def _make_book(options: argparse.Namespace, places: Places, standing: Standing) -> None:
    """Run the notebooks and print the site; what nobody waits for is done while it is printed."""
    from planbook.edge.unchanged import Standing, look_at_standing

    if standing is Standing.WORDS_CHANGED:
        from planbook.edge.press import press

        press.warm()
    unfinished: list[Callable[[], object]] = []

    def finish() -> None:
        while unfinished:
            unfinished.pop()()

    def printing() -> None:
        finish()
        look_at_standing(places)

    meanwhile = partial(_meanwhile, options.since, unfinished.append)
    _edition(options, some_run=standing is Standing.CHANGED, meanwhile=meanwhile)
    try:
        _site(places, options.since, printing)
    finally:
        finish()  # where nothing had to be printed


def _meanwhile(
    since: str, later: Callable[[Callable[[], object]], object], places: Places, request: Request
) -> Meanwhile:
    """What a book gets done while its notebooks run: the press imports."""
    from planbook.edge.edition import Meanwhile
    from planbook.edge.press import Foreseen, press

    foreseen = list[Foreseen | None]()

    def idle() -> None:
        from planbook.edge.site import foreseen_build

        foreseen.append(foreseen_build(places, since))

    def running() -> None:
        press.warm_for(places, request, *foreseen)

    return Meanwhile(idle, running, later=later)


def _asked(options: argparse.Namespace) -> str:
    """What a book is asked to be, however many notebooks run at once, and whether kept results are used."""
    return repr(
        sorted((name, value) for name, value in vars(options).items() if name not in {"command", "workers", "fresh"})
    )
