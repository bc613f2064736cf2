"""The card that stands for an edition where its address is shared: 1,200 by 630 pixels, drawn from its counts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.charts.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["HEIGHT", "WIDTH", "Card", "Share", "card_png"]

WIDTH, HEIGHT = 1200, 630
"""The size that the Open Graph protocol's readers show whole."""
LEFT, RIGHT = 84.0, 1116.0
PAPER, SIDE, SIDE_INK = "#fbfaf6", "#0d3440", "#f2f6f5"
BAR_TOP, BAR_HEIGHT = 372.0, 74.0
ROOM_FOR_NUMBER = 44.0
FILLS = {"met": COLOURS["line"], "part": COLOURS["soft"], "missed": COLOURS["signal"], "open": COLOURS["grid"]}
INKS = {"met": "#ffffff", "part": COLOURS["ink"], "missed": "#ffffff", "open": COLOURS["ink"]}


@dataclass(frozen=True)
class Share:
    """How many promises stand in one group: its id, its words, its number."""

    group: str
    words: str
    count: int


@dataclass(frozen=True)
class Card:
    """What the card says; ``shares`` is empty where no plan is on record."""

    title: str
    force: str
    period: str
    plan: str
    shares: Sequence[Share]


def card_png(card: Card) -> bytes:
    """The card as a PNG; the same bytes for the same card."""
    import matplotlib as mpl  # here, so that who keeps the card need not wait for it
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawing

    with mpl.rc_context({"font.family": ["DejaVu Sans"], "text.color": COLOURS["ink"]}):
        drawing = Drawing(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
        FigureCanvasAgg(drawing)
        axes = drawing.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        _ground(axes, card.title)
        _words(axes, card)
        _bar(axes, card.shares)
        held = io.BytesIO()
        drawing.savefig(held, format="png", dpi=100, metadata={"Software": None})
    return held.getvalue()


def _ground(axes: Axes, title: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((0, 0), WIDTH, 104, color=SIDE))
    axes.text(LEFT, 54, title, fontsize=26, color=SIDE_INK, family="DejaVu Serif", weight="bold", va="center")


def _words(axes: Axes, card: Card) -> None:
    axes.text(LEFT, 178, f"{card.force} Police", fontsize=44, family="DejaVu Serif", weight="bold", va="center")
    axes.text(LEFT, 248, card.period, fontsize=25, va="center")
    axes.text(LEFT, 308, card.plan, fontsize=19, color=COLOURS["muted"], va="center")
    axes.text(LEFT, 584, "Every figure traced to its data", fontsize=17, color=COLOURS["muted"], va="center")


def _bar(axes: Axes, shares: Sequence[Share]) -> None:
    """One bar of all promises, parted by group, with a key of words below it."""
    from matplotlib.patches import Rectangle

    total = sum(share.count for share in shares)
    left, key = LEFT, LEFT
    for share in (share for share in shares if share.count):
        width = (RIGHT - LEFT) * share.count / total
        box = Rectangle((left, BAR_TOP), width - 3, BAR_HEIGHT, facecolor=FILLS[share.group], linewidth=0)
        axes.add_patch(box)
        if width > ROOM_FOR_NUMBER:
            axes.text(left + width / 2, BAR_TOP + BAR_HEIGHT / 2, str(share.count), fontsize=24, weight="bold",
                      color=INKS[share.group], ha="center", va="center")  # fmt: skip
        axes.add_patch(Rectangle((key, 484), 26, 26, facecolor=FILLS[share.group], linewidth=0))
        axes.text(key + 38, 497, f"{share.count} {share.words}", fontsize=19, va="center")
        key += 258
        left += width
