"""The banner on each page of a published revision, and the same again from the record in a bundle."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from planbook.audit.evidence_files import files_of, subject_at
from planbook.audit.run import unpack
from planbook.data.places import Places
from planbook.editions.citing import Publication
from planbook.editions.library_files import Published
from planbook.publish.revision_banner import Revision, publish_again, with_banner
from planbook.site.theme import DATASET, script_safe
from tests.site.published import EDITION, PAGE, SmallProject

PUBLISHED = replace(Published.first(EDITION), published="2015-06-30", front="book/index.html", summary="So it is.")
PUBLICATION = Publication("Was it kept?", "The publisher")
REVISION = Revision(PUBLISHED, PUBLICATION, EDITION)
BASED = Revision(PUBLISHED, replace(PUBLICATION, base="https://example.org/"), EDITION)


def soup(html: str, page: str = "book/edition/05.html", revision: Revision = REVISION) -> BeautifulSoup:
    """The page as published."""
    return BeautifulSoup(with_banner(html, page, revision), "html.parser")


def test_the_strip_leads_to_the_latest_revision_and_to_all_editions_without_a_script() -> None:
    """By relative addresses from the depth of the page; a correction says why on every page."""
    correction = replace(REVISION, published=replace(PUBLISHED, reason="A row was counted <twice>."))
    strip = soup(PAGE.format(title="Crime"), revision=correction).select("nav.pb-editions")[0]
    up = "../../../../../"
    assert [
        f"{up}west_midlands/fy2014-15/index.html",
        f"{up}index.html#west-midlands",
        "../../evidence/planbook-west_midlands-fy2014-15-r1.zip",
    ] == [link["href"] for link in strip.select("a")]
    assert "Revision 1, published 30 June 2015. A correction: A row was counted <twice>." in strip.get_text(" ")


def test_the_script_of_the_library_is_loaded_after_the_page() -> None:
    """From the root of the library, within the policy; the page that only sends readers on is left alone."""
    page = soup(PAGE.format(title="Crime"), "search.html")
    (script,) = page.select("script")
    assert ("../../../editions.js", True) == (script["src"], "defer" in script.attrs)
    assert [] == page.select("style, [style], [onclick]")
    redirect = "<html><head></head><body><main><a href='book/index.html'>On</a></main></body></html>"
    assert redirect == with_banner(redirect, "index.html", REVISION)


def test_structured_data_gain_address_and_day() -> None:
    """Where there is a base; the block stays one that a script element can hold."""
    record = {"@type": "Dataset", "name": "</script>", "distribution": [{"contentUrl": "ledger.json"}]}
    block = f'<script id="{DATASET}" type="application/ld+json">{script_safe(json.dumps(record))}</script>'
    page = soup(PAGE.format(title="Crime").replace("</head>", f"{block}</head>"), "book/index.html", BASED)
    expected = json.loads(str(page.select(f"#{DATASET}")[0].string))
    assert ("2015-06-30", "r1", "</script>") == (expected["datePublished"], expected["version"], expected["name"])
    assert "https://example.org/west_midlands/fy2014-15/r1/ledger.json" == expected["distribution"][0]["contentUrl"]


@pytest.mark.parametrize("base", ["", "https://example.org/x"])
@pytest.mark.parametrize("revision", [1, 2])
def test_published_again_is_as_published_byte_for_byte(tree: Places, tmp_path: Path, base: str, revision: int) -> None:
    """First revisions and corrections, with a base address and without one; from bundle and built site alone."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    project = SmallProject(tree)
    project.build()
    project.publish(base=base)
    if revision > 1:
        project.build(title="Corrected")
        project.publish(base=base, date="2015-07-30", reason="A heading was <wrong>.")
    subject = subject_at(project.library / f"west_midlands/fy2014-15/r{revision}")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    unpack(subject.bundle, elsewhere)
    shutil.copytree(project.places.site, elsewhere / "_build" / "html")
    assert dict(subject.site) == files_of(publish_again(Places(elsewhere)))
