"""Cells on the page of an outcome: what is shown stands open, the calculation and its table of figures are one fold.

The fold stands under what its cell shows. Code whose cell shows nothing goes into the next fold of its section, or
else into the one before; so does code that is followed by nothing but a table of its figures.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CellFolds", "code_cells"]

BEFORE_BLOCKS = 690
"""Earlier than `blocks.MilestoneBlocks`, which puts readings and commentary between cells."""
TABLE = re.compile(r'\s*<div class="pb-table-wrap"')
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
FIGURES = "Figures and calculation: {}"
FOLDED = "input"


class CellFolds(SphinxTransform):
    """Gather code and tables of figures under one summary a cell."""

    default_priority: ClassVar[int] = BEFORE_BLOCKS

    def apply(self, **kwargs: Any) -> None:  # noqa: ANN401 - docutils' signature
        """First the code that moves to a neighbour; then a fold in every cell that still has code."""
        del kwargs
        cells = [cell for cell in code_cells(self.document) if cell.get("hide_mode") == FOLDED]
        _join(cells)
        for cell in cells:
            if cell.children:
                _fold(cell)
            else:
                cell.parent.remove(cell)


def code_cells(document: nodes.Element) -> list[nodes.container]:
    """The code cells of a page, in order."""
    return [node for node in document.findall(nodes.container) if node.get("nb_element") == "cell_code"]


def _join(cells: Sequence[nodes.container]) -> None:
    """Move code to the fold that it belongs to; what stays without a neighbour keeps a fold of its own."""
    for cell, after in pairwise(cells):
        same, inside = _section(cell) is _section(after), _section(cell) in list(_sections(after))
        silent, tables = not _shown(cell), bool(_tables(after)) and not _open(after)
        if (silent and inside) or (_open(cell) and not _tables(cell) and same and tables):
            _code(after)[:0] = _take(cell)
    for before, cell in reversed(list(pairwise(cells))):
        if cell.children and not _shown(cell) and _section(before) is _section(cell) and _has_code(before):
            _code(before).extend(_take(cell))


def _take(cell: nodes.container) -> list[nodes.Node]:
    """The code of a cell, which is left with what it shows."""
    code = list(_code(cell).children)
    cell.remove(_code(cell))
    del cell["hide_mode"]
    return code


def _fold(cell: nodes.container) -> None:
    """Tables of figures and then the code, under what the cell shows openly."""
    if not _has_code(cell):
        return
    code, tables = _code(cell), _tables(cell)
    for table in tables:
        _remove(table, cell)
    code[:0] = tables
    captions = "; ".join(found[1] for table in tables if (found := CAPTION.search(table.astext())))
    words = FIGURES.format(captions) if captions else cell["prompt_show"]
    cell.remove(code)
    cell.append(HideCodeCellNode("", code, prompt_show=words, prompt_hide=words))
    del cell["hide_mode"]


def _remove(node: nodes.Element, up_to: nodes.container) -> None:
    """Take a node out, and what held nothing else."""
    parent = node.parent
    parent.remove(node)
    if not parent.children and parent is not up_to:
        _remove(parent, up_to)


def _has_code(cell: nodes.container) -> bool:
    return bool(cell.children) and cell.children[0].get("nb_element") == "cell_code_source"  # type: ignore[attr-defined]


def _code(cell: nodes.container) -> nodes.Element:
    source: nodes.Element = cell.children[0]  # type: ignore[assignment]
    return source


def _shown(cell: nodes.container) -> list[nodes.raw]:
    """The pieces of HTML that a cell shows."""
    outputs = cell.children[1:] if _has_code(cell) else cell.children
    return [raw for output in outputs for raw in output.findall(nodes.raw)]


def _tables(cell: nodes.container) -> list[nodes.raw]:
    """The tables of figures that a cell shows."""
    return [raw for raw in _shown(cell) if TABLE.match(raw.astext())]


def _open(cell: nodes.container) -> bool:
    """Whether a cell shows anything beside tables of figures."""
    return len(_shown(cell)) > len(_tables(cell))


def _section(node: nodes.Node) -> nodes.Node | None:
    return next(_sections(node), None)


def _sections(node: nodes.Node) -> Iterator[nodes.Node]:
    """The sections that hold a node, the nearest first."""
    at = node.parent
    while at is not None:
        if isinstance(at, nodes.section):
            yield at
        at = at.parent
