"""House style of every chart: colour tokens, the two frames, and the templates of what is written as HTML or SVG.

Charts are drawn with the light values below. The SVG holds ``var(--pb-chart-<token>, <value>)``, and the style sheet
gives each token a light and a dark value. Contrast is tested: text 4.5 to 1, marks 3 to 1 (WCAG 2.2, criteria 1.4.3
and 1.4.11). Guidance: Government Analysis Function, *Data visualisation: charts* and *colours* (2021 to 2023).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined

# Token and its light value. Every value differs, because the value is how the token is found in the drawing.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",
        "ink": "#1b2a33",
        "muted": "#53626b",
        "grid": "#dde4e6",
        "axis": "#8b999f",
        "line": "#0b5a6e",
        "soft": "#a9c3cb",
        "mean": "#14323d",
        "limit": "#6a7a82",
        "signal": "#b3420a",
        "target": "#7b2a72",
        "window": "#eaf1f2",
        "band": "#d9e6e9",
    }
)


@dataclass(frozen=True)
class Frame:
    """The size of a drawing; one unit is one CSS pixel when the chart is shown at its own width.

    ``text`` is the type size in units. A page of 320 px shows the narrow frame at 295/336 of its size.
    """

    width: int
    height: int
    text: float
    narrow: bool


WIDE = Frame(720, 380, 13.0, narrow=False)
NARROW = Frame(336, 320, 12.5, narrow=True)
LINE_WIDTH, HAIR = 2.0, 1.0
GLYPH = 0.56  # mean width of a character of a system font, as a share of its size


def colour_variable(token: str) -> str:
    """A token's custom property with its light value as fallback."""
    return f"var(--pb-chart-{token}, {COLOURS[token]})"


def text_width(text: str, size: float) -> float:
    """The width to reserve for the longest line of ``text``, in units."""
    # Readers' fonts differ, so none is measured.
    return max(map(len, text.split("\n"))) * size * GLYPH


TEMPLATES = Environment(
    loader=PackageLoader("planbook.charts", "templates"),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
