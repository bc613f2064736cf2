"""The DOCX: real headings, header rows, alternative texts, the numbers of the PDF, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from lxml.etree import XMLSyntaxError

from planbook.core.paper_record import Facts, Heading, Paragraph, Table
from planbook.export.archive import STAMP
from planbook.paper.typeset import kept_png, png
from planbook.paper.word import docx
from planbook.paper.word_package import package_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Package

    from tests.paper.conftest import Printed

pytestmark = pytest.mark.slow
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def package(printed: Printed) -> Package:
    """The DOCX of the small paper."""
    return Document(io.BytesIO(printed.docx))


@pytest.fixture(scope="module")
def body(printed: Printed) -> ET.Element:
    """Its body as XML."""
    with zipfile.ZipFile(io.BytesIO(printed.docx)) as parts:
        return ET.fromstring(parts.read("word/document.xml"))


def of_style(package: Package, *names: str) -> list[str]:
    """Texts of paragraphs of some styles, in order."""
    return [paragraph.text for paragraph in package.paragraphs if paragraph.style.name in names]


def test_headings_are_headings(package: Package, printed: Printed) -> None:
    """Each heading has the style of its level, in the order of the record."""
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in package.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert [(f"Heading {block.level}", block.words) for block in printed.paper.of(Heading)] == found


def test_paragraphs_carry_the_numbers_of_the_pdf(package: Package, printed: Printed) -> None:
    """Number, tab, words; each number is a place that links can lead to."""
    numbered = [block for block in printed.paper.of(Paragraph) if block.number]
    assert [f"{block.number}\t{block.words}" for block in numbered] == of_style(package, "Numbered")


def test_facts_are_those_of_the_record(package: Package, printed: Printed) -> None:
    """Term, tab, words."""
    expected = [
        f"{term}\t{''.join(run.text for run in runs)}"
        for block in printed.paper.of(Facts)
        for term, runs in block.items
    ]
    assert expected == of_style(package, "Facts")


def test_tables_have_header_rows_and_every_cell(package: Package, body: ET.Element, printed: Printed) -> None:
    """The first row repeats on each page and is told as the heads; the cells are the record's."""
    expected = [
        [list(table.columns), *([cell.text for cell in row] for row in table.rows)] for table in printed.paper.of(Table)
    ]
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in package.tables]
    assert expected == found
    first_rows = [table.find(f"{W}tr/{W}trPr/{W}tblHeader") for table in body.iter(f"{W}tbl")]
    assert [True] * 7 == [row is not None for row in first_rows]


def test_each_chart_has_its_alternative_text(body: ET.Element, printed: Printed) -> None:
    """In order, the texts of the site's charts."""
    drawn = body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    assert [picture.alt for picture in printed.paper.pictures] == [shape.get("descr") for shape in drawn]


def test_every_link_leads_somewhere(body: ET.Element) -> None:
    """Contents and quoted figures lead to bookmarks, and no two bookmarks share a name or a number."""
    marks = list(body.iter(f"{W}bookmarkStart"))
    names = [mark.get(f"{W}name", "") for mark in marks]
    wanted = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")}
    assert wanted
    assert set() == wanted - set(names)
    assert len(names) == len(set(names)) == len({mark.get(f"{W}id") for mark in marks})
    assert max(map(len, names)) <= 40


def test_the_language_is_british_english(printed: Printed) -> None:
    """In the properties and in the defaults of the styles."""
    with zipfile.ZipFile(io.BytesIO(printed.docx)) as parts:
        styles = ET.fromstring(parts.read("word/styles.xml"))
        core = parts.read("docProps/core.xml").decode()
    (language,) = styles.findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert "en-GB" == language.get(f"{W}val")
    assert "<dc:language>en-GB</dc:language>" in core


def test_nothing_tells_when_or_by_whom_it_was_made(printed: Printed) -> None:
    """No dates, no revision, no author, no picture of a template; every entry of the zip has the earliest time."""
    with zipfile.ZipFile(io.BytesIO(printed.docx)) as parts:
        core = parts.read("docProps/core.xml").decode()
        assert {STAMP} == {entry.date_time for entry in parts.infolist()}
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
        assert "thumbnail" not in parts.read("_rels/.rels").decode()
    assert ["dcterms:" in core, "revision" in core, "<dc:creator></dc:creator>" in core] == [False, False, True]


def test_two_writings_are_the_same_bytes(printed: Printed) -> None:
    """No clock, no chance, no machine."""
    assert printed.docx == docx(printed.paper, printed.drawings)


def test_pictures_are_kept_and_are_the_same(tmp_path: Path) -> None:
    """A second time none is drawn; what is kept is what is drawn, in the order of the drawings, also of equal ones."""
    drawings = ['<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>'] * 2
    drawings.append(drawings[0].replace('"20"', '"30"'))
    assert png(drawings) == kept_png(tmp_path, drawings)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert png(drawings[::-1]) == kept_png(tmp_path, drawings[::-1])
    assert times == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


def test_every_part_of_the_package_has_its_kind(printed: Printed) -> None:
    """Each by its own line or by the end of its name, and nothing is named that is not there (ECMA-376, part 2)."""
    with zipfile.ZipFile(io.BytesIO(printed.docx)) as parts:
        names, kinds = parts.namelist(), parts.read("[Content_Types].xml").decode()
    own = set(re.findall(r'PartName="/([^"]+)"', kinds))
    usual = set(re.findall(r'Extension="([^"]+)"', kinds))
    others = {name for name in names if name != "[Content_Types].xml"} - own
    assert (set(), set()) == (own - set(names), {name.rpartition(".")[2] for name in others} - usual)
    assert len(names) == len(set(names))


def test_a_body_that_is_not_well_formed_is_refused() -> None:
    """A file that Word cannot open is never written."""
    with pytest.raises(XMLSyntaxError):
        package_bytes(Document().part, "<w:p><w:r></w:p>")
