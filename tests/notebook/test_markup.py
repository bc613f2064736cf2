"""The small HTML of notebooks: tables with captions and heads, notices, verdicts, everything escaped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from planbook.notebook.markup import anchor, cited_table, figures_table, notice, verdict_pair
from planbook.statistics.words import Verdict

if TYPE_CHECKING:
    from planbook.core.claims import Claim


def test_each_figure_has_an_address_of_its_own(robbery_change: Claim) -> None:
    """The row of a claim can be linked to, and is headed by its name."""
    row = BeautifulSoup(figures_table("Robbery", [robbery_change]), "html.parser").select_one("tbody tr")
    assert row is not None
    assert ("claim-robbery-change-pct", "Change, per cent", "−9.0 per cent") == (
        row["id"],
        *(cell.get_text() for cell in row.find_all(["th", "td"])),
    )
    assert "claim-robbery-change-pct" == anchor("robbery.change_pct")


def test_a_table_has_a_caption_and_headed_columns(robbery_change: Claim) -> None:
    """Those who do not see the page hear what the table is, and can scroll it by keyboard."""
    table = BeautifulSoup(figures_table("Robbery: figures", [robbery_change]), "html.parser")
    assert ["Robbery: figures"] == [caption.get_text() for caption in table.select("caption")]
    assert ["col", "col"] == [head["scope"] for head in table.select("thead th")]
    assert ["row"] == [head["scope"] for head in table.select("tbody th")]
    assert 1 == len(table.select('[role="region"][tabindex="0"][aria-label="Robbery: figures"]'))


def test_an_absent_figure_says_why(robbery_change: Claim) -> None:
    """No empty cell and no dash: the reason stands in its place."""
    absent = replace(
        robbery_change, value=None, number="", unit="", status="absent", reason="The measure ended & went."
    )
    assert ">not available</data>: The measure ended &amp; went." in figures_table("Robbery", [absent])


def test_a_published_figure_gives_its_paragraph(robbery_change: Claim) -> None:
    """A reader finds the sentence of the report."""
    cited = replace(robbery_change, status="published", paragraph="89-90")
    assert "paragraphs 89–90" in cited_table("Robbery", [cited])


def test_everything_is_escaped(robbery_change: Claim) -> None:
    """Text from a register cannot become markup."""
    nasty = replace(robbery_change, label="<b>bold</b>", unit='"per" <cent>')
    assert not [
        text
        for text in (figures_table("<i>", [nasty]), cited_table("<i>", [nasty]), notice("<i>"))
        if "<b>" in text or "<i>" in text
    ]


def test_verdicts_stand_side_by_side_with_their_sentences() -> None:
    """Kind, word and sentence of each, capitals where a sentence begins."""
    verdicts = [
        Verdict("level", "settled", "It is settled.", (), ()),
        Verdict("year on year", "down", "It is down.", (), ()),
    ]
    pair = BeautifulSoup(verdict_pair(verdicts), "html.parser")
    assert ["Level", "Year on year"] == [term.get_text() for term in pair.select("dt")]
    assert ["Settled", "It is settled.", "Down", "It is down."] == [text.get_text() for text in pair.select("dd")]
