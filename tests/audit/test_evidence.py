"""The evidence is checked by itself, and a difference is laid at the right door."""

import hashlib
import json

import pytest

from planbook.audit.evidence import (
    ALTERED,
    Circumstances,
    LedgerEdition,
    LedgerRecord,
    LedgerRows,
    evidence_faults,
    explain,
    likely_cause,
    version_faults,
)
from planbook.audit.records import Comparison, Difference, Fault

FILES = {
    "data/series/crime.csv": b"a\n1\n",
    "data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.1.md": b"Words.\n",
    "notebooks/05.ipynb": b"{}",
    "src/planbook/claims/claims.py": b"x = 1\n",
    "requirements.lock": b"pandas==3.0.1 \\\n    --hash=sha256:00\nfoo-bar==1.0\n",
    "site/index.html": b"<p>",
}
CRATE = "ro-crate-metadata.json"
LOCK = FILES["requirements.lock"]


def digest(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def bundle(**changed: bytes) -> dict[str, bytes]:
    """A bundle with its list of checksums, in which files were changed afterwards."""
    lines = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(FILES.items()))
    return {**FILES, "checksums.txt": lines.encode(), **changed}


HASHES = [{name: digest(FILES[name])} for name in ("data/series/crime.csv", "notebooks/05.ipynb")]
LEDGER = LedgerRecord(LedgerEdition("FY2014-15", "west_midlands", "", "West Midlands", "2014/15", "", *HASHES))


CAUSES = dict(zip(FILES, ("data", "commentary", "notebook", "code", "package", "published site"), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_named_with_what_it_is(name: str) -> None:
    """Data, words, notebook, code, package or page."""
    fault = Fault(CAUSES[name], name, "has another content than when the bundle was made")
    assert (fault,) == evidence_faults(bundle(**{name: b"other"}), LEDGER)


def test_files_gone_and_added_are_named() -> None:
    """A bundle holds what its list says, no less and no more; without the list nothing can be told of it."""
    assert () == evidence_faults(bundle(), LEDGER)
    files = bundle(**{"data/extra.csv": b"b\n"})
    del files["notebooks/05.ipynb"]
    expected = ["notebook: notebooks/05.ipynb is missing", "data: data/extra.csv is not in the list of checksums"]
    assert expected == [str(fault).partition(": added")[0] for fault in evidence_faults(files, LEDGER)]
    assert "settings: checksums.txt is missing or empty" == str(evidence_faults(FILES, LEDGER)[0])


def test_ledger_and_crate_speak_against_a_list_that_was_made_to_fit() -> None:
    """A table, or a lock, changed and checksums with them: another file still holds the hash that was published."""
    graph = json.dumps({"@graph": [{"@id": "requirements.lock", "sha256": digest(LOCK)}]}).encode()
    files = {**FILES, "data/series/crime.csv": b"a\n2\n", "requirements.lock": b"pandas==3.0.2\n", CRATE: graph}
    lines = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items()))
    assert {
        "data: data/series/crime.csv has another content than the ledger says",
        "package: requirements.lock has one hash in checksums.txt and another in ro-crate-metadata.json",
    } == {str(fault) for fault in evidence_faults({**files, "checksums.txt": lines.encode()}, LEDGER)}


@pytest.mark.parametrize(
    ("python", "expected"), [("3.11.7", ()), ("3.12.1", ("package: numpy is 2.4.6 here and 2.5.5 in the lock",))]
)
def test_packages_are_compared_with_the_lines_of_the_lock_that_hold(python: str, expected: tuple[str, ...]) -> None:
    """By normal names; one package has two lines, for two releases of Python."""
    older = b"foo_bar==1.0\nnumpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n"
    lock = older + b"numpy==2.5.5 ; python_full_version >= '3.12' \\\n"
    faults = version_faults(lock, {"numpy": "2.4.6", "foo-bar": "1.0"}, {"python_full_version": python})
    assert expected == tuple(map(str, faults))


CRIME = "data/series/crime.csv"
CLAIM = Difference("claim", "ledger.json", "robbery.count, value", "4888.0", "4889.0")
ROW = Difference("cell", CRIME, "line 2 (FY2014-15Q1), column 'value'", "1177", "1178")
TEXT = Difference("text", "book/a.html", "#m5, p", "It fell.", "It rose.")


def cause(
    *differences: Difference,
    evidence: tuple[Fault, ...] = (),
    versions: tuple[Fault, ...] = (),
    altered: frozenset[str] = frozenset(),
    rows: str = "aa",
) -> str:
    """The cause of the first of some differences."""
    before, after = ({"robbery.count": (LedgerRows("crime", digest),)} for digest in ("aa", rows))
    circumstances = Circumstances(evidence, versions, altered, before, after)
    return explain(Comparison((), differences), circumstances).differences[0].cause


def test_other_rows_are_the_cause_with_the_first_that_differs() -> None:
    """Before anything else that is known."""
    expected = f"data: {CRIME}, first differing row: {ROW.name}, published 1177, rebuilt 1178"
    assert expected == cause(CLAIM, ROW, rows="bb", versions=(Fault("package", "numpy", "is other"),))
    assert "data: the rows behind the figure are others" == cause(CLAIM, rows="bb")


def test_words_do_not_change_figures_and_tables_only_what_rests_on_them() -> None:
    """The fault that can have done it is named, not the first of the list."""
    words, other, code = (
        Fault("commentary", "data/plans/one/commentary/M5.md", "is missing"),
        Fault("data", "data/series/people.csv", "is missing"),
        Fault("code", "src/planbook/claims/display.py", "is missing"),
    )
    assert str(code) == cause(CLAIM, evidence=(other, words, code))
    assert str(words) == cause(TEXT, evidence=(words,))


def test_without_a_fault_it_is_the_environment_or_the_site_was_altered() -> None:
    """A file that was altered afterwards; library and packages that are others; or what cannot be known."""
    assert ALTERED == cause(TEXT, altered=frozenset({"book/a.html"}))
    expected = "package: numpy is other; or the figures were altered before the bundle was made"
    assert expected == cause(CLAIM, versions=(Fault("package", "numpy", "is other"),))
    assert cause(CLAIM).startswith("environment: ")


def test_the_likely_cause_is_that_of_most_differences() -> None:
    """Of none, what is wrong with the evidence."""
    comparison = explain(Comparison((), (CLAIM, TEXT, TEXT)), Circumstances(altered_files=frozenset({"book/a.html"})))
    assert likely_cause(comparison, ()).startswith(ALTERED)
    assert "code: a is missing" == likely_cause(Comparison((), ()), (Fault("code", "a", "is missing"),))
