"""The built site, served on this machine, and one Chromium to look at it."""

import functools
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(os.environ.get("PLANBOOK_ROOT", Path(__file__).resolve().parents[2]))
SITE = ROOT / "_build" / "html"
NOT_BUILT = "the site is not built: run `make book` first"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SETTLED = """scheme => new Promise((yes, no) => {
  const look = left => document.documentElement.dataset.theme === scheme ? requestAnimationFrame(yes)
    : left ? setTimeout(look, 20, left - 1) : no(new Error(`the page did not turn ${scheme}`));
  look(100);
})"""


AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async ([where, options]) =>
  (await axe.run(where, {resultTypes: ["violations"], preload: false, ...options}))
  .violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}: ${node.failureSummary}`))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""Pixels that a page can be scrolled sideways."""

RECEIPTS_LOOKED_AT = frozenset(
    f"receipts/{name}.html"
    for name in (
        "index",
        "confidence.level",
        "robbery.change_low",
        "robbery.change_pct",
        "total_recorded_crime.process_average",
        "total_recorded_crime.rank",
    )
)
"""One receipt of each shape; all 250 come from one template, and test_receipts.py reads the links of all."""


def addresses() -> list[str]:
    """Every page of the site that a reader sees, relative to its root; nothing where there is no site."""
    pages = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html")}
    left_out = {address for address in pages if address.startswith("receipts/")} - RECEIPTS_LOOKED_AT
    return sorted(address for address in pages - left_out if not address.startswith("_static/"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask each test that takes an ``address`` about every page but the one that only sends readers on."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", [a for a in addresses() if a != "index.html"] or ["no-site"])


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.fail(NOT_BUILT)
    return SITE


@pytest.fixture(scope="session")
def ledger(site: Path) -> dict[str, Any]:
    """The published ledger."""
    return dict(json.loads((site / "ledger.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def soup_of(site: Path) -> Callable[[str], BeautifulSoup]:
    """A page of the site, parsed once."""

    @functools.cache
    def parsed(address: str) -> BeautifulSoup:
        return BeautifulSoup((site / address).read_text(encoding="utf-8"), "html.parser")

    return parsed


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address at which the site is served, under a path of its own as on a project's pages."""
    handler = functools.partial(UnderPath, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{UnderPath.base}"
        server.shutdown()
        thread.join()


def broken_links(site: Path, soup_of: Callable[[str], BeautifulSoup], address: str) -> list[str]:
    """The relative links of a page that lead to no file of the site, or to no anchor on its page."""
    links = {str(tag["href"]) for tag in soup_of(address).select("a[href], area[href]")}
    return sorted(fault for href in links if (fault := _broken(site, soup_of, address, href)))


def _broken(site: Path, soup_of: Callable[[str], BeautifulSoup], address: str, href: str) -> str:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return ""
    target = (site / address).parent / unquote(parts.path) if parts.path else site / address
    target = target.resolve()
    if not target.is_file() or not target.is_relative_to(site.resolve()):
        return f"{address}: {href}: no such file"
    if not parts.fragment or target.suffix != ".html":
        return ""
    there = soup_of(target.relative_to(site.resolve()).as_posix())
    return "" if there.find(id=unquote(parts.fragment)) else f"{address}: {href}: no such anchor"


class UnderPath(SimpleHTTPRequestHandler):
    """Serve the folder below a base path, and nothing above it: an address from the root is an error."""

    base = "/some/folder/"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Keep the tests' output clean."""

    def translate_path(self, path: str) -> str:
        """The file behind an address; outside the base path there is none."""
        if not path.startswith(self.base):
            return super().translate_path("/outside-the-site")
        return super().translate_path("/" + path.removeprefix(self.base))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is not here: install Debian's `chromium`, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@dataclass
class Look:
    """A page as loaded, and what went wrong while it loaded."""

    page: Page
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def at(self, width: int, scheme: str) -> Page:
        """The page at ``width`` CSS pixels in the ``light`` or ``dark`` scheme, settled."""
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate(SETTLED, scheme)
        return self.page


def violations(page: Page, where: Any = "html", **options: Any) -> list[str]:
    """What axe finds in a part of a page, a line for each fault."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(RUN_AXE, [where, options]))


def problems(looked: Look, where: str = "html") -> list[str]:
    """What the console and the width of a page say, and what axe finds in a part of it, a line each."""
    too_wide = looked.page.evaluate(SIDEWAYS)
    # axe tries styles of its own, which a page's policy refuses: what the console says is read before it runs
    return [*looked.faults, *[f"{too_wide} px too wide"] * (too_wide > 0), *violations(looked.page, where)]


@pytest.fixture
def look(browser: Browser, served: str) -> Iterator[Callable[..., Look]]:
    """Open an address, of the site or a whole one, in a context of its own, which options may change, and listen."""
    contexts = []

    def opened(address: str, width: int = 1440, scheme: str = "light", script: str = "", **options: Any) -> Look:
        usual = {"base_url": served, "viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        context = browser.new_context(**{**usual, "reduced_motion": "reduce", **options})
        context.add_init_script(script)
        contexts.append(context)
        looked = Look(context.new_page())
        _listen(looked)
        looked.page.goto(address, wait_until="load")
        return looked

    yield opened
    for context in contexts:
        context.close()


GIVEN_UP = "net::ERR_ABORTED"
"""The page was left before the file had come: no fault of the site."""


def _listen(looked: Look) -> None:
    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            looked.faults.append(f"console {message.type}: {message.text}")

    def failed(request: Request) -> None:
        if request.failure != GIVEN_UP:
            looked.faults.append(f"failed: {request.url}")

    looked.page.on("console", said)
    looked.page.on("pageerror", lambda error: looked.faults.append(f"page error: {error}"))
    looked.page.on("requestfailed", failed)
    looked.page.on("request", lambda request: looked.requests.append(request.url))
