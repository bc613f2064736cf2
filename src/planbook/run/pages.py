"""From an executed notebook to the page that readers see, and to a file that is the same every time.

Papermill's run times, paths and random ids go. The page has the notebook's markdown, and in the place of each cell a
reference to the records that the cell left, with its code; the cells that set parameters are not shown. Where a cell
opened an outcome or a promise, the page has its title or heading from the register, and the blocks of the site.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from planbook.claims.records import FOR_THE_SCREEN, KINDS, SCRAP_MIME, Record, records_of

Notebook = dict[str, Any]
KEPT_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
INJECTED = "injected-parameters"
FENCE = "`" * 7  # more than any fence that the code of a notebook may hold
HEADING = re.compile(r"(#+) (\S+)")
TITLE = "#"
BLOCKS = {
    "outcome": "# {title}\n\n```{{outcome}} {id}\n```",
    "promise": "({anchor})=\n{level} {id} {title}\n\n```{{milestone}} {id}\n```\n\n```{{commentary}} {id}\n```",
}
"""What the page shows of an outcome or a promise that a cell opened: directives of ``planbook.site``."""


def settled(notebook: Notebook) -> Notebook:
    """The executed notebook without anything that differs between two runs: times, paths, versions, random ids."""
    cells = [_settled_cell(cell, number) for number, cell in enumerate(notebook["cells"])]
    return {"cells": cells, "metadata": KEPT_KERNEL, "nbformat": 4, "nbformat_minor": 5}


def page_of(notebook: Notebook) -> Notebook:
    """The page of a settled notebook."""
    cells: list[Notebook] = []
    opening: tuple[str, ...] = ()
    of_page = (
        cell for cell in notebook["cells"] if not {"parameters", INJECTED} & set(cell["metadata"].get("tags", ()))
    )
    for is_code, group in groupby(
        _with_blocks(of_page, records_of(notebook)), lambda cell: cell["cell_type"] == "code"
    ):
        if not is_code:
            cells += group
            continue
        parts = _parts(group, opening)
        # Code that shows nothing and opens the page goes with the first that shows something.
        opens = len(cells) == 1 and all(part.silent for part in parts)
        opening = parts[0].code if opens else ()
        cells += [cell for part in parts for cell in part.cells()] if not opens else []
    return {**notebook, "cells": cells}


def _with_blocks(cells: Iterable[Notebook], records: Iterable[Record]) -> Iterator[Notebook]:
    """The cells with the title and the headings of the register, and under each the blocks of what was opened.

    What has no heading in the notebook gets one before the cell that opened it.
    """
    waiting = {one.name if one.kind == "promise" else TITLE: one for one in records if one.kind in BLOCKS}
    cells = list(cells)
    headings = [_heading(cell) for cell in cells]
    for cell, heading in zip(cells, headings, strict=True):
        if heading in waiting:
            parts = BLOCKS[waiting[heading].kind].format(**waiting.pop(heading).data), _text(cell).partition("\n")[2]
            yield {**cell, "source": "\n\n".join(part.strip() for part in parts if part.strip())}
            continue
        for name, record in list(waiting.items()):
            if record.cell == cell["id"] and name not in headings:
                source = BLOCKS[record.kind].format(**waiting.pop(name).data)
                yield {"cell_type": "markdown", "id": f"{cell['id']}-heading", "source": source, "metadata": {}}
        yield cell


def _heading(cell: Notebook) -> str:
    """What a cell of text is the heading of: the mark of a title, or the first word, which is the id of a promise."""
    found = HEADING.match(_text(cell)) if cell["cell_type"] == "markdown" else None
    return (TITLE if found[1] == TITLE else found[2]) if found else ""


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
    shown = (output for output in cell["outputs"] if output.get("metadata") != FOR_THE_SCREEN)
    outputs = [_settled_output(output) for output in shown]
    return {**settled_cell, "execution_count": cell["execution_count"], "outputs": outputs}


def _settled_output(output: Notebook) -> Notebook:
    data = dict(output.get("data", {}))
    if "text/html" in data and SCRAP_MIME not in data:
        data.pop("text/plain", None)  # of an object shown as HTML it may hold an address in memory
    return {**output, "data": data} if data else dict(output)
