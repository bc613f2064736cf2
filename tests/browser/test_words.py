"""Words on the site: terms explained in place, a search that forgives, directions and intervals in plain English."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser
OUTCOME = "book/edition/05_reduce_crime.html"
DIRECTIONS = ("is better", "is intended")


@pytest.fixture
def outcome(look) -> Page:
    """The page of an outcome with many terms."""
    return look(OUTCOME).page


def visible_tips(page: Page) -> list[str]:
    """The explanations that a reader sees now."""
    return page.locator(".pb-tip:visible").all_inner_texts()


def test_a_term_is_explained_on_hover_and_on_focus(outcome) -> None:
    """The tip stays while the pointer is on it and goes with it, or at Escape, which moves no focus (WCAG 1.4.13)."""
    term = outcome.locator(".pb-term").first
    term.scroll_into_view_if_needed()
    term.hover()
    assert 1 == len(visible_tips(outcome))
    outcome.locator(".pb-tip:visible").hover()
    outcome.wait_for_timeout(400)
    assert 1 == len(visible_tips(outcome))
    outcome.mouse.move(2, 2)
    outcome.wait_for_timeout(400)
    assert [] == visible_tips(outcome)
    term.focus()
    assert 1 == len(visible_tips(outcome))
    outcome.keyboard.press("Escape")
    assert [] == visible_tips(outcome)
    assert term.evaluate("term => term === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("place", "shown"), [(OUTCOME, ".pb-tip:visible"), ("search.html?q=robery", "#search-found")])
def test_tips_and_results_are_accessible(look, scheme, place, shown) -> None:
    """The axe rules find nothing in an open explanation or in the results."""
    page = look(place, scheme=scheme).page
    if place == OUTCOME:
        page.locator(".pb-term").first.focus()
    page.locator(shown).wait_for()
    assert [] == violations(page)


def test_a_term_is_explained_on_the_first_tap_and_the_second_leads_to_the_glossary(look) -> None:
    """On a telephone the first tap explains and the second opens the entry."""
    page = look(OUTCOME, width=375, has_touch=True, is_mobile=True).page
    term = page.locator(".pb-term").first
    term.tap()
    assert 1 == len(visible_tips(page))
    box = page.locator(".pb-tip:visible").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    term.tap()
    page.wait_for_url("**/glossary.html#term-*")


@pytest.mark.parametrize(
    ("words", "heading", "title"),
    [
        ("robery", "Measures", "Robbery"),
        ("burglery dwelling", "Measures", "Burglary dwelling"),
        ("M5.4b", "Milestones", "M5.4b Robbery"),
        ("stop and serch", "Milestones", "M1.2"),
        ("MASH", "Terms", "MASH"),
        ("reofending", "Paragraphs", "M2.6"),
        ("anhoj runs", "Paragraphs", "Audit appendix"),
    ],
)
def test_the_search_forgives_typing_mistakes(look, words, heading, title) -> None:
    """Measures, milestones, terms and paragraphs are found, each under its heading."""
    opened = look(f"search.html?q={words}")
    group = opened.page.locator(f"#search-found h2:has-text('{heading}') + ul")
    assert any(title in text for text in group.locator("li").all_inner_texts())
    assert [] == opened.faults


def test_a_result_shows_its_status_and_leads_to_its_place(look, site) -> None:
    """Opened from disk, for the index is a script; where nothing is found, the lists stay and that is said."""
    looked = look((site / "search.html").as_uri())
    page = looked.page
    page.locator("#search-words").fill("M5.4b")
    first = page.locator("#search-found li").first
    first.wait_for()
    assert "Met" == first.locator(".pb-found-status").inner_text()
    assert str(first.locator("a").get_attribute("href")).endswith("05_reduce_crime.html#m5-4b")
    page.locator("#search-words").fill("xylophone quartz")
    page.locator("#search-count", has_text="Nothing found").wait_for()
    assert page.locator("#search-lists").is_visible()
    assert [] == looked.faults


def test_without_javascript_the_search_page_says_so(look) -> None:
    """The notice and the lists are there, and no field that does nothing."""
    page = look("search.html", java_script_enabled=False).page
    assert page.locator("#search-off").is_visible()
    assert not page.locator("#search-words").is_visible()
    page.locator("summary:has-text('Terms')").click()
    assert page.locator("a:has-text('MASH')").first.is_visible()


def test_only_the_search_page_loads_the_index(soup_of, address) -> None:
    """Nothing of the search, of Sphinx's or of this one, weighs on the other pages."""
    named = [str(tag["src"]) for tag in soup_of(address).select("script[src]")]
    search = [name for name in named if "search" in name or "language_data" in name]
    assert (len(search) == 3) if address == "search.html" else search == []


def test_direction_and_uncertainty_are_said_with_every_measure(soup_of) -> None:
    """Front page, verdicts and appendix say which way is good, each pair of verdicts what the interval means."""
    for page, block in (
        ("book/index.html", "table.pb-milestones:has(th:-soup-contains('Year on year')) tbody tr"),
        (OUTCOME, ".pb-plainly"),
        ("book/appendix.html", "table tbody tr"),
    ):
        blocks = soup_of(page).select(block)
        assert blocks
        assert [] == [tag.get_text() for tag in blocks if not any(one in tag.get_text() for one in DIRECTIONS)]
    said = [tag.get_text() for tag in soup_of(OUTCOME).select(".pb-plainly")]
    assert [] == [text for text in said if not text.startswith("The underlying change could plausibly lie between a ")]


def test_the_reading_age_of_every_page_is_told(soup_of) -> None:
    """The table names the ten outcomes and the hand-written pages, and no age above the stated one."""
    page = soup_of("book/accessibility.html")
    (table,) = [table for table in page.select("table") if "Reading age" in table.get_text()]
    ages = [int(row.select("td")[-1].get_text()) for row in table.select("tbody tr")]
    assert len(ages) >= 18
    assert max(ages) <= 17
