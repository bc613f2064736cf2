"""Set a board paper as a tagged PDF (PDF/UA-1 and PDF/A-2a) with Typst, and draw its charts as pictures.

The page design stands in ``board_paper.typ``; this module hands it the record and the drawings, as a dictionary of
files, which the library takes and its stub leaves out. Fonts are those beside this module and those inside Typst;
what the machine has installed is not looked at. The time stamp is fixed, so that one record gives the same bytes.

The notebooks hold each chart as inline SVG, once wide and once narrow, whose colours are custom properties of the site.
On paper they are plain colours, and the letters are those of the paper's own font.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import typst
from msgspec.structs import replace

from planbook.claims.records import ChartDrawing, chart_drawings
from planbook.data.files import write_whole
from planbook.paper.paper_record import Paper

STANDARDS = ["ua-1", "a-2a"]
FONT = "Source Sans 3"
MARKS = str.maketrans({"\N{BLACK RIGHT-POINTING TRIANGLE}": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"})
"""Marks that the font lacks, and what stands for them; a lacking letter would take its whole label to another font."""
COLOUR = re.compile(r"var\(--pb-chart-[a-z]+, (#[0-9a-f]{6})\)")
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


def drawings(edition: Path) -> dict[str, ChartDrawing]:
    """Every chart of an edition by its id, from the folder of executed notebooks."""
    notebooks = (json.loads(path.read_bytes()) for path in sorted((edition / "as_run").glob("*.ipynb")))
    return {chart: pair for notebook in notebooks for chart, pair in drawings_in(notebook).items()}


def drawings_in(notebook: Mapping[str, Any]) -> dict[str, ChartDrawing]:
    """The charts of one executed notebook by id; the wide drawing stands in for a narrow one that is not there."""
    return {
        chart: replace(drawing, wide=_for_paper(drawing.wide), narrow=_for_paper(drawing.narrow or drawing.wide))
        for chart, drawing in chart_drawings(notebook).items()
    }


def _for_paper(svg: str) -> str:
    """A drawing with plain colours and the paper's font."""
    # Typst's reader of SVG knows no custom properties.
    plain = COLOUR.sub(r"\1", svg)
    return plain.replace('font-family="inherit"', f'font-family="{FONT}"').translate(MARKS)


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
    # A font of the machine would make another file of the same record elsewhere.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
    try:
        pages: bytes | list[bytes] = typst.compile(files, font_paths=fonts, **options)
    except typst.TypstError as fault:
        raise NotTypeset(str(fault)) from fault
    return pages if isinstance(pages, list) else [pages]
