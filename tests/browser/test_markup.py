"""What every page must hold, read from its HTML; no browser is started."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.browser.conftest import broken_links

pytestmark = pytest.mark.browser
DATA = {"application/ld+json", "application/json"}
"""Kinds of script element that browsers keep as data and never run (HTML Living Standard, 4.12.1)."""
FILE_NAME = re.compile(r"\.(svg|png|jpe?g|gif|webp)$", re.IGNORECASE)
HANDLERS = re.compile(r"^on[a-z]+$")


def _name(image: Tag, soup: BeautifulSoup) -> str:
    named = [soup.find(id=part) for part in str(image.get("aria-labelledby") or "").split()]
    title = image.find("title", recursive=False)
    words = [tag.get_text(" ", strip=True) for tag in (*named, title) if tag is not None]
    return str(image.get("aria-label") or image.get("alt") or " ".join(words)).strip()


def test_images_and_drawings_have_names(soup_of, address) -> None:
    """Every image and every drawing has a name, and no name is a file's."""
    soup = soup_of(address)
    images = [tag for tag in soup.select('img, svg[role="img"]') if tag.get("aria-hidden") != "true"]
    nameless = [str(tag)[:120] for tag in images if tag.get("alt") != "" and not _name(tag, soup)]
    assert [] == nameless
    assert [] == [_name(tag, soup) for tag in images if FILE_NAME.search(_name(tag, soup))]


def test_tables_are_captioned_and_scoped(soup_of, address) -> None:
    """Every table has a caption; every header cell has words and a scope."""
    soup = soup_of(address)
    assert [] == [str(table)[:160] for table in soup.find_all("table") if not table.find("caption")]
    heads = soup.select("table th")
    assert [] == [str(head) for head in heads if head.get("scope") not in {"col", "row", "colgroup", "rowgroup"}]
    assert [] == [str(head) for head in heads if not head.get_text(strip=True)]


def test_one_heading_one_main_one_language(soup_of, address) -> None:
    """A page has one h1, one main landmark, a title, a viewport and says its language."""
    soup = soup_of(address)
    counts = {name: len(soup.select(name)) for name in ("h1", "main", "title", 'meta[name="viewport"]')}
    assert dict.fromkeys(counts, 1) == counts
    assert soup.html is not None
    assert "en-GB" == soup.html.get("lang")


def test_headings_step_by_one(soup_of, address) -> None:
    """No heading skips a level on the way down."""
    main = soup_of(address).find("main")
    assert main is not None
    levels = [int(tag.name[1]) for tag in main.select("h1, h2, h3, h4, h5, h6")]
    assert [] == [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]


def test_ids_stand_once(soup_of, address) -> None:
    """No id stands twice on a page, and what an ARIA attribute points at is there."""
    soup = soup_of(address)
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    assert [] == sorted(name for name, count in ids.items() if count > 1)
    pointers = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
    wanted = {part for name in pointers for tag in soup.select(f"[{name}]") for part in str(tag[name]).split()}
    assert [] == sorted(wanted - set(ids))


def test_links_and_anchors_resolve(site, soup_of, address) -> None:
    """Every relative link leads to a file of the site, and every fragment to an id on that page."""
    assert [] == broken_links(site, soup_of, address)


def test_nothing_comes_from_elsewhere(soup_of, address) -> None:
    """No script, style, image, font or form of a page has an address outside the site, or one from its root."""
    soup = soup_of(address)
    sources = [tag[name] for name in ("src", "srcset", "action", "data") for tag in soup.select(f"[{name}]")]
    sources += [tag["href"] for tag in soup.select("link[href]")]
    assert [] == [source for source in sources if urlsplit(str(source)).netloc or str(source).startswith("/")]
    assert [] == [href for href in _links(soup) if href.startswith("/")]


def test_scripts_are_files(soup_of, address) -> None:
    """No script stands in the page, no attribute holds one, and the page's own policy forbids both."""
    soup = soup_of(address)
    assert [] == [
        str(script)[:120] for script in soup.find_all("script") if not (script.get("src") or script.get("type") in DATA)
    ]
    assert [] == [str(tag)[:120] for tag in soup.select("*") if any(HANDLERS.match(name) for name in tag.attrs)]
    policy = soup.select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert "script-src 'self';" in str(policy["content"])


STAMP = re.compile(r"\b1970-01-0|\bJan(?:uary)? 0?1,? 1970")
"""The day from which clocks count, as programs write it; a count of 1970 offences is none."""


def test_folder_holds_nothing_unused(site) -> None:
    """No source map, no script of another library and no time stamp is published."""
    unwanted = re.compile(r"\.map$|thebe|fontawesome\.js|mathjax|require\.min|\.buildinfo$|\.doctrees")
    assert [] == sorted(str(path.relative_to(site)) for path in site.rglob("*") if unwanted.search(path.name))
    assert [] == [page.name for page in site.rglob("*.html") if STAMP.search(page.read_text(encoding="utf-8"))]


def test_front_door_leads_to_the_front_page(site, soup_of) -> None:
    """The page at the root sends readers to a page that is there."""
    refresh = soup_of("index.html").select_one('meta[http-equiv="refresh" i]')
    assert refresh is not None
    target = str(refresh["content"]).partition("url=")[2]
    assert (site / target).is_file()
    names = [soup_of(name).select(where)[0] for name, where in (("index.html", "h1"), (target, ".pb-brand"))]
    assert names[0].get_text() == names[1].get_text(strip=True)


def _links(soup: BeautifulSoup) -> list[str]:
    return [str(tag["href"]) for tag in soup.select("a[href], area[href]")]
