"""Small pieces of WordprocessingML (ECMA-376, part 1): runs, paragraphs, links, tables, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from planbook.paper.word_styles import TEXT_WIDTH, style_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planbook.core.paper_record import Cell, Table

__all__ = ["bookmark", "contents", "drawing", "field", "link", "paragraph", "run", "table"]

DRAWING = nsdecls("a", "pic")


class CellWriter(Protocol):
    """Writes what stands in a cell."""

    def __call__(self, text: str, anchor: str, group: str, *, head: bool) -> str:
        """The runs of one cell."""


def run(text: str, *, bold: bool = False, colour: str = "") -> str:
    """One run of text."""
    looks = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: str, *, keep: bool = False, more: str = "") -> str:
    """A paragraph of a named style; ``keep`` holds it to the next one, ``more`` is further properties."""
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{kept}{more}</w:pPr>{content}</w:p>'


def bookmark(number: int, name: str, content: str) -> str:
    """``content`` under a name that links may lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def link(anchor: str, text: str) -> str:
    """A link to a place in the same document."""
    words = f'<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{words}</w:hyperlink>'


def field(code: str, shown: str = "", *, stale: bool = False) -> str:
    """A field with what it shows until it is worked out; a stale one is worked out when the file is opened."""
    return f"{_begin(code, stale=stale)}{run(shown)}{_END}"


def _begin(code: str, *, stale: bool) -> str:
    dirty = ' w:dirty="true"' if stale else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents(headings: Sequence[str]) -> Iterator[str]:
    """The table of contents: a field whose entries are written out as links, for readers that work out no fields."""
    for place, words in enumerate(headings, start=1):
        page = f"<w:r><w:tab/></w:r>{field(f'PAGEREF section_{place}', stale=True)}"
        entry = f'<w:hyperlink w:anchor="section_{place}" w:history="1">{run(words)}{page}</w:hyperlink>'
        start = _begin('TOC \\o "1-1" \\h \\z', stale=True) if place == 1 else ""
        yield paragraph(start + entry + (_END if place == len(headings) else ""), "TOC 1")


def drawing(number: int, relation: str, size: tuple[int, int], name: str, alt: str) -> str:
    """A picture in the line, with its alternative text; ``size`` is in English Metric Units."""
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    properties = f'id="{number}" name={quoteattr(name)} descr={quoteattr(alt)}'
    shape = (
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {properties}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    graphic = f'<a:graphic {DRAWING}><a:graphicData uri="{PICTURE}">{shape}</a:graphicData></a:graphic>'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {extent}/><wp:docPr {properties}/>{graphic}</wp:inline></w:drawing></w:r>"
    )


PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def table(block: Table, write: CellWriter) -> str:
    """A table whose first row is repeated on each page and told to screen readers as its heads."""
    widths = [round(TEXT_WIDTH * share / sum(block.widths)) for share in block.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style = "Table Small" if block.small else "Table Text"
    heads = "".join(
        _cell(run(name, bold=True), width, style, right=place in block.numbers, fill="EEF3F4")
        for place, (name, width) in enumerate(zip(block.columns, widths, strict=True))
    )
    rows = "".join(_row(row, widths, style, block, write) for row in block.rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="BoardTable"/><w:tblW w:w="0" w:type="auto"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(block.caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{rows}</w:tbl>"
    )


def _row(row: Sequence[Cell], widths: Sequence[int], style: str, block: Table, write: CellWriter) -> str:
    cells = "".join(
        _cell(
            write(cell.text, cell.anchor, cell.group, head=place == 0),
            width,
            style,
            right=place in block.numbers,
        )
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(content: str, width: int, style: str, *, right: bool, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    set_right = '<w:jc w:val="right"/>' if right else ""
    written = paragraph(content, style, more=set_right)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{written}</w:tc>'
