"""Write a board paper as a DOCX: real headings, header rows, alternative texts, links, and the same numbers as the PDF.

Page, styles, colours and the foot with the page number stand in ``board_paper.docx``, which a designer opens in any
word processor; this module fills it and names its styles. The file holds no date and no name of a machine, and one
record gives the same bytes always.
"""

import io
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run as WordRun

from planbook.claims.records import ChartDrawing
from planbook.export.archive import members, packed
from planbook.paper.paper_record import Cell, Facts, Heading, Paper, Paragraph, Pictures, Run, Table, claim_anchor
from planbook.paper.paragraph_register import anchor_of
from planbook.paper.typeset import kept_png, png
from planbook.paper.word_parts import bookmark, complete_table, describe, end_field, field, link, set_style

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
    first, *others = members(file.getvalue())
    return packed([first, *sorted(others)])  # the library's own archive tells when it was written


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
        properties.author = properties.last_modified_by = ""  # whoever saved the template is not the author
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
        set_style(line, self.styles[style])
        return line

    def _run(self, line: Line, words: str, style: str = "") -> WordRun:
        run = line.add_run(words)
        if style:
            set_style(run, self.styles[style])
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
                field(line, 'TOC \\o "1-1" \\h \\z')
            entry, tab = line.add_run(words), line.add_run("\t")
            page = field(line, f"PAGEREF section_{place}")
            link(line, f"section_{place}", entry, tab, *page, end_field(line))
            if place == len(headings):
                end_field(line)

    def _heading(self, block: Heading, sections: Iterator[int]) -> None:
        line = self._line(f"Heading {block.level}", block.words)
        if block.level == 1:
            bookmark(line.runs[0], f"section_{next(sections)}", next(self.numbers))

    def _paragraph(self, block: Paragraph) -> None:
        line = self._line("Numbered" if block.number else "Note")
        if block.number:
            bookmark(line.add_run(block.number), anchor_of(block.number).replace("-", "_"), next(self.numbers))
            line.add_run("\t")
        self._runs(line, block.runs)

    def _runs(self, line: Line, runs: tuple[Run, ...]) -> None:
        for one in runs:
            place = self.places.get(claim_anchor(one.claim)) if one.claim else None
            run = self._run(line, one.text, "Hyperlink" if place else "")
            if place:
                link(line, place, run)

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
        table.autofit = False
        widths = [round(TEXT_WIDTH * share / sum(block.widths)) for share in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, (row, cells) in enumerate(zip(table.rows, (heads, *block.rows), strict=True)):
            for column, (box, cell) in enumerate(zip(row.cells, cells, strict=True)):
                box.width = widths[column]
                self._cell(box.paragraphs[0], cell, head=place == 0 or column == 0, right=column in block.numbers)
        complete_table(table, block.caption, self.styles["Table Small" if block.small else "Table Text"])
        self._line("After Table")

    def _cell(self, line: Line, cell: Cell, *, head: bool, right: bool) -> None:
        if right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = self._run(line, cell.text, f"Status {cell.group}" if cell.group else "Strong" if head else "")
        if cell.anchor:
            bookmark(run, self.places[cell.anchor], next(self.numbers))

    def _charts(self, block: Pictures) -> None:
        for picture in block.pictures:
            title = f"Chart {picture.number}. {picture.title}"
            self._line("Caption", title)
            self._line("Chart Subtitle", picture.subtitle)
            shape = self._line("Chart").add_run().add_picture(io.BytesIO(next(self.pictures)), PICTURE_WIDTH)
            describe(shape, title, picture.alt)
            self._line("Chart Source", f"Source: {picture.source}")
