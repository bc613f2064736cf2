"""The page of a cell, made from its records: what stands open, what is folded, and what leads to receipts."""

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from msgspec import ValidationError, structs
from myst_nb.sphinx_ import HideCodeCellNode

from planbook.claims.claims import Claim, Part, plain
from planbook.claims.ledger import VerdictRecord
from planbook.claims.records import (
    ChartDrawing,
    ChartRecord,
    FiguresTable,
    Notice,
    PageRecord,
    Reading,
    TrustNotes,
    VerdictPair,
    page_record,
)
from planbook.data.plan import paragraph_text
from planbook.site.page_records import cell_nodes, claims_drawn
from planbook.site.render import render

CHART = ChartRecord.from_record(
    {
        **dict.fromkeys(("id", "title", "subtitle", "alt", "source", "outcome", "milestone"), "a <b>"),
        "kind": "level",
        "measure": "robbery",
        "columns": ["Quarter", "Offences"],
        "rows": [["Q1", 4888.0], ["Q2", None]],
    }
)


def page_of(record: PageRecord, **values: Any) -> BeautifulSoup:
    """The HTML of a record, its figures as their plain words."""
    kind = type(record).__struct_config__.tag
    plainly = {"link_figures": plain, "figure": lambda claim: claim.display, "paragraph_text": paragraph_text}
    return BeautifulSoup(render(f"record_{kind}.html", record=record, **plainly, **values), "html.parser")


def test_each_table_of_figures_is_folded_under_what_stands_open_before_it() -> None:
    """A chart with its figures, the target's figures alone, a chart with a reading; the code is in the first fold."""
    records = (
        Notice("a"),
        FiguresTable("b", ()),
        FiguresTable("c", ()),
        Notice("d"),
        Notice("e"),
        Reading(()),
        Notice("f"),
    )
    parts = [(record, nodes.paragraph(ids=[str(place)])) for place, record in enumerate(records)]
    cell = cell_nodes(parts, "x = 1", "Show")
    folds = [fold for part in cell for fold in part.findall(HideCodeCellNode)]
    assert [["0"], ["1"], ["2"], ["3", "4"], ["5"], ["6"]] == [
        [one["ids"][0] for one in part.findall(nodes.paragraph)] for part in cell
    ]
    assert [("Figures and calculation: b", "x = 1"), ("Figures: c", "")] == [
        (fold["prompt_show"], "".join(code.astext() for code in fold.findall(nodes.literal_block))) for fold in folds
    ]


def test_code_that_shows_nothing_is_folded_by_itself() -> None:
    """Under the words that the book gives; without code there is nothing."""
    (cell,) = cell_nodes([], "x = 1", "Show")
    assert ["Show"] == [fold["prompt_show"] for fold in cell.findall(HideCodeCellNode)]
    assert [] == cell_nodes([], "", "Show")


def test_each_figure_has_a_row_with_an_address_of_its_own(robbery_change: Claim) -> None:
    """The table can be heard and scrolled by keyboard; an absent figure says why."""
    absent = replace(robbery_change, id="robbery.count", value=None, number="", status="absent", reason="It ended.")
    table = page_of(FiguresTable("Robbery: figures", ()), claims=[robbery_change, absent])
    assert ["Robbery: figures"] == [caption.get_text() for caption in table.select("caption")]
    assert [
        ("claim-robbery-change-pct", "Change, per cent", "−9.0 per cent"),
        ("claim-robbery-count", "Change, per cent", "not available: It ended."),
    ] == [(row["id"], *(cell.get_text() for cell in row.select("th, td"))) for row in table.select("tbody tr")]
    assert ["col", "col", "row", "row"] == [head["scope"] for head in table.select("th")]
    assert 1 == len(table.select('[role="region"][tabindex="0"][aria-label="Robbery: figures"]'))


def test_a_published_figure_gives_its_paragraph(robbery_change: Claim) -> None:
    """A reader finds the sentence of the report."""
    cited = replace(robbery_change, status="published", paragraph="89-90")
    table = page_of(FiguresTable("Robbery", ()), claims=[cited])
    assert ["Published figure", "Value", "Where"] == [head.get_text() for head in table.select("thead th")]
    assert ["paragraphs 89–90"] == [cell.get_text() for cell in table.select(".pb-where")]


def test_verdicts_stand_side_by_side_with_their_sentences() -> None:
    """Kind, word and sentence of each of the measure, then their meaning and the warnings."""
    common = {"outcome": "O5", "milestone": "M5.4b", "word": "down", "sentence": "It is down."}
    verdicts = [VerdictRecord(kind="year on year", measure=name, **common) for name in ("robbery", "arson")]
    pair = page_of(VerdictPair("robbery", "Plainly.", ("Beware.",)), verdicts=verdicts)
    assert ["Year on year", "Down", "It is down."] == [text.get_text() for text in pair.select("dt, dd")]
    assert ["Plainly.", "Beware."] == [text.get_text() for text in pair.select("p")]


def test_notices_and_notes_are_escaped_and_found_by_their_address() -> None:
    """Text from a register cannot become markup."""
    notice, missing = page_of(Notice("<b>")), page_of(Notice("none", "x-no-months"))
    trust = page_of(TrustNotes("robbery", ((Part("It is <b>"), Part("5.5", "robbery.dispersion")),)))
    assert ["<b>", "It is <b>5.5"] == [
        text.get_text() for page in (notice, trust) for text in page.select("p + ul li, .pb-notice")
    ]
    assert ["x-no-months"] == [text["id"] for text in missing.select(".pb-no-months")]


def test_a_chart_has_its_words_its_rows_and_both_drawings() -> None:
    """The narrow drawing is hidden until the style sheet shows it; a chart without its season is folded."""
    drawing = ChartDrawing("a", "<svg><g/></svg>", "<svg><path/></svg>", ((1, 2),), ((3, 4),), "xy", "Folded")
    values = {
        "chart": CHART,
        "svg": {"wide": "><g/></svg>", "narrow": "><path/></svg>"},
        "spots": {"wide": "1,2", "narrow": "3,4"},
        "rows": [("Q1", [("4,888", True)])],
        "files": [("CSV", "a.csv")],
        "receipts": ["count"],
    }
    page = page_of(drawing, **values)
    assert ["Folded", "Description and data of this chart"] == [text.get_text() for text in page.select("summary")]
    assert [(None, "1,2"), ("none", "3,4")] == [
        (svg.get("display"), svg.parent["data-spots"] if svg.parent else "") for svg in page.select("figure svg")
    ]
    assert {"a <b>"} == {svg["aria-label"] for svg in page.select("svg")}
    assert ["Q1", "4,888"] == [cell.get_text() for cell in page.select("tbody th, tbody td.pb-number")]


def test_a_chart_leads_to_the_claims_that_its_kind_draws(robbery_change: Claim) -> None:
    """In the order of the kind; those that were not computed are left out."""
    average, count = (replace(robbery_change, id=f"robbery.{name}") for name in ("process_average", "count"))
    absent = replace(robbery_change, id="robbery.lower_limit", status="absent")
    claims = {claim.id: claim for claim in (average, count, absent, robbery_change)}
    assert [count, average] == claims_drawn(CHART, claims)
    assert [] == claims_drawn(structs.replace(CHART, kind="changes"), claims)


def test_a_record_that_is_not_as_declared_is_refused() -> None:
    """A page is never made from half a record."""
    assert Notice("x") == page_record("notice", {"text": "x"})
    with pytest.raises(ValidationError, match="text"):
        page_record("notice", {})
