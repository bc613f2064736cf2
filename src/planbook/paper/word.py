"""Write a board paper as a DOCX: real headings, header rows, alternative texts, links, and the same numbers as the PDF.

python-docx keeps the package, its styles and its pictures; the body is written as WordprocessingML from the record.
The file holds no date and no name of a machine, and one record gives the same bytes always.
"""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Mm

from planbook.core.paper_record import Facts, Heading, Paragraph, Pictures, Table
from planbook.core.paragraphs import anchor_of
from planbook.paper.typeset import png
from planbook.paper.word_package import package_bytes
from planbook.paper.word_styles import GROUPS, dress
from planbook.paper.word_xml import bookmark, contents, drawing, link, paragraph, run, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from docx.document import Document as Package

    from planbook.core.paper_record import Block, Paper, Picture, Run
    from planbook.paper.drawings import Drawings

__all__ = ["PICTURE_WIDTH", "docx"]

PICTURE_WIDTH = Mm(160)


def docx(
    paper: Paper, drawings: Mapping[str, Drawings], draw: Callable[[Sequence[str]], Sequence[bytes]] = png
) -> bytes:
    """The paper as the bytes of a DOCX; ``draw`` makes PNG pictures of drawings.

    Raises:
        NotTypeset: a chart could not be drawn as a picture.
    """
    package = Document()
    dress(package, paper)
    drawn = draw([drawings[picture.id].wide for picture in paper.pictures])
    writer = _Writer(package, paper, _pictures(package, paper.pictures, drawn))
    return package_bytes(package.part, "".join(writer.pieces()))


def _pictures(package: Package, pictures: Sequence[Picture], drawn: Sequence[bytes]) -> dict[str, tuple[str, int]]:
    """By chart: the id of the picture in the package, and its height in English Metric Units."""
    held: dict[str, tuple[str, int]] = {}
    for picture, image in zip(pictures, drawn, strict=True):
        relation, part = package.part.get_or_add_image(io.BytesIO(image))
        held[picture.id] = (relation, PICTURE_WIDTH * part.px_height // part.px_width)
    return held


class _Writer:
    """The paper as pieces of WordprocessingML, in order."""

    def __init__(self, package: Package, paper: Paper, pictures: Mapping[str, tuple[str, int]]) -> None:
        self.package, self.paper, self.pictures = package, paper, pictures
        self.ids = count(1)
        anchors = [cell.anchor for block in paper.of(Table) for row in block.rows for cell in row if cell.anchor]
        self.claims = {anchor: f"claim_{place}" for place, anchor in enumerate(anchors, start=1)}

    def pieces(self) -> Iterator[str]:
        """Title, agenda header, contents, then every block."""
        yield paragraph(run(self.paper.running), "Running")
        yield paragraph(run(self.paper.title), "Title")
        for name, words in self.paper.agenda:
            yield paragraph(run(name, bold=True) + "<w:r><w:tab/></w:r>" + run(words), "Agenda")
        headings = [block.words for block in self.paper.of(Heading) if block.level == 1]
        yield paragraph(run("Contents"), "TOC Heading")
        yield from contents(headings)
        places = iter(range(1, len(headings) + 1))
        for block in self.paper.blocks:
            yield from self._block(block, places)

    def _block(self, block: Block, places: Iterator[int]) -> Iterator[str]:
        if isinstance(block, Heading):
            words = run(block.words)
            marked = bookmark(next(self.ids), f"section_{next(places)}", words) if block.level == 1 else words
            yield paragraph(marked, f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            yield self._paragraph(block)
        elif isinstance(block, Facts):
            yield from (self._fact(term, runs, block.group) for term, runs in block.items)
        elif isinstance(block, Table):
            yield paragraph(run(f"Table {block.number}. {block.caption}"), "Caption", keep=True)
            yield table(block, self._cell)
            yield paragraph("", "After Table")
        else:
            yield from self._charts(block)

    def _paragraph(self, block: Paragraph) -> str:
        words = "".join(map(self._run, block.runs))
        if not block.number:
            return paragraph(words, "Note")
        number = bookmark(next(self.ids), anchor_of(block.number).replace("-", "_"), run(block.number))
        return paragraph(f"{number}<w:r><w:tab/></w:r>{words}", "Numbered")

    def _fact(self, term: str, runs: tuple[Run, ...], group: str) -> str:
        first, *rest = runs
        colour = GROUPS.get(group, "") if term == "Status" else ""
        lead = run(first.text, bold=bool(rest), colour=colour) + "".join(map(self._run, rest))
        side = GROUPS.get(group, "C9D2D4")
        border = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{side}"/></w:pBdr>'
        return paragraph(f"{run(term, bold=True)}<w:r><w:tab/></w:r>{lead}", "Facts", more=border)

    def _run(self, one: Run) -> str:
        anchor = f"claim-{one.claim.replace('.', '-')}"
        if one.claim and anchor in self.claims:
            return link(self.claims[anchor], one.text)
        return run(one.text)

    def _cell(self, text: str, anchor: str, group: str, *, head: bool) -> str:
        words = run(text, bold=head or bool(group), colour=GROUPS.get(group, ""))
        return bookmark(next(self.ids), self.claims[anchor], words) if anchor else words

    def _charts(self, block: Pictures) -> Iterator[str]:
        for picture in block.pictures:
            relation, height = self.pictures[picture.id]
            title = f"Chart {picture.number}. {picture.title}"
            yield paragraph(run(title), "Caption", keep=True)
            yield paragraph(run(picture.subtitle), "Chart Subtitle", keep=True)
            shape = drawing(next(self.ids), relation, (PICTURE_WIDTH, height), title, picture.alt)
            yield paragraph(shape, "Chart", keep=True)
            yield paragraph(run(f"Source: {picture.source}"), "Chart Source")
