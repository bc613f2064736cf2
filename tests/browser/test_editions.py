"""Published editions in a real browser, from a folder: the way to others, the word "older", previews, citation."""

import json
import shutil
from pathlib import Path

import pytest

from planbook.data.places import Places
from planbook.publish.publishing import PublishRequest, publish
from tests.browser.conftest import SIDEWAYS, violations

pytestmark = pytest.mark.browser
EDITION = "west_midlands/fy2014-15"
PAGE = "book/cite.html"


@pytest.fixture(scope="module")
def library(site, tmp_path_factory) -> Path:
    """The built edition, its correction, and an edition of a later period made of the same pages."""
    project, root = tmp_path_factory.mktemp("project"), site.parents[1]
    for name in ("book", "data", "notebooks", "_build/html"):
        shutil.copytree(root / name, project / name, ignore=shutil.ignore_patterns("edition"))
    shutil.copytree(root / "src" / "planbook", project / "src" / "planbook")
    shutil.copy(root / "_config.yml", project)
    places, target = Places(project), tmp_path_factory.mktemp("library")
    publish(places, PublishRequest(target, "2015-06-30", draft=True))
    page = places.site / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("An edition is named", "Each edition is named"), "utf-8")
    publish(places, PublishRequest(target, "2015-07-30", "A word was wrong.", draft=True))
    path = places.site / "ledger.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["edition"] |= {"period": "FY2015-16", "label": "2015/16", "long_label": "2015/16", "plan_year": "2015/16"}
    path.write_text(json.dumps(record), encoding="utf-8")
    (places.site / "wording.json").unlink()
    publish(places, PublishRequest(target, "2016-06-30", draft=True))
    return target


def test_an_older_revision_says_so_and_leads_to_the_newer_one(library, look) -> None:
    """With the reason of the correction, and to the same page."""
    looked = look((library / f"{EDITION}/r1/{PAGE}").as_uri())
    box = looked.page.locator(".pb-editions__older")
    assert "older revision" in box.inner_text()
    assert "A word was wrong." in box.inner_text()
    box.get_by_role("link", name="Read revision 2.").click()
    assert looked.page.url.endswith(f"{EDITION}/r2/{PAGE}")
    assert [] == looked.faults


def test_an_older_edition_says_so_and_the_latest_nothing_of_the_kind(library, look) -> None:
    """2014/15 knows of 2015/16, published after it; this lists the others, under a heading that the keyboard opens."""
    page = look((library / f"{EDITION}/r2/{PAGE}").as_uri()).page
    words = "You are reading an older edition. Read the edition for 2015/16."
    assert words == page.locator(".pb-editions__older").inner_text()
    page.goto((library / f"west_midlands/fy2015-16/r1/{PAGE}").as_uri())
    assert 0 == page.locator(".pb-editions__older").count()
    page.locator(".pb-editions__switch > summary").focus()
    page.keyboard.press("Enter")
    listed = ["2015/16, revision 1 (draft) (this one)", "2014/15 (draft)"]
    assert listed == page.locator(".pb-editions__switch li").all_inner_texts()


def test_without_scripts_every_edition_can_be_reached(library, look) -> None:
    """From a page to the list of all editions, and from there to a later one."""
    page = look((library / f"{EDITION}/r1/{PAGE}").as_uri(), java_script_enabled=False).page
    page.get_by_role("link", name="All editions").click()
    page.get_by_role("link", name="2015/16 (draft, not signed off)", exact=True).click()
    assert page.url.endswith("west_midlands/fy2015-16/r1/book/index.html")
    page.goto((library / f"{EDITION}/r1/{PAGE}").as_uri())
    page.get_by_role("link", name="Latest revision of this edition").click()
    page.wait_for_url(f"**/{EDITION}/r2/book/index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", f"{EDITION}/r1/{PAGE}"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(library, look, name, scheme) -> None:
    """On the list of editions and on a page that says that it is older, wide and narrow."""
    looked = look((library / name).as_uri(), scheme=scheme)
    assert [] == looked.faults
    for width in (1440, 320):
        page = looked.at(width, scheme)
        assert [] == violations(page)
        assert 0 == page.evaluate(SIDEWAYS)


def test_structured_data_break_no_policy(library, look) -> None:
    """The block is data, not a script: the browser reports no violation, and it can be read."""
    looked = look((library / f"{EDITION}/r1/book/index.html").as_uri())
    block = looked.page.locator("script[type='application/ld+json']").inner_text()
    assert ("Dataset", "2015-06-30") == (json.loads(block)["@type"], json.loads(block)["datePublished"])
    assert [] == looked.faults


def test_the_button_copies_the_citation(library, look) -> None:
    """And says that it did."""
    page = look((library / f"{EDITION}/r1/{PAGE}").as_uri(), permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("#pb-citation").inner_text() == copied
    assert "Revision 1, published 30 June 2015 as a draft, not signed off." in copied
