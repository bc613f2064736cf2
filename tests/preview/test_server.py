"""The preview's server: this machine alone, a script that is nowhere in the files, news as it happens."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPResponse
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from planbook.preview.pages import HOST, PreviewServer, with_script
from planbook.preview.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGE = "<html><head><title>A page</title></head><body>Words</body></html>"
Ask = "Callable[..., HTTPResponse]"


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """A site of one page and a folder without an index."""
    (tmp_path / "a page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "table.csv").write_text("a,b\n", encoding="utf-8")
    return Shown(tmp_path)


@pytest.fixture
def ask(shown: Shown, tmp_path: Path) -> Iterator[Callable[..., HTTPResponse]]:
    """Ask the server for an address, under another host's name where one is given."""
    with PreviewServer(0, tmp_path, shown) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        lines: list[HTTPConnection] = []

        def asked(address: str, host: str = "") -> HTTPResponse:
            lines.append(HTTPConnection(HOST, server.server_port, timeout=10))
            lines[-1].request("GET", address, headers={"Host": host or f"{HOST}:{server.server_port}"})
            return lines[-1].getresponse()

        yield asked
        for line in lines:
            line.close()
        server.shutdown()


def test_a_page_is_sent_with_the_script_as_a_file(ask: Callable[..., HTTPResponse], tmp_path: Path) -> None:
    """The script is a file of the server's own, so that the page's policy holds; the file of the page has none."""
    answer = ask("/a%20page.html")
    text = answer.read().decode()
    assert '<script defer src="/planbook-preview/preview.js" data-shown="' in text
    assert answer.getheader("Cache-Control") == "no-store"
    assert (tmp_path / "a page.html").read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/planbook-preview/preview.js", "text/javascript; charset=utf-8"),
        ("/planbook-preview/preview.css", "text/css; charset=utf-8"),
        ("/data/table.csv", "text/csv"),
    ],
)
def test_files_are_sent_as_what_they_are(ask: Callable[..., HTTPResponse], address: str, kind: str) -> None:
    """A browser runs a script only when it is told that it is one."""
    answer = ask(address)
    assert (200, kind) == (answer.status, answer.getheader("Content-Type"))


@pytest.mark.parametrize("address", ["/data/", "/missing.html", "/planbook-preview/pages.py", "/%2e%2e/secret"])
def test_what_is_not_published_is_not_sent(ask: Callable[..., HTTPResponse], address: str) -> None:
    """No list of a folder, no file of the program, nothing outside the site."""
    assert ask(address).status == 404


def test_another_name_for_this_machine_is_refused(ask: Callable[..., HTTPResponse]) -> None:
    """A page elsewhere whose name is made to lead here cannot read the site."""
    assert ask("/a%20page.html", host="elsewhere.example:80").status == 403


def test_news_is_sent_as_it_happens(ask: Callable[..., HTTPResponse], shown: Shown) -> None:
    """A listening browser first hears what it has, then of a fault."""
    answer = ask("/planbook-preview/events?page=a%20page.html")
    first = answer.readline()
    answer.readline()
    shown.tell(("notebooks/a.ipynb, cell 3: a fault",))
    second = answer.readline()
    said = [json.loads(line.removeprefix(b"data: ")) for line in (first, second)]
    assert [[], ["notebooks/a.ipynb, cell 3: a fault"]] == [one["faults"] for one in said]
    assert said[0]["digest"] == said[1]["digest"]


def test_a_page_without_a_head_stays_as_it_is() -> None:
    """What is no page of the site is not touched."""
    assert with_script(b"words", "0") == b"words"
