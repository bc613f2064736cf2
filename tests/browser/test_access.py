"""With the keyboard, enlarged, in forced colours, without motion, on paper: what axe cannot see."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIDEWAYS

pytestmark = pytest.mark.browser
FRONT, OUTCOME, SEARCH = "book/index.html", "book/edition/05_reduce_crime.html", "search.html"
MOST_STOPS = 1000
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")
STOP = """() => {
  const at = document.activeElement;
  if (at === document.body || at === document.documentElement) return null;
  const style = getComputedStyle(at);
  const points = [...at.getClientRects()].flatMap(box => {
    const top = Math.max(box.top, 0), inside = Math.min((Math.min(box.bottom, innerHeight) - top) / 2, 12);
    return [box.left + box.width / 2, box.left + Math.min(3, box.width / 2)].map(x => [x, top + inside]);
  });
  const uncovered = points.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there && (at.contains(there) || there.contains(at) || at.closest(".pb-closer")?.contains(there));
  });
  const words = at.getAttribute("aria-label") || at.textContent || at.placeholder || at.labels?.[0]?.textContent || "";
  window.pbStops ??= [];
  const seen = window.pbStops.includes(at);
  window.pbStops.push(at);
  return {html: at.outerHTML.slice(0, 110),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1,
    named: words.trim() !== "", uncovered, seen,
    back: window.pbStops.length > 1 && !!(window.pbStops.at(-2).compareDocumentPosition(at) & 2)};
}"""
FROM_THE_START = (
    """() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex"); }"""
)
"""The search page starts in its field; the walk starts at the top of every page."""

