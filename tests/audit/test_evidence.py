"""The evidence is checked by itself, and a difference is laid at the right door."""

import hashlib
import json

import pytest

from planbook.audit.evidence import LedgerEdition, LedgerRecord, evidence_faults, version_faults
from planbook.audit.records import Fault

FILES = {
    "data/series/crime.csv": b"a\n1\n",
    "data/commentary/fy2014-15/M5.1.md": b"Words.\n",
    "notebooks/05.ipynb": b"{}",
    "src/planbook/core/claims.py": b"x = 1\n",
    "requirements.lock": b"pandas==3.0.1 \\\n    --hash=sha256:00\nfoo-bar==1.0\n",
    "site/index.html": b"<p>",
}
LOCK = FILES["requirements.lock"]


def digest(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def bundle(**changed: bytes) -> dict[str, bytes]:
    """A bundle with its list of checksums, in which files were changed afterwards."""
    listed = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(FILES.items()))
    return {**FILES, "checksums.txt": listed.encode(), **changed}


HASHES = [{name: digest(FILES[name])} for name in ("data/series/crime.csv", "notebooks/05.ipynb")]
LEDGER = LedgerRecord(LedgerEdition("FY2014-15", "west_midlands", "", "West Midlands", "2014/15", *HASHES))


def test_sound_evidence_has_no_fault() -> None:
    """Every file is what the lists say."""
    assert () == evidence_faults(bundle(), LEDGER)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("data/series/crime.csv", "data"),
        ("data/commentary/fy2014-15/M5.1.md", "commentary"),
        ("notebooks/05.ipynb", "notebook"),
        ("src/planbook/core/claims.py", "code"),
        ("requirements.lock", "package"),
        ("site/index.html", "published site"),
    ],
)
def test_a_changed_file_is_named_with_what_it_is(name: str, cause: str) -> None:
    """Data, words, notebook, code, package or page."""
    assert (Fault(cause, name, "has another content than when the bundle was made"),) == evidence_faults(
        bundle(**{name: b"other"}), LEDGER
    )


def test_files_gone_and_added_are_named() -> None:
    """A bundle holds what its list says, no less and no more."""
    files = bundle(**{"data/extra.csv": b"b\n"})
    del files["notebooks/05.ipynb"]
    assert ["notebooks/05.ipynb is missing", "data/extra.csv is not in the list of checksums"] == [
        f"{fault.name} {fault.how.partition(':')[0]}" for fault in evidence_faults(files, LEDGER)
    ]


def test_the_ledger_speaks_against_a_list_that_was_made_to_fit() -> None:
    """Data changed and checksums with them: the ledger still holds the hash that was published."""
    files = bundle(**{"data/series/crime.csv": b"a\n2\n"})
    lines = files["checksums.txt"].decode().replace(digest(FILES["data/series/crime.csv"]), digest(b"a\n2\n"))
    (fault,) = evidence_faults({**files, "checksums.txt": lines.encode()}, LEDGER)
    assert "data: data/series/crime.csv has another content than the ledger says" == str(fault)


def test_versions_are_set_beside_the_lock() -> None:
    """A package of another version is named; names are compared in their normal form."""
    faults = version_faults(LOCK, {"pandas": "3.0.2", "foo-bar": "1.0"})
    assert ("package: pandas is 3.0.2 here and 3.0.1 in the lock",) == tuple(map(str, faults))


def test_a_bundle_without_its_list_is_at_fault() -> None:
    """Nothing could be told of it otherwise."""
    files = bundle()
    del files["checksums.txt"]
    assert ("settings: checksums.txt is missing or empty",) == tuple(map(str, evidence_faults(files, LEDGER)))


def test_the_crate_speaks_against_a_list_that_was_made_to_fit() -> None:
    """A lock changed and checksums with it: the metadata still hold the first hash."""
    graph = json.dumps({"@graph": [{"@id": "requirements.lock", "sha256": digest(LOCK)}]}).encode()
    files = {**FILES, "requirements.lock": b"pandas==3.0.2\n", "ro-crate-metadata.json": graph}
    listed = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items()))
    (fault,) = evidence_faults({**files, "checksums.txt": listed.encode()}, LEDGER)
    assert ("package", "requirements.lock") == (fault.cause, fault.name)


@pytest.mark.parametrize(
    ("python", "told"), [("3.11.7", ()), ("3.12.1", ("package: numpy is 2.4.6 here and 2.5.5 in the lock",))]
)
def test_a_line_of_the_lock_holds_where_its_marker_does(python: str, told: tuple[str, ...]) -> None:
    """One package has two lines, for two releases of Python."""
    older = b"numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n"
    lock = older + b"numpy==2.5.5 ; python_full_version >= '3.12' \\\n"
    assert told == tuple(map(str, version_faults(lock, {"numpy": "2.4.6"}, {"python_full_version": python})))
