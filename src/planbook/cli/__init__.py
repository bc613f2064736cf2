"""The command ``planbook``: one module a subject, each with the options of its commands and what they print.

Heavy imports stand in the functions that need them, so that ``planbook --help`` answers at once.
"""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence

from planbook import __version__
from planbook.cli import audit, book, editions, forces, project
from planbook.cli.options import Command

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


def _parser() -> argparse.ArgumentParser:
    description = "Was each promise in the plan kept, and how do we know?"
    parser = argparse.ArgumentParser(prog="planbook", description=description)
    parser.add_argument("--version", action="version", version=f"planbook {__version__}")
    parser.set_defaults(stopped="stopped; a site that was there stands")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary)
        added.set_defaults(command=command)
        return added

    for subject in (book, project, editions, audit, forces):
        subject.add_commands(add)
    return parser
