"""Set a board paper as a tagged PDF (PDF/UA-1 and PDF/A-2a) with Typst, and draw its charts as pictures.

The page design stands in ``board_paper.typ``; this module hands it the record and the drawings, as a dictionary of
files, which the library takes and its stub leaves out. Fonts are those beside this module and those inside Typst;
what the machine has installed is not looked at. The time stamp is fixed, so that one record gives the same bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import typst

from planbook.claims.records import ChartDrawing
from planbook.data.files import write_whole
from planbook.paper.paper_record import Paper

STANDARDS = ["ua-1", "a-2a"]
HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TIME = datetime.fromtimestamp(0, UTC)
PICTURE_DOTS = 200.0
"""Dots an inch of the pictures in the DOCX: sharp in print at the width of the text."""
PICTURES = b"""#set page(width: 160mm, height: auto, margin: 0pt, fill: white)
#for drawing in json("drawings.json") { page(image(bytes(drawing), format: "svg", width: 100%)) }
"""


class NotTypeset(RuntimeError):
    """Typst refused the paper."""

    def __init__(self, message: str) -> None:
        super().__init__(f"the board paper could not be set: {message}")


def pdf(paper: Paper, drawings: Mapping[str, ChartDrawing]) -> bytes:
    """The paper as a PDF that claims PDF/UA-1 and PDF/A-2a; Typst refuses what would break either claim.

    Raises:
        NotTypeset: with what Typst said.
    """
    charts = {one.id: drawings[one.id].narrow if one.narrow else drawings[one.id].wide for one in paper.pictures}
    files = {
        "main": (HERE / "board_paper.typ").read_bytes(),
        "paper.json": msgspec.json.encode(paper),
        "drawings.json": msgspec.json.encode(charts),
    }
    (document,) = _compiled(files, format="pdf", pdf_standards=STANDARDS, timestamp=TIME)
    return document


def png(drawings: Sequence[str]) -> list[bytes]:
    """Each drawing as a PNG of the width of the text.

    Raises:
        NotTypeset: with what Typst said.
    """
    files = {"main": PICTURES, "drawings.json": msgspec.json.encode(drawings)}
    return _compiled(files, format="png", ppi=PICTURE_DOTS) if drawings else []


def kept_png(drawings: Sequence[str], file: Path) -> list[bytes]:
    """What `png` gives, from a file that keeps it until a drawing, Typst or the pictures' settings change.

    Raises:
        NotTypeset: with what Typst said.
    """
    words = (
        version("typst"),
        PICTURES,
        PICTURE_DOTS,
        drawings,
        [path.read_bytes() for path in sorted(FONTS.iterdir())],
    )
    key = hashlib.sha256(msgspec.msgpack.encode(words)).hexdigest()
    with suppress(OSError, msgspec.DecodeError):
        kept, pictures = msgspec.msgpack.decode(file.read_bytes(), type=tuple[str, list[bytes]])
        if kept == key:
            return pictures
    pictures = png(drawings)
    write_whole(file, msgspec.msgpack.encode((key, pictures)))
    return pictures


def _compiled(files: Mapping[str, bytes], **options: Any) -> list[bytes]:  # noqa: ANN401 - Typst's own options
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
    try:
        pages: bytes | list[bytes] = typst.compile(files, font_paths=fonts, **options)
    except typst.TypstError as fault:
        raise NotTypeset(str(fault)) from fault
    return pages if isinstance(pages, list) else [pages]
