"""The settings of the publication, and how an edition is cited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.claims.summary import Summary, SummaryLine
from planbook.editions.citing import (
    RESERVED_NAME,
    Citation,
    Publication,
    csl_json,
    description,
    publication_of,
    zenodo,
)
from tests.editions.test_library import EDITION

if TYPE_CHECKING:
    from planbook.data.places import Places

DRAFT = Citation(Publication("Was it kept?", "The publisher"), EDITION, "ab" * 32)
CITED = replace(DRAFT, revision=2, published="2015-06-30", address="https://example.org/west_midlands/fy2014-15/r2/")


def test_the_words_name_publisher_edition_revision_day_hash_and_address() -> None:
    """Everything that is needed to find the edition, and to know that it is the one."""
    assert CITED.text == (
        "The publisher. Was it kept? West Midlands Police, 2014/15 (April 2014 to March 2015). Revision 2, published "
        f"30 June 2015. SHA-256 of the ledger: {'ab' * 32}. https://example.org/west_midlands/fy2014-15/r2/"
    )


def test_before_publication_no_day_and_no_revision_is_claimed() -> None:
    """The hash alone names the edition."""
    assert "Revision" not in DRAFT.text
    assert {"issued", "version", "URL"}.isdisjoint(csl_json(DRAFT)[0])
    assert "publication_date" not in zenodo(DRAFT, "So.")
    assert not any(word in DRAFT.bibtex for word in ("date =", "year =", "url ="))


def test_each_form_holds_what_its_readers_need() -> None:
    """BibTeX the publisher as one name, CSL-JSON a dataset with its day, Zenodo what a deposit requires."""
    assert CITED.bibtex.startswith("@misc{planbook-west_midlands-fy2014-15-r2,\n  author = {{The publisher}},\n")
    assert CITED.bibtex.count("{") == CITED.bibtex.count("}")
    (item,) = csl_json(CITED)
    assert ("dataset", [[2015, 6, 30]], "r2") == (item["type"], item["issued"]["date-parts"], item["version"])
    needed = {"upload_type", "title", "creators", "description", "access_right", "publication_date"}
    assert needed <= set(zenodo(CITED, "So."))


def test_the_sentence_counts_the_promises() -> None:
    """Groups without a promise are left out; without a plan the sentence says what the figures are of."""
    lines = (SummaryLine("part", 1), SummaryLine("close", 1), SummaryLine("missed", 2), SummaryLine("open", 36))
    told = "1 met in part, 1 too close to call, 2 not met, 36 not judged"
    assert f": {told}. Every" in description(EDITION, Summary(lines))
    assert description(EDITION, Summary((SummaryLine("", words="No plan."),))).startswith(
        "Recorded crime in West Midlands"
    )


SETTINGS = """title: "A small book"
sphinx:
  config:
    planbook_publication:
      publisher: "A board"
      base_url: "https://example.org/a"
      tag: "example.org,2015"
"""


def test_settings_stand_in_the_configuration(tree: Places, places: Places) -> None:
    """Publisher, base address and name for tag URIs; an address on the command line replaces it; none is made up."""
    bare = publication_of(tree)
    assert ("", f"tag:{RESERVED_NAME}:x", "") == (bare.base, bare.tag_uri("x"), publication_of(places).base)
    (tree.root / "_config.yml").write_text(SETTINGS, encoding="utf-8")
    publication = publication_of(tree)
    assert ("A small book", "A board") == (publication.title, publication.publisher)
    assert ("https://example.org/a/", "tag:example.org,2015:x") == (publication.base, publication.tag_uri("x"))
    assert "https://example.org/b/" == publication_of(tree, "https://example.org/b/").base
