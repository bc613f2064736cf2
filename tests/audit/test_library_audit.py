"""The root of a library is set beside what the records of its revisions give."""

import json

import pytest

from planbook.audit.evidence_files import NotAuditable, files_of
from planbook.audit.library_audit import library_audit, revisions_of
from planbook.audit.report import Audit
from planbook.edge.places import Places
from tests.site.published import EARLIER, LEDGER, Desk


@pytest.fixture
def desk(tree: Places) -> Desk:
    """A library of two editions, one with a correction."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    desk = Desk(tree)
    desk.build()
    desk.publish(base="https://example.org/")
    desk.build(title="Corrected")
    desk.publish(base="https://example.org/", date="2015-07-30", reason="A heading was wrong.")
    desk.build(ledger=type(LEDGER)(EARLIER, LEDGER.claims, (), LEDGER.milestones, ()))
    desk.publish(base="https://example.org/", date="2015-08-30")
    return desk


def audited(desk: Desk, **edits: tuple[str, str]) -> Audit:
    """The audit of the root after some texts were replaced in its files."""
    for name, (old, new) in edits.items():
        path = desk.library / name.replace("_", ".")
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    held = files_of(desk.library)
    return library_audit(held, revisions_of(held), ())


def test_an_honest_library_passes(desk: Desk) -> None:
    """Every file of its root comes back from the records in the bundles."""
    found = audited(desk)
    assert (True, ()) == (found.passed, found.comparison.differences)
    addresses = [*revisions_of(files_of(desk.library))]
    assert ["west_midlands/fy2013-14/r1", "west_midlands/fy2014-15/r1", "west_midlands/fy2014-15/r2"] == addresses


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("feed_xml", "A heading was wrong.", "A heading was long.", "feed, <summary>"),
        ("sitemap_xml", "2015-08-30", "2015-08-31", "feed, <lastmod>"),
        ("editions_js", '"revision":2', '"revision":3', "PLANBOOK_EDITIONS: "),
        ("editions_json", "2015-07-30", "2015-07-31", "editions[2].published"),
        ("index_html", "2014/15", "2015/16", "page, "),
        ("robots_txt", "Allow: /", "Disallow: /", "line 2"),
    ],
)
def test_one_fault_at_the_root_is_named(desk: Desk, file: str, old: str, new: str, name: str) -> None:
    """Feed, sitemap, script, record, list and robots.txt."""
    found = audited(desk, **{file: (old, new)})
    (one,) = found.comparison.differences
    assert (False, file.replace("_", ".")) == (found.passed, one.file)
    assert one.name.startswith(name) or one.name.partition(" ")[0].startswith("#")


def test_a_stray_folder_and_a_failed_revision_are_named(desk: Desk) -> None:
    """What no record holds, and what did not come back."""
    (desk.library / "west_midlands" / "more.html").write_text("<p>9</p>", encoding="utf-8")
    held = files_of(desk.library)
    found = library_audit(held, revisions_of(held), ("west_midlands/fy2014-15/r1",))
    assert ["west_midlands/more.html"] == [one.file for one in found.differing]
    assert ["west_midlands/fy2014-15/r1"] == [fault.name for fault in found.evidence]


def test_a_revision_that_was_taken_away_is_missed(desk: Desk) -> None:
    """The record of the library still holds it, and no bundle does."""
    held = {name: content for name, content in files_of(desk.library).items() if "/fy2013-14/r1/" not in name}
    found = library_audit(held, revisions_of(held), ())
    assert {"editions.json", "west_midlands/fy2013-14/index.html"} <= {one.file for one in found.differing}


def test_a_library_without_a_revision_is_refused() -> None:
    """There is nothing to audit."""
    with pytest.raises(NotAuditable, match="holds no revision"):
        revisions_of({"editions.json": json.dumps({"editions": []}).encode()})
