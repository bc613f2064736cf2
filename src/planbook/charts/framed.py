"""A chart as a picture that can stand alone: title, subtitle, drawing, note and source in one SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from planbook.charts.style import COLOURS
from planbook.charts.svg import SANS, static
from planbook.charts.template_files import template

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
class TextStyle:
    """Size, colour and weight of a caption's text."""

    size: float
    colour: str
    bold: bool = False


Line = tuple[TextStyle, str, float]
"""Style and text of a line, and where it stands."""
TEMPLATE = template("framed.svg")
TITLE = TextStyle(20, "ink", bold=True)
SUBTITLE = TextStyle(14, "muted")
SOURCE = TextStyle(12, "muted")


def framed(svg: str, caption: Caption) -> str:
    """Return a whole SVG file: plain colours on white, real text, the alternative as its name and description.

    Raises:
        NoDrawing: ``svg`` has no view box.
    """
    box = BOX.search(svg)
    if not box:
        raise NoDrawing(caption.id)
    width, height = float(box[1]), float(box[2])
    head, top = _stack([(TITLE, caption.title), (SUBTITLE, caption.subtitle)], width, PADDING)
    source = f"Source: {caption.source}" if caption.source else ""
    foot, bottom = _stack([(SOURCE, caption.note), (SOURCE, source)], width, top + height + 2 * GAP)
    tag, _, drawn = static(svg).partition(">")
    tag = ON_PAGE.sub("", tag).replace("<svg ", f'<svg x="{PADDING:g}" y="{top + GAP:g}" ', 1)
    return TEMPLATE.render(
        caption=caption,
        width=f"{width + 2 * PADDING:g}",
        height=f"{bottom + PADDING:.0f}",
        left=f"{PADDING:g}",
        lines=[*head, *foot],
        drawing=Markup(f"{tag}>{drawn}"),  # noqa: S704 - our own drawing
        colours=COLOURS,
        font=SANS,
    )


def _stack(parts: list[tuple[TextStyle, str]], width: float, top: float) -> tuple[list[Line], float]:
    """Texts under each other from ``top``, and where they end."""
    stacked: list[Line] = []
    for style, text in parts:
        lines = wrap(text, int(width / (style.size * GLYPH * (BOLD if style.bold else 1))))
        bases = (top + style.size * (0.95 + LEADING * place) for place in range(len(lines)))
        stacked += [(style, line, round(base, 1)) for line, base in zip(lines, bases, strict=True)]
        top += len(lines) * style.size * LEADING + (GAP / 2 if lines else 0)
    return stacked, top
