"""The files at the root of a library: list, redirects, script, feed, sitemap, robots.txt."""

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from bs4 import BeautifulSoup

from planbook import Refusal
from planbook.editions.citing import Publication
from planbook.editions.library_files import Library, Published
from planbook.publish.library_pages import atom, left_out, library_files
from tests.site.published import EARLIER, EDITION

PUBLICATION = Publication("Was it kept?", "The publisher")
BASE = "https://example.org/performance/"
BASED = replace(PUBLICATION, base=BASE)
PAGES = ("book/cite.html", "book/index.html")
FIRST = replace(
    Published.first(EDITION), published="2015-06-30", pages=PAGES, front="book/index.html", ledger="ab" * 32
)
SECOND = replace(FIRST, revision=2, published="2015-07-30", reason="A <b> was wrong.")
OLDER = replace(FIRST, period=EARLIER.period, slug="fy2013-14", label="2013/14", published="2014-06-30")
KENT = replace(FIRST, force="kent", force_name="Kent")
LIBRARY = Library().with_one(FIRST).with_one(SECOND).with_one(OLDER).with_one(KENT)
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:\S+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def constant(name: str, script: str) -> Any:
    """The value of a constant of the script."""
    (value,) = re.findall(rf"^const {name} = (.*);$", script, re.MULTILINE)
    return json.loads(value)


def texts(parent: Element, name: str) -> list[str]:
    """The texts of the children of this name."""
    return [child.text or "" for child in parent.findall(f"{ATOM}{name}")]


def test_the_list_holds_every_revision_and_each_force_and_edition_leads_to_its_latest() -> None:
    """Forces in order, the latest period first, each revision with its reason; the ways are relative addresses.

    The script knows which revision is the latest and where each page stands; lists of pages are not repeated.
    """
    files = library_files(LIBRARY, PUBLICATION)
    assert 'href="r2/book/index.html"' in files["west_midlands/fy2014-15/index.html"]
    assert 'href="fy2014-15/r2/book/index.html"' in files["west_midlands/index.html"]
    page = BeautifulSoup(files["index.html"], "html.parser")
    assert ["Kent", "West Midlands"] == [heading.get_text() for heading in page.select("h2")]
    revisions = [link.get_text() for link in page.select("#west-midlands .pb-library__revisions li > a")]
    assert ["Revision 2", "Revision 1", "Revision 1"] == revisions
    assert "Correction: A <b> was wrong." in page.get_text()
    editions = constant("PLANBOOK_EDITIONS", files["editions.js"])
    assert [True, True, False, True] == [one["latest"] for one in editions]
    assert [list(PAGES)] == constant("PLANBOOK_PAGES", files["editions.js"])
    assert {0} == {one["pages"] for one in editions}


def test_what_needs_an_address_is_left_out_without_one_and_said() -> None:
    """A sitemap needs a base; robots.txt is read at the root of a host alone, and names the sitemap there."""
    root = replace(PUBLICATION, base="https://example.org")
    wanted = {"sitemap.xml", "robots.txt"}
    assert [set(), {"sitemap.xml"}, wanted] == [
        wanted & set(library_files(LIBRARY, one)) for one in (PUBLICATION, BASED, root)
    ]
    assert ("", True) == (left_out(BASED), "--base-url" in left_out(PUBLICATION))
    assert "Sitemap: https://example.org/sitemap.xml" in library_files(LIBRARY, root)["robots.txt"]


def test_feed_and_entries_have_what_atom_requires() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each; an author; a link in each entry; newest first."""
    feed = fromstring(atom(LIBRARY, BASED))
    entries = feed.findall(f"{ATOM}entry")
    for parent in (feed, *entries):
        assert [1, 1, 1] == [len(texts(parent, name)) for name in ("id", "title", "updated")]
        assert all(MOMENT.fullmatch(moment) for moment in texts(parent, "updated"))
        assert all(TAG_URI.fullmatch(name) for name in texts(parent, "id"))
        assert 1 <= len(parent.findall(f"{ATOM}link[@rel='alternate']"))
    assert (["The publisher"], 1) == (texts(feed, f"author/{ATOM}name"), len(feed.findall(f"{ATOM}link[@rel='self']")))
    moments, names = ([entry.findtext(f"{ATOM}{name}") for entry in entries] for name in ("updated", "id"))
    assert (sorted(moments, key=str, reverse=True), len(moments)) == (moments, len(set(names)))
    assert moments[0] == feed.findtext(f"{ATOM}updated")
    assert "A correction: A <b> was wrong." in str(entries[0].findtext(f"{ATOM}summary"))


def test_the_feed_works_from_any_address_and_from_a_folder() -> None:
    """Moving the library to another host makes no new ids; without a base links are relative, which Atom allows."""
    moved = replace(PUBLICATION, base="https://elsewhere.example/")
    first, second, bare = (fromstring(atom(LIBRARY, one)) for one in (BASED, moved, PUBLICATION))
    assert [e.findtext(f"{ATOM}id") for e in first] == [e.findtext(f"{ATOM}id") for e in second]
    assert [] == bare.findall(f"{ATOM}link[@rel='self']")
    assert "west_midlands/fy2014-15/r2/book/index.html" == bare.findall(f"{ATOM}entry/{ATOM}link")[0].get("href")


def test_the_sitemap_lists_pages_of_latest_revisions_by_absolute_address() -> None:
    """Pages of a revision that was corrected are left out."""
    urls = fromstring(library_files(LIBRARY, BASED)["sitemap.xml"]).findall(f"{SITEMAP}url")
    pages = [f"{BASE}{one.address}/{page}" for one in (KENT, OLDER, SECOND) for page in PAGES]
    assert [f"{BASE}index.html", *pages] == [url.findtext(f"{SITEMAP}loc") for url in urls]
    assert "2015-07-30" == urls[-1].findtext(f"{SITEMAP}lastmod")


@pytest.mark.parametrize("written", ["example.org", "/performance/", "ftp://example.org"])
def test_a_base_that_is_not_absolute_is_refused(written: str) -> None:
    """With the form to use."""
    with pytest.raises(Refusal, match="Write it as https"):
        replace(PUBLICATION, base=written)
