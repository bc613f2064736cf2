"""The commands that make the book: ``planbook run``, ``planbook build``, ``planbook book``."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from planbook.data.places import Places

__all__ = ["book", "build", "run"]


def run(options: argparse.Namespace) -> int:
    """``planbook run``: the notebooks, and their ledger."""
    _edition(options)
    return 0


def _edition(options: argparse.Namespace) -> None:
    from planbook.data.places import find_places
    from planbook.run.forking import warm_up

    places = find_places()
    if options.fresh or not places.results.is_dir():
        warm_up()  # before the imports below, which take a quarter of a second

    from planbook.data.periods import Period
    from planbook.run.edition import Request, run_edition

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
    made = run_edition(places, request)
    counts = f"{len(made.ledger.claims)} claims, {len(made.ledger.charts)} charts"
    noun = "notebook" if len(made.pages) == 1 else "notebooks"
    kept = f", {len(made.pages) - made.ran} kept from before" if made.ran < len(made.pages) else ""
    print(f"{made.ran} of {len(made.pages)} {noun} ran for {made.ledger.edition.label}{kept}: {counts}")


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

    build_site(places, since, printing=printing, printed=press.stop)


def book(options: argparse.Namespace) -> int:
    """``planbook book``: the notebooks, then the site; nothing where nothing has changed."""
    from planbook.data.places import find_places
    from planbook.edge import unchanged

    places, began = find_places(), time.time_ns()
    touched = unchanged.touched_since(places)
    sources = unchanged.sources_of(places, _asked(options))
    standing = unchanged.Standing.UNKNOWN if options.fresh else unchanged.standing_book(places, sources)
    if standing is unchanged.Standing.AS_MADE:
        if touched:
            unchanged.remember_look(places, began)
        print("nothing has changed: the site stands as it was made")
    else:
        _make_book(options, places)
        unchanged.remember_book(places, sources)
    print(f"site: {places.site.relative_to(places.root) / 'index.html'}")
    return 0


def _make_book(options: argparse.Namespace, places: Places) -> None:
    """Run the notebooks, then print the site; the press imports meanwhile."""
    from planbook.edge.press import press
    from planbook.edge.unchanged import look_at_standing

    press.warm()
    _edition(options)
    _site(places, options.since, partial(look_at_standing, places))


def _asked(options: argparse.Namespace) -> str:
    """What a book is asked to be, however many notebooks run at once, and whether kept results are used."""
    return repr(
        sorted((name, value) for name, value in vars(options).items() if name not in {"command", "workers", "fresh"})
    )
