"""Charts looked at closer: points by keyboard, pointer and tap, views of a measure, forces side by side."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import problems, violations

pytestmark = pytest.mark.browser

OUTCOME = "book/edition/05_reduce_crime.html"
COMPARE = "book/compare.html"
ROBBERY = '.pb-figure[id$="-robbery-level"]'
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


def words_in_panel(figure: Locator) -> list[str]:
    """The words of that panel, one by one."""
    return [words for words in panel(figure).locator("p, dd").all_text_contents() if words]


def row(figure: Locator, place: int) -> list[str]:
    """A row of the chart's own table."""
    return figure.locator("tbody tr").all()[place].locator("th, td").all_text_contents()


def middle(figure: Locator, place: int) -> tuple[float, float]:
    """Where the point of a row stands in the window, once it is scrolled into sight."""
    mark = figure.locator(".pb-points:visible .pb-point").nth(place)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def rows_of(page: Page) -> list[list[str]]:
    """The table under the chart of forces."""
    rows: list[list[str]] = page.locator("#pb-compare-figure tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


@pytest.mark.parametrize("kind", ["level", "years", "peers", "changes"])
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
        assert row(figure, place) == words_in_panel(figure)
        expect(point(figure)).to_have_count(1)


def test_a_point_leads_to_its_receipt(outcome) -> None:
    """The panel of a quarter holds the link of its row in the chart's table: by Tab and by Enter.

    Escape closes the panel and keeps the place: the next arrow opens the next point.
    """
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
    outcome.keyboard.press("ArrowLeft")
    expect(panel(figure)).to_contain_text(row(figure, -2)[0])
    outcome.keyboard.press("End")
    outcome.keyboard.press("Enter")
    outcome.wait_for_url("**/receipts/robbery.count.html#row-*")
    assert wanted == outcome.url


def test_the_panel_says_the_rules_in_words(outcome) -> None:
    """A point with a special cause names it in words, beside value, mean and limits."""
    figure = outcome.locator(
        ".pb-figure[id$='-level']", has=outcome.locator("td", has_text="part of a steady trend")
    ).first
    place = figure.evaluate(
        "figure => [...figure.querySelectorAll('tbody tr')].findIndex(row => row.textContent.includes('steady trend'))"
    )
    outcome.mouse.move(*middle(figure, place))
    expect(panel(figure)).to_contain_text("part of a steady trend")
    expect(panel(figure)).to_contain_text("Upper limit")


def test_the_panel_can_be_hovered_persists_and_is_dismissed(outcome) -> None:
    """WCAG 1.4.13: the panel stays while the pointer is on it, until Escape or until the pointer goes elsewhere."""
    figure = outcome.locator(ROBBERY)
    for _ in range(2):
        outcome.mouse.move(5, 5)
        expect(panel(figure)).to_have_count(0)
        outcome.mouse.move(*middle(figure, 3))
        expect(panel(figure)).to_contain_text(row(figure, 3)[0])
    box = panel(figure).bounding_box()
    assert box is not None
    outcome.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)
    outcome.wait_for_timeout(600)
    expect(panel(figure)).to_have_count(1)
    outcome.keyboard.press("Escape")
    expect(panel(figure)).to_have_count(0)


def test_a_tap_shows_the_nearest_point(look) -> None:
    """On a phone a tap on the drawing opens the nearest point within the screen, a tap elsewhere closes it."""
    page = look(OUTCOME, width=320, has_touch=True, is_mobile=True).page
    figure = page.locator(ROBBERY)
    page.touchscreen.tap(*middle(figure, 2))
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


def test_an_address_opens_a_hidden_view_and_paper_has_every_view(look) -> None:
    """A link to the yearly chart shows it; printing shows the quarterly one, now put away, too, and no switch."""
    page: Page = look(f"{OUTCOME}#fy2014-15-total-recorded-crime-years").page
    expect(page.locator("#fy2014-15-total-recorded-crime-years")).to_be_visible()
    expect(page.locator("[name='fy2014-15-total-recorded-crime-view'][value=years]")).to_be_checked()
    expect(page.locator("#fy2014-15-total-recorded-crime-level")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#fy2014-15-total-recorded-crime-level")).to_be_visible()
    expect(page.locator("fieldset.pb-views").first).to_be_hidden()


def test_the_address_carries_the_choice_of_forces(compare, look) -> None:
    """Measure, kind of figure and forces are read from it; unknown names are passed over for the similar forces."""
    assert ["Quarter", "West Midlands", "Kent", "Merseyside"] == rows_of(compare)[0]
    assert ["Jan–Mar 2015", "1,196"] == rows_of(compare)[-1][:2]
    expect(compare.get_by_label("Measure")).to_have_value("robbery")
    expect(compare.get_by_role("radio", name="Counts")).to_be_checked()
    looked = look(f"{COMPARE}#measure=nothing&show=more")
    assert ["Quarter", "West Midlands", "Greater Manchester", "Merseyside", "West Yorkshire"] == rows_of(looked.page)[0]
    assert [] == looked.faults


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


@pytest.mark.parametrize(
    ("chart", "key", "place"), [("#pb-compare-figure", "End", -1), ('.pb-figure[id$="-map"]', "Home", 0)]
)
def test_points_of_the_page_of_forces_are_the_rows_of_its_tables(compare, chart, key, place) -> None:
    """Quarters with each force's figure; forces of the map from the lowest rate, with rate, offences and class."""
    figure = compare.locator(chart)
    point(figure).focus()
    compare.keyboard.press(key)
    assert row(figure, place) == words_in_panel(figure)


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
    """With a panel open, and with the list of forces, axe finds nothing, and nothing scrolls sideways."""
    looked = look(f"{COMPARE}{CHOICE}", width, scheme)
    looked.page.get_by_text("Choose other forces: 2 chosen, at most 5").click()
    point(looked.page.locator("#pb-compare-figure")).focus()
    assert [] == problems(looked, "main")
    looked.page.goto(OUTCOME)
    point(looked.page.locator(ROBBERY)).focus()
    assert [] == violations(looked.page, "main")
