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
PARAMETER_TAGS = {"parameters", "injected-parameters"}
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
    shown = (cell for cell in notebook["cells"] if not PARAMETER_TAGS & set(cell["metadata"].get("tags", ())))
    for is_code, group in groupby(shown, lambda cell: cell["cell_type"] == "code"):
        if not is_code:
            cells += group
            continue
        parts = _parts(group, opening)
        opening = parts[0].code if _opens(parts, cells) else ()
        cells += [cell for part in parts for cell in part.cells()] if not opening else []
    return {**notebook, "cells": _titled(cells, title) if title else cells}


def _titled(cells: list[Notebook], title: str) -> list[Notebook]:
    """The cells with the first heading of the first level replaced."""
    for place, cell in enumerate(cells):
        lines = _text(cell).splitlines()
        if cell["cell_type"] == "markdown" and lines and lines[0].startswith("# "):
            return [*cells[:place], {**cell, "source": "\n".join([f"# {title}", *lines[1:]])}, *cells[place + 1 :]]
    return cells


@dataclass(frozen=True)
class _Shown:
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


def _opens(parts: list[_Shown], before: list[Notebook]) -> bool:
    """Whether code that shows nothing opens the page; it then goes with the first that does."""
    return all(part.silent for part in parts) and len(before) == 1


def _parts(cells: Iterable[Notebook], waiting: tuple[str, ...]) -> list[_Shown]:
    """The cells between two pieces of text; silent code goes with the next that shows something, or with the last."""
    made: list[_Shown] = []
    for cell in cells:
        waiting, name = (*waiting, _text(cell)), cell["id"]
        has_records = any(record.kind in KINDS for record in records_of({"cells": [cell]}))
        outputs = tuple(output for output in cell["outputs"] if SCRAP_MIME not in output.get("data", {}))
        if has_records or outputs:
            made.append(_Shown(name, waiting, has_records, outputs))
            waiting = ()
    if waiting and made:
        made[-1] = replace(made[-1], code=(*made[-1].code, *waiting))
    elif waiting:
        made.append(_Shown(name, waiting, has_records=False, outputs=()))
    return made


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
