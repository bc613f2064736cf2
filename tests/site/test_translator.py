"""What the writers of other packages leave out of a page is put in where the page is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.site.conftest import Book


@pytest.mark.slow
def test_folded_code_and_tables_are_written_by_our_words(book: Book) -> None:
    """Code that a tag hides opens under the configured words; a table has a caption, and its heads a scope."""
    cells = [
        nbformat.v4.new_markdown_cell("# A page\n\n## Counts\n\n| Place | Count |\n|---|---|\n| Here | few |\n"),
        nbformat.v4.new_code_cell("few = 1", metadata={"tags": ["hide-input"]}),
    ]
    language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    book.write("other.ipynb", nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=language)))
    index = (book.root / "index.md").read_text(encoding="utf-8")
    book.write("index.md", f"{index}\n```{{toctree}}\nother\n```\n")
    done = book.build()
    assert (0, "") == (done.returncode, done.stderr)
    page = BeautifulSoup(book.page("other"), "html.parser")
    assert ["Show the calculation"] == [one.get_text() for one in page.select("details.pb-code > summary")]
    assert ["Counts"] == [one.get_text() for one in page.select(".pb-table-wrap[tabindex] > table.pb-table > caption")]
    assert ["col", "col"] == [one["scope"] for one in page.select("table th")]
