"""Audit a published edition: rebuild it from its evidence, and compare claim by claim, cell by cell, word by word."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.audit.causes import Known, explained, likely_cause
from planbook.audit.compare import Comparison, compare_trees
from planbook.audit.evidence import LIBRARY, LOCK, PUBLISHED_SITE, library_notes, version_faults
from planbook.audit.report import Audit
from planbook.claims.statistics_table import EXACT, STATISTICS
from planbook.edge.audited import LEDGER, Audited, audited_at
from planbook.edge.rebuilding import Environment, RebuildFailed, Rebuilt, rebuild, the_environment, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planbook.audit.evidence import Fault

__all__ = ["Audit", "Done", "Order", "audit", "audit_of", "compared"]

NOTHING = Comparison((), ())
PACKAGE = Path(__file__).resolve().parents[1]
"""The library that runs the audit."""
KEPT = "evidence: site/"
"""How files of the site in the evidence are named, where the site that is audited is a published one."""


@dataclass(frozen=True)
class Order:
    """What is audited: a bundle, a published edition, or a site with its evidence; ``fresh`` makes an environment."""

    subject: Path
    evidence: Path | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Done:
    """An audit, the site as rebuilt (empty where it could not be), and the seconds that rebuild and comparison took."""

    audit: Audit
    rebuilt: Mapping[str, bytes]
    rebuilding: float
    comparing: float


def audit(order: Order) -> Done:
    """Rebuild an edition from its evidence and compare it with what was published.

    Raises:
        NoEvidence: there is nothing to rebuild from.
        RebuildFailed: the new environment that was asked for cannot be made.
    """
    return audit_of(audited_at(order.subject, order.evidence), fresh=order.fresh)


def audit_of(audited: Audited, *, fresh: bool = False) -> Done:
    """Rebuild what has been read from its evidence and compare.

    Raises:
        NoEvidence: it cannot be told which edition it is.
        RebuildFailed: the new environment that was asked for cannot be made.
    """
    edition, started = audited.edition, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="planbook-audit-", ignore_cleanup_errors=True) as made:
        folder = Path(made).resolve()
        unpack(audited.bundle, folder / "edition")
        environment = the_environment(folder, fresh=fresh)
        try:
            rebuilt = rebuild(folder / "edition", environment.python, edition, stamped=audited.stamped)
        except RebuildFailed as failure:
            return Done(_failed(audited, environment, str(failure)), {}, time.monotonic() - started, 0.0)
    ended = time.monotonic()
    found = compared(audited, rebuilt, environment)
    return Done(found, rebuilt.site, ended - started, time.monotonic() - ended)


def compared(audited: Audited, rebuilt: Rebuilt, environment: Environment) -> Audit:
    """Set a site beside a rebuild of it, and say of each difference what it is likely due to."""
    versions = _notes(audited, environment)
    kept = _kept_that_differs(audited, rebuilt)
    again = {name: rebuilt.site[name.removeprefix(KEPT)] for name in kept if name.removeprefix(KEPT) in rebuilt.site}
    comparison = compare_trees({**audited.site, **kept}, {**rebuilt.published, **again}, allows)
    known = Known(audited.faults, versions, _altered(audited), audited.ledger, json.loads(rebuilt.site[LEDGER]))
    comparison = explained(comparison, known)
    return replace(_opening(audited, environment), versions=versions, comparison=comparison,
                   cause=likely_cause(comparison, audited.faults))  # fmt: skip


def _notes(audited: Audited, environment: Environment) -> tuple[Fault, ...]:
    """Where library and packages of the rebuild are others than those of the auditor and of the lock."""
    own = {f"{LIBRARY}{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in _sources(PACKAGE)}
    versions = version_faults(audited.bundle[LOCK], environment.versions)
    return (*library_notes(audited.bundle, own), *versions)


def _sources(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def allows(claim: str, published: float, rebuilt: float) -> bool:
    """Whether a rerun value is within the tolerance that the claim's formula states; a value without one is exact."""
    formula = STATISTICS.get(claim.rpartition(".")[2])
    return (formula.tolerance if formula else EXACT).allows(published, rebuilt)


def _kept_that_differs(audited: Audited, rebuilt: Rebuilt) -> dict[str, bytes]:
    """Of a published edition, what the site in its evidence says otherwise than the rebuild."""
    if not audited.stamped:
        return {}
    return {f"{KEPT}{name}": held for name, held in audited.kept.items() if rebuilt.site.get(name) != held}


def _altered(audited: Audited) -> frozenset[str]:
    """Files that were altered after the edition was made: the bundle's own copy, or a list of hashes, says so."""
    listed = {fault.name for fault in audited.faults if fault.cause == PUBLISHED_SITE}
    named = {name.removeprefix("site/") for name in listed}
    if audited.stamped:
        return frozenset(named)
    kept = audited.kept
    return frozenset(named | {name for name in audited.site.keys() | kept if audited.site.get(name) != kept.get(name)})


def _opening(audited: Audited, environment: Environment) -> Audit:
    return Audit(
        edition=_named(audited.edition),
        ledger=hashlib.sha256(audited.site[LEDGER]).hexdigest(),
        environment=environment.words,
        evidence=audited.faults,
        versions=(),
        comparison=NOTHING,
        cause="",
        compared=audited.compared,
    )


def _failed(audited: Audited, environment: Environment, said: str) -> Audit:
    versions = _notes(audited, environment)
    cause = likely_cause(NOTHING, audited.faults)
    return replace(_opening(audited, environment), versions=versions, cause=cause, failure=said)


def _named(edition: Mapping[str, Any]) -> str:
    known = f", data as known at {edition['as_at']}" if edition["as_at"] else ""
    return f"{edition['force_name']}, {edition['long_label']}{known}"
