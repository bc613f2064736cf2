"""The table of promises: sorted, filtered, remembered, sent, by keyboard, and whole without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
FRONT = "book/index.html"
ROWS = "table.pb-register tr[data-status]"
NO_STORAGE = """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("off"); } });"""


@pytest.fixture
def page(look) -> Iterator[Page]:
    """The front page at a desk; nothing that a test does may write to the console."""
    looked = look(FRONT)
    yield looked.page
    assert [] == looked.faults


def rows(page: Page) -> list[str]:
    """Ids of the milestones shown, from the top."""
    return [text.split()[0] for text in page.locator(f"{ROWS}:visible > th").all_inner_texts()]


def told(page: Page) -> str:
    """What the live region says."""
    return page.locator(".pb-filter-told").inner_text()


def test_status_target_baseline_actual_and_gap_stand_together(page) -> None:
    """One row says all of robbery; the status has words and a shape."""
    row = page.locator(ROWS, has_text="M5.4b Robbery")
    cells = [" ".join(text.split()) for text in row.locator("td").all_inner_texts()]
    assert [
        "Met change clearly more than chance",
        "reduce by 5%",
        "5,373 offences",
        "4,888 offences −9.0%",
        "4.0 percentage points beyond target",
        "Not named in the report",
    ] == cells
    shape = row.locator(".pb-status").evaluate("tag => getComputedStyle(tag, '::before').maskImage")
    assert shape.startswith("url(")


def test_heads_sort_and_say_so(page) -> None:
    """The gap: furthest short first, then turned; rows without one stay last; the live region tells the order."""
    head = page.get_by_role("columnheader", name="Gap to target")
    head.get_by_role("button").click()
    assert ["M5.3", "M5.4b", "M5.4a"] == rows(page)[:3]
    assert "ascending" == head.get_attribute("aria-sort")
    assert "by gap, furthest short first" in told(page)
    head.get_by_role("button").click()
    assert ["M5.4a", "M5.4b", "M5.3"] == rows(page)[:3]
    assert "descending" == head.get_attribute("aria-sort")
    assert 1 == page.locator("th[aria-sort]").count()


def test_the_plans_order_comes_back_with_its_outcomes(page) -> None:
    """Sorting takes the rows out from under their outcomes, what was missed first, owners from A to Z, and back."""
    before = rows(page)
    for order, first in (("owner", "All local policing units"), ("status", "Missed")):
        page.get_by_label("Order", exact=True).select_option(order)
        assert first in page.locator(f"{ROWS}:visible").first.inner_text()
        assert 43 == len(rows(page))
    assert 0 == page.locator(".pb-outcome-row:visible").count()
    assert page.locator(f"{ROWS} .pb-row-outcome").first.is_visible()
    page.get_by_role("columnheader", name="Promise").get_by_role("button").click()
    assert before == rows(page)
    assert 10 == page.locator(".pb-outcome-row:visible").count()


def test_filters_narrow_together(page) -> None:
    """Outcome and status; only outcomes with rows keep their heads; a milestone of two owners is found under each."""
    page.get_by_label("Outcome", exact=True).select_option(label="5. Reduce crime and offending")
    assert 8 == len(rows(page))
    assert 1 == page.locator(".pb-outcome-row:visible").count()
    page.get_by_label("Status", exact=True).select_option("missed")
    assert ["M5.3"] == rows(page)
    assert "Showing 1 of 39 promises" in told(page)
    page.get_by_label("Outcome", exact=True).select_option(label="1. Improving public confidence in policing")
    assert [] == rows(page)
    assert "No promise fits all of these choices." == told(page)
    page.get_by_role("button", name="Show everything").click()
    assert 43 == len(rows(page))
    for role in ("Learning and Development", "Human Resources"):
        page.get_by_label("Owner", exact=True).select_option(role)
        assert "M4.3" in rows(page)


def test_counts_lead_to_what_they_count(page) -> None:
    """The link under "not met" shows what is not met."""
    page.get_by_role("link", name="Show what is not met").click()
    assert {"Direction not met", "Missed"} == set(page.locator(f"{ROWS}:visible .pb-status").all_inner_texts())


def test_a_view_can_be_sent(page) -> None:
    """The address holds the choice; whoever opens it sees the same rows in the same order; Back goes back.

    What the lists do not offer is passed over.
    """
    page.get_by_label("Outcome", exact=True).select_option("O5")
    page.get_by_label("Order", exact=True).select_option("gap")
    address, seen = page.url, rows(page)
    assert address.endswith("#show?outcome=O5&order=gap")
    page.go_back()
    assert 8 == len(rows(page))
    assert "M5.1" == rows(page)[0]
    page.goto("about:blank")
    page.goto(address)
    assert seen == rows(page)
    assert "O5" == page.get_by_label("Outcome", exact=True).input_value()
    page.goto("about:blank")
    page.goto(FRONT + "#show?outcome=O99&status=%3Cb%3E&order=gap:sideways")
    assert 43 == len(rows(page))


def test_mine_is_remembered(page) -> None:
    """A reader says once which role is theirs; next time one button shows what is theirs."""
    remember = page.get_by_role("button", name="Remember this owner as mine")
    assert remember.is_disabled()
    page.get_by_label("Owner", exact=True).select_option("Learning and Development")
    remember.click()
    page.goto("about:blank")
    page.go_back()
    page.reload()
    page.get_by_label("Owner", exact=True).select_option("")
    mine = page.get_by_role("button", name="Mine: Learning and Development")
    mine.click()
    assert "true" == mine.get_attribute("aria-pressed")
    assert ["M2.3", "M4.3"] == rows(page)
    assert "owner=Learning+and+Development" in page.url
    mine.click()
    assert 43 == len(rows(page))


def test_mine_works_where_nothing_can_be_kept(look) -> None:
    """With storage refused, the choice lasts as long as the page and nothing breaks."""
    page, faults = look(FRONT, script=NO_STORAGE).page, []
    page.on("pageerror", lambda error: faults.extend(["register.js"] * ("register.js" in str(error.stack))))
    page.reload()
    page.get_by_label("Owner", exact=True).select_option("Human Resources")
    page.get_by_role("button", name="Remember this owner as mine").click()
    assert page.get_by_role("button", name="Mine: Human Resources").is_visible()
    assert [] == faults


def test_everything_can_be_done_by_keyboard(page) -> None:
    """Tab reaches lists, buttons and heads in order; Enter and Space work them; the focus stays where it was."""
    page.get_by_label("Outcome", exact=True).focus()
    page.keyboard.type("5.")
    assert 8 == len(rows(page))
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert ["by-status", "by-owner", "by-order", "Show everything"] == reached[:4]
    assert ["Promise", "Status", "Gap to target", "Owner"] == [name for name in reached if name[0].isupper()][1:5]
    page.get_by_role("button", name="Status").press("Space")
    assert ["M5.3"] == rows(page)[:1]
    assert "Status" == page.evaluate("document.activeElement.textContent")


def test_without_scripts_the_table_is_whole(look) -> None:
    """Every row in the plan's order, no control that does nothing."""
    page = look(FRONT, java_script_enabled=False).page
    assert 43 == len(rows(page))
    assert 10 == page.locator(".pb-outcome-row:visible").count()
    assert 0 == page.locator("#promise-filters:visible, table.pb-register button").count()


