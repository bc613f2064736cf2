"""The preview's server: this machine alone, a script that is nowhere in the files, news as it happens."""

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from planbook import Refusal
from planbook.preview.server import HOST, PreviewServer, with_script

PAGE = "<html><head><title>A page</title></head><body>Words</body></html>"
EVENTS = "/planbook-preview/events?page="


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages and a folder without an index, beside a file that is no part of it."""
    (tmp_path / "secret.html").write_text(PAGE, encoding="utf-8")
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    for name in ("a page.html", "index.html"):
        (site / name).write_text(PAGE, encoding="utf-8")
    (site / "data" / "table.csv").write_text("a,b\n", encoding="utf-8")
    return site


@pytest.fixture
def server(site: Path) -> Iterator[PreviewServer]:
    """A server of the site on any free port."""
    with PreviewServer(0, site) as server:
        yield server


@pytest.fixture
def ask(server: PreviewServer) -> Iterator[Callable[..., HTTPResponse]]:
    """Ask the server for an address, under another host's name where one is given."""
    lines: list[HTTPConnection] = []

    def asked(address: str, host: str = "") -> HTTPResponse:
        lines.append(HTTPConnection(HOST, server.port, timeout=20))
        lines[-1].request("GET", address, headers={"Host": host or f"{HOST}:{server.port}"})
        return lines[-1].getresponse()

    yield asked
    for line in lines:
        line.close()


def news(answer: HTTPResponse) -> dict[str, Any]:
    """The next news of a stream."""
    while not (line := answer.readline()).startswith(b"data: "):
        assert line
    said: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return said


@pytest.mark.parametrize("address", ["/a%20page.html", "/", "/?words"])
def test_a_page_is_sent_with_the_script_as_a_file(ask: Callable[..., HTTPResponse], site: Path, address: str) -> None:
    """The script is a file of the server's own, so that the page's policy holds; the file of the page has none."""
    answer = ask(address)
    text = answer.read().decode()
    assert '<script defer src="/planbook-preview/preview.js" data-shown="' in text
    assert text.endswith("<body>Words</body></html>")
    assert answer.getheader("Cache-Control") == "no-store"
    assert (site / "a page.html").read_text(encoding="utf-8") == PAGE
    assert with_script(b"words") == b"words"  # what is no page of the site is not touched


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/planbook-preview/preview.js", "text/javascript"),
        ("/planbook-preview/preview.css", "text/css"),
        ("/data/table.csv", "text/csv"),
    ],
)
def test_files_are_sent_as_what_they_are(ask: Callable[..., HTTPResponse], address: str, kind: str) -> None:
    """A browser runs a script only when it is told that it is one."""
    answer = ask(address)
    assert (200, kind) == (answer.status, answer.getheader("Content-Type"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/data/", 404),
        ("/missing.html", 404),
        ("/planbook-preview/server.py", 404),
        ("/%2e%2e/secret.html", 403),
        ("/../secret.html", 403),
        ("/..%2fsecret.html", 403),
        ("/data/%2e%2e/%2e%2e/secret.html", 403),
    ],
)
def test_what_is_not_published_is_not_sent(ask: Callable[..., HTTPResponse], address: str, status: int) -> None:
    """No list of a folder, no file of the program, nothing outside the site."""
    assert status == ask(address).status


@pytest.mark.parametrize("host", ["elsewhere.example:80", "elsewhere.example", f"{HOST}.elsewhere.example"])
@pytest.mark.parametrize("address", ["/a%20page.html", f"{EVENTS}index.html"])
def test_another_name_for_this_machine_is_refused(ask: Callable[..., HTTPResponse], address: str, host: str) -> None:
    """A page elsewhere whose name is made to lead here can read neither the site nor its news."""
    assert 403 == ask(address, host=host).status


def test_news_is_sent_as_it_happens(ask: Callable[..., HTTPResponse], server: PreviewServer, site: Path) -> None:
    """A listening browser first hears what it has, then of a fault, of its end, and of new contents.

    What it has is the digest in the page: a browser that shows the page as it is does not load it again.
    """
    page_now = ask("/").read().decode()
    assert all(f'data-shown="{news(ask(f"{EVENTS}{page}"))["digest"]}"' in page_now for page in ("index.html", ""))
    fault = "notebooks/a.ipynb, cell 3: a fault"
    answer = ask(f"{EVENTS}a%20page.html")
    said = [news(answer)]
    server.tell((fault,))
    said.append(news(answer))
    server.tell()
    said.append(news(answer))
    (site / "a page.html").write_text("<head></head>other words", encoding="utf-8")
    server.tell()
    said.append(news(answer))
    assert [[], [fault], [], []] == [one["faults"] for one in said]
    assert [True, True, False] == [said[0]["digest"] == other["digest"] for other in said[1:]]


def test_of_a_page_that_is_not_there_nothing_is_told(
    ask: Callable[..., HTTPResponse], server: PreviewServer, site: Path
) -> None:
    """Not of a file outside either; once the page is built, it is news."""
    answers = [ask(f"{EVENTS}{page}") for page in ("new.html", "../secret.html")]
    (site / "new.html").write_text(PAGE, encoding="utf-8")
    server.tell()
    assert [] == news(answers[0])["faults"]
    assert [b"retry: 500\n", b": here\n", b"\n", b": here\n"] == [answers[1].readline() for _ in range(4)]


def test_a_port_that_is_taken_or_does_not_exist_is_told_in_one_sentence(server: PreviewServer, site: Path) -> None:
    """Another preview may be running; the message says what to type instead."""
    bad = "is not between 0 and 65535: name another with --port, or take"
    for port, words in ((-1, bad), (65_536, bad), (server.port, "is taken: ")):
        with pytest.raises(Refusal, match=f"^port {port} {words}"):
            PreviewServer(port, site)
