"""The feed, the sitemap and robots.txt."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from planbook.core.feed import atom, robots, sitemap
from planbook.editions.library import Library
from planbook.editions.publication import BadBaseAddress, Publication
from tests.core.test_library import EARLIER, FIRST, LIBRARY, SECOND

PUBLICATION = Publication("Was it kept?", "The publisher", "https://example.org/performance")
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:\S+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def texts(parent: Element, name: str) -> list[str]:
    """The texts of the children called so."""
    return [child.text or "" for child in parent.findall(name)]


@pytest.fixture
def feed() -> Element:
    """The feed of two revisions of one edition and one of another."""
    return fromstring(atom(LIBRARY, PUBLICATION))


def test_feed_and_entries_have_what_atom_requires(feed: Element) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each; an author; a link or content in each entry."""
    for holder in (feed, *feed.findall(f"{ATOM}entry")):
        assert [1, 1, 1] == [len(texts(holder, f"{ATOM}{name}")) for name in ("id", "title", "updated")]
        assert all(MOMENT.fullmatch(moment) for moment in texts(holder, f"{ATOM}updated"))
        assert all(TAG_URI.fullmatch(name) for name in texts(holder, f"{ATOM}id"))
        assert 1 <= len(holder.findall(f"{ATOM}link[@rel='alternate']"))
    assert ["The publisher"] == texts(feed, f"{ATOM}author/{ATOM}name")
    assert 1 == len(feed.findall(f"{ATOM}link[@rel='self']"))


def test_entries_are_newest_first_with_ids_of_their_own(feed: Element) -> None:
    """The feed was updated when its newest entry was."""
    moments = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    names = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert (sorted(moments, key=str, reverse=True), len(moments)) == (moments, len(set(names)))
    assert moments[0] == feed.findtext(f"{ATOM}updated")


def test_ids_do_not_depend_on_the_address() -> None:
    """Moving the library to another host makes nothing new."""
    moved = replace(PUBLICATION, base="https://elsewhere.example/")
    first, second = (fromstring(atom(LIBRARY, one)) for one in (PUBLICATION, moved))
    assert [e.findtext(f"{ATOM}id") for e in first] == [e.findtext(f"{ATOM}id") for e in second]


def test_a_correction_is_said_with_its_reason(feed: Element) -> None:
    """In the summary of its entry."""
    (entry,) = [one for one in feed.findall(f"{ATOM}entry") if "revision 2" in str(one.findtext(f"{ATOM}title"))]
    assert "A correction: A row was counted twice." in str(entry.findtext(f"{ATOM}summary"))


def test_without_a_base_links_are_relative() -> None:
    """Atom allows it, and the feed works from a folder."""
    feed = fromstring(atom(Library((FIRST,)), replace(PUBLICATION, base="")))
    assert [] == feed.findall(f"{ATOM}link[@rel='self']")
    (link,) = feed.findall(f"{ATOM}entry/{ATOM}link")
    assert link.get("href", "").startswith("west_midlands/fy2014-15/r1/")


def test_the_sitemap_lists_pages_of_latest_revisions_by_absolute_address() -> None:
    """Pages of a revision that was corrected are left out."""
    urls = fromstring(sitemap(LIBRARY, PUBLICATION)).findall(f"{SITEMAP}url")
    base = "https://example.org/performance/"
    pages = [f"{base}{one.address}/book/index.html" for one in (EARLIER, SECOND)]
    assert [f"{base}index.html", *pages] == [url.findtext(f"{SITEMAP}loc") for url in urls]
    assert "2015-07-30" == urls[-1].findtext(f"{SITEMAP}lastmod")


def test_robots_names_the_sitemap_at_the_root_of_a_host_only() -> None:
    """Below a path nobody reads it."""
    root = replace(PUBLICATION, base="https://example.org")
    assert (True, False) == (root.at_root_of_host, PUBLICATION.at_root_of_host)
    assert "Sitemap: https://example.org/sitemap.xml" in robots(root)


@pytest.mark.parametrize("written", ["example.org", "/performance/", "ftp://example.org"])
def test_a_base_that_is_not_absolute_is_refused(written: str) -> None:
    """With the form to use."""
    with pytest.raises(BadBaseAddress, match="Write it as https"):
        replace(PUBLICATION, base=written)
