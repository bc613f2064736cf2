"""The command ``audit``. Heavy imports wait until it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

__all__ = ["add"]

Commands = argparse._SubParsersAction  # noqa: SLF001 - the class has no public name


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of ``planbook``."""
    audit = commands.add_parser("audit", help="rebuild a published edition from its evidence and compare everything")
    audit.add_argument("site", type=Path, help="a bundle (zip or unpacked), a published edition, or a site's folder")
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
    from planbook.audit.report import audit_table
    from planbook.edge.auditing import Order, audit
    from planbook.site.certificate import write_certificate

    done = audit(Order(options.site, options.evidence, options.new_environment))
    folder = options.to or Path("_build") / "audit"
    write_certificate(folder, done.audit, done.rebuilt)
    print(audit_table(done.audit))
    print(f"rebuilt in {done.rebuilding:.0f} seconds, compared in {done.comparing:.0f}")
    print(f"certificate: {folder / 'index.html'}")
    return 0 if done.audit.passed else 1
