"""The preview's web server: the site's files, on this machine alone, each page with a script that listens for news.

The script is added while a page is sent, as a file of this server: so the page's Content-Security-Policy holds, and
nothing of the preview is ever in the site's files.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.locks import Condition
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler

from planbook import Refusal

HOST = "127.0.0.1"
PREFIX = "/planbook-preview/"
"""Where the preview's own files are, an address that no page of the site has."""
SCRIPT = f"""<link rel="stylesheet" href="{PREFIX}preview.css">
<script defer src="{PREFIX}preview.js" data-shown="%s"></script>
</head>"""
HEARTBEAT = timedelta(seconds=10)
"""How often a listening browser is told that the server is there; so is noticed, too, that it has left."""
RETRY = 500
"""Milliseconds after which a browser asks again for a server that has gone: it may be starting again."""
LAST_PORT = 65_535
OTHER_PORT = "name another with --port, or take any free one with --port 0"


class News:
    """What is new: a count that grows, and the faults of the last build. It belongs to the server's thread."""

    def __init__(self, site: Path) -> None:
        self.site, self.count, self.faults = site, 0, tuple[str, ...]()
        self.changed = Condition()

    def tell(self, faults: tuple[str, ...]) -> None:
        """Wake those who listen: the site was built, or faults were found."""
        self.faults, self.count = faults, self.count + 1
        self.changed.notify_all()

    def about(self, page: str) -> str:
        """A digest of a page and the faults, as JSON; empty where there is no such page."""
        file = self.site / page
        file = file / "index.html" if file.is_dir() else file
        inside = file.resolve().is_relative_to(self.site.resolve())
        return (
            json.dumps({"digest": _digest(file.read_bytes()), "faults": self.faults})
            if inside and file.is_file()
            else ""
        )


def _digest(page: bytes) -> str:
    """By what a browser knows whether a page is the one that it shows."""
    return hashlib.sha256(page).hexdigest()


def with_script(page: bytes) -> bytes:
    """A page with the script that listens."""
    return page.replace(b"</head>", (SCRIPT % _digest(page)).encode(), 1)


class LocalHandler(RequestHandler):
    """Answers only who asked for this machine: another name that leads here may be another site's trick."""

    def prepare(self) -> None:
        """Refuse other names, and let nothing be used again without asking."""
        if self.request.host_name not in {HOST, "localhost"}:
            raise HTTPError(403)
        self.set_header("Cache-Control", "no-store")


class FileHandler(LocalHandler, StaticFileHandler):
    """Files below a folder; pages get the script."""

    @classmethod
    def get_content(cls, abspath: str, start: int | None = None, end: int | None = None) -> Any:  # noqa: ANN401 - Tornado's
        """The bytes of a file, a page with its script."""
        if abspath.endswith(".html"):  # not kept: a page is built anew while it is read
            return with_script(Path(abspath).read_bytes())[start:end]
        return super().get_content(abspath, start, end)

    def get_content_size(self) -> int:
        """The length of what is sent."""
        path = str(self.absolute_path)
        return len(self.get_content(path)) if path.endswith(".html") else super().get_content_size()

    def compute_etag(self) -> None:
        """Tornado remembers the hash of a file by its name; ours change."""


class EventsHandler(LocalHandler):
    """Server-sent events: what is new about a page, for as long as the browser listens."""

    def initialize(self, news: News) -> None:
        """Take the news of the server."""
        self._news = news

    async def get(self) -> None:
        """Tell of the page at once, and again whenever it or the faults change."""
        self.set_header("Content-Type", "text/event-stream")
        page, last = self.get_query_argument("page", ""), ""
        self.write(f"retry: {RETRY}\n")
        with suppress(StreamClosedError):
            while True:
                count, text = self._news.count, self._news.about(page)
                self.write(": here\n\n" if text in {"", last} else f"data: {text}\n\n")
                last = text or last
                await self.flush()
                if count == self._news.count:  # else there was news while this was sent, and nobody would be woken
                    await self._news.changed.wait(HEARTBEAT)


class PreviewServer(AbstractContextManager["PreviewServer"]):
    """Serves a folder in a thread of its own while the context is open.

    Raises:
        Refusal: the port is out of range, or taken.
    """

    def __init__(self, port: int, site: Path) -> None:
        if not 0 <= port <= LAST_PORT:
            raise Refusal(f"port {port} is not between 0 and {LAST_PORT}: {OTHER_PORT}")
        try:
            self._socket = socket.create_server((HOST, port))
        except OSError as error:
            raise Refusal(f"port {port} is taken: {OTHER_PORT}") from error
        self._socket.settimeout(0)  # Tornado accepts without waiting
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://{HOST}:{self.port}/"
        self._news = News(site)
        self._loop, self._ended = asyncio.new_event_loop(), asyncio.Event()
        # A thread that ends with the process: a browser that listens must not keep a failed command alive.
        self._thread = Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)

    def tell(self, faults: tuple[str, ...] = ()) -> None:
        """Tell browsers that the site was built, or what was found wrong."""
        self._loop.call_soon_threadsafe(self._news.tell, faults)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _serve(self) -> None:
        routes: list[Any] = [
            (f"{PREFIX}events", EventsHandler, {"news": self._news}),
            (rf"{PREFIX}(preview\.(?:js|css))", FileHandler, {"path": str(Path(__file__).parent)}),
            (r"/(.*)", FileHandler, {"path": str(self._news.site), "default_filename": "index.html"}),
        ]
        server = HTTPServer(Application(routes, log_function=lambda _: None))
        server.add_socket(self._socket)
        await self._ended.wait()
        server.stop()
        await server.close_all_connections()
        self._news.tell(())  # who still listens finds that the browser has gone
