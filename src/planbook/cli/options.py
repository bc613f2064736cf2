"""Options that several commands share."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

Command = Callable[[Namespace], int | None]
"""What a command does with its options. It gives its exit code, or nothing where all went well."""
AddCommand = Callable[[str, Command, str], ArgumentParser]
"""Adds a command by its name, its function and one line of help."""

DEFAULT_PERIOD, DEFAULT_FORCE = "FY2014-15", "west_midlands"


def period_option(parser: ArgumentParser) -> None:
    """Add the option that names the reporting period."""
    parser.add_argument("--period", default=DEFAULT_PERIOD, help=f"reporting period (default {DEFAULT_PERIOD})")


def force_option(parser: ArgumentParser, of: str = "") -> None:
    """Add the option that names the force; ``of`` says whose force it is."""
    parser.add_argument("--force", default=DEFAULT_FORCE, help=f"id of the force{of} (default {DEFAULT_FORCE})")


def notebook_options(parser: ArgumentParser, here: str = "") -> None:
    """Add the options on how notebooks run; ``here`` says where."""
    words = f"notebooks at once{here} (default: as many as cores and memory allow)"
    parser.add_argument("--workers", type=int, default=0, help=words)
    parser.add_argument("--fresh", action="store_true", help="run every notebook, also where its result is kept")
