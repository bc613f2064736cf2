"""A rebuild uses the edition's own library; the root of a library is what the records of its revisions give."""

import sys
from pathlib import Path

import pytest

from planbook.audit.evidence import LedgerEdition
from planbook.audit.evidence_files import NotAuditable, files_of
from planbook.audit.report import Audit
from planbook.audit.run import AuditResult, RebuildFailed, audits_at, library_audit, rebuild, revisions_of, unpack
from planbook.data.places import Places
from tests.site.published import EARLIER, LEDGER, SmallProject

EDITION = LedgerEdition("FY2014-15", "west_midlands", "", "West Midlands", "2014/15")


def test_nothing_of_a_bundle_is_written_outside_its_folder(tmp_path: Path) -> None:
    """Whatever its names say; the site that is to be built again is not laid out."""
    folder = tmp_path / "deep" / "folder"
    unpack({"../../away.txt": b"", "data/a.csv": b"", "site/a.html": b"", "site/before/ledger.json": b""}, folder)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert ["deep/folder/data/a.csv", "deep/folder/site/before/ledger.json"] == files


def write_library(folder: Path, **modules: str) -> None:
    """A library of a few modules in an unpacked edition."""
    for name, program in modules.items():
        path = folder / "src" / "planbook" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(program, encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "missing"),
    [("cli/__init__", "src/planbook/__init__.py"), ("__init__", "src/planbook/cli/__main__.py")],
)
def test_evidence_without_a_library_is_not_rebuilt_with_the_auditors(tmp_path: Path, module: str, missing: str) -> None:
    """Python would find that one, and the audit would say nothing of the edition's."""
    write_library(tmp_path, **{module: ""})
    with pytest.raises(RebuildFailed, match=f"the evidence holds no library to rebuild with: {missing} is missing"):
        rebuild(tmp_path, sys.executable, EDITION, with_banner=False)


def test_what_a_rebuild_makes_for_itself_goes_with_it(tmp_path: Path) -> None:
    """Home and scratch folder lie beside the edition, so that they are removed with it, however it ends."""
    write = "import os, sys, tempfile\nfolders = (tempfile.gettempdir(), os.environ['HOME'])\n"
    command = f"{write}sys.exit(' '.join(map(os.path.relpath, folders)))\n"
    write_library(tmp_path / "edition", __init__="", **{"cli/__main__": command})
    with pytest.raises(RebuildFailed, match=r"^\.\./scratch \.\./home$"):
        rebuild(tmp_path / "edition", sys.executable, EDITION, with_banner=False)


def test_an_edition_gets_its_banner_from_its_own_library(tmp_path: Path) -> None:
    """And not from the one that runs the audit."""
    write = "import pathlib\nfolder = pathlib.Path('_build/{0}')\nfolder.mkdir(parents=True)\n"
    write += "(folder / 'a.html').write_text('{0}')\n"
    modules = {"cli/__main__": write.format("html"), "publish/revision_banner": write.format("as_published")}
    write_library(tmp_path / "edition", __init__="", **modules)
    rebuilt = rebuild(tmp_path / "edition", sys.executable, EDITION, with_banner=True)
    assert ({"a.html": b"html"}, {"a.html": b"as_published"}) == (rebuilt.site, rebuilt.published)


@pytest.fixture
def library(tree: Places) -> dict[str, bytes]:
    """The files of a library of two editions, one with a correction."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    project = SmallProject(tree)
    project.build()
    project.publish(base="https://example.org/")
    project.build(title="Corrected")
    project.publish(base="https://example.org/", date="2015-07-30", reason="A heading was wrong.")
    project.build(ledger=type(LEDGER)(EARLIER, LEDGER.claims, (), LEDGER.milestones, ()))
    project.publish(base="https://example.org/", date="2015-08-30")
    return files_of(project.library)


def audited(library: dict[str, bytes]) -> Audit:
    """The audit of the root, of which every revision came back."""
    return library_audit(library, revisions_of(library), ())


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


ROOT_FAULTS = (
    ("feed.xml", b"A heading was wrong.", b"A heading was long.", "feed, <summary>"),
    ("sitemap.xml", b"2015-08-30", b"2015-08-31", "feed, <lastmod>"),
    ("editions.js", b'"revision":2', b'"revision":3', "PLANBOOK_EDITIONS: "),
    ("editions.json", b"2015-07-30", b"2015-07-31", "editions[2].published"),
    ("index.html", b"2014/15", b"2015/16", "#west-midlands, "),
    ("robots.txt", b"Allow: /", b"Disallow: /", "line 2"),
)


def test_an_honest_library_passes_and_a_fault_at_its_root_is_named(library: dict[str, bytes]) -> None:
    """In feed, sitemap, script, record, list and robots.txt; a page too many, and a revision too few."""
    assert (True, ()) == (audited(library).passed, audited(library).comparison.differences)
    for file, old, new, name in ROOT_FAULTS:
        assert old in library[file]
        audit = audited({**library, file: library[file].replace(old, new, 1)})
        (one,) = audit.comparison.differences
        assert (False, file, name) == (audit.passed, one.file, one.name[: len(name)])
    stray = audited({**library, "west_midlands/more.html": b"<p>9</p>"})
    assert ["west_midlands/more.html"] == [one.file for one in stray.differing]
    rest = {name: content for name, content in library.items() if "/fy2013-14/r1/" not in name}
    assert {"editions.json", "west_midlands/fy2013-14/index.html"} <= {one.file for one in audited(rest).differing}
    with pytest.raises(NotAuditable, match="holds no revision"):
        revisions_of({"editions.json": b"{}"})
