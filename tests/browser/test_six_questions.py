"""A board member's six questions, each answered from the front page in at most two clicks."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
WIDTHS = (1440, 320)
MOST_CLICKS = 2
IN_SIGHT = """tag => { const box = tag.getBoundingClientRect();
  return box.height > 0 && box.bottom > 0 && box.top < innerHeight; }"""


@dataclass
class Reader:
    """Somebody who clicks on what links say, and counts the clicks."""

    page: Page
    clicks: int = 0

    def click(self, words: str, within: str = "main") -> None:
        """Follow the first link of a place that says this."""
        said = re.compile(rf"^\W*{re.escape(words)}$")
        self.page.locator(within).get_by_role("link", name=said).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def sees(self, place: Locator) -> bool:
        """Whether a place is shown, in the window, without scrolling."""
        place.first.wait_for(state="visible")
        return bool(place.first.evaluate(IN_SIGHT)) and self.clicks <= MOST_CLICKS

    def block(self) -> Locator:
        """The section that the address names."""
        return self.page.locator("section:target, section:has(> :target)").last


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width} px")
def reader(look, request) -> Reader:
    """A reader on the front page, at a desk and on a phone."""
    return Reader(look("book/index.html", width=request.param).page)


def test_was_the_target_on_robbery_met(reader) -> None:
    """One click: the status in words at the head of the block."""
    reader.click("robbery", ".pb-summary")
    verdict = reader.block().locator(".pb-verdict-line", has_text="Met The target was to reduce by 5 per cent")
    assert reader.sees(verdict)


def test_by_how_much(reader) -> None:
    """The same click: the distance to the target in the sentence, and the gap beside target, baseline and actual."""
    reader.click("robbery", ".pb-summary")
    assert reader.sees(reader.block().get_by_text("4.0 percentage points beyond it"))
    facts = reader.block().locator("dl.pb-promise").first
    terms = facts.locator("dt").all_text_contents()
    assert ["Target", "Baseline", "Actual", "Gap to target"] == terms[:4]
    assert "4.0 percentage points beyond target" in facts.inner_text()


def test_is_it_stable(reader) -> None:
    """The same block: the verdict on the level, and the chart read in plain English after it."""
    reader.click("robbery", ".pb-summary")
    level = reader.block().locator(".pb-verdicts > div", has_text="Level")
    level.scroll_into_view_if_needed()
    assert reader.sees(level)
    assert "On a lower level" in level.inner_text()
    reading = reader.block().locator(".pb-reading-block").first.inner_text()
    assert "All four quarters of 2014/15 are part of another level than before" in reading


def test_against_whom_are_we_compared(reader) -> None:
    """Two clicks: the forces named in the block, and their rates in the chart."""
    reader.click("robbery", ".pb-summary")
    assert "Greater Manchester, Merseyside and West Yorkshire" in reader.block().locator(".pb-promise").inner_text()
    reader.click("all forces", "section:has(> #m5-4b), section#m5-4b")
    assert reader.sees(reader.page.locator("figure:target .pb-figure-title", has_text="of 42 forces"))


def test_who_owns_the_miss_on_violence(reader) -> None:
    """One click: the owner stands in the block, here that the report names none."""
    reader.click("public place violence", ".pb-summary")
    assert reader.sees(reader.block().locator(".pb-verdict-line", has_text="Missed"))
    owner = reader.block().locator("dl.pb-promise > div", has_text="Owner")
    owner.scroll_into_view_if_needed()
    assert reader.sees(owner)
    assert "Not named in the report" in owner.inner_text()


def test_what_changed_since_last_year(reader) -> None:
    """One click: every change on the year, grouped by its verdict."""
    reader.click("What changed since the year before")
    assert reader.sees(reader.page.locator(".pb-year-changes > li", has_text="Significant increase"))
    changes = reader.page.locator(".pb-year-changes").inner_text()
    assert "Significant reduction: burglary dwelling −10.2 per cent; robbery −9.0 per cent." in changes
    assert "No clear change: total recorded crime +1.0 per cent;" in changes
