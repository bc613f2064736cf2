"""A workbook as ODS, from the same record as XLSX: header rows, named tables, a language, and fixed bytes.

The file holds the five parts that OpenDocument 1.3 asks for and nothing else, each a template in ``ods_parts``. A
library that makes an object of each cell took ten times as long and left its own template in the file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from jinja2 import Environment, FunctionLoader
from xlsxwriter.utility import xl_col_to_name

from planbook.claims.records import cell_text
from planbook.export.archive import packed
from planbook.export.workbook import COVER_WIDTH, LANGUAGE, Workbook

PARTS = Path(__file__).with_name("ods_parts")
MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
START = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_ods(workbook: Workbook) -> bytes:
    """The bytes of the file."""
    heads = [head for sheet in workbook.sheets for head in sheet.heads]
    values = {
        "workbook": workbook,
        "places": sorted({head.places for head in heads if head.number}),
        "widths": sorted({head.width for head in heads} | {COVER_WIDTH}),
    }
    # OpenDocument wants the media type first and uncompressed.
    parts = {"mimetype": MEDIA_TYPE, "META-INF/manifest.xml": _part("manifest.xml", values)}
    parts |= {name: _part(name, values) for name in ("content.xml", "meta.xml", "styles.xml")}
    return packed((name, text.encode("utf-8")) for name, text in parts.items())


def _part(name: str, values: dict[str, object]) -> str:
    return START + _environment().get_template(name).render(values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(loader=FunctionLoader(_source), autoescape=False)  # noqa: S701 - XML, escaped by filters
    environment.filters |= {"escaped": escape, "quoted": quoteattr, "plain": cell_text, "letters": xl_col_to_name}
    environment.globals |= {"language": LANGUAGE, "media_type": MEDIA_TYPE, "cover_width": COVER_WIDTH}
    return environment


def _source(name: str) -> str:
    return "".join(line.strip() for line in (PARTS / name).read_text(encoding="utf-8").splitlines())
