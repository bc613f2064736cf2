"""The settings of the publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.editions.citing import RESERVED_NAME, publication_of

if TYPE_CHECKING:
    from planbook.data.places import Places

SETTINGS = """title: "A small book"
sphinx:
  config:
    planbook_publication:
      publisher: "A board"
      base_url: "https://example.org/a"
      tag: "example.org,2015"
"""


def test_settings_stand_in_the_configuration(tree: Places) -> None:
    """Publisher, base address and the name for tag URIs; an address on the command line goes before it."""
    (tree.root / "_config.yml").write_text(SETTINGS, encoding="utf-8")
    publication = publication_of(tree)
    assert ("A small book", "A board") == (publication.title, publication.publisher)
    assert ("https://example.org/a/", "tag:example.org,2015:x") == (publication.base, publication.tag_uri("x"))
    assert "https://example.org/b/" == publication_of(tree, "https://example.org/b/").base


def test_without_settings_no_address_is_made_up(tree: Places, places: Places) -> None:
    """No base, in the project neither; names of a domain that belongs to nobody."""
    publication = publication_of(tree)
    assert ("", f"tag:{RESERVED_NAME}:x") == (publication.base, publication.tag_uri("x"))
    assert "" == publication_of(places).base
