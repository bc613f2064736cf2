"""The PDF: tagged in the order of the record, described, and the same bytes each time."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
from msgspec.structs import replace

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
    """Tagged, British English, shown by its title; PDF/UA-1 and PDF/A-2a, which Typst refuses where breached.

    Bookmarks of the first level are the paper's sections.
    """
    root = opened.Root
    assert ("/StructTreeRoot" in root, bool(root.MarkInfo.Marked), str(root.Lang)) == (True, True, "en-GB")
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert printed.paper.title == str(opened.docinfo.Title)
    with opened.open_metadata() as metadata:
        claims = {name: str(metadata.get(name)) for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")}
    assert {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"} == claims
    with opened.open_outline() as outline:
        titles = [one_line(item.title) for item in outline.root]
    assert [block.words for block in printed.paper.of(Heading) if block.level == 1] == titles


def test_the_reading_order_is_the_order_of_the_record(tagged: TaggedText, printed: Printed) -> None:
    """Headings, numbered paragraphs, status sentences, captions and charts come in the tags as in the source."""
    text = one_line(tagged.text)
    place = text.index("A Purpose of the report", text.index("Contents") + 60)
    for words in _in_order(printed):
        start = text.find(words, place)
        assert start >= 0, f"not found after {text[place - 60 : place]!r}: {words!r}"
        place = start + len(words)


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


def test_charts_have_alternative_texts_and_tables_have_heads(opened: pikepdf.Pdf, printed: Printed) -> None:
    """The text of the site's chart on every figure, in order; a header cell for each column, text to head it."""
    alts = [str(element.Alt) for element in elements(opened) if element.S == "/Figure"]
    assert 3 == len(alts)
    assert [picture.alt for picture in printed.paper.pictures] == alts
    heads = [element.A for element in elements(opened) if element.S == "/TH"]
    assert sum(len(table.columns) for table in printed.paper.of(Table)) == len(heads)
    attributes = [list(head) if isinstance(head, pikepdf.Array) else [head] for head in heads]
    assert {"/Column"} == {str(one.Scope) for head in attributes for one in head if "/Scope" in one}


def test_every_font_is_in_the_file(opened: pikepdf.Pdf) -> None:
    """Nothing depends on what the reader's machine has installed, and the faces are the paper's own."""
    dictionaries = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
    faces = [one for one in dictionaries if one.get("/Type") == "/FontDescriptor"]
    assert faces
    assert all({"/FontFile2", "/FontFile3"} & set(face.keys()) for face in faces)
    assert {"SourceSans3"} == {re.sub(r"^[A-Z]{6}\+|-.*$", "", str(face.FontName).lstrip("/")) for face in faces}


def test_figures_are_the_displays_of_the_ledger(tagged: TaggedText, printed: Printed) -> None:
    """Each claim's row holds its id and its display, and a quoted figure reads as the claim."""
    text = one_line(tagged.text)
    for claim in printed.source.ledger.claims:
        # An id may begin as another does: the label that follows it tells them apart.
        row = text.index(f"{claim.id} ", text.index("Figures of the edition, by claim id"))
        assert claim.display in text[row : row + 400]
    assert "a fall of 9.0 per cent (485 offences)" in text


def test_a_quoted_figure_leads_to_its_row(opened: pikepdf.Pdf, tagged: TaggedText, printed: Printed) -> None:
    """There is a link for each quote, and each is text as a link."""
    quotes = [run for block in printed.paper.of(Paragraph) for run in block.runs if run.claim]
    links = [tagged.of(element) for element in elements(opened) if element.S == "/Link"]
    assert [one_line(run.text) for run in quotes] == [one_line(link) for link in links][-len(quotes) :]


def test_two_printings_are_the_same_bytes_and_a_faulty_one_says_why(printed: Printed) -> None:
    """No clock, no chance, no machine; a drawing that is none stops the paper with Typst's reason."""
    assert printed.pdf == pdf(printed.paper, printed.drawings)
    broken = {chart: replace(drawing, wide="no svg", narrow="no svg") for chart, drawing in printed.drawings.items()}
    with pytest.raises(NotTypeset, match="the board paper could not be set"):
        pdf(printed.paper, broken)
