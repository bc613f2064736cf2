"""The card that stands for an edition where its address is shared: 1,200 by 630 pixels, drawn from its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import escape

from planbook.charts.style import COLOURS
from planbook.charts.svg import PIXELS, SANS, SVG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["HEIGHT", "WIDTH", "Card", "Share", "card_svg"]

WIDTH, HEIGHT = 1200, 630
"""The size that the Open Graph protocol's readers show whole."""
LEFT, RIGHT = 84.0, 1116.0
PAPER, SIDE, SIDE_INK = "#fbfaf6", "#0d3440", "#f2f6f5"
BAR_TOP, BAR_HEIGHT = 372.0, 74.0
ROOM_FOR_NUMBER = 44.0
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
    body = "".join((*_ground(card.title), *_words(card), *_bar(card.shares)))
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH / PIXELS:g}" height="{HEIGHT / PIXELS:g}"'
    return f'<svg xmlns="{SVG}" {size} font-family="{SANS}" fill="{COLOURS["ink"]}">{body}</svg>'


def _ground(title: str) -> Iterator[str]:
    yield _box(0, 0, WIDTH, HEIGHT, PAPER)
    yield _box(0, 0, WIDTH, 104, SIDE)
    yield _text(LEFT, 66, title, 36, bold=True, fill=SIDE_INK)


def _words(card: Card) -> Iterator[str]:
    yield _text(LEFT, 198, f"{card.force} Police", 60, bold=True)
    yield _text(LEFT, 260, card.period, 35)
    yield _text(LEFT, 317, card.plan, 26, fill=COLOURS["muted"])
    yield _text(LEFT, 592, "Every figure traced to its data", 24, fill=COLOURS["muted"])


def _bar(shares: Sequence[Share]) -> Iterator[str]:
    """One bar of all promises, parted by group, with a key of words below it."""
    total = sum(share.count for share in shares)
    left, key = LEFT, LEFT
    for share in (share for share in shares if share.count):
        width, fill = (RIGHT - LEFT) * share.count / total, FILLS[share.group]
        yield _box(left, BAR_TOP, width - 3, BAR_HEIGHT, fill)
        if width > ROOM_FOR_NUMBER:
            middle = left + width / 2
            yield _text(middle, BAR_TOP + 49, str(share.count), 34, bold=True, fill=INKS[share.group], anchor="middle")
        yield _box(key, 484, 26, 26, fill)
        yield _text(key + 38, 506, f"{share.count} {share.words}", 26)
        key += KEY_STEP
        left += width


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def _text(
    x: float, base: float, words: str, size: int, *, bold: bool = False, fill: str = "", anchor: str = "start"
) -> str:
    marks = f'x="{x:.1f}" y="{base:.1f}" font-size="{size}" text-anchor="{anchor}"'
    marks += ' font-weight="700"' if bold else ""
    marks += f' fill="{fill}"' if fill else ""
    return f"<text {marks}>{escape(words)}</text>"
