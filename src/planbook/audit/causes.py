"""Say what each difference is likely due to: altered afterwards, data, notebook, code, package, words, environment."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from planbook.audit.evidence import SERIES, RowsByClaim
from planbook.audit.records import DIFFERS, Comparison, Difference, Fault

ALTERED = "published site: altered after the edition was made"
FORGED = "or the figures were altered before the bundle was made"
UNEXPLAINED = f"environment: Python, the processor or the system differ from the publisher's, {FORGED}"
WORDS = frozenset({"commentary", "page"})
FIGURES = frozenset({"claim", "detail", "verdict", "chart"})
ORDER = ("data", "notebook", "code", "package", "commentary", "page", "settings")
"""Causes in the order in which they are suspected."""
NAMED = 3
"""Causes that are named together."""


@dataclass(frozen=True)
class Circumstances:
    """Everything that a cause is found from.

    ``evidence`` are faults of the evidence, ``versions`` packages and library files that are not the publisher's,
    ``altered`` files that were altered after the edition was made, ``rows`` the rows behind each claim in both copies.
    """

    evidence: tuple[Fault, ...] = ()
    versions: tuple[Fault, ...] = ()
    altered: frozenset[str] = frozenset()
    rows: RowsByClaim = field(default_factory=dict)
    rebuilt_rows: RowsByClaim = field(default_factory=dict)


def explained(comparison: Comparison, circumstances: Circumstances) -> Comparison:
    """The comparison with the likely cause of each difference."""
    first_rows: dict[str, Difference] = {}
    for one in comparison.with_result(DIFFERS):
        if one.file.startswith(SERIES):
            first_rows.setdefault(one.file, one)
    causes = (_cause(one, circumstances, first_rows) for one in comparison.differences)
    pairs = zip(comparison.differences, causes, strict=True)
    return replace(comparison, differences=tuple(replace(one, cause=cause) for one, cause in pairs))


def likely_cause(comparison: Comparison, evidence: tuple[Fault, ...]) -> str:
    """The causes of most differences, in words; without differences, the faults of the evidence."""
    counts = Counter(one.cause for one in comparison.with_result(DIFFERS))
    causes = [cause for cause, _ in counts.most_common(NAMED)] or [str(fault) for fault in evidence[:NAMED]]
    return "; ".join(causes)


def _cause(one: Difference, circumstances: Circumstances, first_rows: Mapping[str, Difference]) -> str:
    if one.file in circumstances.altered:
        return ALTERED
    suspected = (fault for fault in circumstances.evidence if fault.cause in ORDER)
    possible = (fault for fault in suspected if _bears_on(fault, one, circumstances))
    fault = min(possible, key=lambda fault: ORDER.index(fault.cause), default=None)
    return _other_rows(one, circumstances, first_rows) or (str(fault) if fault else _outside(circumstances))


def _other_rows(one: Difference, circumstances: Circumstances, first_rows: Mapping[str, Difference]) -> str:
    """For a claim that rests on other rows now, or a table of data: the first row that differs."""
    claim = _claim_of(one)
    before, after = circumstances.rows.get(claim), circumstances.rebuilt_rows.get(claim)
    if before is not None and after is not None and before != after:
        tables = {rows.file for rows in (*before, *after)}
        first = next((row for file, row in first_rows.items() if file in tables), None)
        return _row_words(first) if first else "data: the rows behind the figure are others"
    return _row_words(first_rows[one.file]) if one.file in first_rows else ""


def _bears_on(fault: Fault, one: Difference, circumstances: Circumstances) -> bool:
    """Whether a fault can have caused a difference: words change no figure, nor does a table of other figures."""
    if one.kind not in FIGURES:
        return True
    rows = circumstances.rows.get(_claim_of(one))
    # A table bears on a claim only if rows of it are behind the claim.
    if rows and fault.name.startswith(SERIES):
        return fault.name in {part.file for part in rows}
    return fault.cause not in WORDS


def _outside(circumstances: Circumstances) -> str:
    """The cause where the evidence has no fault."""
    if circumstances.versions:
        return f"{'; '.join(map(str, circumstances.versions[:NAMED]))}; {FORGED}"
    return UNEXPLAINED


def _claim_of(one: Difference) -> str:
    """The id of the claim that a difference in the ledger is of."""
    return one.name.partition(",")[0] if one.kind in {"claim", "detail"} else ""


def _row_words(row: Difference) -> str:
    return f"data: {row.file}, first differing row: {row.name}, published {row.published}, rebuilt {row.rebuilt}"
