"""A chart as a picture that can stand alone: title, subtitle, drawing, note and source in one SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from planbook.charts.style import COLOURS
from planbook.charts.svg import SANS, SVG, static

__all__ = ["Caption", "NoDrawing", "framed"]

BOX = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
ON_PAGE = re.compile(r' (?:role|aria-label|tabindex|display)="[^"]*"')
"""What a drawing says to a browser and has no meaning inside a picture."""
PADDING = 16.0
GLYPH = 0.49
"""Mean width of a character of the picture's font as a share of its size; bold type is wider by the factor below."""
BOLD = 1.06
LEADING = 1.3
GAP = 8.0


class NoDrawing(ValueError):
    """A text that should be a drawing has no view box."""

    def __init__(self, chart_id: str) -> None:
        super().__init__(f"chart {chart_id!r}: the drawing has no viewBox of the form '0 0 width height'; run it again")


@dataclass(frozen=True)
class Caption:
    """The words round a drawing; ``alt`` is its text alternative."""

    id: str
    title: str
    subtitle: str
    note: str
    source: str
    alt: str


@dataclass(frozen=True)
class _Style:
    size: float
    colour: str
    bold: bool = False

    def lines(self, text: str, width: float) -> list[str]:
        """The text broken to lines that fit ``width``."""
        return wrap(text, int(width / (self.size * GLYPH * (BOLD if self.bold else 1))))

    def height(self, lines: list[str]) -> float:
        return len(lines) * self.size * LEADING


TITLE = _Style(20, "ink", bold=True)
SUBTITLE = _Style(14, "muted")
SOURCE = _Style(12, "muted")


def framed(svg: str, caption: Caption) -> str:
    """Return a whole SVG file: plain colours on white, real text, the alternative as its name and description.

    Raises:
        NoDrawing: ``svg`` has no view box.
    """
    box = BOX.search(svg)
    if not box:
        raise NoDrawing(caption.id)
    inner, width, height = _nested(svg), float(box[1]), float(box[2])
    texts, top = _stack([(TITLE, caption.title), (SUBTITLE, caption.subtitle)], width, PADDING)
    drawn = inner.replace("<svg ", f'<svg x="{PADDING:g}" y="{top + GAP:g}" ', 1)
    source = f"Source: {caption.source}" if caption.source else ""
    foot, bottom = _stack([(SOURCE, caption.note), (SOURCE, source)], width, top + height + 2 * GAP)
    return _file(caption, width + 2 * PADDING, bottom + PADDING, f"{texts}{drawn}{foot}")


def _nested(svg: str) -> str:
    """The drawing with plain colours and without what only a page needs in its first tag."""
    head, _, rest = static(svg).partition(">")
    return f"{ON_PAGE.sub('', head)}>{rest}"


def _stack(parts: list[tuple[_Style, str]], width: float, top: float) -> tuple[str, float]:
    """Texts under each other from ``top``; the SVG and where it ends."""
    drawn = []
    for style, text in parts:
        lines = style.lines(text, width) if text else []
        drawn += [_line(style, line, top + style.size * (0.95 + LEADING * place)) for place, line in enumerate(lines)]
        top += style.height(lines) + (GAP / 2 if lines else 0)
    return "".join(drawn), top


def _line(style: _Style, text: str, base: float) -> str:
    weight = ' font-weight="700"' if style.bold else ""
    place = f'x="{PADDING:g}" y="{base:.1f}" font-size="{style.size:g}"'
    return f'<text {place} fill="{COLOURS[style.colour]}"{weight}>{escape(text)}</text>'


def _file(caption: Caption, width: float, height: float, body: str) -> str:
    size = f'viewBox="0 0 {width:g} {height:.0f}" width="{width:g}" height="{height:.0f}"'
    names = f"<title>{escape(caption.title)}</title><desc>{escape(caption.alt)}</desc>"
    ground = f'<rect width="100%" height="100%" fill="{COLOURS["paper"]}"/>'
    return f'<svg xmlns="{SVG}" {size} font-family="{SANS}" lang="en-GB">{names}{ground}{body}</svg>\n'
