"""The PDF: tagged in the order of the record, described, and the same bytes each time."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from planbook.paper.paper_record import Facts, Heading, Paragraph, Pictures, Table
from planbook.paper.typeset import NotTypeset, pdf
from tests.paper.conftest import Printed
from tests.paper.pdf_tags import TaggedText, elements

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def opened(printed: Printed) -> Iterator[pikepdf.Pdf]:
    """The PDF of the small paper."""
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        yield document


@pytest.fixture(scope="module")
def tagged(opened: pikepdf.Pdf) -> TaggedText:
    """Its text by tag."""
    return TaggedText(opened)


def one_line(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def test_it_says_what_it_is(opened: pikepdf.Pdf, printed: Printed) -> None:
    """Tagged, British English, shown by its title; PDF/UA-1 and PDF/A-2a, which Typst refuses where breached."""
    root = opened.Root
    assert ("/StructTreeRoot" in root, bool(root.MarkInfo.Marked), str(root.Lang)) == (True, True, "en-GB")
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert printed.paper.title == str(opened.docinfo.Title)
    with opened.open_metadata() as metadata:
        claimed = {name: str(metadata.get(name)) for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")}
    assert {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"} == claimed


def test_the_outline_is_the_order_of_headings(opened: pikepdf.Pdf, printed: Printed) -> None:
    """Bookmarks of the first level are the paper's sections."""
    with opened.open_outline() as outline:
        titles = [one_line(item.title) for item in outline.root]
    assert [block.words for block in printed.paper.of(Heading) if block.level == 1] == titles


def test_the_reading_order_is_the_order_of_the_record(tagged: TaggedText, printed: Printed) -> None:
    """Headings, numbered paragraphs, status sentences, captions and charts come in the tags as in the source."""
    told = one_line(tagged.text)
    place = told.index("A Purpose of the report", told.index("Contents") + 60)
    for words in _in_order(printed):
        found = told.find(words, place)
        assert found >= 0, f"not found after {told[place - 60 : place]!r}: {words!r}"
        place = found + len(words)


def _in_order(printed: Printed) -> Iterator[str]:
    for block in printed.paper.blocks:
        if isinstance(block, Heading):
            yield one_line(block.words)
        elif isinstance(block, Paragraph):
            yield one_line(f"{block.number} {block.words}")
        elif isinstance(block, Facts):
            yield from (one_line("".join(run.text for run in runs)) for _, runs in block.items)
        elif isinstance(block, Table):
            yield f"Table {block.number}. {block.caption}"
            yield from (cell.text for row in block.rows for cell in row)
        elif isinstance(block, Pictures):
            yield from (f"Chart {picture.number}. {picture.title}" for picture in block.pictures)


def test_each_chart_has_its_alternative_text(opened: pikepdf.Pdf, printed: Printed) -> None:
    """The text of the site's chart, on every figure and in order."""
    alts = [str(element.Alt) for element in elements(opened) if element.S == "/Figure"]
    assert 3 == len(alts)
    assert [picture.alt for picture in printed.paper.pictures] == alts


def test_each_table_has_column_heads(opened: pikepdf.Pdf, printed: Printed) -> None:
    """As many header cells as columns, each told to head its column."""
    heads = [element for element in elements(opened) if element.S == "/TH"]
    assert sum(len(table.columns) for table in printed.paper.of(Table)) == len(heads)
    assert {"/Column"} == {_scope(head) for head in heads}


def _scope(head: Any) -> str:
    attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
    return next(str(one.Scope) for one in attributes if "/Scope" in one)


def test_every_font_is_in_the_file(opened: pikepdf.Pdf) -> None:
    """Nothing depends on what the reader's machine has installed, and the faces are the paper's own."""
    faces = [
        found
        for found in opened.objects
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"
    ]
    assert faces
    assert all({"/FontFile2", "/FontFile3"} & set(face.keys()) for face in faces)
    assert {"SourceSans3"} == {re.sub(r"^[A-Z]{6}\+|-.*$", "", str(face.FontName).lstrip("/")) for face in faces}


def test_figures_are_the_displays_of_the_ledger(tagged: TaggedText, printed: Printed) -> None:
    """Each claim's row holds its id and its display, and a quoted figure reads as the claim."""
    told = one_line(tagged.text)
    for claim in printed.source.ledger.claims:
        row = told.index(claim.id, told.index("Figures of the edition, by claim id"))
        assert claim.display in told[row : row + 400]
    assert "a fall of 9.0 per cent (485 offences)" in told


def test_a_quoted_figure_leads_to_its_row(opened: pikepdf.Pdf, tagged: TaggedText, printed: Printed) -> None:
    """There is a link for each quote, and each is told as a link."""
    quotes = [run for block in printed.paper.of(Paragraph) for run in block.runs if run.claim]
    links = [tagged.of(element) for element in elements(opened) if element.S == "/Link"]
    assert [one_line(run.text) for run in quotes] == [one_line(link) for link in links][-len(quotes) :]


def test_two_printings_are_the_same_bytes(printed: Printed) -> None:
    """No clock, no chance, no machine."""
    assert printed.pdf == pdf(printed.paper, printed.drawings)


def test_what_typst_refuses_is_told(printed: Printed) -> None:
    """A drawing that is none stops the paper with Typst's reason."""
    broken = dict.fromkeys(printed.drawings, type(next(iter(printed.drawings.values())))("no svg", "no svg"))
    with pytest.raises(NotTypeset, match="the board paper could not be set"):
        pdf(printed.paper, broken)
