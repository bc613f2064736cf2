"""What an audit found, as one record: a table for the terminal, JSON, and the values of the certificate."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planbook.audit.outcomes import DIFFERS, WITHIN
from planbook.audit.showing import shown_pair
from planbook.audit.thing import KINDS

if TYPE_CHECKING:
    from planbook.audit.compare import Comparison, Tally
    from planbook.audit.evidence import Fault
    from planbook.audit.outcomes import Difference

__all__ = ["AUDIT_FORMAT", "Audit", "audit_table"]

AUDIT_FORMAT = "planbook-audit/1"
SHOWN = 20
"""Differences that the terminal shows; the record holds all."""
WIDTH = 60
NAMES = max(map(len, KINDS.values())) + 1


@dataclass(frozen=True)
class Audit:
    """An audit of one site.

    ``compared`` says in a sentence what was set beside what, ``environment`` what the rebuild ran in. ``evidence`` are
    faults of the evidence; ``versions`` packages that are not those of the lock, and files of the library that are not
    the auditor's. ``cause`` is what differences are likely due to, ``failure`` what a rebuild said that came to no end.
    ``ledger`` is the hash of the file that ``hashed`` names.
    """

    edition: str
    ledger: str
    environment: str
    evidence: tuple[Fault, ...]
    versions: tuple[Fault, ...]
    comparison: Comparison
    cause: str
    compared: str = ""
    failure: str = ""
    hashed: str = "the ledger"

    @property
    def passed(self) -> bool:
        """Whether every figure came back and nothing was altered."""
        return self.comparison.sound and not self.evidence and not self.failure

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if self.passed:
            same = "or the same within its stated tolerance" if self.comparison.differences else "to the last byte"
            return f"Everything that was published came back the same {same}."
        wrong = counted(len(self.evidence), "fault of the evidence was", "faults of the evidence were")
        if self.failure:
            return f"The edition could not be rebuilt from its evidence; {wrong} found."
        differ = counted(len(self.differing), "published thing differs", "published things differ")
        return f"{differ} from the rerun; {wrong} found."

    @property
    def differing(self) -> tuple[Difference, ...]:
        """What differs by more than was stated."""
        return tuple(one for one in self.comparison.differences if one.result == DIFFERS)

    @property
    def within(self) -> tuple[Difference, ...]:
        """What is the same within its stated tolerance."""
        return tuple(one for one in self.comparison.differences if one.result == WITHIN)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Counts by kind, in the order of an audit."""
        order = list(KINDS)
        return tuple(sorted(self.comparison.tallies, key=lambda tally: order.index(tally.kind)))

    def as_record(self) -> dict[str, Any]:
        """The audit as plain data."""
        return {
            "format": AUDIT_FORMAT,
            "edition": self.edition,
            "ledger_sha256": self.ledger,
            "compared_with": self.compared,
            "environment": self.environment,
            "passed": self.passed,
            "verdict": self.verdict,
            "cause": "" if self.passed else self.cause,
            "failure": self.failure,
            "compared": [asdict(tally) for tally in self.tallies],
            "differences": [asdict(difference) for difference in self.comparison.differences],
            "evidence": [asdict(fault) for fault in self.evidence],
            "versions": [asdict(fault) for fault in self.versions],
        }


def audit_table(audit: Audit) -> str:
    """The audit for the terminal."""
    head = f"{'':<{NAMES}}{'same':>8}{'within tolerance':>18}{'differ':>8}"
    rows = [
        f"{KINDS[tally.kind]:<{NAMES}}{tally.same:>8,}{tally.within:>18,}{tally.differ:>8,}" for tally in audit.tallies
    ]
    found = [*audit.differing, *audit.within]
    shown = [_told(difference) for difference in found[:SHOWN]]
    more = [f"and {len(found) - SHOWN} more; audit.json lists all"] if len(found) > SHOWN else []
    cause = [] if audit.passed or not audit.cause else [f"likely cause: {audit.cause}"]
    failed = [audit.failure] if audit.failure else []
    faults = [f"evidence: {fault}" for fault in audit.evidence] + [f"note: {fault}" for fault in audit.versions]
    opening = [
        audit.edition,
        *filter(None, (audit.compared, audit.environment)),
        f"SHA-256 of {audit.hashed}: {audit.ledger}",
    ]
    table = [head, *rows] if rows else []
    return "\n".join([*opening, *table, *shown, *more, *faults, *failed, audit.verdict, *cause])


def counted(number: int, one: str, more: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else more}"


def _told(difference: Difference) -> str:
    word = "within tolerance" if difference.result == WITHIN else DIFFERS
    published, rebuilt = shown_pair(difference.published, difference.rebuilt, WIDTH)
    cause = f" ({difference.cause})" if difference.cause else ""
    return f"{word}: {difference.file}, {difference.name}: published {published}, rebuilt {rebuilt}{cause}"
