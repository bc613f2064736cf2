"""Parts of a DOCX for which python-docx has no public name: places, links, fields, alternative texts, header rows.

They are elements of WordprocessingML (ECMA-376, part 1), made as the analysis pages of python-docx's documentation
show. Everything else is in the template and in python-docx's own interface.
"""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import _Element


def set_style(part: Paragraph | Run, style_id: str) -> None:
    """Style a paragraph or a run."""
    # By its name python-docx would look the style up anew for each part, which took a third of all the time.
    part._element.style = style_id


def bookmark(run: Run, name: str, number: int) -> None:
    """Give a run a name that links may lead to; ``number`` is its own in the document."""
    run._r.addprevious(_element("w:bookmarkStart", id=str(number), name=name))
    run._r.addnext(_element("w:bookmarkEnd", id=str(number)))


def link(paragraph: Paragraph, anchor: str, *runs: Run) -> None:
    """Make runs at the end of a paragraph a link to a place in the same document."""
    element = _element("w:hyperlink", anchor=anchor, history="1")
    paragraph._p.append(element)
    element.extend(run._r for run in runs)


def field(paragraph: Paragraph, code: str) -> tuple[Run, Run, Run]:
    """Begin a field that is worked out when the file is opened: runs for its begin, its code, and where it shows."""
    begin, instruction, separate = (paragraph.add_run() for _ in range(3))
    begin._r.append(_element("w:fldChar", fldCharType="begin", dirty="true"))
    element = _element("w:instrText")
    element.text = f" {code} "
    element.set(qn("xml:space"), "preserve")
    instruction._r.append(element)
    separate._r.append(_element("w:fldChar", fldCharType="separate"))
    return begin, instruction, separate


def end_field(paragraph: Paragraph) -> Run:
    """End the field that began last."""
    run = paragraph.add_run()
    run._r.append(_element("w:fldChar", fldCharType="end"))
    return run


def describe(shape: InlineShape, name: str, alt: str) -> None:
    """Give a picture its name and its alternative text."""
    shape._inline.docPr.set("name", name)
    shape._inline.docPr.set("descr", alt)
    for side in "TBLR":  # LibreOffice sets a picture that names no distances apart from its margin
        shape._inline.set(f"dist{side}", "0")


def complete_table(table: Table, name: str, style_id: str) -> None:
    """Name a table, style its cells, break no row, and repeat the first row as its heads, also for screen readers."""
    table._tbl.tblPr.append(_element("w:tblCaption", val=name))
    for place, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        properties.extend([_element("w:tblHeader")] if place == 0 else [])
        for cell in row.tc_lst:
            cell.p_lst[0].style = style_id  # by name it would be looked up anew for each cell, which is slow


def _element(tag: str, **attributes: str) -> _Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
