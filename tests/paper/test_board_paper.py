"""The board paper as a record: what a board expects in it, and no word that the edition does not say."""

from dataclasses import replace

import pytest

from planbook.claims.claims import Claim, UnknownClaim
from planbook.claims.ledger import Ledger
from planbook.claims.status import MilestoneStatus
from planbook.data import registers
from planbook.data.places import Places
from planbook.paper.board_paper import AGENDA, TO_BE_SET, PaperSource, board_paper, runs_of, unknown_quotes
from planbook.paper.paper_record import Facts, Heading, Paragraph, Run, Table
from tests.paper.conftest import EDITION

STATUSES = (
    MilestoneStatus("M5.4b", "O5", "met", "The change was −9.0 per cent.", change="−9.0 per cent"),
    MilestoneStatus("M7.2", "O7", "elsewhere", "Answered in another paper."),
)


@pytest.fixture
def source(places: Places, robbery_change: Claim) -> PaperSource:
    """Two judged milestones, one claim, a paragraph on one of them and one on finance."""
    return PaperSource(
        ledger=Ledger(EDITION, (robbery_change,), (), STATUSES, ()),
        plan=registers.read_plan(places, "west_midlands_2014_15"),
        measures=registers.measures(places, "west_midlands_2014_15"),
        commentary={
            "M5.4b": (("5.4b.1", "Robbery fell by {claim}`robbery.change_pct:size` in the year."),),
            "financial": (("E.1", "The report gives no sum."),),
        },
        agenda={"Report of": "Deputy Chief Constable"},
    )


def test_sections_stand_in_the_order_of_a_board_paper(source: PaperSource) -> None:
    """Purpose, summary, recommendations, background, ten outcomes, four implications, appendix."""
    ten = [f"{outcome.position} {outcome.title}" for outcome in source.plan.outcomes]
    assert [
        "A Purpose of the report",
        "B Summary",
        "C Recommendations",
        "D Background",
        *ten,
        "E Financial implications",
        "F Legal implications",
        "G Equality implications",
        "H Risk implications",
        "Appendix: charts, figures, methods and sources",
    ] == [block.words for block in board_paper(source).of(Heading) if block.level == 1]


def test_the_heads_say_what_only_the_board_knows_and_what_is_a_draft(source: PaperSource) -> None:
    """Lines that the register lacks read as to be set; once all is signed off the running head names no draft."""
    agenda = dict(board_paper(source).agenda)
    assert AGENDA == tuple(agenda)
    asked = ("Report of", "Date of meeting", "Agenda item")
    assert ["Deputy Chief Constable", TO_BE_SET, TO_BE_SET] == [agenda[line] for line in asked]
    heads = [board_paper(replace(source, draft=draft)).running for draft in (True, False)]
    assert ["Draft, not signed off: West Midlands, 2014/15", "West Midlands, 2014/15"] == heads


def test_a_paragraph_and_the_row_of_its_claim_name_each_other(source: PaperSource) -> None:
    """A quoted figure is the ledger's display without its sign; the appendix says its method and where it is quoted."""
    paper = board_paper(source)
    (paragraph,) = [block for block in paper.of(Paragraph) if block.number == "5.4b.1"]
    assert (Run("Robbery fell by "), Run("9.0 per cent", "robbery.change_pct"), Run(" in the year.")) == paragraph.runs
    (table,) = [block for block in paper.of(Table) if block.columns[0] == "Claim id"]
    assert [["robbery.change_pct", "Change, per cent", "−9.0 per cent", "Computed: change_pct", "5.4b.1"]] == [
        [cell.text for cell in row] for row in table.rows
    ]


def test_what_has_no_words_says_so_and_dates_are_words(source: PaperSource) -> None:
    """No section is left empty, nothing is made up, and the register's 2015-04-09 reads as a day of the year."""
    paper = board_paper(source)
    assert 7 == [block.words for block in paper.of(Paragraph)].count("No commentary has been written for 2014/15.")
    facts = [dict(block.items) for block in paper.of(Facts)]
    (elsewhere,) = [items["Reported by"][0].text for items in facts if "Reported by" in items]
    assert elsewhere.endswith(", 9 April 2015")


def test_tables_are_numbered_in_their_order_and_counts_add_up(source: PaperSource) -> None:
    """Promises are counted once: the part M5.4b is not counted beside its whole."""
    tables = list(board_paper(source).of(Table))
    assert [1, 2, 3, 4, 5, 6, 7] == [table.number for table in tables]
    assert ("All outcomes", "0", "0", "0", "0", "1", "1") == tuple(cell.text for cell in tables[0].rows[-1])


def test_an_unknown_claim_is_named_with_its_paragraph(source: PaperSource) -> None:
    """Every bad quote is found at once: a misspelt id and a modifier that does not exist."""
    bad = {
        "M5.4b": (("5.4b.1", "It fell by {claim}`robery.change_pct`."),),
        "risk": (("H.1", "It fell by {claim}`robbery.change_pct:big`."),),
    }
    wrong = PaperSource(source.ledger, source.plan, source.measures, bad, {})
    faults = unknown_quotes(wrong)
    assert [("M5.4b", "5.4b.1"), ("risk", "H.1")] == [fault[:2] for fault in faults]
    assert [True, True] == ["robbery.change_pct" in faults[0][2], "'big'" in faults[1][2]]
    with pytest.raises(UnknownClaim, match=r"robbery\.change_pct"):
        runs_of("{claim}`robery.change_pct`", source.claims)
