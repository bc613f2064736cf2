"""The small HTML that JupyterLab shows beside records: nothing left out, everything escaped."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import FiguresTable, Notice, VerdictPair
from planbook.notebook.outcome import open_outcome
from planbook.notebook.screen import HTML, leave_page, plain_text

if TYPE_CHECKING:
    from planbook.claims.claims import Claim


def test_a_table_names_its_figures_and_says_why_one_is_absent_or_where_it_is_printed(
    screen: Any, robbery_change: Claim
) -> None:
    """No empty cell and no dash: reason and paragraph stand in their place; the id is what a commentary quotes."""
    absent = replace(robbery_change, value=None, number="", unit="", status="absent", reason="It ended.")
    cited = replace(robbery_change, status="published", paragraph="89-90")
    leave_page("robbery", FiguresTable("Robbery", ()), claims=[robbery_change, absent, cited])
    table = BeautifulSoup(screen.html, "html.parser")
    assert [("Robbery", ["−9.0 per cent", "not available: It ended.", "−9.0 per cent (paragraphs 89–90)"])] == [
        (caption.get_text(), [cell.get_text() for cell in table.select("th + td")])
        for caption in table.select("caption")
    ]
    assert {"robbery.change_pct"} == {cell.get_text() for cell in table.select("td code")}


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


def test_the_plain_text_of_an_output_has_a_line_for_each_row(robbery_change: Claim) -> None:
    """For a reader of notebooks that shows no HTML."""
    html = HTML.render(kind="table", page=FiguresTable("Robbery & more", ()), claims=[robbery_change])
    assert "Robbery & more\nChange, per cent  −9.0 per cent  robbery.change_pct" == plain_text(html)


def test_a_chart_is_a_picture_with_its_words_and_its_numbers_beside_it(screen: Any) -> None:
    """Other readers of notebooks drop a drawing in HTML and know no style sheet; a picture they show."""
    open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands").context("robbery")
    figure = BeautifulSoup(screen.html, "html.parser").select_one("figure")
    assert figure is not None
    picture = str(figure.select_one("img")["src"])  # type: ignore[index]
    svg = b64decode(picture.removeprefix("data:image/svg+xml;base64,")).decode()
    assert f"<desc>{figure.select('img')[0]['alt']}</desc>" in svg
    assert [] == [mark for mark in ("var(--", "class=") if mark in svg]
    assert "Robbery moved to a lower level in 2014/15" in figure.select("figcaption")[0].get_text()
    assert 12 == len(figure.select("tbody tr"))
    assert [] == BeautifulSoup(screen.html, "html.parser").select("[class^=pb-], svg, a")
