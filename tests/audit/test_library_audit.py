"""The root of a library is compared with what the records of its revisions give."""

import pytest

from planbook.audit.evidence_files import NotAuditable, files_of
from planbook.audit.report import Audit
from planbook.audit.run import AuditResult, audits_at, library_audit, revisions_of
from planbook.data.places import Places
from tests.site.published import EARLIER, LEDGER, Desk

BASE = "https://example.org/"


@pytest.fixture
def library(tree: Places) -> dict[str, bytes]:
    """The files of a library of two editions, one with a correction."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    project = Desk(tree)
    project.build()
    project.publish(base=BASE)
    project.build(title="Corrected")
    project.publish(base=BASE, date="2015-07-30", reason="A heading was wrong.")
    project.build(ledger=type(LEDGER)(EARLIER, LEDGER.claims, (), LEDGER.milestones, ()))
    project.publish(base=BASE, date="2015-08-30")
    return files_of(project.library)


def audited(library: dict[str, bytes], *failed: str) -> Audit:
    """The audit of the root."""
    return library_audit(library, revisions_of(library), failed)


def test_an_honest_library_passes(library: dict[str, bytes]) -> None:
    """Every file of its root comes back from the records in the bundles; a failed revision is a fault all the same."""
    audit = audited(library)
    assert (True, ()) == (audit.passed, audit.comparison.differences)
    addresses = ["west_midlands/fy2013-14/r1", "west_midlands/fy2014-15/r1", "west_midlands/fy2014-15/r2"]
    assert addresses == [*revisions_of(library)]
    assert addresses[1:2] == [fault.name for fault in audited(library, addresses[1]).evidence]


@pytest.mark.usefixtures("library")
def test_each_revision_is_audited_and_then_the_root(tree: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by its address; a revision that did not come back is a fault of the library."""
    failed = AuditResult(Audit("West Midlands", "ab", "Rebuilt here.", failure="data.csv: line 3"), {})
    monkeypatch.setattr("planbook.audit.run.run_audit", lambda *_, **__: failed)
    audits = dict(audits_at(tree.root / "library", None, fresh=False))
    addresses = ["west_midlands/fy2013-14/r1", "west_midlands/fy2014-15/r1", "west_midlands/fy2014-15/r2"]
    assert [*addresses, ""] == [*audits]
    root = audits[""].audit
    assert (False, True, addresses) == (root.passed, root.comparison.sound, [fault.name for fault in root.evidence])


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("feed.xml", b"A heading was wrong.", b"A heading was long.", "feed, <summary>"),
        ("sitemap.xml", b"2015-08-30", b"2015-08-31", "feed, <lastmod>"),
        ("editions.js", b'"revision":2', b'"revision":3', "PLANBOOK_EDITIONS: "),
        ("editions.json", b"2015-07-30", b"2015-07-31", "editions[2].published"),
        ("index.html", b"2014/15", b"2015/16", "#west-midlands, "),
        ("robots.txt", b"Allow: /", b"Disallow: /", "line 2"),
    ],
)
def test_one_fault_at_the_root_is_named(
    library: dict[str, bytes], file: str, old: bytes, new: bytes, name: str
) -> None:
    """Feed, sitemap, script, record, list and robots.txt."""
    assert old in library[file]
    audit = audited({**library, file: library[file].replace(old, new, 1)})
    (one,) = audit.comparison.differences
    assert (False, file, name) == (audit.passed, one.file, one.name[: len(name)])


def test_stray_and_missing_files_are_named(library: dict[str, bytes]) -> None:
    """A page that no record holds; a revision that the record of the library holds, and no bundle does."""
    stray = audited({**library, "west_midlands/more.html": b"<p>9</p>"})
    assert ["west_midlands/more.html"] == [one.file for one in stray.differing]
    rest = {name: content for name, content in library.items() if "/fy2013-14/r1/" not in name}
    assert {"editions.json", "west_midlands/fy2013-14/index.html"} <= {one.file for one in audited(rest).differing}


def test_a_library_without_a_revision_is_refused() -> None:
    """There is nothing to audit."""
    with pytest.raises(NotAuditable, match="holds no revision"):
        revisions_of({"editions.json": b"{}"})
