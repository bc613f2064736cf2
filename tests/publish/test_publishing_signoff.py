"""The gate of publishing: signed off as it stands, or plainly a draft."""

import json

import pytest
from bs4 import BeautifulSoup

from planbook.claims.signoff import CAPACITIES, SignOff, Unsigned
from planbook.data import registers
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.editions import wording
from planbook.publish.publishing import NotADraft, OutdatedMarks
from tests.site.published import EDITION, LEDGER, Desk

R1 = "west_midlands/fy2014-15/r1"


@pytest.fixture
def project(tree: Places) -> Desk:
    """A project with a built draft."""
    project = Desk(tree)
    project.build()
    return project


def sign_everything(project: Desk) -> None:
    """Sign all milestones of the edition off as they stand, as three roles would."""
    plan = registers.plan_for(project.places, Period.parse(LEDGER.edition.period), LEDGER.edition.force).plan
    now = wording.hashes(project.places, LEDGER, plan)
    register = tuple(
        SignOff(name, capacity, f"Role of the {capacity}", now[name].data, now[name].calculation, now[name].prose, day)
        for name in now
        for capacity, day in zip(CAPACITIES, ("2015-06-01", "2015-06-02", "2015-06-03"), strict=True)
    )
    wording.write_register(wording.signoff_path(project.places, EDITION), register)


def text(project: Desk, name: str) -> str:
    """A file of the library."""
    return (project.library / name).read_text(encoding="utf-8")


def test_what_nobody_signed_is_published_as_a_draft_alone(project: Desk) -> None:
    """Each milestone is listed with what is missing; pages without the mark of a draft are named."""
    with pytest.raises(Unsigned, match=r"43 milestones are not signed off(.|\n)*M5\.4b: not signed off"):
        project.publish(draft=False)
    project.build(mark="")
    with pytest.raises(OutdatedMarks, match=r"book/index\.html do not bear .* `planbook build`"):
        project.publish(draft=True)
    assert {} == project.files()


def test_a_draft_is_published_and_says_so_everywhere(project: Desk) -> None:
    """In the record, the list, the feed, the script of the library, the strip of a page and the citation."""
    made = project.publish(draft=True).published
    assert (True, True) == (made.draft, json.loads(text(project, "editions.json"))["editions"][0]["draft"])
    listed = BeautifulSoup(text(project, "index.html"), "html.parser")
    assert "draft, not signed off" in listed.select(".pb-library__revisions")[0].get_text()
    assert "A draft, not signed off." in text(project, "feed.xml")
    assert '"draft":true' in text(project, "editions.js")
    page = BeautifulSoup(text(project, f"{R1}/book/index.html"), "html.parser")
    assert "as a draft, not signed off" in page.select(".pb-editions__this")[0].get_text()
    assert "as a draft, not signed off" in page.select("[data-pb-citation]")[0].get_text()


def test_what_is_signed_off_is_published_without_a_mark(project: Desk) -> None:
    """Not as a draft, and not with pages from before the sign-off; then nothing calls it a draft."""
    sign_everything(project)
    with pytest.raises(NotADraft, match="without --draft"):
        project.publish(draft=True)
    with pytest.raises(OutdatedMarks, match=r"book/index\.html still bear"):
        project.publish(draft=False)
    project.build(mark="")
    assert not project.publish(draft=False).published.draft
    texts = [content.decode() for name, content in project.files().items() if name.endswith((".html", ".xml"))]
    assert [] == [one for one in texts if "draft" in one.lower()]


def test_a_change_after_sign_off_stops_publishing_but_as_a_draft(project: Desk) -> None:
    """One sentence of commentary edited: the milestone and what changed are named."""
    sign_everything(project)
    path = project.places.data / "commentary" / "fy2014-15" / "M5.4b.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nOne word more.\n", encoding="utf-8")
    project.build()
    with pytest.raises(Unsigned, match=r"1 milestone is not (.|\n)*M5\.4b: changed since sign-off: prose"):
        project.publish(draft=False)
    assert project.publish(draft=True).published.draft


def test_a_draft_is_followed_by_a_signed_revision_with_a_reason(project: Desk) -> None:
    """The draft stays where it is, and the signed edition is its second revision."""
    project.publish(draft=True)
    sign_everything(project)
    project.build(mark="")
    revision = project.publish(draft=False, date="2015-07-30", reason="Signed off.").published
    assert (2, False) == (revision.revision, revision.draft)
