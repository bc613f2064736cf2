"""The command on published editions of anyone: audit."""

import signal
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.cli.options import AddCommand

if TYPE_CHECKING:
    from planbook.audit.run import AuditResult

TERMINATED = 130


def add_commands(add: AddCommand) -> None:
    """Add the command to ``planbook``."""
    parser = add("audit", _audit, "rebuild a published edition from its evidence and compare everything")
    parser.set_defaults(stopped="the audit was stopped; nothing of it is kept")
    parser.add_argument("site", type=Path, help="a bundle, a published edition, a site or a library, folder or zip")
    parser.add_argument("--evidence", type=Path, help="the bundle, where a site does not hold it")
    environment = "install the packages of the edition's lock into an environment of its own (needs a network)"
    parser.add_argument("--new-environment", action="store_true", help=environment)
    folder = "folder for audit.json and the certificate (default _build/audit)"
    parser.add_argument("--to", type=Path, default=Path("_build") / "audit", help=folder)


def _audit(options: Namespace) -> int:
    """Print the tables, write the certificates; 1 on any difference or fault of the evidence."""
    from planbook.audit.report import remove_certificate
    from planbook.audit.run import audits_at

    remove_certificate(options.to)
    # A rebuild that is told to end removes its folders, like one that Ctrl+C stops.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    audits = audits_at(options.site, options.evidence, fresh=options.new_environment)
    return max(_report(result, options.to / address) for address, result in audits)


def _report(result: "AuditResult", folder: Path) -> int:
    from planbook.audit.report import audit_table, write_certificate

    write_certificate(folder, result.audit, result.rebuilt)
    print(audit_table(result.audit))
    if result.rebuild_seconds:
        print(f"rebuilt in {result.rebuild_seconds:.0f} seconds, compared in {result.comparison_seconds:.0f}")
    print(f"certificate: {folder / 'index.html'}\n")
    return 0 if result.audit.passed else 1
