"""Receipts as readers use them: from a figure to what stands behind it, by mouse, by keyboard, on paper."""

import csv
import re
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.conftest import broken_links

pytestmark = pytest.mark.browser
CRIME = "book/edition/05_reduce_crime.html"
RECEIPT = "receipts/robbery.change_pct.html"
MUST_SAY = ("working", "lineage", "rows", "source", "calculation", "exactly", "sign-off", "quoted")
"""The parts of a receipt, by the id of their headings."""


@pytest.fixture(scope="module")
def claims(ledger) -> dict[str, dict[str, object]]:
    """The claims of the published ledger, by id."""
    return {claim["id"]: claim for claim in ledger["claims"]}


def test_every_claim_has_a_receipt_that_shows_its_figure(soup_of, claims) -> None:
    """The figure in the heading and every part below it, for all claims; on one, all that an auditor asks for."""
    for name, claim in claims.items():
        soup = soup_of(f"receipts/{name}.html")
        figure = soup.select_one(".pb-receipt-figure")
        assert figure is not None
        assert str(claim["display"]) == figure.get_text()
        assert [] == [part for part in MUST_SAY if soup.find(id=part) is None]
    text = soup_of(RECEIPT).get_text(" ")
    wanted = ("Home Office", "Open Government Licence v3.0", "2026", "planbook 0", "pandas", "scipy", "m5-4b-report")
    assert [] == [words for words in wanted if words not in text]
    assert re.search(r"\b[0-9a-f]{64}\b", text)


def test_every_figure_leads_to_the_receipt_of_that_figure(site, soup_of, claims) -> None:
    """On every page: the words of the link are those of the claim, with or without sign and unit."""
    links = 0
    for page in sorted((site / "book").rglob("*.html")):
        address = page.relative_to(site).as_posix()
        for link in soup_of(address).select("a.pb-claim"):
            verdict = page.stem == "report_checked" and not re.search(r"\d", link.get_text())
            if verdict or link.find_parent("figure"):  # words of a verdict; rows and receipts of a chart
                continue
            path = (page.parent / unquote(urlsplit(str(link["href"])).path)).resolve()
            display = str(claims[path.name.removesuffix(".html")]["display"])
            said = link.get_text().replace("%", " per cent")
            assert said in display or display in said, (address, link)
            links += 1
    assert 500 < links


def test_tables_verdicts_and_charts_lead_to_receipts(soup_of) -> None:
    """Every value of a table of figures, the counts in a verdict; from a chart's rows to the same rows."""
    soup = soup_of(CRIME)
    assert [] == [row["id"] for row in soup.select('tr[id^="claim-"]') if row.select_one("td a.pb-claim") is None]
    links = soup.select('.pb-verdicts[data-measure="robbery"] .pb-why a.pb-claim')
    counts = ["9.8 per cent", "9.0 per cent", "4,888", "5,373 offences", "−16.7", "−0.6 per cent", "3.3"]
    assert counts == [link.get_text() for link in links]
    chart = soup.find(id="fy2014-15-robbery-level")
    assert chart is not None
    named = [str(link["href"]) for link in chart.select(".pb-figure-receipts a")]
    assert "../../receipts/robbery.count.html" in named
    rows = {link.get_text(): str(link["href"]) for link in chart.select('th[scope="row"] a')}
    assert 12 == len(rows)
    address, _, anchor = rows["Apr–Jun 2014"].partition("#")
    assert "../../receipts/robbery.count.html" == address
    row = soup_of("receipts/robbery.count.html").find(id=anchor)
    assert row is not None
    assert "1,177" in row.get_text(" ")


def test_the_rows_on_the_page_are_those_of_the_download(site, soup_of) -> None:
    """The CSV adds up to the count that the receipt shows."""
    soup = soup_of("receipts/robbery.count.html")
    link = soup.select_one("#rows ~ p a[download]")
    assert link is not None
    with (site / "receipts" / str(link["href"])).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    values = [cell.get_text().replace(",", "") for cell in soup.select(".pb-table td.pb-number")]
    assert [row["value"] for row in rows] == values
    assert 4888 == sum(int(row["value"]) for row in rows)


