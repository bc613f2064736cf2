"""The command ``planbook audit``. Heavy imports wait until it runs."""

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line is read before anything heavy is imported
    from planbook.audit.run import AuditResult

STOPPED = 130
"""The exit code of an interrupted program, as shells expect it."""


class NoPlace(ValueError):
    """The folder of the certificate cannot be written to."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"the certificate cannot be written to {folder}: {error.strerror}. Name another folder: --to FOLDER"
        )


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    folder = options.to or Path("_build") / "audit"
    _clear(folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    try:
        return _audit_path(options, folder)
    except KeyboardInterrupt:
        print("planbook: the audit was stopped; nothing of it is kept", file=sys.stderr)
        return STOPPED


def _clear(folder: Path) -> None:
    """Remove an earlier certificate, which must not stand for this audit, before anything is rebuilt.

    Raises:
        NoPlace: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("audit.json", "index.html"):
            (folder / name).write_text("", encoding="utf-8")
            (folder / name).unlink()
    except OSError as error:
        raise NoPlace(folder, error) from error


def _audit_path(options: argparse.Namespace, folder: Path) -> int:
    from planbook.audit import evidence_files
    from planbook.audit.library_audit import library_audit, revisions_of
    from planbook.audit.run import AuditResult, run_audit
    from planbook.editions.library_files import EDITIONS

    may_be_library = options.site.is_dir() or not options.evidence
    files = evidence_files.files_of(options.site) if may_be_library else {}
    if EDITIONS not in files:
        subject = evidence_files.subject_at(options.site, options.evidence)
        return _report(run_audit(subject, fresh=options.new_environment), folder)
    revisions = revisions_of(files)
    codes = {
        address: _report(run_audit(one.subject, fresh=options.new_environment), folder / address)
        for address, one in revisions.items()
    }
    failed = tuple(address for address, code in codes.items() if code)
    site = revisions[max(revisions)].subject.site_in_bundle
    return _report(AuditResult(library_audit(files, revisions, failed), site), folder)


def _report(result: "AuditResult", folder: Path) -> int:
    from planbook.audit.certificate import write_certificate
    from planbook.audit.report import audit_table

    write_certificate(folder, result.audit, result.rebuilt)
    print(audit_table(result.audit))
    if result.rebuild_seconds:
        print(f"rebuilt in {result.rebuild_seconds:.0f} seconds, compared in {result.comparison_seconds:.0f}")
    print(f"certificate: {folder / 'index.html'}\n")
    return 0 if result.audit.passed else 1
