"""The bytes of a DOCX, the same always: no dates, no picture of a template, one order, one time stamp."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml

from planbook.export.archive import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.opc.package import OpcPackage
    from docx.parts.document import DocumentPart

__all__ = ["package_bytes"]

TYPES = "[Content_Types].xml"
THUMBNAIL = "docProps/thumbnail.jpeg"
DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>|<cp:revision>[^<]*</cp:revision>")
TO_THUMBNAIL = re.compile(rb'<Relationship [^>]*Target="docProps/thumbnail\.jpeg"[^>]*/>')
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
APPLICATION = (
    f"{DECLARATION}"
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>planbook</Application></Properties>"
).encode()
USUAL = {
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
"""What parts hold by the end of their names, unless something else is said of one."""


def package_bytes(document: DocumentPart, body: str) -> bytes:
    """The package of a document without anything that a clock, a machine or the template of the library put in.

    ``body`` is WordprocessingML, put before the settings of the last section. The library's own writer would compress
    everything once more. Source: ECMA-376, part 2, Open Packaging Conventions.

    Raises:
        lxml.etree.XMLSyntaxError: the body is not well formed.
    """
    package = document.package
    parts = dict(_parts(package))
    before, section, after = document.blob.rpartition(b"<w:sectPr")
    whole = parts[document.partname.membername] = b"".join((before, body.encode(), section, after))
    parse_xml(whole)
    parts["docProps/core.xml"] = DATES.sub(b"", parts["docProps/core.xml"])
    parts["docProps/app.xml"] = APPLICATION
    parts["_rels/.rels"] = TO_THUMBNAIL.sub(b"", parts["_rels/.rels"])
    return packed([(TYPES, _types(package)), *sorted(parts.items())])


def _parts(package: OpcPackage) -> Iterator[tuple[str, bytes]]:
    """Each part under its name, and how it and the package relate to others."""
    yield "_rels/.rels", bytes(package.rels.xml)
    for part in package.iter_parts():
        if part.partname.membername != THUMBNAIL:
            yield part.partname.membername, part.blob
            if len(part.rels):
                yield part.partname.rels_uri.membername, bytes(part.rels.xml)


def _types(package: OpcPackage) -> bytes:
    """What kind of content each part holds."""
    kinds = sorted((str(part.partname), part.content_type) for part in package.iter_parts())
    usual = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in USUAL.items())
    others = "".join(
        f"<Override PartName={quoteattr(name)} ContentType={quoteattr(kind)}/>"
        for name, kind in kinds
        if name.lstrip("/") != THUMBNAIL and USUAL.get(name.rpartition(".")[2]) != kind
    )
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{usual}{others}</Types>"
    ).encode()
