"""The card that stands for an edition where its address is shared: 1,200 by 630 pixels, drawn from its counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planbook.charts.style import COLOURS
from planbook.charts.svg import PIXELS, SANS
from planbook.charts.template_files import template

TEMPLATE = template("card.svg")
WIDTH, HEIGHT = 1200, 630
"""The size that the Open Graph protocol's readers show whole."""
LEFT, RIGHT = 84.0, 1116.0
ROOM_FOR_NUMBER = 41.0
KEY_STEP = 258.0
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


def card_svg(card: Card) -> str:
    """The card as SVG: drawn as charts are, with so many pixels to a unit, it has the card's size."""
    size = {"width": WIDTH, "height": HEIGHT, "pixels": PIXELS}
    look = {"fills": FILLS, "inks": INKS, "colours": COLOURS, "font": SANS}
    return TEMPLATE.render(card=card, parts=_parts(card.shares), room_for_number=ROOM_FOR_NUMBER, **size, **look)


def _parts(shares: Sequence[Share]) -> Iterator[tuple[Share, float, float, float, float]]:
    """The parts of the bar, one for each group that holds a promise: left side, width, middle, and place of the key."""
    total, left = sum(share.count for share in shares), LEFT
    for place, share in enumerate(share for share in shares if share.count):
        width = (RIGHT - LEFT) * share.count / total
        yield share, round(left, 1), round(width - 3, 1), round(left + width / 2, 1), LEFT + place * KEY_STEP
        left += width
