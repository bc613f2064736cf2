"""From an executed notebook to the page that readers see, and to a file that is the same every time.

Papermill's run times, paths and random ids go; stored records go to the ledger and leave the page;
the cells that set parameters are not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.core.records import SCRAP_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["page_of", "settled"]

Notebook = dict[str, Any]
KEPT_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
PARAMETER_TAGS = {"parameters", "injected-parameters"}


def settled(notebook: Notebook) -> Notebook:
    """The executed notebook without anything that differs between two runs: times, paths, versions, random ids."""
    cells = [_settled_cell(cell, number) for number, cell in enumerate(notebook["cells"])]
    return {"cells": cells, "metadata": KEPT_KERNEL, "nbformat": 4, "nbformat_minor": 5}


def page_of(notebook: Notebook, title: str = "") -> Notebook:
    """The page of a settled notebook: code folded, parameter cells and stored records left out.

    The page takes its ``title`` from the register, so that one line there changes it.

    Cells that show nothing are folded together with the next one that does, so that each thing shown
    stands over one fold with the whole calculation behind it.
    """
    cells = list(_folded([_page_cell(cell) for cell in notebook["cells"]]))
    return {**notebook, "cells": _titled(cells, title) if title else cells}


def _titled(cells: list[Notebook], title: str) -> list[Notebook]:
    """The cells with the first heading of the first level replaced."""
    for place, cell in enumerate(cells):
        lines = _text(cell).splitlines()
        if cell["cell_type"] == "markdown" and lines and lines[0].startswith("# "):
            return [*cells[:place], {**cell, "source": "\n".join([f"# {title}", *lines[1:]])}, *cells[place + 1 :]]
    return cells


def _folded(cells: list[Notebook]) -> Iterator[Notebook]:
    waiting: list[Notebook] = []
    for cell in cells:
        silent = cell["cell_type"] == "code" and not cell["outputs"]
        if silent and "remove-cell" not in cell["metadata"]["tags"]:
            waiting.append(cell)
        elif cell["cell_type"] == "code" and waiting and cell["outputs"]:
            yield {**cell, "source": "\n\n".join(_text(part) for part in (*waiting, cell))}
            waiting = []
        else:
            yield from waiting
            waiting = []
            yield cell
    yield from waiting


def _text(cell: Notebook) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _settled_cell(cell: Notebook, number: int) -> Notebook:
    tags = list(cell.get("metadata", {}).get("tags", ()))
    kept = {"cell_type": cell["cell_type"], "id": _id(cell, tags, number), "source": cell["source"]}
    metadata: dict[str, Any] = {"metadata": {"tags": tags} if tags else {}}
    if cell["cell_type"] != "code":
        return {**kept, **metadata}
    outputs = [_settled_output(output) for output in cell["outputs"]]
    return {**kept, **metadata, "execution_count": cell["execution_count"], "outputs": outputs}


def _id(cell: Notebook, tags: list[str], number: int) -> str:
    return "injected-parameters" if "injected-parameters" in tags else str(cell.get("id", f"cell-{number}"))


def _settled_output(output: Notebook) -> Notebook:
    if "data" not in output:
        return dict(output)
    data = {
        mime: value
        for mime, value in output["data"].items()
        if not (mime == "text/plain" and "text/html" in output["data"])
    }
    return {**output, "data": data}


def _page_cell(cell: Notebook) -> Notebook:
    if cell["cell_type"] != "code":
        return cell
    tags = list(cell["metadata"].get("tags", ()))
    hidden = "remove-cell" if PARAMETER_TAGS & set(tags) else "hide-input"
    shown = [output for output in cell["outputs"] if SCRAP_MIME not in output.get("data", {})]
    return {**cell, "metadata": {"tags": sorted({*tags, hidden})}, "outputs": shown}
