"""A page as it is published: which revision it belongs to, the way to the others, and its address where it has one.

Nothing here depends on what else the library holds, so a published page never has to change. What is newer
is told by the library's own ``editions.js``, which every page loads; without it the links to the list of all
editions and to the latest revision remain.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from planbook.charts.card import HEIGHT, WIDTH
from planbook.site.render import render
from planbook.site.theme import DATASET, script_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planbook.editions.citing import Citation
    from planbook.editions.library import Published

__all__ = ["Stamp", "stamped"]


@dataclass(frozen=True)
class Stamp:
    """What a page is stamped with."""

    published: Published
    citation: Citation
    bundle: str

    @property
    def base(self) -> str:
        """The address of the library; empty where none is set."""
        return self.citation.publication.base

    @cached_property
    def image(self) -> str:
        """The address of the card."""
        return f"{self.base}{self.published.address}/card.png"


def stamped(html: str, page: str, stamp: Stamp) -> str:
    """The page ``page`` (its path in the site) as published."""
    soup = BeautifulSoup(html, "html.parser")
    if soup.head is None or soup.select_one("main#main-content") is None:
        return html
    up = "../" * page.count("/")
    library = f"{up}{'../' * (stamp.published.address.count('/') + 1)}"
    for tag in _head(soup, page, library, stamp):
        soup.head.append(tag)
    _strip(soup, page, (up, library), stamp)
    _citation(soup, stamp)
    _dataset(soup, stamp)
    return str(soup)


def _head(soup: BeautifulSoup, page: str, library: str, stamp: Stamp) -> Iterator[Tag]:
    """Relations of RFC 5829, the feed, the library's script; absolute addresses where there is a base."""
    edition = f"{library}{stamp.published.edition_address}/index.html"
    yield soup.new_tag("link", attrs={"rel": "latest-version", "href": edition})
    yield soup.new_tag("link", attrs={"rel": "version-history", "href": f"{library}index.html"})
    feed = {"rel": "alternate", "type": "application/atom+xml", "title": "Editions", "href": f"{library}feed.xml"}
    yield soup.new_tag("link", attrs=feed)
    yield soup.new_tag("script", attrs={"defer": "", "src": f"{library}editions.js"})
    if stamp.base:
        address = f"{stamp.base}{stamp.published.address}/{page}"
        yield soup.new_tag("link", attrs={"rel": "canonical", "href": address})
        yield from _preview(soup, address, stamp)


def _preview(soup: BeautifulSoup, address: str, stamp: Stamp) -> Iterator[Tag]:
    told = {
        "og:url": address,
        "og:image": stamp.image,
        "og:image:type": "image/png",
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": f"{stamp.published.title}. {stamp.published.summary}",
    }
    for key, value in told.items():
        yield soup.new_tag("meta", attrs={"property": key, "content": value})
    yield soup.new_tag("meta", attrs={"name": "twitter:card", "content": "summary_large_image"})


def _strip(soup: BeautifulSoup, page: str, ways: tuple[str, str], stamp: Stamp) -> None:
    up, library = ways
    html = render(
        "edition_strip.html",
        one=stamp.published,
        when=stamp.citation.when,
        page=page,
        library=library,
        bundle=f"{up}{stamp.bundle}" if stamp.bundle else "",
    )
    place = soup.select_one("main article.bd-article") or soup.select_one("main#main-content")
    if place:
        place.insert(0, BeautifulSoup(html, "html.parser"))


def _citation(soup: BeautifulSoup, stamp: Stamp) -> None:
    for words in soup.select("[data-pb-citation]"):
        words.string = stamp.citation.text


def _dataset(soup: BeautifulSoup, stamp: Stamp) -> None:
    block = soup.find("script", id=DATASET)
    if not isinstance(block, Tag):
        return
    record = json.loads(block.string or "{}")
    record |= {"datePublished": stamp.published.published, "version": f"r{stamp.published.revision}"}
    record["identifier"] = stamp.citation.publication.tag_uri(stamp.published.address)
    if stamp.base:
        root = f"{stamp.base}{stamp.published.address}/"
        record |= {"url": f"{root}{stamp.published.front}", "image": stamp.image}
        record["distribution"] = [{**one, "contentUrl": f"{root}{one['contentUrl']}"} for one in record["distribution"]]
    block.string = script_safe(json.dumps(record, ensure_ascii=False, indent=1))
