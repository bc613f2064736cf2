"""Every page in a real browser: three widths, two schemes, nothing said, nothing fetched from outside."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIDEWAYS, violations

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1440)
SCHEMES = ("light", "dark")
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
MORE_OF_THE_SAME = ":is(tbody > tr, .pb-glossary > div, .pb-found > li):nth-child(n + 25)"
AXE_COLOURS = ("color-contrast", "link-in-text-block")
CLIPPED = """() => [...document.querySelectorAll(
  ".bd-article :is(p, h1, h2, h3, figcaption, li, dd, dt, summary, svg[role=img])")]
  .filter(tag => tag.checkVisibility() && !tag.closest(".pb-table-wrap, pre, table"))
  .map(tag => [tag, tag.getBoundingClientRect()])
  .filter(([tag, box]) => box.width && (box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5))
  .map(([tag, box]) => `${tag.tagName}: ${box.left} to ${box.right}: ${tag.textContent.slice(0, 60)}`)
"""
CUT_BY_A_BOX = """() => [...document.querySelectorAll("main :is(.pb-figure, .pb-promise, .pb-summary)")]
  .flatMap(card => {
  const box = card.getBoundingClientRect();
  const holders = [];
  for (let up = card.parentElement; up && up.tagName !== "MAIN"; up = up.parentElement) holders.push(up);
  const cuts = up => getComputedStyle(up).overflowX !== "visible"
    && (up.getBoundingClientRect().left > box.left + 0.5 || up.getBoundingClientRect().right < box.right - 0.5);
  return holders.filter(cuts).map(up => `${card.id || card.className} cut by ${up.className}`);
})"""


def _violations(page: Page, width: int, scheme: str) -> list[str]:
    """What axe finds: every rule in the light scheme; in the dark, where only colours differ, those on colour.

    Wide, a page is looked at whole in both schemes. On a phone the insides of chart drawings and the rows of a
    long list beyond the first are left out: narrow, they have the colours and the HTML that the wide pass has
    just read to the last row, and what width changes (text that is cut, boxes that leave the window, targets
    too close) other tests measure on every element.
    """
    only = {"type": "tag", "values": AXE_TAGS} if scheme == "light" else {"type": "rule", "values": AXE_COLOURS}
    left_out = [] if width == max(WIDTHS) else [["svg[role=img]"], [MORE_OF_THE_SAME]]
    return violations(page, {"include": [["html"]], "exclude": left_out}, runOnly=only)


def test_page_is_whole_at_every_width_in_both_schemes(look, address) -> None:
    """A page says nothing to the console, asks nobody else, never scrolls sideways, and axe finds nothing."""
    looked = look(address)
    outside = [url for url in looked.requests if urlsplit(url).hostname != "127.0.0.1"]
    faults = [f"outside: {url}" for url in outside]
    for scheme in SCHEMES:
        for width in WIDTHS:
            page = looked.at(width, scheme)
            where = f"{width} {scheme}"
            faults += [f"{where}: {over} px wider than the window" for over in [page.evaluate(SIDEWAYS)] if over > 0]
            faults += [f"{where}: {line}" for line in page.evaluate(CLIPPED) + page.evaluate(CUT_BY_A_BOX)]
            if width != 768:
                said = list(looked.faults)
                faults += [f"{where}: {line}" for line in _violations(page, width, scheme)]
                looked.faults[:] = said  # axe tries styles of its own, which the page's policy refuses
    faults = looked.faults + faults
    assert [] == faults, "\n".join(faults)


def test_dark_scheme_loads_without_a_word(look) -> None:
    """A first visit in the dark scheme is dark at once, and says nothing to the console."""
    looked = look("book/index.html", scheme="dark")
    assert "dark" == looked.page.evaluate("document.documentElement.dataset.theme")
    assert [] == looked.faults


@pytest.mark.parametrize("width", [375, 500])
def test_chart_cards_are_not_cut(look, width) -> None:
    """Between phone and tablet the text and drawing of a chart stay inside every box around them."""
    page = look("book/edition/05_reduce_crime.html", width=width).page
    assert [] == page.evaluate(CLIPPED) + page.evaluate(CUT_BY_A_BOX)


def test_site_opens_from_a_folder(site, look) -> None:
    """A page opened from disk finds its styles, fonts, scripts and downloads, and says nothing."""
    looked = look((site / "book" / "edition" / "05_reduce_crime.html").as_uri())
    assert [] == looked.faults
    assert {"file", "data"} >= {urlsplit(url).scheme for url in looked.requests}
    wanted = {"scheme.js", "planbook.css", "frame.js", "wordmark-light.svg"}
    assert wanted <= {Path(urlsplit(url).path).name for url in looked.requests}
    assert "rgba(0, 0, 0, 0)" != looked.page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_first_key_skips_to_the_text(look) -> None:
    """The first Tab reaches a visible link that skips to the main text."""
    page = look("book/index.html").page
    page.keyboard.press("Tab")
    assert "#main-content" == page.evaluate("document.activeElement.getAttribute('href')")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")


def test_without_scripts_the_page_is_complete(look) -> None:
    """With scripts off, the three sentences, every milestone and every chart are on the page."""
    page = look("book/index.html", java_script_enabled=False).page
    assert 39 <= page.locator("table.pb-milestones tbody tr:visible").count()
    page.goto("book/edition/05_reduce_crime.html")
    figures, drawings = page.locator(".pb-figure:visible"), page.locator(".pb-figure:visible svg[role=img]:visible")
    assert 0 < figures.count() == drawings.count()
