"""Cells on the page of an outcome: what is shown stands open, the calculation and its table of figures are one fold.

A cell that shows nothing gets no fold of its own: its code goes to the next cell of its section, or else to the
one before it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CellFolds", "code_cells"]

BEFORE_BLOCKS = 690
"""Earlier than `blocks.MilestoneBlocks`, which puts readings and commentary between cells."""
TABLE = re.compile(r'\s*<div class="pb-table-wrap"')
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
SUMMARY = "Figures and calculation: {}"


class CellFolds(SphinxTransform):
    """Gather code and tables of figures under one summary a cell."""

    default_priority: ClassVar[int] = BEFORE_BLOCKS

    def apply(self, **kwargs: Any) -> None:  # noqa: ANN401 - docutils' signature
        """First the silent cells, whose code moves; then the tables, which move within their cell."""
        del kwargs
        folded = [cell for cell in code_cells(self.document) if cell.get("hide_mode") == "input"]
        _merge_silent(folded)
        for cell in folded:
            if cell.parent is not None:
                _fold_tables(cell)


def code_cells(document: nodes.Element) -> list[nodes.container]:
    """The code cells of a page that show their code or something else, in order."""
    return [node for node in document.findall(nodes.container) if node.get("nb_element") == "cell_code"]


def _merge_silent(cells: Sequence[nodes.container]) -> None:
    """Code of cells that show nothing goes to a neighbour; one without a neighbour stays."""
    for silent, after in pairwise(cells):
        if not _shown(silent) and _section(silent) in _sections(after):
            _source(after)[:0] = _take(silent)
    for before, silent in reversed(list(pairwise(cells))):
        if not _shown(silent) and silent.parent is not None and _section(before) is _section(silent):
            _source(before).extend(_take(silent))


def _take(cell: nodes.container) -> list[nodes.Node]:
    """The code of a cell, which is taken off the page."""
    code = list(_source(cell).children)
    cell.parent.remove(cell)
    cell.parent = None
    return code


def _fold_tables(cell: nodes.container) -> None:
    """Tables of figures stand in the fold, before the code that made them."""
    tables = [raw for raw in _shown(cell) if TABLE.match(raw.astext())]
    if not tables:
        return
    for table in tables:
        _remove(table, cell)
    _source(cell)[:0] = tables
    captions = (found[1] for table in tables if (found := CAPTION.search(table.astext())))
    cell["prompt_show"] = SUMMARY.format("; ".join(captions))


def _remove(node: nodes.Element, up_to: nodes.container) -> None:
    """Take a node out, and what held nothing else."""
    parent = node.parent
    parent.remove(node)
    if not parent.children and parent is not up_to:
        _remove(parent, up_to)


def _source(cell: nodes.container) -> nodes.Element:
    source: nodes.Element = cell.children[0]  # type: ignore[assignment]
    return source


def _shown(cell: nodes.container) -> list[nodes.raw]:
    """The pieces of HTML that a cell shows."""
    return [raw for output in cell.children[1:] for raw in output.findall(nodes.raw)]


def _section(node: nodes.Node) -> nodes.Node | None:
    return next(_sections(node), None)


def _sections(node: nodes.Node) -> Iterator[nodes.Node]:
    """The sections that hold a node, the nearest first."""
    at = node.parent
    while at is not None:
        if isinstance(at, nodes.section):
            yield at
        at = at.parent
