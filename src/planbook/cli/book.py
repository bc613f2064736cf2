"""The commands that make the book: ``planbook run``, ``planbook build``, ``planbook book``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from planbook.data.places import Places

__all__ = ["book", "build", "run"]


def run(options: argparse.Namespace) -> int:
    """``planbook run``: the notebooks, and their ledger."""
    from planbook.data.places import find_places

    _edition(find_places(), options)
    return 0


def _edition(places: Places, options: argparse.Namespace) -> None:
    from planbook.run.forking import warm_up

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
    from planbook.build.site import build_site
    from planbook.data.places import find_places

    places = find_places()
    build_site(places, options.since)
    _tell_site(places)
    return 0


def book(options: argparse.Namespace) -> int:
    """``planbook book``: the notebooks, then the site; nothing where nothing has changed."""
    from planbook.build.record import is_built_as_asked
    from planbook.data.places import find_places

    places, request = find_places(), _request(options)
    if not options.fresh and is_built_as_asked(places, options.since, request):
        print("nothing has changed: the site stands as it was made")
    else:
        _make_book(places, options, request)
    _tell_site(places)
    return 0


def _make_book(places: Places, options: argparse.Namespace, request: str) -> None:
    from planbook.build.record import note_request
    from planbook.build.site import build_site
    from planbook.build.worker import BuildWorker

    with BuildWorker() as worker:  # it imports while the notebooks run
        _edition(places, options)
        build_site(places, options.since, worker)
    note_request(places, request)


def _request(options: argparse.Namespace) -> str:
    """What a book is asked to be, however many notebooks run at once, and whether kept results are used."""
    asked = {name: value for name, value in vars(options).items() if name not in {"command", "workers", "fresh"}}
    return repr(sorted(asked.items()))


def _tell_site(places: Places) -> None:
    print(f"site: {places.site.relative_to(places.root) / 'index.html'}")
