"""House style of every chart: colour tokens, sizes of the two frames, Matplotlib settings.

Colours are drawn with the light values below, then written into the SVG as
``var(--pb-chart-<token>, <value>)``; the style sheet gives each token a light and a dark value. Contrast is
tested: text 4.5 to 1, marks that carry meaning 3 to 1 (WCAG 2.2, criteria 1.4.3 and 1.4.11). Guidance:
Government Analysis Function, *Data visualisation: charts* and *colours* (2021 to 2023).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from planbook.charts.seaborn_style import seaborn_style

__all__ = ["COLOURS", "NARROW", "WIDE", "Frame", "mark_settings", "settings"]

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
"""Token and its light value; every value differs, because the value is how the token is found in the drawing."""


@dataclass(frozen=True)
class Frame:
    """A drawing surface: one user unit is one CSS pixel when the chart is shown at its own width.

    ``text`` is the type size in units; on a page of 320 px the narrow frame is 295 px wide and shows its text
    at 295/336 of that size.
    """

    name: str
    width: int
    height: int
    text: float
    narrow: bool


WIDE = Frame("wide", 720, 380, 13.0, narrow=False)
NARROW = Frame("narrow", 336, 320, 12.5, narrow=True)

LINE_WIDTH = 2.0
HAIR = 1.0
MARK = 4.5
SIGNAL_MARK = 8.5


def settings(frame: Frame) -> dict[Any, Any]:
    """Matplotlib settings for ``frame``: seaborn's white style, no frame, a light grid, real text in the SVG."""
    return seaborn_style("white") | {
        "axes.axisbelow": True,
        "axes.edgecolor": COLOURS["axis"],
        "axes.facecolor": "none",
        "axes.grid": False,
        "axes.labelcolor": COLOURS["muted"],
        "axes.linewidth": HAIR,
        "axes.spines.bottom": False,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.dpi": 72,
        "figure.facecolor": COLOURS["paper"],
        "font.family": ["DejaVu Sans"],
        "font.size": frame.text,
        "grid.color": COLOURS["grid"],
        "grid.linewidth": HAIR,
        "hatch.color": COLOURS["paper"],
        "path.simplify": False,
        "savefig.dpi": 72,
        "svg.fonttype": "none",
        "svg.hashsalt": "planbook",
        "text.color": COLOURS["ink"],
        "xtick.color": COLOURS["muted"],
        "ytick.color": COLOURS["muted"],
        "xtick.labelsize": frame.text,
        "ytick.labelsize": frame.text,
        "xtick.bottom": False,
        "ytick.left": False,
    }


def mark_settings(colour: str, marker: str = "o", size: float = MARK) -> dict[str, Any]:
    """Keyword arguments of ``Axes.plot`` for marks without a joining line, edged in paper so that marks part."""
    return {
        "linestyle": "none",
        "marker": marker,
        "markersize": size,
        "markerfacecolor": COLOURS[colour],
        "markeredgecolor": COLOURS["paper"],
        "markeredgewidth": 0.8,
    }
