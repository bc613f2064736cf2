"""A site small enough to publish in a blink: real registers, a ledger of one claim, two pages."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from planbook.claims.claims import Claim
from planbook.claims.ledger import Ledger
from planbook.claims.status import MilestoneStatus
from planbook.data.places import Places
from planbook.editions.wording import wording_at
from planbook.publish.publishing import PublishRequest, PublishResult, publish
from tests.conftest import EDITION

PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title></head><body><main id="main-content">'
    '<article class="bd-article"><h1>{title}</h1><p data-pb-citation>Draft</p></article></main></body></html>\n'
)
MARK = '<p class="pb-draft-mark">Draft: not signed off.</p>'
EARLIER = replace(
    EDITION,
    period="FY2013-14",
    label="2013/14",
    long_label="2013/14 (April 2013 to March 2014)",
    plan_year="2013/14",
    plan_in_force=False,
)
CLAIM = Claim(
    id="robbery.count", label="Count", value=4888.0, number="4,888", unit="offences", window="FY2014-15", outcome="O5",
    milestone="M5.4b", method="Sum.", inputs=(), status="computed", source="Home Office",
)  # fmt: skip
LEDGER = Ledger(EDITION, (CLAIM,), (), (MilestoneStatus("M5.4b", "O5", "met", "It was met."),), ())


@dataclass(frozen=True)
class SmallProject:
    """A project with a built site, and a library."""

    places: Places

    @property
    def library(self) -> Path:
        """Where editions go."""
        return self.places.root / "library"

    def build(self, ledger: Ledger = LEDGER, title: str = "Was it kept?", mark: str = MARK) -> None:
        """Build the small site of a ledger."""
        site = self.places.site
        shutil.rmtree(site, ignore_errors=True)
        for name in ("planbook.css", "scheme.js", "favicon.svg"):
            self.write(f"_static/{name}", "")
        self.write("ledger.json", json.dumps(ledger.as_record()))
        self.write("wording.json", json.dumps(to_builtins(wording_at(self.places, ledger.edition))))
        self.write("index.html", "<html><body>On to <a href='book/index.html'>the front page</a></body></html>")
        self.write("book/index.html", PAGE.format(title=title).replace("<h1>", f"{mark}<h1>"))
        self.write("search.html", PAGE.format(title="Search"))

    def write(self, name: str, text: str) -> None:
        """Write a file of the site."""
        path = self.places.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def publish(self, **wish: Any) -> PublishResult:
        """Publish what is built, on a day: a draft, as nobody has signed, unless it is said otherwise."""
        return publish(self.places, PublishRequest(self.library, **{"date": "2015-06-30", "draft": True, **wish}))

    def files(self) -> dict[str, bytes]:
        """Every file of the library."""
        paths = sorted(path for path in self.library.rglob("*") if path.is_file())
        return {path.relative_to(self.library).as_posix(): path.read_bytes() for path in paths}
