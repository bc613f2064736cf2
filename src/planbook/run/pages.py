"""From an executed notebook to the page that readers see, and to a file that is the same every time.

Papermill's run times, paths and random ids go. The page has the notebook's markdown, and in the place of each cell a
reference to the records that the cell left, with its code; the cells that set parameters are not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from planbook.claims.records import KINDS, SCRAP_MIME, records_of

Notebook = dict[str, Any]
KEPT_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
INJECTED = "injected-parameters"
FENCE = "`" * 7
"""More than any fence that the code of a notebook may hold."""


def settled(notebook: Notebook) -> Notebook:
    """The executed notebook without anything that differs between two runs: times, paths, versions, random ids."""
    cells = [_settled_cell(cell, number) for number, cell in enumerate(notebook["cells"])]
    return {"cells": cells, "metadata": KEPT_KERNEL, "nbformat": 4, "nbformat_minor": 5}


def page_of(notebook: Notebook, title: str = "") -> Notebook:
    """The page of a settled notebook, under the ``title`` of the register, so that one line there changes it."""
    cells: list[Notebook] = []
    opening: tuple[str, ...] = ()
    of_page = (
        cell for cell in notebook["cells"] if not {"parameters", INJECTED} & set(cell["metadata"].get("tags", ()))
    )
    for is_code, group in groupby(of_page, lambda cell: cell["cell_type"] == "code"):
        if not is_code:
            cells += group
            continue
        parts = _parts(group, opening)
        # Code that shows nothing and opens the page goes with the first that shows something.
        opens = len(cells) == 1 and all(part.silent for part in parts)
        opening = parts[0].code if opens else ()
        cells += [cell for part in parts for cell in part.cells()] if not opens else []
    return {**notebook, "cells": _titled(cells, title) if title else cells}


def _titled(cells: list[Notebook], title: str) -> list[Notebook]:
    """The cells with the first heading of the first level replaced."""
    for place, cell in enumerate(cells):
        lines = _text(cell).splitlines()
        if cell["cell_type"] == "markdown" and lines and lines[0].startswith("# "):
            return [*cells[:place], {**cell, "source": "\n".join([f"# {title}", *lines[1:]])}, *cells[place + 1 :]]
    return cells


@dataclass(frozen=True)
class _Part:
    """A cell that shows something, with its code and that of the silent cells beside it."""

    id: str
    code: tuple[str, ...]
    has_records: bool
    outputs: tuple[Notebook, ...]

    @property
    def silent(self) -> bool:
        """Whether it is code alone."""
        return not self.has_records and not self.outputs

    def cells(self) -> Iterator[Notebook]:
        """The cells of the page: outputs of other tools as they are, records as a reference."""
        code = "\n\n".join(self.code)
        if self.outputs:
            yield {
                "cell_type": "code",
                "id": f"{self.id}-outputs",
                "source": code,
                "metadata": {"tags": ["hide-input"]},
                "execution_count": None,
                "outputs": list(self.outputs),
            }
        if self.has_records or self.silent:
            lines = "" if self.outputs else f"{code}\n"
            name = f" {self.id}" if self.has_records else ""
            source = f"{FENCE}{{records}}{name}\n\n{lines}{FENCE}"
            yield {"cell_type": "markdown", "id": self.id, "source": source, "metadata": {}}


def _parts(cells: Iterable[Notebook], waiting: tuple[str, ...]) -> list[_Part]:
    """The cells between two pieces of text; silent code goes with the next that shows something, or with the last."""
    parts: list[_Part] = []
    for cell in cells:
        waiting, name = (*waiting, _text(cell)), cell["id"]
        has_records = any(record.kind in KINDS for record in records_of({"cells": [cell]}))
        outputs = tuple(output for output in cell["outputs"] if SCRAP_MIME not in output.get("data", {}))
        if has_records or outputs:
            parts.append(_Part(name, waiting, has_records, outputs))
            waiting = ()
    if waiting and parts:
        parts[-1] = replace(parts[-1], code=(*parts[-1].code, *waiting))
    elif waiting:
        parts.append(_Part(name, waiting, has_records=False, outputs=()))
    return parts


def _text(cell: Notebook) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _settled_cell(cell: Notebook, number: int) -> Notebook:
    tags = list(cell.get("metadata", {}).get("tags", ()))
    # Papermill gives the cell that it puts in a random id.
    name = INJECTED if INJECTED in tags else str(cell.get("id", f"cell-{number}"))
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    settled_cell = {"cell_type": cell["cell_type"], "id": name, "source": cell["source"], "metadata": metadata}
    if cell["cell_type"] != "code":
        return settled_cell
    outputs = [_settled_output(output) for output in cell["outputs"]]
    return {**settled_cell, "execution_count": cell["execution_count"], "outputs": outputs}


def _settled_output(output: Notebook) -> Notebook:
    data = dict(output.get("data", {}))
    if "text/html" in data:
        data.pop("text/plain", None)  # of an object shown as HTML it may hold an address in memory
    return {**output, "data": data} if data else dict(output)
