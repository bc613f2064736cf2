"""The ``planbook`` command. Heavy imports wait until a command needs them."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING

from planbook import __version__
from planbook.cli import audit as audit_command
from planbook.cli import book as book_commands
from planbook.cli import editions
from planbook.cli import forces as all_command

if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["main"]

DEFAULT_PERIOD = "FY2014-15"
GARBAGE = 50_000, 20, 50
"""How many more objects than before there are when Python looks for rings of them: at its own 700 a command that reads
many records looks again and again, and finds none."""
INTERRUPTED = 130
"""The exit code of a program that was stopped by Ctrl+C: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; faults of the user's are told in a few lines, without a traceback."""
    options = _parser().parse_args(arguments)
    gc.set_threshold(*GARBAGE)
    atexit.register(gc.freeze)  # what the process holds at its end is not looked through once more
    try:
        return int(options.command(options))
    except BrokenPipeError:
        # The reader of the output, such as `head`, has gone; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("\nplanbook: stopped; a site that was there stands", file=sys.stderr)
        return INTERRUPTED
    except (ValueError, LookupError, RuntimeError, FileNotFoundError) as fault:
        text = fault.args[0] if isinstance(fault, KeyError) and fault.args else fault
        print(f"planbook: {text}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="planbook", description="Was each promise in the plan kept, and how do we know?"
    )
    parser.add_argument("--version", action="version", version=f"planbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run the ten notebooks for a period")
    _edition_options(run)
    run.set_defaults(command=book_commands.run)
    book = commands.add_parser("book", help="run the notebooks, then build the site")
    _edition_options(book)
    book.set_defaults(command=book_commands.book)
    editions.since_option(book)
    build = commands.add_parser("build", help="build the site of the edition that was last run")
    editions.since_option(build)
    build.set_defaults(command=book_commands.build)
    serve = commands.add_parser("serve", help="show the site, and make again what a saved file touches")
    serve.add_argument("--port", type=int, default=8000, help="port on this machine (default 8000; 0: any free one)")
    serve.add_argument("--open", action="store_true", help="open the front page in a browser")
    serve.add_argument("--period", default=DEFAULT_PERIOD, help=f"reporting period (default {DEFAULT_PERIOD})")
    serve.add_argument("--force", default="west_midlands", help="id of the force (default west_midlands)")
    serve.set_defaults(command=_serve)
    cache = commands.add_parser("cache", help="tell how much is kept between builds, or clear it")
    cache.add_argument("--clear", action="store_true", help="delete what is kept")
    cache.set_defaults(command=_cache)
    check = commands.add_parser("check", help="check every table of data/ and the words of every text")
    check.set_defaults(command=_check)
    paper = commands.add_parser("paper", help="make the board paper of the edition that was last run, PDF and DOCX")
    paper.set_defaults(command=_paper)
    paragraphs = commands.add_parser("paragraphs", help="number new paragraphs of the commentary")
    paragraphs.add_argument("--period", default=DEFAULT_PERIOD, help=f"reporting period (default {DEFAULT_PERIOD})")
    paragraphs.set_defaults(command=_paragraphs)
    periods = commands.add_parser("periods", help="list the quarters for which recorded crime is held")
    periods.set_defaults(command=_periods)
    trace = commands.add_parser("trace", help="show what a figure was made from, and where it is used")
    trace.add_argument("claim", help="id of a claim, such as robbery.change_pct")
    trace.set_defaults(command=_trace)
    sign = commands.add_parser("sign", help="sign a milestone off as it stands")
    sign.add_argument("milestone", help="id of a milestone or part, such as M5.1")
    sign.add_argument("--as", dest="capacity", required=True, metavar="CAPACITY", help="author, checker or approver")
    sign.add_argument("--role", required=True, help="the role that signs, never a person's name")
    sign.add_argument("--date", required=True, type=_day, help="the day of signing, such as 2015-06-30")
    sign.set_defaults(command=_sign)
    signoff = commands.add_parser("signoff", help="show which milestones are signed off, and what changed since")
    signoff.set_defaults(command=_signoff)
    editions.add(commands)
    audit_command.add(commands)
    all_command.add(commands)
    return parser


def _day(text: str) -> str:
    from datetime import date

    return date.fromisoformat(text).isoformat()


def _edition_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", default=DEFAULT_PERIOD, help=f"reporting period (default {DEFAULT_PERIOD})")
    parser.add_argument("--force", default="west_midlands", help="id of the force (default west_midlands)")
    parser.add_argument("--as-at", default="", help="date at which the data were known (default: latest revision)")
    parser.add_argument("--outcome", action="append", default=[], help="run this outcome alone, such as O5; repeatable")
    parser.add_argument(
        "--workers", type=int, default=0, help="notebooks at once (default: as many as cores and memory allow)"
    )
    parser.add_argument("--fresh", action="store_true", help="run every notebook, also where its result is kept")
    parser.add_argument("-p", "--parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))


def _serve(options: argparse.Namespace) -> int:
    from planbook.data.periods import Period
    from planbook.data.places import find_places
    from planbook.preview.watch import serve
    from planbook.run.edition import Request

    request = Request(period=Period.parse(options.period), force=options.force)
    serve(find_places(), options.port, request, show=options.open)
    return 0


def _cache(options: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.run.result_cache import clear, size_of

    cache = find_places().cache
    size = clear(cache) if options.clear else size_of(cache)
    print(f"{'freed' if options.clear else 'kept'}: {size / 1e6:.1f} MB of results in _build/cache")
    return 0


def _check(_: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.data.table_files import checked_data
    from planbook.paper.paragraph_register import check_numbers
    from planbook.prose.gate import checked_prose

    places = find_places()
    tables = checked_data(places.data)
    check_numbers(places.data)
    print(f"{tables} tables and {checked_prose(places)} texts checked, no problem found")
    return 0


def _paper(_: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.paper.gather import make_paper

    places = find_places()
    for path in make_paper(places):
        print(f"board paper: {path.relative_to(places.root)}")
    return 0


def _paragraphs(options: argparse.Namespace) -> int:
    from planbook.data.periods import Period
    from planbook.data.places import find_places
    from planbook.data.registers import PLAN_FORCE
    from planbook.paper.paragraph_register import commentary_folder, write_register

    folder = commentary_folder(find_places().data, PLAN_FORCE, Period.parse(options.period).slug)
    changed = write_register(folder)
    for entry in changed:
        print(f"{entry.number}\t{'retired' if entry.retired else entry.opening}")
    print(f"{len(changed)} of the paragraphs changed in the register" if changed else "every paragraph keeps its entry")
    return 0


def _periods(_: argparse.Namespace) -> int:
    from planbook.data.available import available_periods
    from planbook.data.places import find_places

    print("\n".join(available_periods(find_places())))
    return 0


def _trace(options: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.site.tracing import traced

    print("\n".join(traced(find_places(), options.claim)))
    return 0


def _sign(options: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.editions.signoff_files import sign

    signature = sign(find_places(), options.milestone, options.capacity, options.role, options.date)
    print(f"{signature.milestone}: signed off as {signature.capacity} by {signature.role}, {signature.signed_on}")
    return 0


def _signoff(_: argparse.Namespace) -> int:
    from planbook.data.places import find_places
    from planbook.editions.signoff_files import edition_states

    states = edition_states(find_places())
    print("\n".join(f"{state.milestone:6} {state.words}" for state in states))
    print(f"{sum(state.complete for state in states)} of {len(states)} signed off as they stand")
    return 0
