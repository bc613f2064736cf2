"""The drawings of an edition's charts, taken from the executed notebooks and made fit for paper.

The notebooks hold each chart as inline SVG, once wide and once narrow, whose colours are custom properties of
the site. On paper they are plain colours, and the letters are those of the paper's own font.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

FONT = "Source Sans 3"
MARKS = str.maketrans({"\N{BLACK RIGHT-POINTING TRIANGLE}": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"})
"""Marks that the font lacks, and what stands for them; a lacking letter would take its whole label to another font."""
FIGURE = re.compile(r'<figure class="pb-figure" id="([^"]+)".*?</figure>', re.DOTALL)
SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
COLOUR = re.compile(r"var\(--pb-chart-[a-z]+, (#[0-9a-f]{6})\)")
ON_PAGE = re.compile(r'^<svg (?:display="none" )?role="img" aria-label="[^"]*" ')


@dataclass(frozen=True)
class Drawings:
    """The two drawings of one chart; ``narrow`` is the wide one where the chart has no other."""

    wide: str
    narrow: str


def drawings(edition: Path) -> dict[str, Drawings]:
    """Every chart of an edition by its id, from the folder of executed notebooks."""
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((edition / "as_run").glob("*.ipynb"))]
    outputs = [output for notebook in notebooks for cell in notebook["cells"] for output in cell.get("outputs", ())]
    pages = ("".join(output.get("data", {}).get("text/html", "")) for output in outputs)
    return {name: drawing for page in pages for name, drawing in drawings_in(page).items()}


def drawings_in(html: str) -> dict[str, Drawings]:
    """The charts of one piece of HTML by id."""
    svgs = {match[1]: [for_paper(svg) for svg in SVG.findall(match[0])] for match in FIGURE.finditer(html)}
    return {name: Drawings(wide, narrow[0] if narrow else wide) for name, (wide, *narrow) in svgs.items()}


def for_paper(svg: str) -> str:
    """A drawing with plain colours, the paper's font, and no name of its own: the paper gives it one."""
    plain = COLOUR.sub(r"\1", ON_PAGE.sub("<svg ", svg))
    return plain.replace('font-family="inherit"', f'font-family="{FONT}"').translate(MARKS)
