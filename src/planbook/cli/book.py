"""The commands that make, check and show the book and its paper, and those that tell what a project holds."""

from argparse import ArgumentParser, Namespace

from planbook.cli import AddCommand, edition_options, notebook_options, with_defaults
from planbook.data.places import find_places

NOT_OF_THE_BOOK = frozenset({"command", "stopped", "workers", "fresh"})
"""Options that change nothing in the book: how many notebooks run at once, whether kept results are used."""


def add_commands(add: AddCommand) -> None:
    """Add the commands to ``planbook``."""
    _edition_options(add("run", _run, "run the notebooks of a plan for a period"))
    book = add("book", _book, "run the notebooks, then build the site")
    _edition_options(book)
    _since_option(book)
    _since_option(add("build", _build, "build the site of the edition that was last run"))
    serve = add("serve", _serve, "show the site, and make again what a saved file touches")
    serve.add_argument("--port", type=int, default=8000, help="port on this machine (default 8000; 0: any free one)")
    serve.add_argument("--open", action="store_true", help="open the front page in a browser")
    edition_options(serve)
    cache = add("cache", _cache, "tell how much is kept between builds, or clear it")
    cache.add_argument("--clear", action="store_true", help="delete what is kept")
    check = add("check", _check, "check every table of data/ and the words of every text")
    check.add_argument("--mend", action="store_true", help="write tables saved by a spreadsheet in the form kept here")
    add("paper", _paper, "make the board paper of the edition that was last run, PDF and DOCX")
    edition_options(add("paragraphs", _paragraphs, "number new paragraphs of the commentary"))
    add("periods", _periods, "list the quarters for which recorded crime is held")
    trace = add("trace", _trace, "show what a figure was made from, and where it is used")
    trace.add_argument("claim", help="id of a claim, such as robbery.change_pct")


def _edition_options(parser: ArgumentParser) -> None:
    edition_options(parser)
    parser.add_argument("--as-at", default="", help="date at which the data were known (default: latest revision)")
    parser.add_argument("--outcome", action="append", default=[], help="run this outcome alone, such as O5; repeatable")
    notebook_options(parser)
    parser.add_argument("-p", "--parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))


def _since_option(parser: ArgumentParser) -> None:
    words = "the edition to say what changed since: a path or a published edition (default: the one before; or none)"
    parser.add_argument("--since", default="", metavar="EDITION", help=words)


def _run(options: Namespace) -> None:
    from planbook.run.fork_requests import warm_up

    places = find_places()
    if options.fresh or not places.results.is_dir():
        warm_up()  # before the imports below, which take a quarter of a second

    from planbook.data.periods import Period
    from planbook.run.edition import Request, run_edition

    options, extra = with_defaults(options), dict(options.parameter)
    request = Request(
        plan=extra.pop("plan", options.plan),
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
    from planbook.build.sphinx_worker import BuildWorker

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

    options = with_defaults(options)
    request = Request(options.plan, Period.parse(options.period), options.force)
    serve(find_places(), options.port, request, show=options.open)


def _cache(options: Namespace) -> None:
    import shutil

    from planbook.run.result_cache import size_of

    cache = find_places().cache
    size = size_of(cache)
    if options.clear:
        shutil.rmtree(cache, ignore_errors=True)
    print(f"{'freed' if options.clear else 'kept'}: {size / 1e6:.1f} MB of results in _build/cache")


def _check(options: Namespace) -> None:
    from planbook.data.table_files import checked_data, mend_data, mends
    from planbook.paper.paragraph_register import check_numbers
    from planbook.prose.gate import checked_prose
    from planbook.run.register_rules import checked_registers

    places = find_places()
    print("".join(f"{line}\n" for line in mend_data(places.data)) if options.mend else "", end="")
    tables, plans = checked_data(places.data), checked_registers(places)
    for path, form in mends(places.data).items():
        print(f"{path.name}: {'; '.join(form.mended)}. It is read so; `planbook check --mend` writes it so")
    check_numbers(places.data)
    print(
        f"{tables} tables, {plans} plan{'s'[: plans != 1]} and {checked_prose(places)} texts checked, no problem found"
    )


def _paper(_: Namespace) -> None:
    from dataclasses import replace

    from planbook.editions.wording import states
    from planbook.paper.gather import gathered, make_paper

    places = find_places()
    source = gathered(places)
    draft = not all(state.complete for state in states(places, source.ledger, source.plan))
    for path in make_paper(places, replace(source, draft=draft)):
        print(f"board paper: {path.relative_to(places.root)}")


def _paragraphs(options: Namespace) -> None:
    from planbook.data.periods import Period
    from planbook.data.registers import commentary_folder, read_plan
    from planbook.paper.paragraph_register import write_register

    places, options = find_places(), with_defaults(options)
    plan = read_plan(places, options.plan)
    folder = commentary_folder(places, plan, options.force, Period.parse(options.period).slug)
    changed = write_register(folder)
    for entry in changed:
        print(f"{entry.number}\t{'retired' if entry.retired else entry.opening}")
    print(f"{len(changed)} of the paragraphs changed in the register" if changed else "every paragraph keeps its entry")


def _periods(_: Namespace) -> None:
    from planbook.data.available import available_periods

    print("\n".join(available_periods(find_places())))


def _trace(options: Namespace) -> None:
    from planbook.site.lineage import traced

    print("\n".join(traced(find_places(), options.claim)))
