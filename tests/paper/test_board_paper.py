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
        plan=registers.read_plan(places.data / "plan" / "2014-15"),
        measures=registers.measures(places),
        commentary={
            "M5.4b": (("5.4b.1", "Robbery fell by {claim}`robbery.change_pct:size` in the year."),),
            "financial": (("E.1", "The report gives no sum."),),
        },
        agenda={"Report of": "Deputy Chief Constable"},
    )


def headings(source: PaperSource, level: int) -> list[str]:
    """Headings of one level, in order."""
    return [block.words for block in board_paper(source).of(Heading) if block.level == level]


def test_the_paper_of_a_draft_says_so_at_the_head_of_each_page(source: PaperSource) -> None:
    """The running head of both files; once all is signed off it is gone."""
    heads = [board_paper(replace(source, draft=draft)).running for draft in (True, False)]
    assert ["Draft, not signed off: West Midlands, 2014/15", "West Midlands, 2014/15"] == heads


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
    ] == headings(source, 1)


def test_the_agenda_leaves_the_board_what_only_the_board_knows(source: PaperSource) -> None:
    """Lines that the register lacks read as to be set."""
    agenda = dict(board_paper(source).agenda)
    assert AGENDA == tuple(agenda)
    assert ("Deputy Chief Constable", TO_BE_SET, TO_BE_SET) == (
        agenda["Report of"],
        agenda["Date of meeting"],
        agenda["Agenda item"],
    )


def test_a_paragraph_carries_its_number_and_its_claim(source: PaperSource) -> None:
    """The figure is the ledger's display without its sign, and says which claim it is."""
    (paragraph,) = [block for block in board_paper(source).of(Paragraph) if block.number == "5.4b.1"]
    assert (Run("Robbery fell by "), Run("9.0 per cent", "robbery.change_pct"), Run(" in the year.")) == paragraph.runs


def test_a_section_without_words_says_so(source: PaperSource) -> None:
    """Nothing is left empty, and nothing is made up."""
    paragraphs = [block.words for block in board_paper(source).of(Paragraph)]
    assert 7 == paragraphs.count("No commentary has been written for 2014/15.")


def test_dates_of_other_papers_are_in_words(source: PaperSource) -> None:
    """The register's 2015-04-09 reads as a day of the year."""
    facts = [dict(block.items) for block in board_paper(source).of(Facts)]
    (elsewhere,) = [items["Reported by"][0].text for items in facts if "Reported by" in items]
    assert elsewhere.endswith(", 9 April 2015")


def test_the_appendix_says_where_a_figure_is_quoted(source: PaperSource) -> None:
    """The row of a claim gives its figure, its method and the numbers of the paragraphs that quote it."""
    (table,) = [block for block in board_paper(source).of(Table) if block.columns[0] == "Claim id"]
    assert [["robbery.change_pct", "Change, per cent", "−9.0 per cent", "Computed: change_pct", "5.4b.1"]] == [
        [cell.text for cell in row] for row in table.rows
    ]


def test_tables_are_numbered_in_their_order_and_counts_add_up(source: PaperSource) -> None:
    """Promises are counted once: the part M5.4b is not counted beside its whole."""
    tables = list(board_paper(source).of(Table))
    assert [1, 2, 3, 4, 5, 6, 7] == [table.number for table in tables]
    assert ("All outcomes", "0", "0", "0", "1", "1") == tuple(cell.text for cell in tables[0].rows[-1])


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
