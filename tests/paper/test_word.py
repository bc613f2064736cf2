"""The DOCX: real headings, header rows, alternative texts, the numbers of the PDF, and the same bytes each time."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.document import Document as Package

from planbook.claims.status import GROUPS
from planbook.export.archive import FIRST_MOMENT
from planbook.paper.paper_record import Facts, Heading, Paragraph, Table
from planbook.paper.word import TEMPLATE, docx_of
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


def test_words_stand_under_the_styles_of_their_kind_in_order(package: Package, printed: Printed) -> None:
    """Headings of their level; paragraphs as number, tab, words; facts as term, tab, words."""
    paper = printed.paper
    headings = [(line.style.name, line.text) for line in package.paragraphs if line.style.name.startswith("Heading")]
    assert [(f"Heading {block.level}", block.words) for block in paper.of(Heading)] == headings
    numbered = [block for block in paper.of(Paragraph) if block.number]
    assert [f"{block.number}\t{block.words}" for block in numbered] == of_style(package, "Numbered")
    facts = [(term, runs) for block in paper.of(Facts) for term, runs in block.items]
    styles = ("Facts", *(f"Facts {group}" for group in GROUPS))
    assert [f"{term}\t{''.join(run.text for run in runs)}" for term, runs in facts] == of_style(package, *styles)


def test_tables_have_heads_and_charts_alternative_texts(package: Package, body: ET.Element, printed: Printed) -> None:
    """The first row repeats on each page and is told as the heads; cells and texts are the record's, in order."""
    expected = [
        [list(table.columns), *([cell.text for cell in row] for row in table.rows)] for table in printed.paper.of(Table)
    ]
    assert expected == [[[cell.text for cell in row.cells] for row in table.rows] for table in package.tables]
    first_rows = [table.find(f"{W}tr/{W}trPr/{W}tblHeader") for table in body.iter(f"{W}tbl")]
    assert [True] * 7 == [row is not None for row in first_rows]
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


def test_the_package_tells_its_language_and_not_when_or_by_whom_it_was_made(printed: Printed) -> None:
    """British English; no dates, no author, no thumbnail; every entry has the earliest time, and bytes are the same."""
    with zipfile.ZipFile(io.BytesIO(printed.docx)) as parts:
        styles = ET.fromstring(parts.read("word/styles.xml"))
        core = parts.read("docProps/core.xml").decode()
        assert {FIRST_MOMENT} == {entry.date_time for entry in parts.infolist()}
        assert [] == [name for name in parts.namelist() if "thumbnail" in name]
    (language,) = styles.findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    properties = Document(io.BytesIO(printed.docx)).core_properties
    assert ("en-GB", "en-GB") == (language.get(f"{W}val"), properties.language)
    assert ("", "") == (properties.author, properties.last_modified_by)
    assert [False, False] == ["dcterms:" in core, "revision" in core]
    assert printed.docx == docx_of(printed.paper, printed.drawings)


def test_every_part_of_the_package_has_its_kind(printed: Printed) -> None:
    """Each by its own line or by the end of its name, and nothing is named that is not there (ECMA-376, part 2)."""
    with zipfile.ZipFile(io.BytesIO(printed.docx)) as parts:
        names, kinds = parts.namelist(), parts.read("[Content_Types].xml").decode()
    own = set(re.findall(r'PartName="/([^"]+)"', kinds))
    usual = set(re.findall(r'Extension="([^"]+)"', kinds))
    others = {name for name in names if name != "[Content_Types].xml"} - own
    assert (set(), set()) == (own - set(names), {name.rpartition(".")[2] for name in others} - usual)
    assert len(names) == len(set(names))


def test_the_foot_tells_the_page(package: Package, printed: Printed) -> None:
    """Page and number of pages are fields; the head says title and edition from the second page on."""
    section = package.sections[0]
    for foot in (section.footer, section.first_page_footer):
        text = foot.paragraphs[0].text
        assert "Paragraph and claim numbers are permanent. Page 1 of 1" == text
        codes = [code.text.strip() for code in foot._element.iter(f"{W}instrText")]
        assert ["PAGE", "NUMPAGES"] == codes
    assert f"{printed.paper.title}. {printed.paper.running}" == section.header.paragraphs[0].text
    assert [] == [line.text for line in section.first_page_header.paragraphs if line.text]


def test_statuses_are_told_by_styles_of_the_template(package: Package, printed: Printed) -> None:
    """A designer changes a colour in one place: bold and colour stand in no run."""
    styles = {style.name for style in Document(str(TEMPLATE)).styles}
    groups = {block.group for block in printed.paper.of(Facts) if block.group}
    assert groups
    assert {f"{kind} {group}" for kind in ("Facts", "Status") for group in GROUPS} <= styles
    assert {f"Facts {group}" for group in groups} <= {line.style.name for line in package.paragraphs}
    assert [] == [run.text for line in package.paragraphs for run in line.runs if run.bold or run.font.color.rgb]
