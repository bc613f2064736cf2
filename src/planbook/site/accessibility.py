"""The last accessibility check, as the browser tests wrote it down: tools, pages, and what each check found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planbook.site.edition_source import source_of
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES", "Check", "LastCheck", "last_check"]


@dataclass(frozen=True)
class Check:
    """One rule: what holds, on how many pages it was tried, on how many it failed."""

    what: str
    tried: int
    failed: int


@dataclass(frozen=True)
class LastCheck:
    """One run of the browser tests; ``checked_on`` is empty where no date was given."""

    checked_on: str
    tools: tuple[tuple[str, str], ...]
    pages: int
    widths: tuple[int, ...]
    schemes: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def failed(self) -> int:
        """How many checks failed on some page."""
        return sum(check.failed > 0 for check in self.checks)


def place_of_check(places: Places) -> Path:
    """Where the result stands."""
    return places.data / "accessibility" / "last_check.json"


def last_check(path: Path) -> LastCheck | None:
    """The result of the last check; nothing where none was kept."""
    if not path.is_file():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    return LastCheck(
        checked_on=record["checked_on"],
        tools=tuple((tool["name"], tool["version"]) for tool in record["tools"]),
        pages=record["pages"],
        widths=tuple(record["widths"]),
        schemes=tuple(record["schemes"]),
        checks=tuple(Check(**check) for check in record["checks"]),
    )


class AccessibilityCheck(BlockDirective):
    """What the last check tried and found; it says so where there was none, or where something failed."""

    template = "accessibility.html"

    def source(self) -> Source:
        """Nothing of the ledger is shown."""
        return source_of(self.env, "edition")

    def values(self, source: Source) -> dict[str, Any]:
        """The result."""
        return {"check": last_check(place_of_check(source.places))}


DIRECTIVES = {"planbook-accessibility": AccessibilityCheck}
