"""Charts looked at closer: points by keyboard, pointer and tap, views of a measure, forces side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIDEWAYS, violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

OUTCOME = "book/edition/05_reduce_crime.html"
COMPARE = "book/compare.html"
ROBBERY = '.pb-figure[id$="-robbery-level"]'
KINDS = ("level", "years", "peers", "changes")
CHOICE = "#measure=robbery&show=count&with=kent,merseyside"


@pytest.fixture
def outcome(look) -> Page:
    """The page of the outcome on crime, wide."""
    page: Page = look(OUTCOME).page
    return page


@pytest.fixture
def compare(look) -> Page:
    """The page of all forces, with a choice in its address."""
    page: Page = look(f"{COMPARE}{CHOICE}").page
    return page


def point(figure: Locator) -> Locator:
    """The one point of a chart that Tab reaches, in the drawing that is shown."""
    return figure.locator(".pb-points:visible [role=option][tabindex='0']")


def panel(figure: Locator) -> Locator:
    """The panel of the point that is looked at."""
    return figure.locator(".pb-point-panel.pb-shown:visible")


def row(figure: Locator, place: int) -> list[str]:
    """A row of the chart's own table."""
    cells: list[str] = figure.evaluate(
        "(figure, place) => [...figure.querySelectorAll('tbody tr').item(place).cells].map(cell => cell.textContent)",
        place,
    )
    return cells


