"""The looks of the DOCX: page, named styles, running head and foot, language and properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import StyleFactory

from planbook.claims import status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Package

    from planbook.core.paper_record import Paper

__all__ = ["GROUPS", "TERM_WIDTH", "TEXT_WIDTH", "dress", "style_id"]

FONT = "Arial"
"""A face that word processors have on every system; the DOCX carries no font of its own."""
LANGUAGE = "en-GB"
INK, MUTED, PETROL = RGBColor(0x1B, 0x2A, 0x33), RGBColor(0x53, 0x62, 0x6B), RGBColor(0x0B, 0x5A, 0x6E)
GROUPS = {group.id: group.ink for group in status.GROUPS.values()}
"""Colours of the groups of statuses, as on the site; the words say the same."""
MARGIN = Mm(23)
PAGE = Mm(210), Mm(297)
TEXT_WIDTH = (PAGE[0] - 2 * MARGIN) // 635
"""Width of the text in twentieths of a point."""
TERM_WIDTH = Mm(32)
NUMBER_WIDTH = Mm(16)


@dataclass(frozen=True)
class _Look:
    """A paragraph style: size in points, space before and after, hanging indent, weight and colour."""

    name: str
    size: float
    before: float = 0
    after: float = 0
    hanging: int = 0
    bold: bool = False
    italic: bool = False
    colour: RGBColor = INK
    keep: bool = False


LOOKS = (
    _Look("Normal", 10.5, 0, 6),
    _Look("Title", 21, 0, 10, bold=True, colour=PETROL),
    _Look("Heading 1", 16, 22, 8, bold=True, colour=PETROL, keep=True),
    _Look("Heading 2", 12.5, 16, 6, bold=True, keep=True),
    _Look("Heading 3", 10.5, 12, 5, bold=True, colour=MUTED, keep=True),
    _Look("TOC Heading", 16, 18, 6, bold=True, colour=PETROL, keep=True),
    _Look("TOC 1", 10.5, 0, 2),
    _Look("Caption", 10, 10, 1, bold=True, keep=True),
    _Look("Running", 9, 0, 4, colour=MUTED),
    _Look("Agenda", 10.5, 0, 3, hanging=Mm(38)),
    _Look("Numbered", 10.5, 0, 7, hanging=NUMBER_WIDTH),
    _Look("Note", 10.5, 0, 7, italic=True, colour=MUTED),
    _Look("Facts", 9.5, 0, 2, hanging=TERM_WIDTH, keep=True),
    _Look("Chart Subtitle", 8.5, 0, 3, colour=MUTED, keep=True),
    _Look("Chart", 9, 0, 2),
    _Look("Chart Source", 8, 0, 10, colour=MUTED),
    _Look("Table Text", 9.5, 2, 2),
    _Look("Table Small", 8.5, 1.5, 1.5),
    _Look("After Table", 6, 0, 4),
)


def style_id(name: str) -> str:
    """The id of a style in the file: its name without spaces."""
    return name.replace(" ", "")


def dress(package: Package, paper: Paper) -> None:
    """Give a new document its page, styles, running head and foot, language and properties."""
    _page(package)
    styles = {style.name: style for style in package.styles}
    for look in LOOKS:
        _style(package, look, styles)
    _table_style(package)
    _link_style(package)
    _language(package)
    _running(package, paper)
    properties = package.core_properties
    properties.title, properties.subject = paper.title, paper.description
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.language = LANGUAGE


def _page(package: Package) -> None:
    section = package.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _style(package: Package, look: _Look, styles: Mapping[str | None, Any]) -> None:
    style = styles.get(look.name) or _new_style(package, look.name)
    style.element.set(qn("w:styleId"), style_id(look.name))
    if look.name.startswith("TOC "):
        style.element.find(qn("w:name")).set(qn("w:val"), look.name.replace("TOC 1", "toc 1"))
    font, layout = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, look.italic
    font.color.rgb = look.colour
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(look.before), Pt(look.after), look.keep
    layout.line_spacing = 1.15 if look.size == 10.5 else 1.05
    layout.widow_control = True
    if look.hanging:
        layout.left_indent, layout.first_line_indent = look.hanging, -look.hanging
        layout.tab_stops.add_tab_stop(look.hanging)
    if look.name == "TOC 1":
        layout.tab_stops.add_tab_stop(PAGE[0] - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if look.name == "Title":
        _without_border(style)


def _new_style(package: Package, name: str) -> Any:  # noqa: ANN401 - python-docx's
    """What ``add_style`` makes; it would first read the names of all styles, which `dress` has done."""
    kind = WD_STYLE_TYPE.PARAGRAPH
    return StyleFactory(package.styles.element.add_style_of_type(name, kind, name.startswith("TOC")))


def _without_border(style: Any) -> None:  # noqa: ANN401 - python-docx's
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _table_style(package: Package) -> None:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9D2D4"/>' for side in ("top", "bottom", "insideH")
    )
    margins = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))
    package.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="BoardTable">'
            '<w:name w:val="Board Table"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
            f"<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
        )
    )


def _link_style(package: Package) -> None:
    package.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
            '<w:rPr><w:color w:val="0B5A6E"/><w:u w:val="dotted" w:color="A9C3CB"/></w:rPr></w:style>'
        )
    )


def _language(package: Package) -> None:
    defaults = package.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    defaults.append(language)


def _running(package: Package, paper: Paper) -> None:
    """The running head on all pages but the first, the page number on all."""
    from planbook.paper.word_xml import field, paragraph, run

    section = package.sections[0]
    section.different_first_page_header_footer = True
    words = paragraph(run(f"{paper.title}. {paper.running}"), "Running")
    pages = run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    foot = paragraph(run("Paragraph and claim numbers are permanent. ") + pages, "Running")
    for part, piece in ((section.header, words), (section.footer, foot), (section.first_page_footer, foot)):
        part.is_linked_to_previous = False
        element = part._element  # noqa: SLF001 - python-docx gives no other way to set a paragraph's content
        for child in list(element):
            element.remove(child)
        element.append(parse_xml(piece.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
