"""A map of the force areas in five classes of equal size, by shade, pattern and number; written without Matplotlib.

The projection is equirectangular with its true parallel in the middle of England and Wales: at this size it
differs from the National Grid by less than the width of a line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import number
from planbook.charts.lettering import text_width
from planbook.charts.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planbook.charts.drawing import Spots

__all__ = ["CLASSES", "class_of", "force_map"]

CLASSES = 5
TRUE_PARALLEL = 52.8
"""Degrees north: the middle of England and Wales."""
WEST, NORTH, EAST, SOUTH = -6.45, 55.85, 1.8, 49.85
SHADES = (0.05, 0.2, 0.42, 0.74, 1.0)
"""Opacity of the line colour on paper, by class."""
PATTERNS = (
    "",
    '<circle cx="3" cy="3" r="1" fill="{ink}" fill-opacity="0.7"/>',
    '<path d="M-2 8L8 -2" stroke="{ink}" stroke-width="0.7" stroke-opacity="0.6"/>',
    '<path d="M-2 8L8 -2" stroke="{paper}" stroke-width="0.9"/>',
    "",
)
"""What is laid over each shade, in a cell of 6 units: plain, dots, dark lines, light lines, plain."""

NAME_ABOVE = 24
"""Distance in units of the own force's name above its middle."""

Rings = tuple[tuple[tuple[float, float], ...], ...]
"""Closed rings of longitude and latitude, in degrees."""


