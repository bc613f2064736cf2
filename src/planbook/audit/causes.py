"""What each difference is likely due to: altered afterwards, data, notebook, code, package, words, environment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planbook.audit.outcomes import DIFFERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.audit.compare import Comparison
    from planbook.audit.evidence import Fault
    from planbook.audit.outcomes import Difference

__all__ = ["ALTERED", "Known", "explained", "likely_cause"]

ALTERED = "published site: altered after the edition was made"
FORGED = "or the figures were altered before the bundle was made"
UNEXPLAINED = f"environment: Python, the processor or the system differ from the publisher's, {FORGED}"
WORDS = frozenset({"commentary", "page"})
FIGURES = frozenset({"claim", "detail", "verdict", "chart"})
ORDER = ("data", "notebook", "code", "package", "commentary", "page", "settings")
"""Causes in the order in which they are suspected."""
SERIES = "data/series/"
SHOWN = 3


@dataclass(frozen=True)
class Known:
    """What is known of both copies: faults of the evidence, other versions, altered files, and the two ledgers."""

    evidence: tuple[Fault, ...]
    versions: tuple[Fault, ...]
    altered: frozenset[str]
    published: Mapping[str, Any]
    rebuilt: Mapping[str, Any]


def explained(comparison: Comparison, known: Known) -> Comparison:
    """The comparison with the likely cause of each difference."""
    desk = _Desk(comparison, known)
    return replace(comparison, differences=tuple(replace(one, cause=desk.cause(one)) for one in comparison.differences))


def likely_cause(comparison: Comparison, evidence: tuple[Fault, ...]) -> str:
    """The causes of most differences, in words; of none, what is wrong with the evidence."""
    counted = Counter(one.cause for one in comparison.differences if one.result == DIFFERS)
    causes = [cause for cause, _ in counted.most_common(SHOWN)] or [str(fault) for fault in evidence[:SHOWN]]
    return "; ".join(causes)


class _Desk:
    """What is looked up for each difference, found once."""

    def __init__(self, comparison: Comparison, known: Known) -> None:
        self.known = known
        inputs = [fault for fault in known.evidence if fault.cause in ORDER]
        self.inputs = sorted(inputs, key=lambda fault: ORDER.index(fault.cause))
        self.rows = [_rows(record) for record in (known.published, known.rebuilt)]
        self.first: dict[str, Difference] = {}
        for one in comparison.differences:
            if one.file.startswith(SERIES) and one.result == DIFFERS:
                self.first.setdefault(one.file, one)

    def cause(self, difference: Difference) -> str:
        """The likely cause of one difference."""
        if difference.file in self.known.altered:
            return ALTERED
        fault = next((fault for fault in self.inputs if self._bears_on(fault, difference)), None)
        return self._data(difference) or (str(fault) if fault else self._outside())

    def _data(self, difference: Difference) -> str:
        """For a claim whose rows are others now: the first row that differs."""
        claim = _claim_of(difference)
        before, now = (rows.get(claim) for rows in self.rows)
        if claim and before is not None and now is not None and before != now:
            first = next(
                (one for path, one in self.first.items() if any(path == part[0] for part in (*before, *now))), None
            )
            return f"data: {_row(first)}" if first else "data: the rows behind the figure are others"
        if difference.file.startswith(SERIES):
            return f"data: {_row(self.first[difference.file])}" if difference.file in self.first else ""
        return ""

    def _bears_on(self, fault: Fault, difference: Difference) -> bool:
        """Words do not change figures, nor does a table that a figure was not made from."""
        if difference.kind not in FIGURES:
            return True
        claim = _claim_of(difference)
        if fault.cause == "data" and fault.name.startswith(SERIES) and claim in self.rows[0]:
            return any(part[0] == fault.name for part in self.rows[0][claim]) or not self.rows[0][claim]
        return fault.cause not in WORDS

    def _outside(self) -> str:
        """Nothing in the evidence is known to be wrong."""
        if self.known.versions:
            return f"{'; '.join(map(str, self.known.versions[:SHOWN]))}; {FORGED}"
        return UNEXPLAINED


def _rows(record: Mapping[str, Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Path and hash of the rows behind each claim."""
    return {
        claim["id"]: tuple((f"{SERIES}{part['table']}.csv", part["sha256"]) for part in claim.get("rows", ()))
        for claim in record.get("claims", ())
    }


def _claim_of(difference: Difference) -> str:
    """The id of the claim that a difference of the ledger is of."""
    return difference.name.partition(",")[0] if difference.kind in {"claim", "detail"} else ""


def _row(first: Difference) -> str:
    return f"{first.file}, first differing row: {first.name}, published {first.published}, rebuilt {first.rebuilt}"
