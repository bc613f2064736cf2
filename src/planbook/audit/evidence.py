"""Check the evidence of an edition against its lists of hashes, and say what each difference is likely due to."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch

import msgspec
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planbook.audit.records import DIFFERS, Comparison, Difference, Fault, Files
from planbook.editions.library_files import CHECKSUMS, hash_of
from planbook.publish.bundle import CRATE

SERIES = "data/series/"
LOCK = "requirements.lock"
LIBRARY = "src/planbook/"
PUBLISHED_SITE = "published site"
CAUSES = {
    "data/": "data",
    "notebooks/": "notebook",
    "src/": "code",
    "book/": "page",
    "site/": PUBLISHED_SITE,
}
"""What kind of thing the files of each folder of a bundle are; the first folder that holds a file decides."""
CHECKSUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
PIN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*==[^\s;\\]+(?:[ \t]*;[^\\\n]+)?", re.MULTILINE)
"""A package with its version in a lock, and the marker that says where it is needed."""
LISTED_FILES = 3  # of another library; an edition of last year differs in hundreds, which names would bury
ALTERED = "published site: altered after the edition was made"
FORGED = "or the figures were altered before the bundle was made"
UNEXPLAINED = f"environment: Python, the processor or the system differ from the publisher's, {FORGED}"
WORDS = frozenset({"commentary", "page"})
FIGURES = frozenset({"claim", "detail", "verdict", "chart"})
ORDER = ("data", "notebook", "code", "package", "commentary", "page", "settings")
"""Causes in the order in which they are suspected."""
NAMED = 3  # causes that are named together: a reader looks into the first ones first


class LedgerEdition(msgspec.Struct, frozen=True):
    """The edition that a ledger is of, and the hashes of the data and notebooks that it was made from."""

    period: str
    force: str
    as_at: str
    force_name: str
    long_label: str
    plan: str = ""
    data: dict[str, str] = {}
    notebooks: dict[str, str] = {}

    @property
    def title(self) -> str:
        """Force, period and date of the data in words."""
        as_at = f", data as known at {self.as_at}" if self.as_at else ""
        return f"{self.force_name}, {self.long_label}{as_at}"


class LedgerRows(msgspec.Struct, frozen=True):
    """Rows behind a claim: their table and their hash."""

    table: str
    sha256: str


RowsByClaim = Mapping[str, tuple[LedgerRows, ...]]


class LedgerClaim(msgspec.Struct, frozen=True):
    """A claim with the rows behind it."""

    id: str
    rows: tuple[LedgerRows, ...] = ()


class LedgerRecord(msgspec.Struct, frozen=True):
    """What an audit needs of a ledger. It reads ledgers of older libraries, whose other fields may have changed."""

    edition: LedgerEdition
    claims: tuple[LedgerClaim, ...] = ()


def rows_by_claim(ledger: LedgerRecord | None) -> RowsByClaim:
    """The rows behind each claim of a ledger, by its id."""
    return {claim.id: claim.rows for claim in ledger.claims} if ledger else {}


def ledger_in(content: bytes) -> LedgerRecord | None:
    """The ledger in a file; None if it is not in its form, which the comparison then says."""
    try:
        return msgspec.json.decode(content, type=LedgerRecord)
    except msgspec.MsgspecError:
        return None


def evidence_faults(files: Files, ledger: LedgerRecord | None) -> tuple[Fault, ...]:
    """Where the files of a bundle are not what its lists of hashes and the published ledger say."""
    faults = [*listing_faults(files, cause_of, "the bundle was made"), *_crate_faults(files)]
    names = {fault.name for fault in faults}
    hashes = {**ledger.edition.data, **ledger.edition.notebooks} if ledger else {}
    by_ledger = _hash_faults(hashes, files, "than the ledger says", cause_of)
    return (*faults, *(fault for fault in by_ledger if fault.name not in names))


def listing_faults(files: Files, cause: Callable[[str], str], made: str) -> Iterator[Fault]:
    """Where files are not what their list of checksums says: other content, missing, added; or there is no list.

    ``cause`` gives the kind of a file, ``made`` says when the list was written.
    """
    checksums = _checksums(files)
    if not checksums:
        yield Fault(cause(CHECKSUMS), CHECKSUMS, "is missing or empty")
        return
    yield from _hash_faults(checksums, files, f"than when {made}", cause)
    for name in sorted(files.keys() - checksums.keys() - {CHECKSUMS}):
        yield Fault(cause(name), name, f"is not in the list of checksums: added since {made}")


def _checksums(files: Files) -> dict[str, str]:
    # A list that was altered need not be UTF-8 any more.
    lines = files.get(CHECKSUMS, b"").decode("utf-8", errors="replace").splitlines()
    return {match[2]: match[1] for line in lines if (match := CHECKSUM_LINE.fullmatch(line))}


def _hash_faults(
    hashes: Mapping[str, str], files: Files, compared: str, cause: Callable[[str], str]
) -> Iterator[Fault]:
    for name, digest in sorted(hashes.items()):
        if name not in files:
            yield Fault(cause(name), name, "is missing")
        elif hash_of(files[name]) != digest:
            yield Fault(cause(name), name, f"has another content {compared}")


def _crate_faults(files: Files) -> Iterator[Fault]:
    """Where the list of checksums and the metadata of the crate, which hold the same hashes, disagree."""
    checksums = _checksums(files)
    try:
        entities = json.loads(files[CRATE])["@graph"] if CRATE in files else ()
        hashes = {one.get("@id"): one.get("sha256") for one in entities}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Fault(cause_of(CRATE), CRATE, "cannot be read")
        return
    for name, digest in hashes.items():
        if digest and checksums.get(name, digest) != digest:
            yield Fault(cause_of(name), name, f"has one hash in {CHECKSUMS} and another in {CRATE}")


def cause_of(name: str) -> str:
    """The kind of a file of a bundle, as a cause of differences."""
    if fnmatch(name, "data/plans/*/commentary/*"):
        return "commentary"
    kind = next((kind for folder, kind in CAUSES.items() if name.startswith(folder)), "")
    return kind or ("package" if name.endswith(".lock") else "settings")


def version_faults(
    lock: bytes, packages: Mapping[str, str], markers: dict[str, str] | None = None
) -> tuple[Fault, ...]:
    """Where packages, given by their normal names, are not those of the lock; what is not installed is not compared.

    ``markers`` are the values for which lines of the lock hold (PEP 508), by default those of this interpreter.
    """
    pins = (Requirement(line) for line in PIN.findall(lock.decode("utf-8", errors="replace")))
    versions = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if pin.marker is None or pin.marker.evaluate(markers)
    }
    return tuple(
        Fault("package", name, f"is {packages[name]} here and {version} in the lock")
        for name, version in sorted(versions.items())
        if packages.get(name, version) != version
    )


def library_notes(files: Files, own: Files) -> tuple[Fault, ...]:
    """Where the library in a bundle is not ``own``, the one that runs the audit; in one line where much differs.

    This is no fault: an edition keeps its library, and the audit may run with a later one.
    """
    names = {name for name in files if name.startswith(LIBRARY)} | own.keys()
    other = sorted(name for name in names if files.get(name) != own.get(name))
    if len(other) > LISTED_FILES:
        differs = f"differs in {len(other)} files from the library that runs this audit"
        return (Fault("code", LIBRARY, f"{differs}; the edition is rebuilt with its own"),)
    return tuple(Fault("code", name, "is another than in the library that runs this audit") for name in other)


@dataclass(frozen=True)
class Circumstances:
    """Everything that a cause is worked out from.

    ``evidence`` are faults of the evidence, ``versions`` packages and library files that are not the publisher's,
    ``altered_files`` those altered after the edition was made, ``rows`` the rows behind each claim in both copies.
    """

    evidence: tuple[Fault, ...] = ()
    versions: tuple[Fault, ...] = ()
    altered_files: frozenset[str] = frozenset()
    rows: RowsByClaim = field(default_factory=dict)
    rebuilt_rows: RowsByClaim = field(default_factory=dict)


def explain(comparison: Comparison, circumstances: Circumstances) -> Comparison:
    """The comparison with the likely cause of each difference."""
    first_rows: dict[str, Difference] = {}
    for one in comparison.with_result(DIFFERS):
        if one.file.startswith(SERIES):
            first_rows.setdefault(one.file, one)
    causes = (replace(one, cause=_cause(one, circumstances, first_rows)) for one in comparison.differences)
    return replace(comparison, differences=tuple(causes))


def likely_cause(comparison: Comparison, evidence: tuple[Fault, ...]) -> str:
    """The causes of most differences, in words; without differences, the faults of the evidence."""
    counts = Counter(one.cause for one in comparison.with_result(DIFFERS))
    causes = [cause for cause, _ in counts.most_common(NAMED)] or [str(fault) for fault in evidence[:NAMED]]
    return "; ".join(causes)


def _cause(one: Difference, circumstances: Circumstances, first_rows: Mapping[str, Difference]) -> str:
    if one.file in circumstances.altered_files:
        return ALTERED
    # In the ledger a difference is named for the id of its claim.
    claim = one.name.partition(",")[0] if one.kind in {"claim", "detail"} else ""
    before, after = circumstances.rows.get(claim, ()), circumstances.rebuilt_rows.get(claim)
    row = first_rows.get(one.file)
    if claim in circumstances.rows and after is not None and before != after:
        tables = {f"{SERIES}{rows.table}.csv" for rows in (*before, *after)}
        row = next((row for file, row in first_rows.items() if file in tables), None)
        if row is None:
            return "data: the rows behind the figure are others"
    if row:
        return f"data: {row.file}, first differing row: {row.name}, published {row.published}, rebuilt {row.rebuilt}"
    suspects = [fault for fault in circumstances.evidence if fault.cause in ORDER and _bears_on(fault, one, before)]
    if suspects:
        return str(min(suspects, key=lambda fault: ORDER.index(fault.cause)))
    if circumstances.versions:
        return f"{'; '.join(map(str, circumstances.versions[:NAMED]))}; {FORGED}"
    return UNEXPLAINED


def _bears_on(fault: Fault, one: Difference, rows: tuple[LedgerRows, ...]) -> bool:
    """Whether a fault can have caused a difference: words change no figure, nor does a table of other figures."""
    if one.kind not in FIGURES:
        return True
    if rows and fault.name.startswith(SERIES):
        return fault.name in {f"{SERIES}{part.table}.csv" for part in rows}
    return fault.cause not in WORDS
