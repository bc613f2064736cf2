"""How fast a reader sees a page: the front page and an outcome page beside the same page of a default Jupyter Book.

    python benchmarks/reading_speed.py

Each page is opened in Chromium five times with an empty cache, on a processor slowed four times and a
connection of 1.6 Mbit/s with 150 ms to and fro (what Lighthouse calls slow 4G), from a server on this
machine that compresses with gzip. Printed are medians: bytes transferred, largest contentful paint, layout
shift, and blocking time (what tasks last beyond 50 ms). The default book holds the same ten notebooks. Requests to
other sites are counted and refused, which favours the page that makes them.
"""

from __future__ import annotations

import functools
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, fields
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession, Route

ROOT = Path(os.environ.get("PLANBOOK_ROOT", Path(__file__).parents[1]))
SITE = ROOT / "_build" / "html"
OUTCOME = "05_reduce_crime"
RUNS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1638.4 * 1024 / 8, "uploadThroughput": 750 * 128}
SLOWER_PROCESSOR = 4
SETTLE_MS = 1500
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".ipynb")
OBSERVE = """(() => {
  window.seen = {paint: 0, shift: 0, blocking: 0};
  const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({type, buffered: true});
  watch("largest-contentful-paint", entry => { seen.paint = entry.startTime; });
  watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  watch("longtask", entry => { seen.blocking += Math.max(0, entry.duration - 50); });
})()"""


@dataclass(frozen=True)
class Sight:
    """One opening of a page.

    kB transferred, requests, requests to other sites, seconds to the largest paint, layout shift, ms blocked.
    """

    kilobytes: float
    requests: float
    elsewhere: float
    paint: float
    shift: float
    blocking: float


class Compressing(SimpleHTTPRequestHandler):
    """Serve a folder as static hosting does: text compressed."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, compressed where it is text."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in COMPRESSED:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a folder while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressing, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def default_book(folder: Path) -> Path:
    """The ten notebooks in a Jupyter Book with its default settings."""
    pages = sorted((ROOT / "book" / "edition").glob("*.ipynb"))
    for page in pages:
        shutil.copyfile(page, folder / page.name)
    (folder / "_config.yml").write_text('title: Default\nexecute:\n  execute_notebooks: "off"\n', encoding="utf-8")
    chapters = "".join(f"  - file: {page.stem}\n" for page in pages[1:])
    toc = f"format: jb-book\nroot: {pages[0].stem}\nchapters:\n{chapters}"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    program = str(Path(sys.executable).with_name("jupyter-book"))
    subprocess.run([program, "build", str(folder), "-qq"], check=True, capture_output=True)
    return folder / "_build" / "html"


def sight(browser: Browser, url: str) -> Sight:
    """Open a page once, with nothing cached, slowed."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    refused: list[str] = []
    page.route("**/*", lambda route: route.continue_() if _here(route.request.url) else _refuse(route, refused))
    session = context.new_cdp_session(page)
    received = _listen(session)
    page.add_init_script(OBSERVE)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLE_MS)
    seen = page.evaluate("seen")
    context.close()
    return Sight(
        sum(received) / 1000, len(received), len(refused), seen["paint"] / 1000, seen["shift"], seen["blocking"]
    )


def _here(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", None}


def _refuse(route: Route, refused: list[str]) -> None:
    refused.append(route.request.url)
    route.abort()


def _listen(session: CDPSession) -> list[float]:
    received: list[float] = []
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    session.on("Network.loadingFinished", lambda event: _count(received, event["encodedDataLength"]))
    return received


def _count(received: list[float], size: float) -> None:
    """Pictures that stand in the style sheet travel with it, and cost nothing more."""
    if size > 0:
        received.append(size)


def medians(sights: list[Sight]) -> Sight:
    """The median of each figure."""
    middle = (statistics.median(getattr(one, figure.name) for one in sights) for figure in fields(Sight))
    return Sight(*middle)


def main() -> None:
    """Measure the three pages in turn, and print one line each."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        pages = {
            "front page": (SITE, "book/index.html"),
            "outcome page": (SITE, f"book/edition/{OUTCOME}.html"),
            "the same outcome, default Jupyter Book": (default_book(Path(made)), f"{OUTCOME}.html"),
        }
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        sights: dict[str, list[Sight]] = {name: [] for name in pages}
        for _ in range(RUNS):
            for name, (folder, address) in pages.items():
                with serving(folder) as url:
                    sights[name].append(sight(browser, url + address))
                time.sleep(0.1)
        browser.close()
    print("| page | kB | requests | of other sites | largest paint, s | layout shift | blocked, ms |")
    print("|---|---|---|---|---|---|---|")
    for name, each in sights.items():
        one = medians(each)
        figures = f"{one.kilobytes:.0f} | {one.requests:.0f} | {one.elsewhere:.0f} | {one.paint:.2f} | {one.shift:.3f}"
        print(f"| {name} | {figures} | {one.blocking:.0f} |")


if __name__ == "__main__":
    main()
