"""From an executed notebook to the page."""

from typing import Any

from planbook.claims.records import FOR_THE_SCREEN, Record, records_of, scrap
from planbook.run.pages import FENCE, page_of, settled


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
    bundle, metadata = scrap(name, [Record(kind, name, data)])
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


def test_a_cell_with_records_becomes_a_reference_with_its_code() -> None:
    """The ledger finds the records in the notebook; the page has no output that could be read back."""
    kept = stored("claim", "robbery.count", value=4888), stored("table", "robbery", caption="Robbery", claims=[])
    run = settled(notebook(code("record()", *kept, id="m5-4b")))
    assert ["claim", "table"] == [record.kind for record in records_of(run)]
    assert [("markdown", f"{FENCE}{{records}} m5-4b\n\nrecord()\n{FENCE}")] == [
        (cell["cell_type"], cell["source"]) for cell in page_of(run)["cells"]
    ]


def test_what_another_tool_shows_stays_a_cell_with_its_output() -> None:
    """An analyst's own table stands under folded code; records of the same cell follow it."""
    table = stored("table", "robbery", caption="Robbery", claims=[])
    page = page_of(settled(notebook(code("show()", shown("<p>3</p>"), table))))
    assert [("code", "show()", ["hide-input"], 1), ("markdown", f"{FENCE}{{records}} a1\n\n{FENCE}", None, 0)] == [
        (cell["cell_type"], cell["source"], cell["metadata"].get("tags"), len(cell.get("outputs", ())))
        for cell in page["cells"]
    ]


def sources(*cells: dict[str, Any]) -> list[str]:
    """The code of each reference on the page of these cells."""
    page = page_of(settled(notebook(*cells)))
    return [cell["source"].partition("\n\n")[2].removesuffix(f"\n{FENCE}") for cell in page["cells"]]


def test_silent_code_goes_with_what_shows_something() -> None:
    """With the next cell, or with the last; the code that opens a page with the first that shows; none is lost."""
    table = stored("table", "robbery", caption="Robbery", claims=[])
    text = {"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# T\n\nText"}
    assert ["a = 1\n\nb = 2\n\nshow(a + b)"] == sources(code("a = 1"), code("b = 2"), code("show(a + b)", table))
    assert ["show()\n\nz = 1"] == sources(code("show()", table), code("z = 1"))
    assert ["Text", "Text", "open()\n\nshow()"] == sources(text, code("open()"), text, code("show()", table))
    assert ["Text", "Text", "z = 1"] == sources(text, text, code("z = 1"))
    assert [] == sources(code("period = 1", tags=("parameters",)))  # readers see a period on the page itself


OUTCOME = stored("outcome", "O8", id="O8", title="Helping victims")
PROMISE = stored("promise", "M8.1", id="M8.1", title="Commission services", level="##", anchor="m8-1")
BLOCK = "(m8-1)=\n## M8.1 Commission services\n\n```{milestone} M8.1\n```\n\n```{commentary} M8.1\n```"


def text(source: str) -> dict[str, Any]:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "id": "t", "metadata": {}, "source": source}


def test_title_and_headings_of_a_page_are_those_of_the_register_with_their_blocks() -> None:
    """One line of the register changes the page; what follows a heading in its cell stays; each block stands once."""
    page = page_of(
        settled(
            notebook(
                text("# Supporting victims\n\nText"),
                code("open()", OUTCOME, id="open"),
                text("## M8.1 Old words\n\nMore"),
                text("### M8.1a Another"),
                code("judge()", PROMISE, stored("milestone", "M8.1"), PROMISE),
            )
        )
    )
    assert [
        "# Helping victims\n\n```{outcome} O8\n```\n\nText",
        f"{BLOCK}\n\nMore",
        "### M8.1a Another",
        f"{FENCE}{{records}}\n\nopen()\n\njudge()\n{FENCE}",
    ] == [cell["source"] for cell in page["cells"]]


def test_what_has_no_heading_in_a_notebook_gets_one() -> None:
    """Before the cell that opened it."""
    page = page_of(settled(notebook(code("open()", OUTCOME, id="open"), code("judge()", PROMISE))))
    assert [
        "# Helping victims\n\n```{outcome} O8\n```",
        BLOCK,
        f"{FENCE}{{records}}\n\nopen()\n\njudge()\n{FENCE}",
    ] == [cell["source"] for cell in page["cells"]]


def test_what_is_for_the_screen_alone_is_not_kept() -> None:
    """A commentary may change without another run, so no result holds it."""
    shown_alone = {**shown("<p>Words</p>"), "metadata": FOR_THE_SCREEN}
    (cell,) = settled(notebook(code("judge()", shown_alone, PROMISE)))["cells"]
    assert ["promise"] == [record.kind for record in records_of({"cells": [cell]})]
    assert 1 == len(cell["outputs"])
