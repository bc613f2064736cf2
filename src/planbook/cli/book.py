"""The commands that make and show the book: run, book, build, serve, cache."""

from argparse import ArgumentParser, Namespace

from planbook.cli import AddCommand, force_option, notebook_options, period_option
from planbook.data.places import find_places

NOT_OF_THE_BOOK = frozenset({"command", "stopped", "workers", "fresh"})
"""Options that change nothing in the book: how many notebooks run at once, whether kept results are used."""


def add_commands(add: AddCommand) -> None:
    """Add the commands to ``planbook``."""
    _edition_options(add("run", _run, "run the ten notebooks for a period"))
    book = add("book", _book, "run the notebooks, then build the site")
    _edition_options(book)
    _since_option(book)
    _since_option(add("build", _build, "build the site of the edition that was last run"))
    serve = add("serve", _serve, "show the site, and make again what a saved file touches")
    serve.add_argument("--port", type=int, default=8000, help="port on this machine (default 8000; 0: any free one)")
    serve.add_argument("--open", action="store_true", help="open the front page in a browser")
    period_option(serve)
    force_option(serve)
    cache = add("cache", _cache, "tell how much is kept between builds, or clear it")
    cache.add_argument("--clear", action="store_true", help="delete what is kept")


def _edition_options(parser: ArgumentParser) -> None:
    period_option(parser)
    force_option(parser)
    parser.add_argument("--as-at", default="", help="date at which the data were known (default: latest revision)")
    parser.add_argument("--outcome", action="append", default=[], help="run this outcome alone, such as O5; repeatable")
    notebook_options(parser)
    parser.add_argument("-p", "--parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))


def _since_option(parser: ArgumentParser) -> None:
    words = "the edition to say what changed since: a path or a published edition (default: the one before; or none)"
    parser.add_argument("--since", default="", metavar="EDITION", help=words)


def _run(options: Namespace) -> None:
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
    result = run_edition(places, request)
    ledger, pages = result.ledger, len(result.pages)
    noun = "notebook" if pages == 1 else "notebooks"
    kept = f", {pages - result.ran} kept from before" if result.ran < pages else ""
    counts = f"{len(ledger.claims)} claims, {len(ledger.charts)} charts"
    print(f"{result.ran} of {pages} {noun} ran for {ledger.edition.label}{kept}: {counts}")


def _build(options: Namespace) -> None:
    from planbook.build.site import build_site

    build_site(find_places(), options.since)
    _print_site()


def _book(options: Namespace) -> None:
    from planbook.build.worker import BuildWorker

    places = find_places()
    request = repr(sorted((name, value) for name, value in vars(options).items() if name not in NOT_OF_THE_BOOK))
    # It imports from now on: in vain where nothing has changed, but a changed paragraph is built so much sooner.
    with BuildWorker() as worker:
        from planbook.build.site import build_site, is_built_as_asked

        if not options.fresh and is_built_as_asked(places, options.since, request):
            print("nothing has changed: the site stands as it was made")
        else:
            _run(options)
            build_site(places, options.since, worker, request)
    _print_site()


def _print_site() -> None:
    places = find_places()
    print(f"site: {places.site.relative_to(places.root) / 'index.html'}")


def _serve(options: Namespace) -> None:
    from planbook.data.periods import Period
    from planbook.preview.watch import serve
    from planbook.run.edition import Request

    request = Request(period=Period.parse(options.period), force=options.force)
    serve(find_places(), options.port, request, show=options.open)


def _cache(options: Namespace) -> None:
    import shutil

    from planbook.run.result_cache import size_of

    cache = find_places().cache
    size = size_of(cache)
    if options.clear:
        shutil.rmtree(cache, ignore_errors=True)
    print(f"{'freed' if options.clear else 'kept'}: {size / 1e6:.1f} MB of results in _build/cache")