CAN_BE_REACHED = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(tag => tag.checkVisibility({visibilityProperty: true}) && !tag.disabled && tag.tabIndex >= 0
    && !(tag.type === "radio" && tag.name && !tag.checked))
  .filter(tag => !(window.pbStops ?? []).includes(tag)).map(tag => tag.outerHTML.slice(0, 110))"""
SMALL_TARGETS = """() => {
  const least = 24, inline = tag => getComputedStyle(tag).display.startsWith("inline")
    && tag.closest("p, li, dd, td, th, caption, figcaption, h1, h2, h3, h4");
  const all = [...document.querySelectorAll("a[href], button, input, select, summary")]
    .filter(tag => tag.checkVisibility({visibilityProperty: true}) && !tag.closest("svg") && !inline(tag))
    .filter(tag => !tag.matches(".pb-skip")).map(tag => [tag, tag.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height);
  const small = all.filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5);
  const apart = (one, other) => {
    const dx = (one.left + one.right - other.left - other.right) / 2;
    const dy = (one.top + one.bottom - other.top - other.bottom) / 2;
    return Math.hypot(dx, dy) >= least;
  };
  return small.filter(([tag, box]) => all.some(([other, near]) => other !== tag && !apart(box, near)))
    .map(([tag, box]) => `${Math.round(box.width)}x${Math.round(box.height)}: ${tag.outerHTML.slice(0, 110)}`);
}"""
TEXT_SPACING = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet); }"""
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(tag => {
    const style = getComputedStyle(tag);
    return tag.checkVisibility() && !tag.closest(".pb-unseen, .pb-skip, svg, thead, [data-mode-name]")
      && [...tag.childNodes].some(node => node.nodeType === 3 && node.data.trim())
      && style.overflowY === "hidden" && tag.scrollHeight > tag.clientHeight + 2; })
  .map(tag => tag.outerHTML.slice(0, 110))"""
TEXT_OF_THE_PAGE = "document.querySelector('main').innerText.replace(/\\s+/g, ' ').trim().length"


def _walk(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until focus leaves the page or comes round."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["seen"]:
            return
        yield stop


@pytest.mark.parametrize(("opened", "width"), [(FRONT, 1440), (FRONT, 375), (OUTCOME, 1440), (SEARCH, 1440)])
def test_the_keyboard_reaches_every_control(look, opened, width) -> None:
    """Tab visits every control once in the order of the page, each named, outlined and uncovered, with no trap."""
    page = look(opened, width=width).page
    page.evaluate(FROM_THE_START)
    stops = list(_walk(page))
    faults = [
        f"{name}: {stop['html']}" for name in ("outline", "named", "uncovered") for stop in stops if not stop[name]
    ]
    faults += [f"out of order: {stop['html']}" for stop in stops if stop["back"]]
    faults += [f"never reached: {html}" for html in page.evaluate(CAN_BE_REACHED)]
    assert [] == faults, "\n".join(faults)
    assert 20 < len(stops) < MOST_STOPS


def test_menu_and_contents_open_and_close_by_keyboard(look) -> None:
    """On a phone the two lists open with Enter, say so, and Escape closes them and gives the focus back."""
    page = look(OUTCOME, width=320).page
    for button, links in ((".pb-menu-button", ".pb-menu a"), (".pb-contents-button", ".pb-contents a")):
        page.focus(button)
        assert not page.is_visible(links)
        page.keyboard.press("Enter")
        assert ("true", True) == (page.get_attribute(button, "aria-expanded"), page.is_visible(links))
        page.focus(links)
        page.keyboard.press("Escape")
        assert ("false", False) == (page.get_attribute(button, "aria-expanded"), page.is_visible(links))
        assert page.evaluate("selector => document.activeElement.matches(selector)", button)


def test_the_scheme_is_chosen_by_keyboard_and_kept(look) -> None:
    """The button says the scheme in words; the choice holds on the next page."""
    page = look(FRONT).page
    page.focus(".pb-scheme-button")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert "Colours: Dark" == page.text_content(".pb-scheme-button")
    page.goto(OUTCOME)
    assert "dark" == page.evaluate("document.documentElement.dataset.theme")


def test_enlarged_four_times_nothing_is_lost(look, address) -> None:
    """At 400 per cent of 1280 pixels (320 by 256) a page has all its text, nothing cut, and no sideways scroll."""
    page = look(address, width=1280).page
    whole = page.evaluate(TEXT_OF_THE_PAGE)
    page.set_viewport_size({"width": 320, "height": 256})
    assert 0 >= page.evaluate(SIDEWAYS)
    assert [] == page.evaluate(CUT)
    assert whole * 0.97 <= page.evaluate(TEXT_OF_THE_PAGE)
    page.evaluate(TEXT_SPACING)
    assert 0 >= page.evaluate(SIDEWAYS)
    assert [] == page.evaluate(CUT)


def test_targets_are_large_or_apart(look, address) -> None:
    """Every control outside running text is 24 pixels high and wide, or that far from others (WCAG 2.2, 2.5.8)."""
    page = look(address, width=1440).page
    faults = page.evaluate(SMALL_TARGETS)
    page.set_viewport_size({"width": 320, "height": 700})
    assert [] == faults + page.evaluate(SMALL_TARGETS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_shapes_marks_and_focus(look, scheme) -> None:
    """In forced colours each status keeps a visible shape, charts keep paper and marks, and focus an outline."""
    page = look(OUTCOME, scheme=scheme, forced_colors="active").page
    shapes = page.evaluate(
        """() => [...document.querySelectorAll(".pb-status, .pb-reading")].filter(tag => tag.checkVisibility())
        .map(tag => { const style = getComputedStyle(tag, "::before");
          return style.maskImage !== "none"
            && style.backgroundColor !== getComputedStyle(document.body).backgroundColor; })"""
    )
    assert shapes
    assert all(shapes)
    charts = page.evaluate(
        """() => [...document.querySelectorAll("svg[role=img]")].filter(tag => tag.checkVisibility())
        .map(tag => getComputedStyle(tag).forcedColorAdjust)"""
    )
    assert {"none"} == set(charts)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "none" != page.evaluate("getComputedStyle(document.activeElement).outlineStyle")


def test_nothing_moves_where_motion_is_unwelcome(look) -> None:
    """With reduced motion no element has a transition or an animation that lasts."""
    page = look(OUTCOME).page
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(tag => { const style = getComputedStyle(tag);
        return style.animationName !== "none"
          || style.transitionDuration.split(",").some(part => parseFloat(part) > 0.01); })
        .map(tag => tag.outerHTML.slice(0, 80))"""
    )
    assert [] == moving


def test_paper_has_the_text_and_not_the_menu(look) -> None:
    """Printed from the dark scheme, an outcome page is light, whole and without navigation or buttons."""
    page = look(OUTCOME, scheme="dark").page
    page.emulate_media(media="print")
    hidden = (".pb-menu", ".pb-contents", ".pb-find", ".pb-controls", ".pb-onward", ".pb-skip")
    assert [] == [place for place in hidden if page.is_visible(place)]
    dark = page.evaluate("() => getComputedStyle(document.body).getPropertyValue('--pb-chart-paper').trim()")
    assert "#ffffff" == dark
    pages = PDF_PAGE.findall(page.pdf(format="A4"))
    # 45 since each promise also says how sure its words are; before that fewer than 40.
    assert 3 < len(pages) < 48