@dataclass(frozen=True)
class _MapFrame:
    """Size of the drawing, scale (units a degree of latitude), left edge of the map, type size, place of the key."""

    width: int
    height: int
    scale: float
    left: float
    text: float
    key: tuple[float, float]

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the earth stands in the drawing."""
        across = (longitude - WEST) * math.cos(math.radians(TRUE_PARALLEL)) * self.scale
        return round(self.left + across, 1), round((NORTH - latitude) * self.scale, 1)


WIDE = _MapFrame(720, 620, 103.0, 196.0, 13.0, (4.0, 70.0))
NARROW = _MapFrame(336, 530, 66.0, 4.0, 12.5, (4.0, 405.0))


def class_of(rank: int, amount: int) -> int:
    """The class, 1 to 5, of the force that stands at ``rank`` (from 0, lowest) among ``amount``."""
    return 1 + rank * CLASSES // amount


def force_map(  # noqa: PLR0913 - one keyword for each thing a chart must say
    rates: pd.DataFrame,
    outlines: Mapping[str, Rings],
    *,
    own: str,
    left_out: Sequence[str],
    id: str,  # noqa: A002 - the word of the page
    title: str,
    label: str,
    unit: str,
    period: str,
    note: str = "",
    source: str = "",
) -> Figure:
    """Return the map of ``rates``: index force id, columns name, rate, count, with a number in every row.

    ``own`` is set off by a heavy line and its name; the forces ``left_out`` stand in the table and have no class.
    Raises ``EmptyChart`` for no rows.
    """
    require_rows(id, rates, "rates")
    ranked = rates.sort_values(["rate", "name"])
    classed = [str(force) for force in ranked.index if force not in left_out]
    classes = {force: class_of(place, len(classed)) for place, force in enumerate(classed)}
    order = [*classed, *(force for force in ranked.index if force in left_out)]
    key = _key(ranked, classes)
    drawings = [
        _MapDrawing(frame, outlines, classes, own, str(ranked["name"][own]), key, name)
        for frame, name in ((WIDE, id), (NARROW, f"{id}-n"))
    ]
    table = ranked.loc[order]
    spans = "; ".join(f"class {place} {words}" for place, words in key)
    rank, rate = classed.index(own) + 1, number(ranked["rate"][own], 1)
    name = ranked["name"][own]
    values = "; ".join(f"{row['name']} {number(row['rate'], 1)}" for _, row in table.iterrows())
    shown = table[["name", "rate", "count"]].copy()
    shown.columns = ["Force", "Rate", "Offences"]
    shown["Class"] = [f"{classes[force]} of {CLASSES}" if force in classes else "none" for force in order]
    return Figure(
        id=id,
        title=title,
        subtitle=f"{label}: {unit}, {period}, police force areas of England and Wales",
        alt=(
            f"Map of police force areas in five classes by {label}, {unit}, {period}. {name} has {rate}, "
            f"rank {rank} of {len(classed)} (1 is lowest), class {classes[own]}."
        ),
        description=f"Each class holds a fifth of the forces: {spans}. From lowest to highest: {values}.",
        svg=drawings[0].svg(),
        narrow=drawings[1].svg(),
        spots=(drawings[0].spots(order), drawings[1].spots(order)),
        along="xy",
        table=shown.reset_index(drop=True),
        places={"Rate": 1},
        note=f"Each class holds a fifth of the forces; the number on a force is its class. {note}".strip(),
        source=source,
    )


def _key(ranked: pd.DataFrame, classes: Mapping[str, int]) -> list[tuple[int, str]]:
    """Class and its lowest and highest rate in words."""
    rows: list[tuple[int, str]] = []
    for place in range(1, CLASSES + 1):
        held = ranked["rate"][[force for force, own in classes.items() if own == place]]
        if len(held):
            rows.append((place, f"{number(held.min(), 1)} to {number(held.max(), 1)}"))
    return rows


@dataclass(frozen=True)
class _MapDrawing:
    """One drawing of the map."""

    frame: _MapFrame
    outlines: Mapping[str, Rings]
    classes: Mapping[str, int]
    own: str
    own_name: str
    key: Sequence[tuple[int, str]]
    prefix: str

    def svg(self) -> str:
        """The drawing as SVG."""
        frame = self.frame
        areas = "".join(self._area(force) for force in sorted(self.outlines))
        box = f'viewBox="0 0 {frame.width} {frame.height}" width="100%"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} stroke-linejoin="round" font-family="inherit" '
            f'fill="{_paint("ink")}"><defs>{self._patterns()}</defs>{areas}{self._own()}{self._numbers()}'
            f"{self._legend()}</svg>"
        )

    def spots(self, order: Sequence[str]) -> Spots:
        """The middle of each force, in the order of the table."""
        return tuple((round(x), round(y)) for x, y in map(self._middle, order))

    def _patterns(self) -> str:
        paints = {"ink": _paint("ink"), "paper": _paint("paper")}
        return "".join(
            f'<pattern id="{self.prefix}-p{place}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f"{pattern.format(**paints)}</pattern>"
            for place, pattern in enumerate(PATTERNS, start=1)
            if pattern
        )

    def _outline(self, force: str) -> str:
        rings = (
            "L".join("{:g} {:g}".format(*self.frame.place(*point)) for point in ring) for ring in self.outlines[force]
        )
        return "".join(f"M{ring}Z" for ring in rings)

    def _area(self, force: str) -> str:
        return self._filled(self.classes.get(force, 0), f'd="{self._outline(force)}"', "path")

    def _filled(self, place: int, shape: str, tag: str) -> str:
        """A shape with the shade of its class and, over it, the pattern."""
        edge = f'stroke="{_paint("axis")}" stroke-width="0.8"'
        if not place:
            return f'<{tag} {shape} fill="{_paint("paper")}" {edge}/>'
        shade = f'<{tag} {shape} fill="{_paint("line")}" fill-opacity="{SHADES[place - 1]}" {edge}/>'
        over = f'<{tag} {shape} fill="url(#{self.prefix}-p{place})"/>' if PATTERNS[place - 1] else ""
        return shade + over

    def _own(self) -> str:
        """The force of the page: a heavy line and its name."""
        if self.own not in self.outlines:
            return ""
        line = f'<path d="{self._outline(self.own)}" fill="none" stroke="{_paint("signal")}" stroke-width="3"/>'
        x, y = self._middle(self.own)
        return line + self._text(x, y - NAME_ABOVE, self.own_name, weight="700")

    def _under_name(self, x: float, y: float) -> bool:
        """Whether a number there would lie under the name of the own force."""
        if self.own not in self.outlines:
            return False
        middle, level = self._middle(self.own)
        half = (text_width(self.own_name, self.frame.text) + self.frame.text) / 2
        return abs(x - middle) < half and abs(y - (level - NAME_ABOVE)) < self.frame.text

    def _numbers(self) -> str:
        """The class of each force on it, where there is room."""
        taken: list[tuple[float, float]] = []
        parts: list[str] = []
        size = self.frame.text
        for force in sorted(self.classes, key=lambda name: (name != self.own, -self._extent(name), name)):
            x, y = self._middle(force)
            close = any(abs(x - u) < size and abs(y - v) < size for u, v in taken)
            if close or self._extent(force) < size * 0.9 or self._under_name(x, y):
                continue
            taken.append((x, y))
            parts.append(self._text(x, y, str(self.classes[force])))
        return "".join(parts)

    def _text(self, x: float, y: float, words: str, *, weight: str = "400", anchor: str = "middle") -> str:
        size = self.frame.text
        bold = f' font-weight="{weight}"' if weight != "400" else ""
        halo = f'stroke="{_paint("paper")}" stroke-width="4" paint-order="stroke"'
        at = f'x="{x:g}" y="{y + size * 0.36:g}"'
        return f'<text {at} font-size="{size:g}" text-anchor="{anchor}"{bold} {halo}>{escape(words)}</text>'

    def _legend(self) -> str:
        left, top = self.frame.key
        rows = []
        for row, (place, words) in enumerate(self.key):
            y = top + row * 24
            rows.append(self._filled(place, f'x="{left:g}" y="{y:g}" width="30" height="18"', "rect"))
            rows.append(self._text(left + 15, y + 9, str(place)))
            rows.append(self._text(left + 40, y + 9, words, anchor="start"))
        return "".join(rows)

    def _ring(self, force: str) -> list[tuple[float, float]]:
        return [self.frame.place(*point) for point in max(self.outlines[force], key=len)]

    def _middle(self, force: str) -> tuple[float, float]:
        """The centre of gravity of the largest ring."""
        ring = self._ring(force)
        pairs = list(pairwise(ring))
        doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * doubled)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * doubled)
        return round(x, 1), round(y, 1)

    def _extent(self, force: str) -> float:
        """The smaller of width and height of the largest ring."""
        ring = self._ring(force)
        across, up = ([point[axis] for point in ring] for axis in (0, 1))
        return min(max(across) - min(across), max(up) - min(up))


def _paint(token: str) -> str:
    return f"var(--pb-chart-{token}, {COLOURS[token]})"
