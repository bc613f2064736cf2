"""Publishing into a library: nothing published ever changes, and what is not signed off is plainly a draft."""

import hashlib
import json
import subprocess
import zipfile
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from planbook import Refusal
from planbook.build.site import Inputs, write_record
from planbook.claims.signoff import CAPACITIES, SignOff, Unsigned
from planbook.data.places import Places
from planbook.editions import wording
from planbook.editions.library_files import checksum_lines, read_library
from planbook.publish.publishing import PublishRequest, bundle_site
from tests.site.published import EARLIER, EDITION, LEDGER, SmallProject

R1 = "west_midlands/fy2014-15/r1"


@pytest.fixture
def project(tree: Places) -> SmallProject:
    """A project with a built site that is not published."""
    project = SmallProject(tree)
    project.build()
    return project


def text(project: SmallProject, name: str) -> str:
    """A file of the library."""
    return (project.library / name).read_text(encoding="utf-8")


def page(project: SmallProject, name: str) -> BeautifulSoup:
    """A page of the library."""
    return BeautifulSoup(text(project, name), "html.parser")


def test_an_edition_has_a_permanent_address_a_record_and_a_citation(project: SmallProject) -> None:
    """A page leads to the latest without a script; record and citation tell ledger, day and revision."""
    published = project.publish().published
    assert (R1, published) == (published.address, read_library(project.library).find("fy2014-15/r1", "west_midlands"))
    way = page(project, "west_midlands/fy2014-15/index.html")
    assert "0; url=r1/book/index.html" == way.select("meta[http-equiv=refresh]")[0]["content"]
    assert ["r1/book/index.html"] == [link["href"] for link in way.select("a")]
    ledger, citation = ((project.library / R1 / name).read_bytes() for name in ("ledger.json", "citation.json"))
    assert hashlib.sha256(ledger).hexdigest() == published.ledger
    words = page(project, f"{R1}/book/index.html").select("[data-pb-citation]")[0].get_text()
    assert "Revision 1, published 30 June 2015 as a draft, not signed off." in words
    assert [[2015, 6, 30]] == json.loads(citation)[0]["issued"]["date-parts"]


def test_the_same_site_again_changes_nothing_and_another_is_refused(project: SmallProject) -> None:
    """On another day, with a reason or without: not one byte of the library. Without a day nothing is published."""
    with pytest.raises(Refusal, match="never taken from the clock"):
        project.publish(date="")
    project.publish()
    before = project.files()
    assert project.publish(date="2016-01-01", reason="none").stood_already
    project.build(title="Something else")
    with pytest.raises(Refusal, match="--reason"):
        project.publish()
    (project.places.site / "ledger.json").unlink()
    with pytest.raises(Refusal, match="build one first"):
        project.publish()
    assert before == project.files()


def test_a_correction_is_a_new_revision_and_the_old_one_stays(project: SmallProject) -> None:
    """The first revision keeps every byte; the way to the latest leads to the second; the list says why."""
    project.publish()
    first = {name: content for name, content in project.files().items() if name.startswith(R1)}
    project.build(title="Corrected")
    result = project.publish(date="2015-07-30", reason="A heading was wrong.")
    now = project.files()
    assert (2, first) == (result.published.revision, {name: now[name] for name in first})
    assert "r2/book/index.html" == page(project, "west_midlands/fy2014-15/index.html").select("a")[0]["href"]
    words = page(project, "index.html").get_text(" ")
    assert "Correction: A heading was wrong." in words
    assert "published 30 July 2015" in words


def test_a_revision_that_was_altered_stops_publishing(project: SmallProject) -> None:
    """A file changed or taken away is named; so are checksums that were made to fit, and a lost record."""
    project.publish()
    (project.library / R1 / "search.html").unlink()
    (project.library / R1 / "book" / "index.html").write_text("Everything was kept.", encoding="utf-8")
    with pytest.raises(Refusal, match=r"r1 is not as it was published: book/index.html, search.html"):
        project.publish()
    (project.library / R1 / "checksums.txt").write_text(checksum_lines(project.library / R1), encoding="utf-8")
    with pytest.raises(Refusal, match=r"published: checksums\.txt\."):
        project.publish()
    (project.library / "editions.json").unlink()
    project.build(title="Something else")
    with pytest.raises(Refusal, match="put the record back"):
        project.publish()


def test_two_periods_stand_side_by_side(project: SmallProject) -> None:
    """The list holds both, the later first, and the order of publishing does not change a published byte."""
    project.publish()
    project.build(replace(LEDGER, edition=EARLIER))
    project.publish(date="2014-06-30")
    titles = [heading.get_text() for heading in page(project, "index.html").select("h3")]
    assert [f"{one.long_label} (draft, not signed off)" for one in (EDITION, EARLIER)] == titles
    first = project.files()
    project.library.rename(project.places.root / "before")
    project.publish(date="2014-06-30")
    project.build()
    project.publish()
    assert first == project.files()


