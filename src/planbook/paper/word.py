"""Write a board paper as a DOCX: real headings, header rows, alternative texts, links, and the same numbers as the PDF.

Page, styles, colours and the foot with the page number stand in ``board_paper.docx``, which a designer opens in any
word processor; this module fills it and names its styles. The file holds no date and no name of a machine, and one
record gives the same bytes always.

Places, links, fields, alternative texts and header rows have no public name in python-docx. They are elements of
WordprocessingML (ECMA-376, part 1), made as the analysis pages of its documentation show.
"""

import io
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Mm
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run as Stretch
from docx.text.run import Run as WordRun
from lxml.etree import _Element

from planbook.claims.records import ChartDrawing
from planbook.export.archive import members, packed
from planbook.paper.paper_record import Cell, Facts, Heading, Paper, Paragraph, Pictures, Run, Table, claim_anchor
from planbook.paper.paragraph_register import anchor_of
from planbook.paper.typeset import kept_png, png

TEMPLATE = Path(__file__).with_name("board_paper.docx")
PICTURE_WIDTH = Mm(160)
TEXT_WIDTH = Mm(164)


def docx_of(paper: Paper, drawings: Mapping[str, ChartDrawing], cache: Path | None = None) -> bytes:
    """The paper as the bytes of a DOCX; ``cache`` is a file that keeps its pictures between builds.

    Raises:
        NotTypeset: a chart could not be drawn as a picture.
    """
    charts = [drawings[picture.id].wide for picture in paper.pictures]
    pictures = kept_png(charts, cache) if cache else png(charts)
    writer = _Writer(paper, iter(pictures))
    writer.write()
    file = io.BytesIO()
    writer.document.save(file)
    # The list of contents stands first, as readers expect; the rest in an order that does not depend on the library.
    first, *others = members(file.getvalue())
    # The library's own archive tells when it was written.
    return packed([first, *sorted(others)])


