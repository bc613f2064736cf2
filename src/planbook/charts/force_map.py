"""A map of the force areas in five classes of equal size, by shade, pattern and number; written as SVG.

The projection is equirectangular with its true parallel in the middle of England and Wales: at this size it
differs from the National Grid by less than the width of a line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from planbook.charts.chart import ChartSpec, Drawing, RenderedChart, require_rows
from planbook.charts.labels import number
from planbook.charts.style import TEMPLATES, colour_variable, text_width

CLASSES = 5
TRUE_PARALLEL = 52.8  # degrees north: the middle of England and Wales
WEST, NORTH = -6.45, 55.85
# Opacity of the line colour on paper, by class. The template lays a pattern over the three in the middle, since shade
# alone is hard to match with the key.
SHADES = (0.05, 0.2, 0.42, 0.74, 1.0)
PAINT = {token: Markup(colour_variable(token)) for token in ("ink", "paper", "line", "axis", "signal")}  # noqa: S704
NAME_ABOVE = 24  # distance in units of the own force's name above its middle

Rings = tuple[tuple[tuple[float, float], ...], ...]  # closed, of longitude and latitude in degrees
Key = list[tuple[int, str]]  # class, and its lowest and highest rate in words
Label = tuple[float, float, str, bool]  # place of the middle, words, and whether they are bold


@dataclass(frozen=True)
class MapFrame:
    """Size of the drawing, scale (units a degree of latitude), left edge of the map, type size, top of the key."""

    width: int
    height: int
    scale: float
    left: float
    text: float
    key: int

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the earth stands in the drawing."""
        across = (longitude - WEST) * math.cos(math.radians(TRUE_PARALLEL)) * self.scale
        return round(self.left + across, 1), round((NORTH - latitude) * self.scale, 1)


WIDE = MapFrame(720, 620, 103.0, 196.0, 13.0, 70)
NARROW = MapFrame(336, 530, 66.0, 4.0, 12.5, 405)


def class_of(rank: int, amount: int) -> int:
    """The class, 1 to 5, of the force that stands at ``rank`` (from 0, lowest) among ``amount``."""
    return 1 + rank * CLASSES // amount


def render_force_map(
    spec: ChartSpec, rates: pd.DataFrame, outlines: Mapping[str, Rings], *, left_out: Sequence[str], period: str
) -> RenderedChart:
    """Return the map of ``rates``: index force id, columns name, rate, count, with a number in every row.

    The specification's area is the id of the force that is set off by a heavy line and its name. The forces
    ``left_out`` stand in the table and have no class. Raises ``EmptyChart`` for no rows.
    """
    require_rows(spec.id, rates, "rates")
    ranked, own = rates.sort_values(["rate", "name"]), spec.area
    classed = [str(force) for force in ranked.index if force not in left_out]
    classes = {force: class_of(place, len(classed)) for place, force in enumerate(classed)}
    order = [*classed, *(force for force in ranked.index if force in left_out)]
    table, key, name = ranked.loc[order], _key(ranked, classes), str(ranked["name"][own])
    drawings = [
        _draw(_Outlines(frame, outlines), classes, order, own=own, name=name, key=key, prefix=prefix)
        for frame, prefix in ((WIDE, spec.id), (NARROW, f"{spec.id}-n"))
    ]
    columns = {"name": "Force", "rate": "Rate", "count": "Offences"}
    words = [f"{classes[force]} of {CLASSES}" if force in classes else "none" for force in order]
    spans = "; ".join(f"class {place} {rates}" for place, rates in key)
    values = "; ".join(f"{row['name']} {number(row['rate'], 1)}" for _, row in table.iterrows())
    return RenderedChart.of(
        "map",
        spec,
        (drawings[0], drawings[1]),
        subtitle=f"{spec.label}: {spec.unit}, {period}, police force areas of England and Wales",
        alt=(
            f"Map of police force areas in five classes by {spec.label}, {spec.unit}, {period}. {name} has "
            f"{number(ranked['rate'][own], 1)}, rank {classed.index(own) + 1} of {len(classed)} (1 is lowest), "
            f"class {classes[own]}."
        ),
        description=f"Each class holds a fifth of the forces: {spans}. From lowest to highest: {values}.",
        along="xy",
        table=table[list(columns)].rename(columns=columns).assign(Class=words).reset_index(drop=True),
        places={"Rate": 1},
        note="Each class holds a fifth of the forces; the number on a force is its class.",
    )


def _key(ranked: pd.DataFrame, classes: Mapping[str, int]) -> Key:
    members = {place: [force for force, own in classes.items() if own == place] for place in range(1, CLASSES + 1)}
    rates = {place: ranked["rate"][forces] for place, forces in members.items() if forces}
    return [(place, f"{number(each.min(), 1)} to {number(each.max(), 1)}") for place, each in rates.items()]


def _draw(
    areas: _Outlines, classes: Mapping[str, int], order: Sequence[str], *, own: str, name: str, key: Key, prefix: str
) -> Drawing:
    """One drawing of the map, and the middle of each force in the order of the table."""
    svg = TEMPLATES.get_template("map.svg").render(
        frame=areas.frame,
        prefix=prefix,
        paint=PAINT,
        shades=SHADES,
        areas=[(areas.path(force), classes.get(force, 0)) for force in sorted(areas.rings)],
        own=areas.path(own),
        labels=_labels(areas, classes, own, name),
        key=key,
    )
    return Drawing(svg, tuple((round(x), round(y)) for x, y in map(areas.middle, order)))


@dataclass(frozen=True)
class _Outlines:
    """The force areas as they stand in one frame."""

    frame: MapFrame
    rings: Mapping[str, Rings]

    def path(self, force: str) -> str:
        """The outline as data of an SVG path."""
        rings = (
            "L".join("{:g} {:g}".format(*self.frame.place(*point)) for point in ring) for ring in self.rings[force]
        )
        return "".join(f"M{ring}Z" for ring in rings)

    def middle(self, force: str) -> tuple[float, float]:
        """The centre of gravity of the largest ring."""
        sides = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(self._ring(force))]
        area = 3 * sum(cross for _, _, cross in sides)
        x, y = (sum((a[axis] + b[axis]) * cross for a, b, cross in sides) / area for axis in (0, 1))
        return round(x, 1), round(y, 1)

    def extent(self, force: str) -> float:
        """The smaller of width and height of the largest ring."""
        return min(float(max(side) - min(side)) for side in zip(*self._ring(force), strict=True))

    def _ring(self, force: str) -> list[tuple[float, float]]:
        return [self.frame.place(*point) for point in max(self.rings[force], key=len)]


def _labels(areas: _Outlines, classes: Mapping[str, int], own: str, own_name: str) -> list[Label]:
    """The name of the own force, and the class of each force on it, where there is room."""
    size = areas.frame.text
    x, y = areas.middle(own)
    labels: list[Label] = [(x, y - NAME_ABOVE, own_name, True)]
    widths = [(text_width(own_name, size) + size) / 2]
    for force in sorted(classes, key=lambda name: (name != own, -areas.extent(name), name)):
        x, y = areas.middle(force)
        # The largest forces are named first: of two labels that would touch, the smaller force goes without.
        close = any(abs(x - u) < w and abs(y - v) < size for (u, v, *_), w in zip(labels, widths, strict=True))
        if not close and areas.extent(force) >= size * 0.9:
            labels.append((x, y, str(classes[force]), False))
            widths.append(size)
    return labels
