"""The page of data, in a tiny book built for real."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from planbook.export.downloads import GROUPS

if TYPE_CHECKING:
    from tests.site.conftest import Book

PAGE = "\n".join(f"```{{planbook-data}} {group}\n```\n" for group in GROUPS)


def with_page(book: Book, text: str) -> Book:
    """The book with blocks of data at the end of its page."""
    page = (book.root / "index.md").read_text(encoding="utf-8")
    book.write("index.md", f"{page}\n{text}")
    return book


@pytest.mark.slow
def test_every_file_of_the_page_is_published_as_listed(book: Book) -> None:
    """Each link leads to a file of the size and hash that stand beside it, and every file is listed."""
    done = with_page(book, PAGE).build()
    assert (0, "") == (done.returncode, done.stderr)
    out = book.root / "out"
    links = {str(link["href"]) for link in BeautifulSoup(book.page(), "html.parser").select(".pb-files a")}
    manifest = json.loads((out / "downloads" / "manifest.json").read_text(encoding="utf-8"))["files"]
    for line in manifest:
        content = (out / line["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (line["bytes"], line["sha256"])
    beside = {line["path"] for line in manifest if line["path"].endswith((".schema.json", ".provenance.json"))}
    assert {line["path"] for line in manifest} - links == beside - {"ledger.schema.json"}


@pytest.mark.slow
def test_a_group_that_does_not_exist_is_refused(book: Book) -> None:
    """With the nearest that does."""
    done = with_page(book, "```{planbook-data} table\n```\n").build()
    assert 0 != done.returncode
    assert "no group of files 'table'; nearest: tables" in done.stderr
