"""One page put right: names of buttons, landmarks, tables, headings, scripts and a policy that forbids the rest."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["POLICY", "repaired"]

UNNEEDED = (
    "thebe",
    "fontawesome.js",
    "mathjax",
    "require.min.js",
    "kernelname =",
    "documentation_options.pagename",
    "documentation_options.search",
)
"""Scripts and styles of the theme that no page uses."""

NEEDED_BY = {
    "sphinx-design": "[class^='sd-'], [class*=' sd-']",
    "design-tabs": ".sd-tab-set",
    "toggle": ".toggle, .admonition.dropdown",
    "copybutton": "div.highlight",
    "clipboard": "div.highlight",
    "mystnb": "div.cell",
    "searchtools": "#search-results",
    "language_data": "#search-results",
    "searchindex": "#search-results",
}
"""Files that serve only pages with such an element."""

HANDLERS = frozenset({"onclick", "onload", "onchange"})
"""Attributes that hold scripts, which the policy forbids."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""Content-Security-Policy, level 3 (W3C, 2024): everything from the site, nothing written into the page."""


def repaired(html: str) -> str:
    """A page with the theme's faults put right. Running it twice changes nothing more."""
    soup = BeautifulSoup(html, "html.parser")
    for repair in (_scripts, _head, _names, _landmarks, _tables, _formulas, _headings, _leftovers):
        repair(soup)
    return str(soup)


def _scripts(soup: BeautifulSoup) -> None:
    """Scripts are files of the site, and only those that the page needs."""

    @cache
    def held(selector: str) -> bool:
        return soup.select_one(selector) is not None

    for script in soup.find_all("script"):
        body = str(script.string or "")
        if "dataset.mode" in body:
            _from_file(script, soup, "scheme.js")
        elif "form.bd-search input" in body:
            _from_file(script, soup, "search_page.js")
        elif _without_use(f"{script.get('src', '')} {script.get('type', '')} {body}".lower(), held):
            script.decompose()
    for link in soup.select("link[href]"):
        if link.get("rel") != ["icon"] and _without_use(str(link["href"]).rpartition("/")[2].lower(), held):
            link.decompose()
    for tag in soup.find_all(lambda tag: not HANDLERS.isdisjoint(tag.attrs)):
        tag.attrs = {name: value for name, value in tag.attrs.items() if name not in HANDLERS}


def _without_use(words: str, held: Callable[[str], bool]) -> bool:
    if any(word in words for word in UNNEEDED):
        return True
    wanted = [selector for word, selector in NEEDED_BY.items() if word in words]
    return bool(wanted) and not any(held(selector) for selector in wanted)


def _from_file(script: Tag, soup: BeautifulSoup, name: str) -> None:
    root = str(soup.html.get("data-content_root", "")) if soup.html else ""
    script.clear()
    script.attrs = {"src": f"{root}_static/{name}"}


def _head(soup: BeautifulSoup) -> None:
    """One viewport, the policy first, a scheme that is valid before any script has run."""
    for extra in soup.select('meta[name="viewport"]')[1:]:
        extra.decompose()
    for stamp in soup.select('meta[name="docbuild:last-update"], p.last-updated, head noscript'):
        stamp.decompose()
    if soup.html and soup.html.get("data-theme") not in {"light", "dark"}:
        soup.html["data-theme"] = "light"
    if soup.head and not soup.select_one('meta[http-equiv="Content-Security-Policy"]'):
        policy = soup.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": POLICY})
        charset = soup.head.find("meta", attrs={"charset": True})
        (charset.insert_after if isinstance(charset, Tag) else soup.head.append)(policy)


def _names(soup: BeautifulSoup) -> None:
    """What is named by its own words is not named otherwise (WCAG 2.2, 2.5.3)."""
    for summary in soup.select("summary[aria-label]"):
        del summary["aria-label"]
    for button in soup.select("button[aria-label]"):
        words = button.get_text(" ", strip=True)
        if words:
            button["aria-label"] = words
    for button in soup.select(".theme-switch-button"):
        button["aria-label"] = button["data-bs-title"] = "Colour scheme: light, dark or as the device"
    for icon in soup.select("i[class*='fa-'], span[class*='fa-']"):
        icon["aria-hidden"] = "true"
        del icon["title"]
    for title, better in (("primary", "Menu"), ("secondary", "Contents of this page")):
        for button in soup.select(f"button.{title}-toggle"):
            button["title"] = better
            button["aria-label"] = better


def _landmarks(soup: BeautifulSoup) -> None:
    """The site's name and search stand in the banner; empty banners and footers are none."""
    for header in soup.select("header#pst-header"):
        header.name = "div"
    for footer in soup.select("footer.bd-footer, footer.bd-footer-content, footer.prev-next-footer"):
        if not footer.get_text(strip=True):
            footer.decompose()
    brand = soup.select_one(".bd-sidebar-primary .navbar-brand")
    section = brand.find_parent(class_="sidebar-primary-items__start") if brand else None
    if isinstance(section, Tag) and not section.select_one("header"):
        masthead = soup.new_tag("header", attrs={"class": "pb-masthead"})
        items = [item for item in section.find_all(recursive=False) if not item.find("nav")]
        section.insert(0, masthead)
        for item in items:
            masthead.append(item.extract())
    back, main = soup.select_one("#pst-back-to-top"), soup.select_one("main")
    if back and main and not back.find_parent("main"):
        main.append(back.extract())


def _tables(soup: BeautifulSoup) -> None:
    """Header cells have a scope and words; a table without a caption is captioned by the heading above it."""
    for head in soup.select("table thead th:not([scope])"):
        head["scope"] = "col"
    for head in soup.select("table th"):
        if not head.get_text(strip=True):
            head.name = "td"
            del head["scope"]
    for table in soup.select("main table"):
        if table.find("caption") is None:
            above = table.find_previous(["h1", "h2", "h3", "h4", "h5", "h6"])
            caption = soup.new_tag("caption", attrs={"class": "pb-unseen"})
            caption.string = above.get_text(" ", strip=True).rstrip("# ") if isinstance(above, Tag) else "Table"
            table.insert(0, caption)


def _formulas(soup: BeautifulSoup) -> None:
    """A formula wider than a phone scrolls in its own box, which the keyboard can reach."""
    for formula in soup.select("div.pb-formula"):
        formula.attrs |= {"tabindex": "0", "role": "group", "aria-label": "Formula"}


def _headings(soup: BeautifulSoup) -> None:
    """The page has one h1: the theme's second one, for paper, goes, and so do its contents."""
    for doubled in soup.select("#jb-print-docs-body"):
        doubled.decompose()


def _leftovers(soup: BeautifulSoup) -> None:
    """Places for advertisements, banners and the theme's other services."""
    for place in soup.select(
        "#ethical-ad-placement, .pst-async-banner-revealer, link[rel='index'][href$='genindex.html']"
    ):
        place.decompose()
    for item in soup.select(".sidebar-primary-item, .sidebar-primary__section"):
        if item.find(name=True) is None and not item.get_text(strip=True):
            item.decompose()
