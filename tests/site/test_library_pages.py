"""The files at the root of a library."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup

from planbook.editions.library import Library, Published
from planbook.editions.publication import Publication
from planbook.site.library_pages import left_out, library_files
from tests.site.published import EARLIER, EDITION

PUBLICATION = Publication("Was it kept?", "The publisher")
PAGES = ("book/cite.html", "book/index.html")
FIRST = replace(
    Published.first(EDITION), published="2015-06-30", pages=PAGES, front="book/index.html", ledger="ab" * 32
)
SECOND = replace(FIRST, revision=2, published="2015-07-30", reason="A <b> was wrong.")
OLDER = replace(FIRST, period=EARLIER.period, slug="fy2013-14", label="2013/14", published="2014-06-30")
KENT = replace(FIRST, force="kent", force_name="Kent")
LIBRARY = Library().with_one(FIRST).with_one(SECOND).with_one(OLDER).with_one(KENT)


def held(name: str, script: str) -> Any:
    """The value of a constant of the script."""
    (found,) = re.findall(rf"^const {name} = (.*);$", script, re.MULTILINE)
    return json.loads(found)


def test_the_list_holds_every_revision_under_its_force() -> None:
    """Forces in order, the latest period first, each revision with its day and its reason."""
    page = BeautifulSoup(library_files(LIBRARY, PUBLICATION)["index.html"], "html.parser")
    assert ["Kent", "West Midlands"] == [heading.get_text() for heading in page.select("h2")]
    revisions = [link.get_text() for link in page.select("#west-midlands .pb-library__revisions li > a")]
    assert ["Revision 2", "Revision 1", "Revision 1"] == revisions
    assert "Correction: A <b> was wrong." in page.get_text()


def test_the_script_knows_which_revision_is_the_latest() -> None:
    """And where each page stands; lists of pages are not repeated."""
    script = library_files(LIBRARY, PUBLICATION)["editions.js"]
    editions = held("PLANBOOK_EDITIONS", script)
    assert [True, True, False, True] == [one["latest"] for one in editions]
    assert [list(PAGES)] == held("PLANBOOK_PAGES", script)
    assert {0} == {one["pages"] for one in editions}


def test_each_force_and_edition_leads_to_its_latest_revision() -> None:
    """By relative addresses."""
    files = library_files(LIBRARY, PUBLICATION)
    assert 'href="r2/book/index.html"' in files["west_midlands/fy2014-15/index.html"]
    assert 'href="fy2014-15/r2/book/index.html"' in files["west_midlands/index.html"]


def test_what_needs_an_address_is_left_out_without_one_and_said() -> None:
    """Sitemap with a base; robots.txt at the root of a host alone."""
    based, root = (replace(PUBLICATION, base=base) for base in ("https://example.org/x", "https://example.org"))
    wanted = {"sitemap.xml", "robots.txt"}
    assert [set(), {"sitemap.xml"}, wanted] == [
        wanted & set(library_files(LIBRARY, one)) for one in (PUBLICATION, based, root)
    ]
    assert ("", True) == (left_out(based), "--base-url" in left_out(PUBLICATION))
