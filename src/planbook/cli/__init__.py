"""The command ``planbook``: one module a subject, each with the options of its commands and what they print.

Heavy imports stand in the functions that need them, so that ``planbook --help`` answers at once.
"""

import atexit
import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from planbook import __version__

Command = Callable[[Namespace], int | None]
"""What a command does with its options. It gives its exit code, or nothing where all went well."""
AddCommand = Callable[[str, Command, str], ArgumentParser]
"""Adds a command by its name, its function and one line of help."""

GARBAGE = 50_000, 20, 50
"""Thresholds of the garbage collector: at Python's own 700 a command that reads many records looks again and again."""
INTERRUPTED = 130
"""The exit code of a program that Ctrl+C stopped: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; tell a fault of the user's in a few lines, without a traceback."""
    options = _parser().parse_args(arguments)
    gc.set_threshold(*GARBAGE)
    atexit.register(gc.freeze)  # what the process holds at its end is not looked through once more
    try:
        return options.command(options) or 0
    except BrokenPipeError:
        # The reader of the output, such as `head`, has gone; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print(f"\nplanbook: {options.stopped}", file=sys.stderr)
        return INTERRUPTED
    except (ValueError, LookupError, RuntimeError, FileNotFoundError) as fault:
        text = fault.args[0] if isinstance(fault, KeyError) and fault.args else fault
        print(f"planbook: {text}", file=sys.stderr)
        return 1


def _parser() -> ArgumentParser:
    from planbook.cli import book, editions, imports  # here: they take their shared options from this module

    parser = ArgumentParser(prog="planbook", description="Was each promise in the plan kept, and how do we know?")
    parser.add_argument("--version", action="version", version=f"planbook {__version__}")
    parser.set_defaults(stopped="stopped; a site that was there stands")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, summary: str) -> ArgumentParser:
        added = commands.add_parser(name, help=summary)
        added.set_defaults(command=command)
        return added

    for subject in (book, editions, imports):
        subject.add_commands(add)
    return parser


BY_DEFAULT = "(default: as in data/plans/default.toml)"


def edition_options(parser: ArgumentParser) -> None:
    """Add the options that name plan, reporting period and force."""
    parser.add_argument("--plan", default="", help=f"id of the plan, a folder of data/plans {BY_DEFAULT}")
    parser.add_argument("--period", default="", help=f"reporting period {BY_DEFAULT}")
    force_option(parser)


def force_option(parser: ArgumentParser, of: str = "") -> None:
    """Add the option that names the force; ``of`` says whose force it is."""
    parser.add_argument("--force", default="", help=f"id of the force{of} {BY_DEFAULT}")


def with_defaults(options: Namespace) -> Namespace:
    """The options, what is not given filled in from the project's own defaults."""
    from msgspec.structs import asdict

    from planbook.data.places import find_places
    from planbook.data.registers import defaults

    given = vars(options)
    own = {name: value for name, value in asdict(defaults(find_places())).items() if given.get(name) == ""}
    return Namespace(**{**given, **own})


def notebook_options(parser: ArgumentParser, here: str = "") -> None:
    """Add the options on how notebooks run; ``here`` says where."""
    words = f"notebooks at once{here} (default: as many as cores and memory allow)"
    parser.add_argument("--workers", type=int, default=0, help=words)
    parser.add_argument("--fresh", action="store_true", help="run every notebook, also where its result is kept")
