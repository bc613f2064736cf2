"""The Sphinx extension, on a tiny book built for real."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.core.claims import claim_text

if TYPE_CHECKING:
    from planbook.core.claims import Claim
    from planbook.core.ledger import Ledger
    from tests.site.conftest import Book


def soup_of(book: Book, page: str = "index") -> BeautifulSoup:
    """A page of a book that builds strictly."""
    done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    return BeautifulSoup(book.page(page), "html.parser")


def test_a_strict_build_shows_claims_milestone_commentary_and_formulas(book: Book) -> None:
    """Everything that a page is made of, on one page: figures link to their rows, the promise has status, owner and paragraphs."""
    page = soup_of(book)
    claims = page.select("a.pb-claim")
    assert ["−9.0 per cent", "9.0 per cent", "9.0 per cent"] == [claim.get_text() for claim in claims]
    assert {"book/edition/10_national_policing.html#claim-robbery-change-pct"} == {str(claim["href"]) for claim in claims}
    promise = {str(term.get_text()): str(term.find_next("dd").get_text()) for term in page.select(".pb-promise dt")}  # type: ignore[union-attr]
    assert ("M10.2", "paragraphs 141–142") == (promise["Milestone"], promise["Original report"])
    assert promise["Owner"].startswith("Assistant Chief Constables")
    assert "Missed The change was +1.0 per cent." == page.select(".pb-verdict-line")[0].get_text()
    assert ["Robbery fell.", "It fell by 9.0 per cent."] == [text.get_text() for text in page.select(".pb-commentary p")]
    assert 2 == len(page.select("math"))
    assert [] == re.findall("mathjax", book.page(), re.IGNORECASE)
    assert json.loads((book.root / "out" / "ledger.json").read_text(encoding="utf-8"))["claims"]


def test_an_inferred_title_says_so_on_its_page(book: Book) -> None:
    """The note of the register stands under the head of the outcome."""
    notes = soup_of(book).select('.pb-notice[role="note"]')
    assert 1 == len(notes)
    assert "The title of this outcome is inferred." in notes[0].get_text()


def test_one_line_of_the_register_takes_the_note_away(book: Book) -> None:
    """Once the title is found, a false in place of a true removes it."""
    path = book.root / "data" / "plan" / "2014-15" / "outcomes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",true,", ",false,"), encoding="utf-8")
    assert [] == soup_of(book).select('.pb-notice[role="note"]')


def test_an_unknown_claim_stops_the_build_with_its_line(book: Book) -> None:
    """File, line and the nearest ids; the page does not pass with a blank."""
    book.write("index.md", "# Book\n\nOne.\n\nIt fell by {claim}`robery.change_pct`.\n")
    done = book.build()
    assert 0 != done.returncode
    assert re.search(r"index\.md:5: no claim 'robery\.change_pct'; nearest: robbery\.change_pct", done.stderr)


def test_an_unknown_modifier_stops_the_build(book: Book) -> None:
    """A slip after the colon names the right word."""
    book.write("index.md", "# Book\n\nIt fell by {claim}`robbery.change_pct:sise`.\n")
    done = book.build()
    assert 0 != done.returncode
    assert "index.md:3: claim modifier 'sise' does not exist; nearest: size" in done.stderr


def test_an_unknown_claim_in_a_notebook_names_the_cell(book: Book) -> None:
    """Whoever opens the notebook knows which cell to look at."""
    cells = [
        {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}
        for name, source in (("head", "# Ten"), ("text", "One.\n\nIt fell by {claim}`robery.change_pct`."))
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    book.write("book/edition/10_national_policing.ipynb", json.dumps(notebook))
    book.write("index.md", "# Book\n\n```{toctree}\nbook/edition/10_national_policing\n```\n")
    done = book.build()
    assert 0 != done.returncode
    assert re.search(r"10_national_policing\.ipynb, cell 2, line 3: no claim 'robery\.change_pct'", done.stderr)


def test_an_unknown_claim_in_a_commentary_names_its_own_file(book: Book) -> None:
    """The fault stands in the commentary, not in the page that includes it."""
    book.write("data/commentary/fy2014-15/M10.2.md", "One.\n\nTwo.\n\nIt fell by {claim}`robbery.changepct:size`.\n")
    done = book.build()
    assert 0 != done.returncode
    assert "data/commentary/fy2014-15/M10.2.md:5: no claim 'robbery.changepct'; nearest: robbery.change_pct" in done.stderr  # fmt: skip
    assert 1 == done.stderr.count("no claim")


def test_a_missing_commentary_is_said_plainly(book: Book) -> None:
    """A period without commentary is not an error and not an empty space."""
    (book.root / "data" / "commentary" / "fy2014-15" / "M10.2.md").unlink()
    assert "No commentary has been written for 2014/15." in soup_of(book).get_text()


def test_another_force_does_not_get_this_forces_commentary(book: Book, ledger: Ledger) -> None:
    """What was written of West Midlands is not said of Merseyside."""
    book.keep(replace(ledger, edition=replace(ledger.edition, force="merseyside", force_name="Merseyside")))
    text = soup_of(book).get_text()
    assert "No commentary has been written" in text
    assert "Robbery fell." not in text


@pytest.mark.parametrize(
    ("milestone", "words"),
    [("M10.9", "milestone 'M10.9' is not in the register; nearest: M10.2"), ("M1.1", "milestone M1.1 has no status: its notebook must call judge()")],
)  # fmt: skip
def test_a_milestone_that_is_not_there_stops_the_build(book: Book, milestone: str, words: str) -> None:
    """Neither a promise that was not made nor one that was not judged passes."""
    book.write("index.md", f"# Book\n\n```{{milestone}} {milestone}\n```\n")
    done = book.build()
    assert 0 != done.returncode
    assert re.search(rf"index\.md:3: WARNING: {re.escape(words)}", done.stderr)


def test_without_a_ledger_the_reader_is_told_to_run_first(book: Book) -> None:
    """One line with the command to type, no traceback."""
    (book.places.edition / "ledger.json").unlink()
    done = book.build()
    assert 0 != done.returncode
    assert "run an edition first, with `make book` or `planbook run`" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_absent_claim_is_quoted_as_not_available(robbery_change: Claim) -> None:
    """A sentence never shows a number that is not there."""
    absent = replace(robbery_change, value=None, number="", unit="", status="absent", reason="It ended.")
    assert "not available" == claim_text(absent, ("size",))
