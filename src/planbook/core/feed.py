"""What tells machines of published editions: an Atom feed (RFC 4287), a sitemap (sitemaps.org 0.9), robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from planbook.editions.library import Library, Published
    from planbook.editions.publication import Publication

__all__ = ["atom", "robots", "sitemap"]

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def atom(library: Library, publication: Publication) -> str:
    """The feed, newest first: one entry a revision, whose id never changes. ``library`` is not empty.

    Without a base address links are relative to the feed, which Atom allows.
    """
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    newest = sorted(library.editions, key=lambda one: (one.published, one.order), reverse=True)
    _text(feed, "id", publication.tag_uri("editions"))
    _text(feed, "title", publication.title)
    _text(feed, "updated", _moment(newest[0].published))
    _text(SubElement(feed, "author"), "name", publication.publisher)
    if publication.base:
        SubElement(feed, "link", {"rel": "self", "href": f"{publication.base}feed.xml"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{publication.base}index.html"})
    for one in newest:
        _entry(SubElement(feed, "entry"), one, publication)
    return _written(feed)


def _entry(entry: Element, one: Published, publication: Publication) -> None:
    front = f"{publication.base}{one.address}/{one.front}"
    moment = _moment(one.published)
    _text(entry, "id", publication.tag_uri(one.address))
    _text(entry, "title", f"{one.title}, revision {one.revision}")
    _text(entry, "updated", moment)
    _text(entry, "published", moment)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": front})
    why = f"A correction: {one.reason} " if one.reason else ""
    state = "A draft, not signed off. " if one.draft else ""
    _text(entry, "summary", f"{state}{why}{one.summary}")


def sitemap(library: Library, publication: Publication) -> str:
    """Every page of the latest revision of each edition; the protocol wants absolute addresses, so a base is set."""
    pages = Element("urlset", {"xmlns": SITEMAP})
    _text(SubElement(pages, "url"), "loc", f"{publication.base}index.html")
    for one in library.latest:
        for page in one.pages:
            url = SubElement(pages, "url")
            _text(url, "loc", f"{publication.base}{one.address}/{page}")
            _text(url, "lastmod", one.published)
    return _written(pages)


def robots(publication: Publication) -> str:
    """Everything may be read; the sitemap is named."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {publication.base}sitemap.xml\n"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _written(root: Element) -> str:
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'
