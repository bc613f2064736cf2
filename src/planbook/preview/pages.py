"""The preview's web server: the site on this machine alone, each page with a script that listens for news.

The script is added while a page is sent, as a file of this server, so that the page's Content-Security-Policy holds
and nothing of the preview is ever in the site's files.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.preview.shown import News, Shown

__all__ = ["HOST", "PreviewServer", "with_script"]

HOST = "127.0.0.1"
OWN = "/planbook-preview/"
"""Where the preview's own files are, an address that no page of the site has."""
EVENTS = f"{OWN}events"
FILES = {"preview.js": "text/javascript", "preview.css": "text/css"}
ADDED = """<link rel="stylesheet" href="{own}preview.css">
<script defer src="{own}preview.js" data-shown="{digest}"></script>
</head>"""
SIGN_OF_LIFE = 10.0
"""Seconds after which a listening browser is told that the server is there; so is noticed, too, that it has left."""


class PreviewServer(ThreadingHTTPServer):
    """Serves what ``shown`` shows, and all other files from the site's folder."""

    daemon_threads = True

    def __init__(self, port: int, site: Path, shown: Shown) -> None:
        super().__init__((HOST, port), partial(_Request, shown=shown, directory=str(site)))

    @property
    def address(self) -> str:
        """Where a browser finds the front page."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base class's types
        """Say nothing of a browser that has left."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def with_script(page: bytes, digest: str) -> bytes:
    """A page with the listening script, which knows by the digest which contents it stands in."""
    return page.replace(b"</head>", ADDED.format(own=OWN, digest=digest).encode(), 1)


class _Request(SimpleHTTPRequestHandler):
    """One request of a browser."""

    def __init__(self, *words: Any, shown: Shown, **named: Any) -> None:  # noqa: ANN401 - the base class's
        self._shown = shown
        super().__init__(*words, **named)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of each request."""

    def list_directory(self, path: Any) -> None:  # noqa: ANN401 - the base class's
        """Lists of files are no part of the site."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Nothing that is sent may be used again without asking."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        """Send news, a file of the preview, a page, or a file of the site."""
        if not self._asked_here():
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        address = urlsplit(self.path)
        name = unquote(address.path).lstrip("/")
        own = address.path.removeprefix(OWN)
        if address.path == EVENTS:
            self._tell(parse_qs(address.query).get("page", [""])[0])
        elif address.path.startswith(OWN) and own in FILES:
            self._send(files("planbook.preview").joinpath(own).read_bytes(), FILES[own])
        elif (news := self._shown.news(name)) is not None and (page := self._shown.page(name)) is not None:
            self._send(with_script(page, news.digest), "text/html")
        else:
            super().do_GET()

    def _asked_here(self) -> bool:
        """Whether the browser asked for this machine: another name that leads here may be another site's trick."""
        return self.headers.get("Host", "").rpartition(":")[0] in {HOST, "localhost"}

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, name: str) -> None:
        """Tell what is new about a page for as long as the browser listens."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        known: News | None = None
        while True:
            news = self._shown.wait_for_news(name, known, SIGN_OF_LIFE)
            line = ": here" if news is None else f"data: {json.dumps(vars(news))}"
            self.wfile.write(f"{line}\n\n".encode())
            self.wfile.flush()
            known = news or known
