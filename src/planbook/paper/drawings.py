"""The drawings of an edition's charts, taken from the executed notebooks and made fit for paper.

The notebooks hold each chart as inline SVG, once wide and once narrow, whose colours are custom properties of
the site. On paper they are plain colours, and the letters are those of the paper's own font.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from planbook.claims.records import ChartDrawing, chart_drawings

FONT = "Source Sans 3"
MARKS = str.maketrans({"\N{BLACK RIGHT-POINTING TRIANGLE}": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"})
"""Marks that the font lacks, and what stands for them; a lacking letter would take its whole label to another font."""
COLOUR = re.compile(r"var\(--pb-chart-[a-z]+, (#[0-9a-f]{6})\)")


def drawings(edition: Path) -> dict[str, ChartDrawing]:
    """Every chart of an edition by its id, from the folder of executed notebooks."""
    return {
        chart: pair
        for path in sorted((edition / "as_run").glob("*.ipynb"))
        for chart, pair in drawings_in(json.loads(path.read_text(encoding="utf-8"))).items()
    }


def drawings_in(notebook: Mapping[str, Any]) -> dict[str, ChartDrawing]:
    """The charts of one executed notebook by id; the wide drawing stands in for a narrow one that is not there."""
    return {
        chart: replace(drawing, wide=for_paper(drawing.wide), narrow=for_paper(drawing.narrow or drawing.wide))
        for chart, drawing in chart_drawings(notebook).items()
    }


def for_paper(svg: str) -> str:
    """A drawing with plain colours, the paper's font, and no name of its own: the paper gives it one."""
    plain = COLOUR.sub(r"\1", svg)
    return plain.replace('font-family="inherit"', f'font-family="{FONT}"').translate(MARKS)