def middle(figure: Locator, place: int) -> tuple[float, float]:
    """Where the point of a row stands in the window."""
    box = figure.locator(".pb-points:visible .pb-point").nth(place).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def rows_of(page: Page) -> list[list[str]]:
    """The table under the chart of forces."""
    rows: list[list[str]] = page.locator("#pb-compare-figure tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_each_chart_with_points_is_one_tab_stop_that_arrows_walk(outcome, kind) -> None:
    """Tab finds one point a chart; arrows, Home and End go to the others; the panel is the row of the table."""
    figure = outcome.locator(f'.pb-figure[id$="-{kind}"]').first
    if kind == "years":
        outcome.locator("[name$='-view'][value=years]").first.check()
    expect(point(figure)).to_have_count(1)
    last = figure.locator("tbody tr").count() - 1
    point(figure).focus()
    for key, place in (("Home", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", 0), ("End", last)):
        outcome.keyboard.press(key)
        expect(panel(figure)).to_have_count(1)
        shown = [words for words in panel(figure).locator("p, dd").all_text_contents() if words]
        assert row(figure, place) == shown
        expect(point(figure)).to_have_count(1)


def test_a_point_leads_to_its_receipt(outcome) -> None:
    """The panel of a quarter holds the link of its row in the chart's table: by Tab and by Enter; Escape closes it."""
    figure = outcome.locator(ROBBERY)
    point(figure).focus()
    outcome.keyboard.press("End")
    wanted = figure.locator("tbody tr").last.locator("th a").evaluate("link => link.href")
    link = panel(figure).get_by_role("link")
    assert wanted == link.evaluate("link => link.href")
    outcome.keyboard.press("Tab")
    expect(link).to_be_focused()
    outcome.keyboard.press("Escape")
    expect(panel(figure)).to_have_count(0)
    expect(point(figure)).to_be_focused()
    outcome.keyboard.press("Enter")
    outcome.wait_for_url("**/receipts/robbery.count.html#row-*")
    assert wanted == outcome.url


def test_the_panel_says_the_rules_in_words(outcome) -> None:
    """A point with a special cause names it in words, beside value, mean and limits."""
    figure = outcome.locator(".pb-figure[id$='-level']", has=outcome.locator("td", has_text="outside the limits")).first
    place = figure.evaluate(
        "figure => [...figure.querySelectorAll('tbody tr')].findIndex(row => row.textContent.includes('outside'))"
    )
    outcome.mouse.move(*_scrolled(figure, place))
    expect(panel(figure)).to_contain_text("outside the limits")
    expect(panel(figure)).to_contain_text("Upper limit")


def _scrolled(figure: Locator, place: int) -> tuple[float, float]:
    figure.locator(".pb-points:visible .pb-point").nth(place).scroll_into_view_if_needed()
    return middle(figure, place)


def test_the_panel_can_be_hovered_persists_and_is_dismissed(outcome) -> None:
    """WCAG 1.4.13: the panel stays while the pointer is on it and until Escape, which moves no focus."""
    figure = outcome.locator(ROBBERY)
    outcome.mouse.move(*_scrolled(figure, 3))
    expect(panel(figure)).to_contain_text(row(figure, 3)[0])
    box = panel(figure).bounding_box()
    assert box is not None
    outcome.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)
    outcome.wait_for_timeout(600)
    expect(panel(figure)).to_have_count(1)
    outcome.keyboard.press("Escape")
    expect(panel(figure)).to_have_count(0)


def test_the_panel_goes_when_the_pointer_has_left(outcome) -> None:
    """A panel opened by the pointer closes after the pointer has gone elsewhere."""
    figure = outcome.locator(ROBBERY)
    outcome.mouse.move(*_scrolled(figure, 3))
    expect(panel(figure)).to_have_count(1)
    outcome.mouse.move(5, 5)
    expect(panel(figure)).to_have_count(0)


def test_escape_closes_for_the_keyboard_and_keeps_the_place(outcome) -> None:
    """After Escape the point keeps the focus, and the next arrow opens the next point."""
    figure = outcome.locator(ROBBERY)
    point(figure).focus()
    outcome.keyboard.press("Home")
    outcome.keyboard.press("Escape")
    expect(panel(figure)).to_have_count(0)
    outcome.keyboard.press("ArrowRight")
    expect(panel(figure)).to_contain_text(row(figure, 1)[0])


def test_a_tap_shows_the_nearest_point(look) -> None:
    """On a phone a tap on the drawing opens the nearest point within the screen, a tap elsewhere closes it."""
    page = look(OUTCOME, width=320, has_touch=True, is_mobile=True).page
    figure = page.locator(ROBBERY)
    page.touchscreen.tap(*_scrolled(figure, 2))
    expect(panel(figure)).to_contain_text(row(figure, 2)[0])
    box = panel(figure).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    figure.locator("figcaption").tap()
    expect(panel(figure)).to_have_count(0)


def test_one_switch_shows_one_view_of_a_measure(outcome) -> None:
    """Quarterly is shown first; yearly takes its place; the view that is not held is off and says why."""
    views = outcome.locator("fieldset.pb-views", has=outcome.locator("[name='fy2014-15-robbery-view']"))
    expect(views.get_by_role("group")).to_have_count(0)
    expect(outcome.locator("#fy2014-15-robbery-level")).to_be_visible()
    monthly = views.get_by_role("radio", name="Monthly")
    expect(monthly).to_be_disabled()
    expect(monthly).to_have_accessible_description(
        "No monthly view of robbery for 2014/15: the months held run from Sep 2023 to Mar 2026."
    )
    outcome.locator("#fy2014-15-total-recorded-crime-level").scroll_into_view_if_needed()
    total = outcome.locator("fieldset.pb-views", has=outcome.locator("[name='fy2014-15-total-recorded-crime-view']"))
    total.get_by_role("radio", name="Quarterly").focus()
    outcome.keyboard.press("ArrowRight")
    expect(outcome.locator("#fy2014-15-total-recorded-crime-years")).to_be_visible()
    expect(outcome.locator("#fy2014-15-total-recorded-crime-level")).to_be_hidden()


def test_an_address_of_a_hidden_view_opens_it(look) -> None:
    """A link to the yearly chart shows the yearly chart."""
    page: Page = look(f"{OUTCOME}#fy2014-15-total-recorded-crime-years").page
    expect(page.locator("#fy2014-15-total-recorded-crime-years")).to_be_visible()
    expect(page.locator("[name='fy2014-15-total-recorded-crime-view'][value=years]")).to_be_checked()


def test_paper_has_every_view(outcome) -> None:
    """Printing shows the charts that a switch has put away, and no switch."""
    outcome.emulate_media(media="print")
    expect(outcome.locator("#fy2014-15-total-recorded-crime-years")).to_be_visible()
    expect(outcome.locator("fieldset.pb-views").first).to_be_hidden()


def test_the_address_carries_the_choice_of_forces(compare) -> None:
    """Measure, kind of figure and forces are read from the address, and the table has their numbers."""
    assert ["Quarter", "West Midlands", "Kent", "Merseyside"] == rows_of(compare)[0]
    assert ["Jan–Mar 2015", "1,196"] == rows_of(compare)[-1][:2]
    expect(compare.get_by_label("Measure")).to_have_value("robbery")
    expect(compare.get_by_role("radio", name="Counts")).to_be_checked()


def test_another_choice_changes_chart_table_words_and_address(compare) -> None:
    """Choosing rates and one more force is done by keyboard; chart, table, status and address follow."""
    compare.get_by_text("Choose other forces: 2 chosen, at most 5").click()
    compare.get_by_role("checkbox", name="Cleveland").focus()
    compare.keyboard.press("Space")
    compare.get_by_role("radio", name="Counts").focus()
    compare.keyboard.press("ArrowLeft")
    assert ["Quarter", "West Midlands", "Kent", "Merseyside", "Cleveland"] == rows_of(compare)[0]
    assert "0.43" == rows_of(compare)[-1][1]
    assert compare.url.endswith("#measure=robbery&show=rate&with=kent,merseyside,cleveland")
    expect(compare.locator("#pb-compare [role=status]")).to_contain_text("Jan–Mar 2015: West Midlands 0.43, Kent")
    name = compare.locator("#pb-compare-figure svg").get_attribute("aria-label")
    assert name is not None
    assert "Cleveland" in name


def test_no_more_than_five_forces_can_be_chosen(look) -> None:
    """With five chosen every other box is off, until one is given back."""
    page: Page = look(f"{COMPARE}#with=kent,essex,surrey,sussex,dorset,durham").page
    page.get_by_text("Choose other forces: 5 chosen, at most 5").click()
    expect(page.get_by_role("checkbox", name="Durham")).to_be_disabled()
    page.get_by_role("checkbox", name="Kent").uncheck()
    expect(page.get_by_role("checkbox", name="Durham")).to_be_enabled()


def test_points_of_the_forces_chart_are_quarters(compare) -> None:
    """The same keys walk the quarters of the drawn chart, and the panel has each force's figure."""
    figure = compare.locator("#pb-compare-figure")
    point(figure).focus()
    compare.keyboard.press("End")
    assert rows_of(compare)[-1] == [words for words in panel(figure).locator("p, dd").all_text_contents() if words]


def test_a_broken_address_gives_the_similar_forces(look) -> None:
    """Unknown names in the address are passed over, and nothing fails."""
    looked = look(f"{COMPARE}#measure=nothing&show=more")
    heads = rows_of(looked.page)[0]
    assert ["Quarter", "West Midlands", "Greater Manchester", "Merseyside", "West Yorkshire"] == heads
    assert [] == looked.faults


def test_the_map_is_walked_from_the_lowest_force(compare) -> None:
    """The points of the map are the rows of its table, lowest rate first, with rate, offences and class."""
    figure = compare.locator('.pb-figure[id$="-map"]')
    point(figure).focus()
    compare.keyboard.press("Home")
    assert row(figure, 0) == [words for words in panel(figure).locator("p, dd").all_text_contents() if words]
    expect(panel(figure)).to_contain_text("1 of 5")


def test_nothing_is_lost_without_javascript(look) -> None:
    """Every chart and table stands, every reason too; the page of forces holds 43 of them and says what is missing."""
    page = look(OUTCOME, java_script_enabled=False).page
    expect(page.locator("#fy2014-15-total-recorded-crime-level")).to_be_visible()
    expect(page.locator("#fy2014-15-total-recorded-crime-years")).to_be_visible()
    expect(page.locator("#fy2014-15-robbery-no-months")).to_be_visible()
    page.goto(COMPARE)
    expect(page.get_by_text("Choosing forces needs JavaScript.")).to_be_visible()
    expect(page.locator("table.pb-forces").first.locator("tbody tr")).to_have_count(43)
    expect(page.locator('.pb-figure[id$="-map"] svg').first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_an_open_panel_and_the_chooser_have_no_fault(look, width, scheme) -> None:
    """With the list of forces and a panel open, axe finds nothing, and nothing scrolls sideways."""
    page: Page = look(f"{COMPARE}{CHOICE}", width, scheme).page
    page.get_by_text("Choose other forces: 2 chosen, at most 5").click()
    point(page.locator("#pb-compare-figure")).focus()
    assert [] == violations(page, "main")
    assert 0 >= page.evaluate(SIDEWAYS)


def test_charts_of_an_outcome_with_an_open_panel_have_no_fault(outcome) -> None:
    """With a panel open among the switches of views, axe finds nothing in the page's own part."""
    point(outcome.locator(ROBBERY)).focus()
    assert [] == violations(outcome, "main")


def test_nothing_moves(outcome) -> None:
    """A panel and a view appear at once: neither has a transition or an animation, reduced motion or not."""
    outcome.emulate_media(reduced_motion="no-preference")
    moving = outcome.evaluate(
        """() => [...document.querySelectorAll(".pb-point-panel, .pb-point, .pb-views label, .pb-figure")]
          .filter(element => getComputedStyle(element).transitionDuration !== "0s"
            || getComputedStyle(element).animationName !== "none").length"""
    )
    assert 0 == moving
