"""The live preview in Chromium: how long from saving to seeing, and what a fault looks like."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import RunningPreview, with_last_line

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARAGRAPH, CELL = 8.0, 12.0
"""Seconds from saving to seeing that hold beside other work on two cores.

Two and three are the aim. Beside one other busy process a paragraph was measured at 2.4 and a cell at 4.4; tests of
pages run on the other core meanwhile and nearly double that; a slower machine doubles it again.
"""
ATTEMPTS = 4
"""The best of at most so many counts: other work on the machine can only make one longer."""
LISTENS = "html[data-preview=listening]"
ERRORS: list[str] = []
"""What consoles called errors: a handler that raises would end the connection to the browser."""
AT = 600
"""Pixels down the page."""
KEEPS_THE_SOURCE = """
    window.EventSource = class extends EventSource {
        constructor(address) { super(address); window.source = this; }
    };
"""
"""A script that lets a test say what the server would."""
NEWS = "all => all.forEach(news => window.source.onmessage({data: JSON.stringify(news)}))"
SHOWN = "document.querySelector('script[data-shown]').dataset.shown"


def fastest(
    preview: RunningPreview, page: Page, file: str, changed: Callable[[str, str], str], promised: float
) -> float:
    """Seconds from saving a file to its words on the page, each time from a preview that is at rest."""
    text, times, built = preview.read(file), [], preview.said().count("built:")
    for attempt in range(ATTEMPTS):
        words = f"Attempt {'abcd'[attempt]} at {Path(file).stem} is seen."
        assert page.get_by_text(words).count() == 0
        saved = perf_counter()
        preview.save(file, changed(text, words))
        page.get_by_text(words).locator("visible=true").first.wait_for(timeout=60_000)  # code may stand folded
        times.append(perf_counter() - saved)
        built += 1
        preview.wait_for("built:", built)
        sleep(0.5)
        if times[-1] <= promised:
            break
    print(f"{file}: {', '.join(f'{one:.2f}' for one in times)} s from saving to seeing")
    return min(times)


def with_paragraph(text: str, words: str) -> str:
    """A text with a paragraph more."""
    return f"{text}\n\n{words}\n"


def with_output(notebook: str, words: str) -> str:
    """A notebook whose last cell of code prints words."""
    return with_last_line(notebook, f"print({words!r})")


def opened(preview: RunningPreview, browser: Browser, address: str) -> Page:
    """A page that listens; what its console calls an error is kept in ``ERRORS``."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.on("console", lambda said: ERRORS.append(said.text) if said.type == "error" else None)
    page.goto(f"{preview.address}{address}")
    page.locator(LISTENS).wait_for()
    return page


def test_saving_to_seeing(preview, browser) -> None:
    """A paragraph of commentary and of a page, and a cell, within the seconds that hold."""
    outcome = opened(preview, browser, "book/edition/10_national_policing.html")
    words = fastest(
        preview, outcome, "data/plans/west_midlands_2014_15/commentary/fy2014-15/M10.1.md", with_paragraph, PARAGRAPH
    )
    cell = fastest(preview, outcome, "notebooks/west_midlands_2014_15/10_national_policing.ipynb", with_output, CELL)
    methods = opened(preview, browser, "book/methods.html")
    page = fastest(preview, methods, "book/methods.md", with_paragraph, PARAGRAPH)
    outcome.close()
    methods.close()
    assert [] == ERRORS
    assert [] == [
        f"{name}: {taken:.2f} s"
        for name, taken, promised in (("paragraph", words, PARAGRAPH), ("page", page, PARAGRAPH), ("cell", cell, CELL))
        if taken > promised
    ]


def test_the_reader_keeps_the_place_and_a_fault_stands_at_the_head_until_it_is_mended(preview, browser) -> None:
    """A notice that comes, goes and is followed at once by a new page, all between two frames, moves nothing.

    The last good page stays where the reader was; the notice names file and line, and goes by itself.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(KEEPS_THE_SOURCE)
    page.goto(f"{preview.address}book/methods.html")
    page.locator(LISTENS).wait_for()
    page.evaluate(f"scrollTo({{top: {AT}, behavior: 'instant'}})")
    news, fresh = {"digest": page.evaluate(SHOWN), "faults": ["A fault."]}, {"digest": "", "faults": []}
    page.evaluate(NEWS, [news])
    page.get_by_role("alert").wait_for()
    with page.expect_navigation():
        page.evaluate(NEWS, [{**news, "faults": []}, news, {**news, "faults": []}, fresh])
    page.locator(LISTENS).wait_for()
    assert AT == page.evaluate("scrollY")
    assert page.get_by_role("alert").count() == 0
    page.close()

    page = opened(preview, browser, "book/methods.html")
    text = preview.read("book/methods.md")
    page.evaluate(f"scrollTo({{top: {AT}, behavior: 'instant'}})")
    page.evaluate("window.stands = true")
    line = len(text.splitlines()) + 2
    preview.save("book/methods.md", f"{text}\nIt was {{claim}}`no.such.claim`.\n")
    notice = page.get_by_role("alert")
    notice.get_by_text(f"book/methods.md:{line}:").wait_for()
    assert notice.evaluate("one => one.parentElement.matches('main') && one.previousElementSibling === null")
    assert notice.evaluate("one => getComputedStyle(one).position") == "static"
    assert page.title().startswith("Not built: ")
    assert page.evaluate("window.stands") is True

    preview.save("book/methods.md", f"{text}\nIt is mended.\n")
    page.get_by_text("It is mended.").wait_for()
    page.locator(LISTENS).wait_for()
    assert page.get_by_role("alert").count() == 0
    assert AT == page.evaluate("scrollY")
    page.evaluate("window.stands = true")
    preview.wait_for("built:", 2)
    sleep(1)
    assert page.evaluate("window.stands") is True
    page.close()
    assert [] == ERRORS
    assert preview.end() == 0
    assert "Traceback" not in preview.said()
