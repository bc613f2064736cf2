"""From Matplotlib's SVG to a small inline one: no metadata, clips, ids or styles, colours as custom properties.

Presentation attributes replace ``style`` so that a page may forbid inline styles; ``static`` puts plain colours back
for files that leave the page (download, paper).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from planbook.charts.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["UnknownColour", "compact", "static"]

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
HALO = "halo"
PIXELS = 1.5
"""Pixels that a unit of a drawing gets in a picture: a chart of 752 units is 1,128 pixels wide, sharp in a slide or an
article. Drawing takes as long as there are pixels; for print there is the SVG."""
SANS = "Liberation Sans, Arial, Helvetica, sans-serif"
KEPT = frozenset({"d", "x", "y", "width", "height", "transform"})
PAINT = frozenset(
    {
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-opacity",
        "fill-opacity",
        "font-size",
        "font-weight",
        "text-anchor",
        "paint-order",
    }
)
DEFAULTS = {"stroke-width": "1", "stroke-dasharray": "none", "text-anchor": "start", "font-weight": "400"}
TOKENS = {value: token for token, value in COLOURS.items()}
NUMBER = re.compile(r"-?\d+\.\d+")
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
VARIABLE = re.compile(r"var\(--pb-chart-[a-z]+, (#[0-9a-f]{6})\)")

Attributes = dict[str, str]


class UnknownColour(ValueError):
    """A drawing holds a colour that is no token of the house style."""

    def __init__(self, colour: str) -> None:
        known = ", ".join(f"{token} {value}" for token, value in COLOURS.items())
        super().__init__(f"colour {colour} is no chart token; draw with one of: {known}")


def compact(raw: str, prefix: str) -> str:
    """Return ``raw`` as a small SVG whose ids start with ``prefix``; coordinates keep one decimal, marks two.

    Raises ``UnknownColour`` for a colour outside the house style.
    """
    root = ET.fromstring(raw)  # noqa: S314 - our own drawing
    names: dict[str, str] = {}
    marks: dict[str, str] = {}
    shapes: list[tuple[str, Attributes, Attributes, str]] = []
    for element, gid in _leaves(root, ""):
        tag = element.tag.removeprefix(f"{{{SVG}}}")
        if "id" in element.attrib and tag == "path":
            _keep_mark(element, prefix, names, marks)
        else:
            paint, place = _attributes(element, gid, names)
            if place.get("d", "x") and (paint.get("fill") != "none" or "stroke" in paint):
                shapes.append((tag, paint, place, element.text or ""))
    box = root.attrib["viewBox"]
    body = "".join(_groups(shapes))
    defs = f"<defs>{''.join(marks.values())}</defs>" if marks else ""
    head = f'<svg xmlns="{SVG}" viewBox="{box}" width="100%" stroke-linejoin="round"'
    return f'{head} font-family="inherit" fill="{_colour(COLOURS["ink"])}">{defs}{body}</svg>'


def static(svg: str, title: str = "") -> str:
    """Return ``svg`` with plain colours and a font of its own, and ``title`` as its accessible name, for a file."""
    plain = VARIABLE.sub(r"\1", svg).replace('font-family="inherit"', f'font-family="{SANS}"')
    sized = re.sub(r'viewBox="0 0 (\d+) (\d+)" width="100%"', r'viewBox="0 0 \1 \2" width="\1" height="\2"', plain)
    name = f"<title>{escape(title)}</title>" if title else ""
    return sized.replace(">", f">{name}", 1)


def _leaves(element: ET.Element, gid: str) -> Iterator[tuple[ET.Element, str]]:
    """Yield drawn elements in order with the nearest group id, passing over groups, clips and style sheets."""
    for child in element:
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        if tag in {"clipPath", "style", "metadata", "pattern"}:
            continue
        if tag in {"g", "defs"}:
            yield from _leaves(child, child.get("id", gid))
        else:
            yield child, gid


def _keep_mark(element: ET.Element, prefix: str, names: dict[str, str], marks: dict[str, str]) -> None:
    """Store a marker's outline once under a short id."""
    outline = _path(element.attrib["d"], 2)
    if outline not in marks:
        name = f"{prefix}-m{len(marks)}"
        marks[outline] = f'<path id="{name}" d="{outline}"/>'
    names[element.attrib["id"]] = marks[outline].split('"')[1]


def _attributes(element: ET.Element, gid: str, names: dict[str, str]) -> tuple[Attributes, Attributes]:
    """Return paint (shared by neighbours) and place (its own) of one element."""
    styled = dict(part.split(": ", 1) for part in element.get("style", "").split("; ") if part)
    found = {name: value for name, value in (element.attrib | styled).items() if name in PAINT | KEPT}
    if gid.startswith(HALO) and element.tag.endswith("text"):
        found |= {"stroke": COLOURS["paper"], "stroke-width": "4", "paint-order": "stroke"}
    paint = {name: _value(value) for name, value in found.items() if name in PAINT}
    paint = {name: value for name, value in sorted(paint.items()) if DEFAULTS.get(name) != value}
    if "stroke" not in paint:
        paint.pop("stroke-width", None)
    place = {name: _place(name, value) for name, value in found.items() if name in KEPT}
    if XLINK_HREF in element.attrib:
        place["href"] = f"#{names[element.attrib[XLINK_HREF][1:]]}"
    return paint, {name: value for name, value in place.items() if value or name == "d"}


def _value(value: str) -> str:
    if value.startswith("#"):
        return _colour(value)
    return _round(value, 1).replace("px", "")


def _colour(value: str) -> str:
    """Return a token's custom property with its light value as fallback."""
    if value not in TOKENS:
        raise UnknownColour(value)
    return f"var(--pb-chart-{TOKENS[value]}, {value})"


def _place(name: str, value: str) -> str:
    if name == "d":
        return _path(value, 1)
    if name == "transform":
        return "" if value.startswith("rotate(-0 ") else _round(value, 1)
    return _round(value, 1)


def _path(outline: str, places: int) -> str:
    """Return path data without spaces that carry nothing."""
    joined = " ".join(_round(outline, places).split())
    return re.sub(r" ?([A-Za-z]) ?", r"\1", joined)


def _round(text: str, places: int) -> str:
    def shorten(match: re.Match[str]) -> str:
        short = f"{float(match[0]):.{places}f}".rstrip("0").rstrip(".")
        return "0" if short == "-0" else short

    return NUMBER.sub(shorten, text)


def _groups(shapes: list[tuple[str, Attributes, Attributes, str]]) -> Iterator[str]:
    """Write neighbours of equal paint into one group."""
    for paint, members in groupby(shapes, key=lambda shape: shape[1]):
        drawn = list(members)
        if len(drawn) == 1:
            yield _element(*drawn[0])
        else:
            inside = "".join(_element(tag, {}, place, text) for tag, _, place, text in drawn)
            yield f"<g{_written(paint)}>{inside}</g>"


def _element(tag: str, paint: Attributes, place: Attributes, text: str) -> str:
    opening = f"<{tag}{_written(place)}{_written(paint)}"
    return f"{opening}>{escape(text)}</{tag}>" if tag == "text" else f"{opening}/>"


def _written(attributes: Attributes) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())
