"""Charts as files: SVG with its words round it, and PNG, which is drawn once for each SVG and then stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from planbook.charts.pictures import Caption, framed
from planbook.charts.svg import PIXELS, SANS
from planbook.claims.records import ChartRecord
from planbook.data.files import write_whole
from planbook.run.running import cores

FONTS = tuple(Path(__file__).with_name("fonts") / f"Arimo-{weight}.ttf" for weight in ("Regular", "Bold"))
FAMILY = "Arimo"
DOTS = 96 * PIXELS
"""Dots an inch; 96 make one unit of the drawing a dot."""

PAGES = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for drawing in json("drawings.json") { page(image(bytes(drawing), format: "svg")) }
"""
"""Typst: a page for each drawing, of its own size."""


class PicturesFailed(RuntimeError):
    """A chart could not be drawn as a picture."""

    def __init__(self, message: str) -> None:
        super().__init__(f"charts could not be drawn as PNG: {message.strip()}. Run the edition again, then build")


def chart_svg(chart: ChartRecord, drawing: str) -> str:
    """A chart as an SVG file: the drawing with title, note and source."""
    return framed(drawing, Caption(chart.id, chart.title, chart.subtitle, chart.note, chart.source, chart.alt))


def draw_pictures(drawings: Sequence[str]) -> list[bytes]:
    """The PNG of each whole SVG, with text set in the fonts of this package and no other; every core draws a share.

    Raises:
        PicturesFailed: a drawing is no SVG.
    """
    if not drawings:
        return []
    # Rounded up, so that there are no more shares than cores.
    share = -(-len(drawings) // cores())
    shares = [drawings[first : first + share] for first in range(0, len(drawings), share)]
    # Typst leaves Python free, so threads are enough.
    with ThreadPoolExecutor(len(shares)) as pool:
        return [png for drawn in pool.map(_drawn, shares) for png in drawn]


def _drawn(drawings: Sequence[str]) -> list[bytes]:
    # Imported here: most builds find every picture in the cache.
    import typst

    files = {
        "main": PAGES.encode(),
        "drawings.json": json.dumps([svg.replace(SANS, FAMILY) for svg in drawings]).encode(),
    }
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS[0].parent])
    try:
        images: bytes | list[bytes] = typst.compile(files, font_paths=fonts, format="png", ppi=DOTS)  # type: ignore[call-overload]
    except typst.TypstError as fault:
        raise PicturesFailed(str(fault)) from fault
    return images if isinstance(images, list) else [images]


def pictures(drawings: Mapping[str, str], cache: Path) -> dict[str, bytes]:
    """The PNG of each drawing by name; only a drawing that changed is drawn, and pictures no longer used go.

    Raises:
        PicturesFailed: a drawing is no SVG.
    """
    # All that a picture depends on beside its drawing: another font or release of Typst draws all anew.
    settings = b"".join(font.read_bytes() for font in FONTS) + f"{version('typst')} {DOTS} {PAGES}".encode()
    digests = {name: hashlib.sha256(settings + svg.encode()).hexdigest() for name, svg in drawings.items()}
    paths = {name: cache / f"{digest}.png" for name, digest in digests.items()}
    missing = {path: drawings[name] for name, path in paths.items() if not path.is_file()}
    for path, png in zip(missing, draw_pictures(list(missing.values())), strict=True):
        write_whole(path, png)
    # What no chart of this edition uses would stay for ever.
    for old in set(cache.glob("*.png")) - set(paths.values()):
        old.unlink(missing_ok=True)
    return {name: path.read_bytes() for name, path in paths.items()}
