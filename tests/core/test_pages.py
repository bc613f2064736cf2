"""From an executed notebook to the page."""

from __future__ import annotations

from typing import Any

from planbook.core.pages import page_of, settled
from planbook.core.records import records_of, scrap


def code(source: str, *outputs: dict[str, Any], tags: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """A code cell as Papermill leaves it."""
    return {
        "cell_type": "code", "id": more.get("id", "a1"), "source": source, "outputs": list(outputs),
        "execution_count": 1,
        "metadata": {"tags": list(tags), "papermill": {"duration": 0.1}, "execution": {"iopub.execute_input": "now"}},
    }  # fmt: skip


def shown(html: str) -> dict[str, Any]:
    """An output that readers see."""
    return {"output_type": "display_data", "metadata": {}, "data": {"text/html": html, "text/plain": "<IPython HTML>"}}


def stored(kind: str, name: str, **data: Any) -> dict[str, Any]:
    """An output that stores a record."""
    bundle, metadata = scrap(kind, name, data)
    return {"output_type": "display_data", "metadata": metadata, "data": bundle}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    """A notebook of these cells."""
    return {
        "cells": list(cells),
        "metadata": {"papermill": {"start_time": "now"}, "language_info": {"version": "3.11.7"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def test_nothing_that_differs_between_runs_is_left() -> None:
    """Times, durations, paths and the version of Python are gone, and the injected cell has a fixed id."""
    text = str(settled(notebook(code("x = 1", tags=("injected-parameters",), id="f3b1"))))

    assert not [word for word in ("papermill", "duration", "iopub", "3.11.7", "f3b1") if word in text]
    assert "injected-parameters" in text


def test_records_are_kept_in_the_notebook_and_left_out_of_the_page() -> None:
    """The ledger finds what the reader does not see."""
    run = settled(notebook(code("record()", shown("<p>4,888</p>"), stored("claim", "robbery.count", value=4888))))

    assert [("claim", "robbery.count", 4888)] == [
        (record.kind, record.name, record.data["value"]) for record in records_of(run)
    ]
    assert 1 == len(page_of(run)["cells"][0]["outputs"])


def test_silent_cells_are_folded_into_the_next_that_shows_something() -> None:
    """One fold stands over each thing shown, with the whole calculation behind it."""
    page = page_of(settled(notebook(code("a = 1"), code("b = 2"), code("show(a + b)", shown("<p>3</p>")))))

    assert ["a = 1\n\nb = 2\n\nshow(a + b)"] == [cell["source"] for cell in page["cells"]]


def test_code_is_folded_and_parameters_are_not_shown() -> None:
    """Code is one click away; the cells that set parameters are no part of the page."""
    page = page_of(settled(notebook(code("period = 1", tags=("parameters",)), code("show()", shown("<p>x</p>")))))

    assert [["parameters", "remove-cell"], ["hide-input"]] == [cell["metadata"]["tags"] for cell in page["cells"]]


def test_a_silent_last_cell_is_kept() -> None:
    """No calculation is lost because nothing follows it."""
    page = page_of(settled(notebook(code("show()", shown("<p>x</p>")), code("z = 1"))))

    assert ["show()", "z = 1"] == [cell["source"] for cell in page["cells"]]


def test_the_title_of_a_page_is_the_one_of_the_register() -> None:
    """One line of the register changes the title of a page; the rest of its first cell stays."""
    heading = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Supporting victims\n\nText"}

    page = page_of(settled(notebook(heading)), "Helping victims")

    assert "# Helping victims\n\nText" == page["cells"][0]["source"]
