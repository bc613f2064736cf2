"""Make the bytes of a DOCX the same always: no dates, no picture of a template, one order, one time stamp."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["settled_package"]

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can state; it stands for none."""
THUMBNAIL = "docProps/thumbnail.jpeg"
DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>|<cp:revision>[^<]*</cp:revision>")
TO_THUMBNAIL = re.compile(rb'<Relationship [^>]*Target="docProps/thumbnail\.jpeg"[^>]*/>')
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>planbook</Application></Properties>"
)


def settled_package(package: bytes) -> bytes:
    """The same package without anything that a clock, a machine or the template of the library put in."""
    with zipfile.ZipFile(io.BytesIO(package)) as read:
        parts = {name: read.read(name) for name in read.namelist() if name != THUMBNAIL}
    parts["docProps/core.xml"] = DATES.sub(b"", parts["docProps/core.xml"])
    parts["docProps/app.xml"] = APPLICATION
    parts["_rels/.rels"] = TO_THUMBNAIL.sub(b"", parts["_rels/.rels"])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(parts, key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, parts[name])
    return held.getvalue()
