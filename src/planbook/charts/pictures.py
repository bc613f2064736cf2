"""Pictures that stand alone: a chart with its words, and the card that stands for an edition where it is shared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from planbook.charts.style import COLOURS, TEMPLATES
from planbook.charts.svg import PIXELS, SANS, static

BOX = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
# What a drawing says to a browser and has no meaning inside a picture.
ON_PAGE = re.compile(r' (?:role|aria-label|tabindex|display)="[^"]*"')
PADDING, GAP = 16.0, 8.0
LEADING = 1.3
GLYPH, BOLD = 0.49, 1.06  # mean width of a character as a share of its size, and how much wider bold type is


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


Line = tuple[TextStyle, str, float]  # style and text of a line, and where it stands
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
    # A page wraps its own words; a picture has to be told where its lines break.
    head, top = _stack([(TITLE, caption.title), (SUBTITLE, caption.subtitle)], width, PADDING)
    source = f"Source: {caption.source}" if caption.source else ""
    foot, bottom = _stack([(SOURCE, caption.note), (SOURCE, source)], width, top + height + 2 * GAP)
    tag, _, shapes = static(svg).partition(">")
    tag = ON_PAGE.sub("", tag).replace("<svg ", f'<svg x="{PADDING:g}" y="{top + GAP:g}" ', 1)
    return TEMPLATES.get_template("framed.svg").render(
        caption=caption,
        width=f"{width + 2 * PADDING:g}",
        height=f"{bottom + PADDING:.0f}",
        left=f"{PADDING:g}",
        lines=[*head, *foot],
        drawing=Markup(f"{tag}>{shapes}"),  # noqa: S704 - our own drawing
        colours=COLOURS,
        font=SANS,
    )


def _stack(parts: list[tuple[TextStyle, str]], width: float, top: float) -> tuple[list[Line], float]:
    """Texts under each other from ``top``, and where they end."""
    stack: list[Line] = []
    for style, text in parts:
        lines = wrap(text, int(width / (style.size * GLYPH * (BOLD if style.bold else 1))))
        bases = (top + style.size * (0.95 + LEADING * place) for place in range(len(lines)))
        stack += [(style, line, round(base, 1)) for line, base in zip(lines, bases, strict=True)]
        top += len(lines) * style.size * LEADING + (GAP / 2 if lines else 0)
    return stack, top


WIDTH, HEIGHT = 1200, 630  # the size of a card that the Open Graph protocol's readers show whole
LEFT, RIGHT = 84.0, 1116.0
ROOM_FOR_NUMBER = 41.0
CLOSE = "#665a45"  # neither the colour of what was met nor of what was missed
KEY_SIZE, KEY_MARK, KEY_GAP = 24.0, 36.0, 24.0  # type, mark and space of the key
FILLS = {
    "met": COLOURS["line"],
    "part": COLOURS["soft"],
    "close": CLOSE,
    "missed": COLOURS["signal"],
    "open": COLOURS["grid"],
}
INKS = {"met": "#ffffff", "part": COLOURS["ink"], "close": "#ffffff", "missed": "#ffffff", "open": COLOURS["ink"]}


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
    """The card as SVG."""
    # With so many pixels to a unit, as charts are drawn, the picture has the card's size.
    size = {"width": WIDTH, "height": HEIGHT, "pixels": PIXELS}
    look = {"fills": FILLS, "inks": INKS, "colours": COLOURS, "font": SANS}
    template = TEMPLATES.get_template("card.svg")
    return template.render(card=card, parts=_bar(card.shares), room_for_number=ROOM_FOR_NUMBER, **size, **look)


def _bar(shares: Sequence[Share]) -> Iterator[tuple[Share, float, float, float, float]]:
    """The parts of the bar, one for each group that holds a promise: left side, width, middle, and place of the key."""
    total, left, key = sum(share.count for share in shares), LEFT, LEFT
    for share in (share for share in shares if share.count):
        width = (RIGHT - LEFT) * share.count / total
        yield share, round(left, 1), round(width - 3, 1), round(left + width / 2, 1), round(key, 1)
        left += width
        # The words of five groups fill the line, so each key takes the room of its own.
        key += KEY_MARK + len(f"{share.count} {share.words}") * KEY_SIZE * GLYPH + KEY_GAP
