"""From Matplotlib's SVG to a small inline one whose colours are custom properties of the style sheet.

A page forbids inline styles, so presentation attributes replace ``style``. Clips, metadata, groups and fonts go.
`static` puts plain colours back for files that leave the page (download, paper).
"""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from planbook.charts.style import COLOURS, colour_variable

SVG = "http://www.w3.org/2000/svg"
# Pixels that a unit of a drawing gets in a picture: a chart of 752 units is 1,128 pixels wide, sharp in a slide or an
# article. Drawing takes as long as there are pixels; for print there is the SVG.
PIXELS = 1.5
SANS = "Liberation Sans, Arial, Helvetica, sans-serif"
HALO = {"stroke": colour_variable("paper"), "stroke-width": "4", "paint-order": "stroke"}
HREF = "{http://www.w3.org/1999/xlink}href"
PLACE = ("d", "x", "y")
PAINT = ("fill", "font-size", "font-weight", "stroke", "stroke-dasharray", "stroke-width", "text-anchor")
DEFAULTS = {("stroke-width", "1"), ("text-anchor", "start"), ("font-weight", "400"), ("fill", colour_variable("ink"))}
TOKENS = {value: token for token, value in COLOURS.items()}
NUMBER = re.compile(r"-?\d+\.\d+")
VARIABLE = re.compile(r"var\(--pb-chart-[a-z]+, (#[0-9a-f]{6})\)")

Attributes = dict[str, str]
Shape = tuple[Attributes, str, Attributes, str]  # paint, which neighbours may share, then tag, place and text


class UnknownColour(ValueError):
    """A drawing holds a colour that is no token of the house style."""

    def __init__(self, colour: str) -> None:
        tokens = ", ".join(f"{token} {value}" for token, value in COLOURS.items())
        super().__init__(f"colour {colour} is no chart token; draw with one of: {tokens}")


def compact(raw: str, prefix: str) -> str:
    """Return ``raw`` as a small SVG whose ids start with ``prefix``; coordinates keep one decimal, marks two.

    Raises ``UnknownColour`` for a colour outside the house style.
    """
    root = ET.fromstring(raw)  # noqa: S314 - our own drawing
    elements = list(_leaves(root, ""))
    markers = {element.attrib["id"]: element.attrib["d"] for element, _ in elements if "id" in element.attrib}
    names = {name: f"{prefix}-m{place}" for place, name in enumerate(markers)}
    outlines = "".join(f'<path id="{names[name]}" d="{_path(outline, 2)}"/>' for name, outline in markers.items())
    shapes = [_shape(element, group, names) for element, group in elements if "id" not in element.attrib]
    box = " ".join(_round(side, 1) for side in root.attrib["viewBox"].split())
    head = f'<svg xmlns="{SVG}" viewBox="{box}" width="100%" stroke-linejoin="round" font-family="inherit"'
    defs = f"<defs>{outlines}</defs>" if outlines else ""
    body = "".join(_groups(shapes))
    return f'{head} fill="{colour_variable("ink")}">{defs}{body}</svg>'


def static(svg: str) -> str:
    """Return ``svg`` with plain colours, a font of its own and its size, for a file."""
    plain = VARIABLE.sub(r"\1", svg).replace('font-family="inherit"', f'font-family="{SANS}"')
    return re.sub(r'viewBox="0 0 (\d+) (\d+)" width="100%"', r'viewBox="0 0 \1 \2" width="\1" height="\2"', plain)


def _leaves(element: ET.Element, group: str) -> Iterator[tuple[ET.Element, str]]:
    """Yield what is drawn, in order, with the id of the group around it."""
    for child in element:
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        if tag in {"g", "defs"}:
            yield from _leaves(child, child.get("id", group))
        elif tag in {"path", "use", "text"}:
            yield child, group


def _shape(element: ET.Element, group: str, names: dict[str, str]) -> Shape:
    tag = element.tag.removeprefix(f"{{{SVG}}}")
    style = dict(part.split(": ", 1) for part in element.get("style", "").split("; ") if part)
    # Attributes in place of ``style``, because the pages forbid inline styles.
    paint = {name: _paint(style[name]) for name in PAINT if name in style}
    if "stroke" not in paint:
        paint.pop("stroke-width", None)
    if tag == "text" and group.startswith("halo"):
        paint |= HALO
    place = {name: _path(element.attrib[name], 1) for name in PLACE if name in element.attrib}
    if HREF in element.attrib:
        place["href"] = f"#{names[element.attrib[HREF][1:]]}"
    return dict(sorted(set(paint.items()) - DEFAULTS)), tag, place, element.text or ""


def _paint(value: str) -> str:
    if value.startswith("#"):
        if value not in TOKENS:
            raise UnknownColour(value)
        return colour_variable(TOKENS[value])
    return _round(value, 1).replace("px", "")


def _path(outline: str, places: int) -> str:
    # Spaces beside a letter carry nothing, and a path is most of a drawing.
    return re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(_round(outline, places).split()))


def _round(text: str, places: int) -> str:
    return NUMBER.sub(lambda match: f"{round(float(match[0]), places) + 0:g}", text)


def _groups(shapes: list[Shape]) -> Iterator[str]:
    """Write neighbours of equal paint into one group, without what nobody sees."""
    visible = (
        shape
        for shape in shapes
        if shape[2].get("d", "text") and (shape[0].get("fill") != "none" or "stroke" in shape[0])
    )
    for paint, members in groupby(visible, key=lambda shape: shape[0]):
        elements = "".join(
            f"<{tag}{_written(place)}>{escape(text)}</{tag}>" if text.strip() else f"<{tag}{_written(place)}/>"
            for _, tag, place, text in members
        )
        yield f"<g{_written(paint)}>{elements}</g>"


def _written(attributes: Attributes) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