class _Writer:
    """The template, filled from the record piece by piece; ``pictures`` are the PNG of the charts, in order."""

    def __init__(self, paper: Paper, pictures: Iterator[bytes]) -> None:
        self.paper, self.pictures, self.document = paper, pictures, Document(str(TEMPLATE))
        self.styles = {str(style.name): str(style.style_id) for style in self.document.styles}
        self.numbers = count(1)
        anchors = [cell.anchor for table in paper.of(Table) for row in table.rows for cell in row if cell.anchor]
        self.places = {anchor: f"claim_{number}" for number, anchor in enumerate(anchors, start=1)}
        """Bookmarks of the claims in the appendix; Word wants short names."""

    def write(self) -> None:
        """Properties, running head, title, agenda header, contents, then every block."""
        properties, section = self.document.core_properties, self.document.sections[0]
        properties.title, properties.subject = self.paper.title, self.paper.description
        # Whoever saved the template is not the author.
        properties.author = properties.last_modified_by = ""
        section.header.paragraphs[0].text = f"{self.paper.title}. {self.paper.running}"
        self._line("Running", self.paper.running)
        self._line("Title", self.paper.title)
        for name, words in self.paper.agenda:
            self._termed("Agenda", name).add_run(words)
        self._contents([block.words for block in self.paper.of(Heading) if block.level == 1])
        sections = count(1)
        for block in self.paper.blocks:
            match block:
                case Heading():
                    self._heading(block, sections)
                case Paragraph():
                    self._paragraph(block)
                case Facts():
                    self._facts(block)
                case Table():
                    self._table(block)
                case Pictures():
                    self._charts(block)

    def _line(self, style: str, words: str = "") -> Line:
        line = self.document.add_paragraph(words)
        _set_style(line, self.styles[style])
        return line

    def _run(self, line: Line, words: str, style: str = "") -> WordRun:
        run = line.add_run(words)
        if style:
            _set_style(run, self.styles[style])
        return run

    def _termed(self, style: str, term: str) -> Line:
        """A paragraph that begins with a term, and a tab after it."""
        line = self._line(style)
        self._run(line, term, "Strong")
        line.add_run("\t")
        return line

    def _contents(self, headings: list[str]) -> None:
        """A field whose entries are written out as links, for readers that work out no fields."""
        self._line("TOC Heading", "Contents")
        for place, words in enumerate(headings, start=1):
            line = self._line("toc 1")
            if place == 1:
                _field(line, 'TOC \\o "1-1" \\h \\z')
            # The field of a page number inside the link: Word works it out, other readers show the link alone.
            entry, tab = line.add_run(words), line.add_run("\t")
            page = _field(line, f"PAGEREF section_{place}")
            _link(line, f"section_{place}", entry, tab, *page, _end_field(line))
            if place == len(headings):
                _end_field(line)

    def _heading(self, block: Heading, sections: Iterator[int]) -> None:
        line = self._line(f"Heading {block.level}", block.words)
        if block.level == 1:
            _bookmark(line.runs[0], f"section_{next(sections)}", next(self.numbers))

    def _paragraph(self, block: Paragraph) -> None:
        line = self._line("Numbered" if block.number else "Note")
        if block.number:
            _bookmark(line.add_run(block.number), anchor_of(block.number).replace("-", "_"), next(self.numbers))
            line.add_run("\t")
        self._runs(line, block.runs)

    def _runs(self, line: Line, runs: tuple[Run, ...]) -> None:
        for one in runs:
            place = self.places.get(claim_anchor(one.claim)) if one.claim else None
            run = self._run(line, one.text, "Hyperlink" if place else "")
            if place:
                _link(line, place, run)

    def _facts(self, block: Facts) -> None:
        for term, (first, *rest) in block.items:
            line = self._termed(f"Facts {block.group}".strip(), term)
            if rest:
                self._run(line, first.text, f"Status {block.group}" if term == "Status" else "Strong")
            self._runs(line, tuple(rest) or (first,))

    def _table(self, block: Table) -> None:
        self._line("Caption", f"Table {block.number}. {block.caption}")
        heads = tuple(Cell(name) for name in block.columns)
        table = self.document.add_table(1 + len(block.rows), len(heads), "Board Table")
        # Word and LibreOffice fit columns each in its own way; widths given to every cell hold in both.
        table.autofit = False
        widths = [round(TEXT_WIDTH * share / sum(block.widths)) for share in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, (row, cells) in enumerate(zip(table.rows, (heads, *block.rows), strict=True)):
            for column, (box, cell) in enumerate(zip(row.cells, cells, strict=True)):
                box.width = widths[column]
                self._cell(box.paragraphs[0], cell, head=place == 0 or column == 0, right=column in block.numbers)
        _complete_table(table, block.caption, self.styles["Table Small" if block.small else "Table Text"])
        self._line("After Table")

    def _cell(self, line: Line, cell: Cell, *, head: bool, right: bool) -> None:
        if right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = self._run(line, cell.text, f"Status {cell.group}" if cell.group else "Strong" if head else "")
        if cell.anchor:
            _bookmark(run, self.places[cell.anchor], next(self.numbers))

    def _charts(self, block: Pictures) -> None:
        for picture in block.pictures:
            title = f"Chart {picture.number}. {picture.title}"
            self._line("Caption", title)
            self._line("Chart Subtitle", picture.subtitle)
            shape = self._line("Chart").add_run().add_picture(io.BytesIO(next(self.pictures)), PICTURE_WIDTH)
            _describe(shape, title, picture.alt)
            self._line("Chart Source", f"Source: {picture.source}")


def _bookmark(run: Stretch, name: str, number: int) -> None:
    """Give a run a name that links may lead to; ``number`` is its own in the document."""
    run._r.addprevious(_element("w:bookmarkStart", id=str(number), name=name))
    run._r.addnext(_element("w:bookmarkEnd", id=str(number)))


def _link(line: Line, anchor: str, *runs: Stretch) -> None:
    """Make runs at the end of a paragraph a link to a place in the same document."""
    element = _element("w:hyperlink", anchor=anchor, history="1")
    line._p.append(element)
    element.extend(run._r for run in runs)


def _field(line: Line, code: str) -> tuple[Stretch, Stretch, Stretch]:
    """Begin a field that is worked out when the file is opened: runs for its begin, its code, and where it shows."""
    begin, instruction, separate = (line.add_run() for _ in range(3))
    begin._r.append(_element("w:fldChar", fldCharType="begin", dirty="true"))
    element = _element("w:instrText")
    element.text = f" {code} "
    element.set(qn("xml:space"), "preserve")
    instruction._r.append(element)
    separate._r.append(_element("w:fldChar", fldCharType="separate"))
    return begin, instruction, separate


def _end_field(line: Line) -> Stretch:
    """End the field that began last."""
    run = line.add_run()
    run._r.append(_element("w:fldChar", fldCharType="end"))
    return run


def _describe(shape: InlineShape, name: str, alt: str) -> None:
    """Give a picture its name and its alternative text."""
    shape._inline.docPr.set("name", name)
    shape._inline.docPr.set("descr", alt)
    # LibreOffice sets a picture that names no distances apart from its margin.
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")


def _set_style(part: Line | WordRun, style_id: str) -> None:
    # By its name python-docx would look the style up anew for each part, which took a third of all the time.
    part._element.style = style_id


def _complete_table(table: Grid, name: str, style_id: str) -> None:
    """Name a table, style its cells, break no row, and repeat the first row as its heads, also for screen readers."""
    table._tbl.tblPr.append(_element("w:tblCaption", val=name))
    for place, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        properties.extend([_element("w:tblHeader")] if place == 0 else [])
        for cell in row.tc_lst:
            # By name it would be looked up anew for each cell, which is slow.
            cell.p_lst[0].style = style_id


def _element(tag: str, **attributes: str) -> _Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
