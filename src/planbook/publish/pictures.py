"""PNG pictures of charts, each made once: a picture is kept under the hash of its drawing.

Run as a program it draws the SVG files that it is given, each into a PNG beside it. Missing pictures are so shared
out over the cores: the drawing library holds on to the interpreter, and threads would wait for each other.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FONTS", "PicturesFailed", "draw_picture", "pictures"]

FONTS = tuple(Path(__file__).with_name("fonts") / f"Arimo-{weight}.ttf" for weight in ("Regular", "Bold"))
SCALE = 2
"""Pixels to a unit, so that a picture is sharp on a dense screen and in print."""

FRAME, UNCUT_FRAME = "<svg x=", '<svg overflow="visible" x='
"""How the drawing inside a picture begins."""


class PicturesFailed(RuntimeError):
    """A chart could not be drawn as a picture."""

    def __init__(self, said: str) -> None:
        super().__init__(f"charts could not be drawn as PNG: {said.strip()}. Run the edition again, then build")


def draw_picture(svg: str) -> bytes:
    """The PNG of a whole SVG, with text set in the fonts of this package and no other.

    Nothing of a chart lies outside its own frame, and a frame that need not be cut out is drawn in two thirds of
    the time.
    """
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(FRAME, UNCUT_FRAME),
        zoom=SCALE,
        skip_system_fonts=True,
        font_files=[str(font) for font in FONTS],
        font_family="Arimo",
        sans_serif_family="Arimo",
    )


def pictures(drawings: Mapping[str, str], cache: Path) -> dict[str, bytes]:
    """The PNG of each drawing by name; only a drawing that changed is drawn, and pictures no longer used go.

    Raises:
        PicturesFailed: a drawing is no SVG.
    """
    cache.mkdir(parents=True, exist_ok=True)
    kept = {name: cache / f"{_key(svg)}.png" for name, svg in drawings.items()}
    missing = {path.with_suffix(".svg"): drawings[name] for name, path in kept.items() if not path.is_file()}
    for path, svg in missing.items():
        path.write_text(svg, encoding="utf-8")
    _share_out(sorted(missing), os.cpu_count() or 1)
    for old in set(cache.iterdir()) - set(kept.values()):
        old.unlink()
    return {name: path.read_bytes() for name, path in kept.items()}


def _share_out(files: Sequence[Path], cores: int) -> None:
    """Draw a share here and the others in processes of their own."""
    shares = [[str(path) for path in files[core::cores]] for core in range(cores)]
    own, *others = (share for share in shares if share) if files else [[]]
    command = [sys.executable, "-m", __name__]
    started = [
        subprocess.Popen([*command, *share], stderr=subprocess.PIPE, text=True)  # noqa: S603 - this very module
        for share in others
    ]
    try:
        _draw(own)
    finally:
        ended = [(process, process.communicate()[1]) for process in started]
    if said := [text for process, text in ended if process.returncode]:
        raise PicturesFailed(said[0].splitlines()[-1])


def _draw(files: Sequence[str]) -> None:
    for file in map(Path, files):
        fresh = file.with_suffix(".new")
        try:
            fresh.write_bytes(draw_picture(file.read_text(encoding="utf-8")))
        except ValueError as fault:
            raise PicturesFailed(str(fault)) from fault
        fresh.replace(file.with_suffix(".png"))


def _key(svg: str) -> str:
    return hashlib.sha256(_made_with() + svg.encode()).hexdigest()


@lru_cache(maxsize=1)
def _made_with() -> bytes:
    return b"".join(font.read_bytes() for font in FONTS) + f"{SCALE}{UNCUT_FRAME}".encode()


if __name__ == "__main__":
    _draw(sys.argv[1:])