def test_on_a_phone_rows_are_cards(look) -> None:
    """At 320 pixels each cell says what it is, heads take no Tab stop, and nothing is cut off."""
    page = look(FRONT, width=320).page
    row = page.locator(ROWS, has_text="M5.4b Robbery")
    labels = row.locator("td").evaluate_all("tags => tags.map(tag => getComputedStyle(tag, '::before').content)")
    assert ['"Status"', '"Target"', '"Baseline"', '"Actual"', '"Gap"', '"Owner"'] == labels
    assert "hidden" == page.locator("thead button").first.evaluate("tag => getComputedStyle(tag).visibility")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Order", exact=True).select_option("gap")
    assert "M5.3" == rows(page)[0]


def test_series_share_one_scale_that_is_stated(page) -> None:
    """One card for each quarterly series, all of one height and width, with the rule in words above them."""
    cards = page.locator(".pb-multiples").first.locator(".pb-cards > li")
    assert 9 == cards.count()
    boxes = {svg.get_attribute("viewBox") for svg in cards.locator("svg").all()}
    assert 1 == len(boxes)
    rule = page.locator(".pb-multiples").first.locator("figcaption").inner_text()
    assert "50 per cent below to 50 per cent above" in rule
    assert [] == [card for card in cards.locator("svg").all() if not card.get_attribute("aria-label")]