def test_links_of_every_receipt_resolve(site, soup_of) -> None:
    """Files and anchors, on all receipts and not on a sample."""
    pages = [page.relative_to(site).as_posix() for page in sorted((site / "receipts").glob("*.html"))]
    assert [] == [fault for address in pages for fault in broken_links(site, soup_of, address)]


def test_the_keyboard_goes_from_a_sentence_to_the_receipt_and_back(look) -> None:
    """A figure says what its receipt is of, shows focus, opens it at Enter, and the receipt leads back."""
    looked = look(CRIME)
    page = looked.page
    link = page.locator('.pb-commentary a.pb-claim[href*="robbery.change_pct"]').first
    assert "Receipt: Robbery: change, per cent, 2014/15" == link.get_attribute("title")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert "solid" == link.evaluate("node => getComputedStyle(node).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipts/robbery.change_pct.html")
    assert "−9.0 per cent" == page.inner_text(".pb-receipt-figure")
    page.locator(".pb-quotes a", has_text="M5.4b Robbery").first.click()
    page.wait_for_url("**/05_reduce_crime.html#quoted-robbery-change-pct-*")
    assert [] == looked.faults


def test_a_receipt_from_a_folder_fits_a_phone(site, look) -> None:
    """Styled, without a word to the console; nothing scrolls sideways, the figure stands on the first screen."""
    looked = look((site / RECEIPT).as_uri(), width=320)
    page = looked.page
    assert [] == looked.faults
    assert "rgba(0, 0, 0, 0)" != page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert 0 == page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert page.evaluate("document.querySelector('.pb-receipt-figure').getBoundingClientRect().bottom") < 600


HEAD_MARGINS = """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule.selectorText === "pb-draft")
  .flatMap(rule => [...rule.cssText.matchAll(/@top-right\\s*{[^}]*content:\\s*("[^"]*")/g)].map(found => found[1]))"""


def test_a_receipt_and_a_page_are_marked_as_draft_on_paper(look) -> None:
    """In the head margin of every sheet, where it covers no text, and before the text of the first."""
    for address in (RECEIPT, CRIME):
        page = look(address).page
        page.emulate_media(media="print")
        mark = page.locator(".pb-draft-mark")
        assert ("static", "Draft: not signed off.") == (
            mark.evaluate("node => getComputedStyle(node).position"),
            mark.inner_text().strip(),
        )
        assert "pb-draft" == page.evaluate("getComputedStyle(document.body).page")
        assert ['"Draft: not signed off"'] == page.evaluate(HEAD_MARGINS)


def test_the_index_is_narrowed_by_words(look) -> None:
    """Typing two words leaves the rows that hold both, and says how many."""
    page = look("receipts/index.html").page
    page.get_by_label("Find a figure by words or id").fill("robbery rate")
    rows = page.locator("#pb-filtered tbody tr:visible")
    texts = rows.all_inner_texts()
    assert texts
    assert [] == [text for text in texts if "robbery" not in text.lower() or "rate" not in text.lower()]
    assert page.locator(".pb-filter output").inner_text().startswith(f"{len(texts)} of ")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_report_checked_shows_the_rows_of_one_reading(look, width: int) -> None:
    """Each button leaves as many rows as it says, on a narrow screen too; without scripts all rows stand."""
    page = look("book/report_checked.html", width=width).page
    shown = page.locator("#statements tbody tr:visible")
    for button in reversed(page.locator(".pb-kinds button").all()):
        button.click()
        assert str(shown.count()) == re.findall(r"\d+", button.inner_text())[0]
        assert "true" == button.get_attribute("aria-pressed")
    plain = look("book/report_checked.html", java_script_enabled=False).page
    assert plain.locator("#statements tbody tr:visible").count() == shown.count()
    assert not plain.locator(".pb-kinds").is_visible()
