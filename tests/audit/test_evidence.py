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
    "src/planbook/claims/claims.py": b"x = 1\n",
    "requirements.lock": b"pandas==3.0.1 \\\n    --hash=sha256:00\nfoo-bar==1.0\n",
    "site/index.html": b"<p>",
}
LOCK = FILES["requirements.lock"]


def digest(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def bundle(**changed: bytes) -> dict[str, bytes]:
    """A bundle with its list of checksums, in which files were changed afterwards."""
    lines = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(FILES.items()))
    return {**FILES, "checksums.txt": lines.encode(), **changed}


HASHES = [{name: digest(FILES[name])} for name in ("data/series/crime.csv", "notebooks/05.ipynb")]
LEDGER = LedgerRecord(LedgerEdition("FY2014-15", "west_midlands", "", "West Midlands", "2014/15", *HASHES))


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("data/series/crime.csv", "data"),
        ("data/commentary/fy2014-15/M5.1.md", "commentary"),
        ("notebooks/05.ipynb", "notebook"),
        ("src/planbook/claims/claims.py", "code"),
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
    """A bundle holds what its list says, no less and no more; without the list nothing can be told of it."""
    assert () == evidence_faults(bundle(), LEDGER)
    files = bundle(**{"data/extra.csv": b"b\n"})
    del files["notebooks/05.ipynb"]
    expected = ["notebook: notebooks/05.ipynb is missing", "data: data/extra.csv is not in the list of checksums"]
    assert expected == [str(fault).partition(": added")[0] for fault in evidence_faults(files, LEDGER)]
    assert "settings: checksums.txt is missing or empty" == str(evidence_faults(FILES, LEDGER)[0])


def test_the_ledger_speaks_against_a_list_that_was_made_to_fit() -> None:
    """Data changed and checksums with them: the ledger still holds the hash that was published."""
    files = bundle(**{"data/series/crime.csv": b"a\n2\n"})
    lines = files["checksums.txt"].decode().replace(digest(FILES["data/series/crime.csv"]), digest(b"a\n2\n"))
    (fault,) = evidence_faults({**files, "checksums.txt": lines.encode()}, LEDGER)
    assert "data: data/series/crime.csv has another content than the ledger says" == str(fault)


def test_the_crate_speaks_against_a_list_that_was_made_to_fit() -> None:
    """A lock changed and checksums with it: the metadata still hold the first hash."""
    graph = json.dumps({"@graph": [{"@id": "requirements.lock", "sha256": digest(LOCK)}]}).encode()
    files = {**FILES, "requirements.lock": b"pandas==3.0.2\n", "ro-crate-metadata.json": graph}
    lines = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items()))
    (fault,) = evidence_faults({**files, "checksums.txt": lines.encode()}, LEDGER)
    assert ("package", "requirements.lock") == (fault.cause, fault.name)


@pytest.mark.parametrize(
    ("python", "expected"), [("3.11.7", ()), ("3.12.1", ("package: numpy is 2.4.6 here and 2.5.5 in the lock",))]
)
def test_packages_are_compared_with_the_lines_of_the_lock_that_hold(python: str, expected: tuple[str, ...]) -> None:
    """By normal names; one package has two lines, for two releases of Python."""
    older = b"foo_bar==1.0\nnumpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n"
    lock = older + b"numpy==2.5.5 ; python_full_version >= '3.12' \\\n"
    faults = version_faults(lock, {"numpy": "2.4.6", "foo-bar": "1.0"}, {"python_full_version": python})
    assert expected == tuple(map(str, faults))
