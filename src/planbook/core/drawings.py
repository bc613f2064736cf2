"""The drawings of an executed notebook: the one record of what a reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["drawings_of"]

FIGURE = re.compile(r'<figure class="pb-figure" id="([^"]+)".*?(<svg.*?</svg>)', re.DOTALL)
"""A figure and its first drawing, the wide one."""


def drawings_of(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ids of charts and their wide inline SVG, in the order of the notebook's cells."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html", "")
            text = html if isinstance(html, str) else "".join(html)
            for found in FIGURE.finditer(text):
                yield found[1], found[2]
