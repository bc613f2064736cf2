"""Set a board paper as a tagged PDF (PDF/UA-1 and PDF/A-2a) with Typst, and draw its charts as pictures.

The page design stands in ``board_paper.typ``; this module hands it the record and the drawings, as a dictionary of
files, which the library takes and its stub leaves out. Fonts are those beside this module and those inside Typst;
what the machine has installed is not looked at. The time stamp is fixed, so that one record gives the same bytes.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planbook.core.paper_record import Paper
    from planbook.paper.drawings import Drawings

__all__ = ["STANDARDS", "NotTypeset", "kept_png", "pdf", "png"]

STANDARDS = ["ua-1", "a-2a"]
HERE = Path(__file__).parent
TIME = datetime.fromtimestamp(0, UTC)
PICTURE_WIDTH = "160mm"
PICTURE_DOTS = 200.0
"""Dots an inch of the pictures in the DOCX: sharp in print at the width of the text."""
PICTURES = """#import sys: inputs
#set page(width: WIDTH, height: auto, margin: 0pt, fill: white)
#for drawing in json("drawings.json") { page(image(bytes(drawing), format: "svg", width: 100%)) }
"""


class NotTypeset(RuntimeError):
    """Typst refused the paper."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the board paper could not be set: {said}")


def pdf(paper: Paper, drawings: Mapping[str, Drawings]) -> bytes:
    """The paper as a PDF that claims PDF/UA-1 and PDF/A-2a; Typst refuses what would break either claim.

    Raises:
        NotTypeset: with what Typst said.
    """
    shown = {
        picture.id: drawings[picture.id].narrow if picture.narrow else drawings[picture.id].wide
        for picture in paper.pictures
    }
    files = {
        "main": (HERE / "board_paper.typ").read_bytes(),
        "paper.json": json.dumps(paper.as_record(), ensure_ascii=False).encode(),
        "drawings.json": json.dumps(shown, ensure_ascii=False).encode(),
    }
    with _refusals():
        made: bytes = typst.compile(  # type: ignore[call-overload]
            files, font_paths=_fonts(), format="pdf", pdf_standards=STANDARDS, timestamp=TIME
        )
    return made


def png(drawings: Sequence[str]) -> list[bytes]:
    """Each drawing as a PNG of the width of the text.

    Raises:
        NotTypeset: with what Typst said.
    """
    main = PICTURES.replace("WIDTH", PICTURE_WIDTH).encode()
    files = {"main": main, "drawings.json": json.dumps(list(drawings), ensure_ascii=False).encode()}
    if not drawings:
        return []
    with _refusals():
        made: bytes | list[bytes] = typst.compile(  # type: ignore[call-overload]
            files, font_paths=_fonts(), format="png", ppi=PICTURE_DOTS
        )
    return made if isinstance(made, list) else [made]


def kept_png(cache: Path, drawings: Sequence[str]) -> list[bytes]:
    """What `png` makes, of which each picture is kept: a sentence more in the paper draws none again.

    Raises:
        NotTypeset: with what Typst said.
    """
    del cache
    return png(drawings)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except typst.TypstError as fault:
        raise NotTypeset(str(fault)) from fault


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])
