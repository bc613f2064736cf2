"""The command ``audit``. Heavy imports wait until it runs."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.edge.auditing import Done

__all__ = ["NoPlace", "add"]

STOPPED = 130
"""How a program ends that was interrupted, as shells tell it."""

Commands = argparse._SubParsersAction  # noqa: SLF001 - the class has no public name


class NoPlace(ValueError):
    """The folder of the certificate cannot be written to."""

    def __init__(self, folder: Path, fault: OSError) -> None:
        super().__init__(
            f"the certificate cannot be written to {folder}: {fault.strerror}. Name another folder: --to FOLDER"
        )


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of ``planbook``."""
    audit = commands.add_parser("audit", help="rebuild a published edition from its evidence and compare everything")
    audit.add_argument("site", type=Path, help="a bundle, a published edition, a site or a library, folder or zip")
    audit.add_argument("--evidence", type=Path, help="the bundle, where a site does not hold it")
    audit.add_argument(
        "--new-environment",
        action="store_true",
        help="install the packages of the edition's lock into an environment of its own (needs a network)",
    )
    audit.add_argument("--to", type=Path, help="folder for audit.json and the certificate (default _build/audit)")
    audit.set_defaults(command=_audit)


def _audit(options: argparse.Namespace) -> int:
    """Print the table, write the certificate; 1 on any difference or fault of the evidence."""
    from planbook.edge.audited import files_of, is_library

    folder = options.to or Path("_build") / "audit"
    _clear(folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    try:
        held = files_of(options.site) if options.site.is_dir() or not options.evidence else {}
        return _library(held, options, folder) if is_library(held) else _one(options, folder)
    except KeyboardInterrupt:
        print("planbook: the audit was stopped; nothing of it is kept", file=sys.stderr)
        return STOPPED


def _clear(folder: Path) -> None:
    """Make the folder ready before anything is rebuilt; a certificate of an earlier audit must not stand for this one.

    Raises:
        NoPlace: it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("audit.json", "index.html"):
            (folder / name).write_text("", encoding="utf-8")
            (folder / name).unlink()
    except OSError as fault:
        raise NoPlace(folder, fault) from fault


def _one(options: argparse.Namespace, folder: Path) -> int:
    from planbook.edge.auditing import Order, audit

    return _told(audit(Order(options.site, options.evidence, options.new_environment)), folder)


def _library(held: Mapping[str, bytes], options: argparse.Namespace, folder: Path) -> int:
    """Audit every revision, then what leads to them."""
    from planbook.edge.auditing import Done, audit_of
    from planbook.site.library_audit import library_audit, revisions_of

    revisions = revisions_of(held)
    failed = tuple(
        one.address
        for one in revisions
        if _told(audit_of(one.audited, fresh=options.new_environment), folder / one.address)
    )
    site = revisions[-1].audited.kept
    return _told(Done(library_audit(held, revisions, failed), site, 0.0, 0.0), folder)


def _told(done: Done, folder: Path) -> int:
    from planbook.audit.report import audit_table
    from planbook.site.certificate import write_certificate

    write_certificate(folder, done.audit, done.rebuilt)
    print(audit_table(done.audit))
    if done.rebuilding:
        print(f"rebuilt in {done.rebuilding:.0f} seconds, compared in {done.comparing:.0f}")
    print(f"certificate: {folder / 'index.html'}\n")
    return 0 if done.audit.passed else 1