def test_published_files_are_as_listed_and_every_link_leads_to_one(project: SmallProject) -> None:
    """``sha256sum --check`` reads the list, with the evidence in it; links are followed from each page and the list.

    The bundle of the command is the one that is published; before that it claims no day.
    """
    target = bundle_site(project.places, PublishRequest(project.library))
    with zipfile.ZipFile(target) as bundle:
        assert b"published" not in bundle.read(f"{target.stem}/citation.bib")
    project.publish()
    again = bundle_site(project.places, PublishRequest(project.library))
    assert (project.library / R1 / "evidence" / again.name).read_bytes() == again.read_bytes()
    command = ["sha256sum", "--check", "--strict", "--quiet", "checksums.txt"]
    process = subprocess.run(command, cwd=project.library / R1, capture_output=True, text=True, check=False)
    assert (0, "") == (process.returncode, process.stderr)
    assert "evidence/planbook-west_midlands-fy2014-15-r1.zip" in text(project, f"{R1}/checksums.txt")
    for path in sorted(project.library.rglob("*.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        addresses = [str(tag.get("href") or tag.get("src")) for tag in soup.select("[href], [src]")]
        assert [] == [name for name in addresses if not (path.parent / name.partition("#")[0]).resolve().is_file()]


def test_with_a_base_address_pages_tell_it_and_without_one_they_do_not(project: SmallProject) -> None:
    """Canonical link, preview picture and sitemap need an absolute address."""
    project.publish()
    absolute = "link[rel=canonical], meta[property='og:image']"
    assert [] == page(project, f"{R1}/book/index.html").select(absolute)
    assert not (project.library / "sitemap.xml").exists()
    project.build(title="Corrected")
    project.publish(reason="A heading.", base="https://example.org/x")
    tags = page(project, "west_midlands/fy2014-15/r2/book/index.html").select(absolute)
    root = "https://example.org/x/west_midlands/fy2014-15/r2/"
    assert [f"{root}book/index.html", f"{root}card.png"] == [tag.get("href") or tag["content"] for tag in tags]
    assert f"{root}search.html" in text(project, "sitemap.xml")


def test_a_site_that_was_made_from_other_files_is_not_published(project: SmallProject) -> None:
    """What changed is named: another page; a table, a notebook or a commentary. Once nothing is, it is published."""
    project.places.built_from.parent.mkdir(parents=True)
    write_record(project.places, Inputs.of(project.places))
    more = project.places.root / "book" / "methods.md"
    more.write_text("Another page.", encoding="utf-8")
    with pytest.raises(Refusal, match="pages, settings, sign-offs or the library"):
        project.publish()
    more.unlink()
    assert project.publish().published.draft
    project.build(replace(LEDGER, edition=replace(EDITION, data=(("data/glossary.csv", "00"),))))
    (project.places.plan("west_midlands_2014_15") / "commentary" / "fy2014-15" / "M1.1.md").write_text(
        "Other words.", encoding="utf-8"
    )
    with pytest.raises(Refusal, match=r"data/glossary.csv, registers or commentary"):
        project.publish(reason="Other data.")


def sign_everything(project: SmallProject) -> None:
    """Sign all milestones of the edition off as they stand, as three roles would."""
    now = wording.hashes(project.places, LEDGER, wording.plan_of(project.places, LEDGER))
    register = tuple(
        SignOff(name, capacity, f"Role of the {capacity}", now[name].data, now[name].calculation, now[name].prose, day)
        for name in now
        for capacity, day in zip(CAPACITIES, ("2015-06-01", "2015-06-02", "2015-06-03"), strict=True)
    )
    wording.write_register(wording.signoff_path(project.places, EDITION), register)


def test_what_nobody_signed_is_published_as_a_draft_alone(project: SmallProject) -> None:
    """Each milestone is listed with what is missing; pages without the mark of a draft are named.

    Record, list, feed, script of the library, strip of a page and citation say that it is a draft.
    """
    with pytest.raises(Unsigned, match=r"43 milestones are not signed off(.|\n)*M5\.4b: not signed off"):
        project.publish(draft=False)
    project.build(mark="")
    with pytest.raises(Refusal, match=r"book/index\.html do not bear .* `planbook build`"):
        project.publish(draft=True)
    assert {} == project.files()
    project.build()
    published = project.publish(draft=True).published
    assert (True, True) == (published.draft, json.loads(text(project, "editions.json"))["editions"][0]["draft"])
    assert "draft, not signed off" in page(project, "index.html").select(".pb-library__revisions")[0].get_text()
    assert "A draft, not signed off." in text(project, "feed.xml")
    assert '"draft":true' in text(project, "editions.js")
    front = page(project, f"{R1}/book/index.html")
    for part in (".pb-editions__this", "[data-pb-citation]"):
        assert "as a draft, not signed off" in front.select(part)[0].get_text()


def test_what_is_signed_off_is_published_without_a_mark(project: SmallProject) -> None:
    """Not as a draft, and not with pages from before the sign-off; then nothing calls it a draft."""
    sign_everything(project)
    with pytest.raises(Refusal, match="without --draft"):
        project.publish(draft=True)
    with pytest.raises(Refusal, match=r"book/index\.html still bear"):
        project.publish(draft=False)
    project.build(mark="")
    assert not project.publish(draft=False).published.draft
    texts = [content.decode() for name, content in project.files().items() if name.endswith((".html", ".xml"))]
    assert [] == [one for one in texts if "draft" in one.lower()]


def test_a_change_after_sign_off_stops_publishing_but_as_a_draft(project: SmallProject) -> None:
    """One sentence edited: the milestone and what changed are named. Signed again, the edition is a second revision."""
    sign_everything(project)
    path = project.places.plan("west_midlands_2014_15") / "commentary" / "fy2014-15" / "M5.4b.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nOne word more.\n", encoding="utf-8")
    project.build()
    with pytest.raises(Unsigned, match=r"1 milestone is not (.|\n)*M5\.4b: changed since sign-off: prose"):
        project.publish(draft=False)
    assert project.publish(draft=True).published.draft
    sign_everything(project)
    project.build(mark="")
    revision = project.publish(draft=False, date="2015-07-30", reason="Signed off.").published
    assert (2, False) == (revision.revision, revision.draft)
