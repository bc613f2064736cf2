"""The small HTML that JupyterLab shows beside records: nothing left out, everything escaped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import FiguresTable, Notice, VerdictPair
from planbook.notebook.screen import leave_page

if TYPE_CHECKING:
    from planbook.claims.claims import Claim


def test_a_table_names_its_figures_and_says_why_one_is_absent_or_where_it_is_printed(
    screen: Any, robbery_change: Claim
) -> None:
    """No empty cell and no dash: reason and paragraph stand in their place."""
    absent = replace(robbery_change, value=None, number="", unit="", status="absent", reason="It ended.")
    cited = replace(robbery_change, status="published", paragraph="89-90")
    leave_page("robbery", FiguresTable("Robbery", ()), claims=[robbery_change, absent, cited])
    table = BeautifulSoup(screen.html, "html.parser")
    assert [("Robbery", ["−9.0 per cent", "not available: It ended.", "−9.0 per cent (paragraphs 89–90)"])] == [
        (caption.get_text(), [cell.get_text() for cell in table.select("td")]) for caption in table.select("caption")
    ]


def test_verdicts_stand_with_their_sentences_and_what_a_reader_must_know(screen: Any) -> None:
    """Kind, word and sentence of each, then the meaning in plain words and the warnings."""
    common = {"measure": "robbery", "outcome": "O5", "milestone": "M5.4b"}
    verdicts = [
        VerdictRecord(kind="level", word="settled", sentence="It is settled.", **common),
        VerdictRecord(kind="year on year", word="down", sentence="It is down.", **common),
    ]
    leave_page("robbery", VerdictPair("robbery", "Plainly.", ("Beware.",)), verdicts=verdicts)
    pair = BeautifulSoup(screen.html, "html.parser")
    assert ["Level", "Year on year"] == [term.get_text() for term in pair.select("dt")]
    assert ["settled", "It is settled.", "down", "It is down."] == [text.get_text() for text in pair.select("dd")]
    assert ["Plainly.", "Beware."] == [text.get_text() for text in pair.select("p")]


def test_everything_is_escaped(screen: Any, robbery_change: Claim) -> None:
    """Text from a register cannot become markup."""
    nasty = replace(robbery_change, label="<b>bold</b>", unit='"per" <cent>')
    leave_page("nasty", FiguresTable("<i>", ()), claims=[nasty])
    leave_page("notice", Notice("<i>"))
    assert 2 == len(screen.shown)
    assert [] == [tag for tag in ("<b>", "<i>") if tag in screen.html]
