"""PNG pictures of charts, each made once: a picture is kept under the hash of its drawing."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.charts.svg import PIXELS, SANS
from planbook.run.running import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["FONTS", "Drawer", "PicturesFailed", "draw_pictures", "keep_picture", "pictures"]

FONTS = tuple(Path(__file__).with_name("fonts") / f"Arimo-{weight}.ttf" for weight in ("Regular", "Bold"))
FAMILY = "Arimo"
DOTS = 96 * PIXELS
"""Dots an inch, of which 96 are one unit each."""

PAGES = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for drawing in json("drawings.json") { page(image(bytes(drawing), format: "svg")) }
"""
"""Typst: a page for each drawing, of its own size."""


class PicturesFailed(RuntimeError):
    """A chart could not be drawn as a picture."""

    def __init__(self, said: str) -> None:
        super().__init__(f"charts could not be drawn as PNG: {said.strip()}. Run the edition again, then build")


def draw_pictures(drawings: Sequence[str]) -> list[bytes]:
    """The PNG of each whole SVG, with text set in the fonts of this package and no other; every core draws a share.

    Raises:
        PicturesFailed: a drawing is no SVG.
    """
    if not drawings:
        return []
    share = -(-len(drawings) // cores())
    shares = [drawings[first : first + share] for first in range(0, len(drawings), share)]
    with ThreadPoolExecutor(len(shares)) as pool:
        return [png for drawn in pool.map(_drawn, shares) for png in drawn]


def _drawn(drawings: Sequence[str]) -> list[bytes]:
    import typst

    files = {
        "main": PAGES.encode(),
        "drawings.json": json.dumps([svg.replace(SANS, FAMILY) for svg in drawings]).encode(),
    }
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS[0].parent])
    try:
        made: bytes | list[bytes] = typst.compile(files, font_paths=fonts, format="png", ppi=DOTS)  # type: ignore[call-overload]
    except typst.TypstError as fault:
        raise PicturesFailed(str(fault)) from fault
    return made if isinstance(made, list) else [made]


@dataclass(frozen=True)
class Drawer:
    """A way of drawing pictures, and all that the pictures depend on beside their drawings."""

    draw: Callable[[Sequence[str]], list[bytes]]
    made_with: bytes

    def key(self, svg: str) -> str:
        """Under what a picture is kept."""
        return hashlib.sha256(self.made_with + svg.encode()).hexdigest()


def pictures(drawings: Mapping[str, str], cache: Path, drawer: Drawer | None = None) -> dict[str, bytes]:
    """The PNG of each drawing by name; only a drawing that changed is drawn, and pictures no longer used go.

    ``drawer`` draws them in another way than `draw_pictures`; its pictures want a cache of their own.

    Raises:
        PicturesFailed: a drawing is no SVG.
    """
    by = drawer or Drawer(draw_pictures, _made_with())
    cache.mkdir(parents=True, exist_ok=True)
    kept = {name: cache / f"{by.key(svg)}.png" for name, svg in drawings.items()}
    missing = {path: drawings[name] for name, path in kept.items() if not path.is_file()}
    for path, png in zip(missing, by.draw(list(missing.values())), strict=True):
        _write(path, png)
    for old in set(cache.iterdir()) - set(kept.values()):
        old.unlink(missing_ok=True)
    return {name: path.read_bytes() for name, path in kept.items()}


def keep_picture(drawing: str, cache: Path) -> None:
    """Draw a picture before `pictures` asks for it, unless it is kept already.

    Raises:
        PicturesFailed: the drawing is no SVG.
    """
    path = cache / f"{Drawer(draw_pictures, _made_with()).key(drawing)}.png"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        _write(path, draw_pictures([drawing])[0])


def _write(path: Path, png: bytes) -> None:
    """Write a picture whole, whoever else writes it or makes room at the same time."""
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with suppress(FileNotFoundError):
        fresh.write_bytes(png)
        fresh.replace(path)


@lru_cache(maxsize=1)
def _made_with() -> bytes:
    settings = f"{version('typst')} {DOTS} {PAGES}"
    return b"".join(font.read_bytes() for font in FONTS) + settings.encode()
