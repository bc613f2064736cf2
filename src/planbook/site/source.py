"""What the pages are made of: the ledger of the edition and the registers, read once a build."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.errors import ExtensionError

from planbook.core.ledger import Ledger
from planbook.core.periods import Period
from planbook.edge import registers
from planbook.edge.places import Places

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.core.measures import Measures
    from planbook.core.plan import Plan

__all__ = ["Source", "link_to", "load_source", "page_of_outcome", "source_of"]

EDITION_PAGES = "book/edition"
PREVIOUS_LEDGER = "_build/previous/ledger.json"


@dataclass(frozen=True)
class Source:
    """The edition, the registers behind it, and the ledger of the edition before where one is at hand."""

    places: Places
    ledger: Ledger
    plan: Plan
    measures: Measures
    previous: Ledger | None = None

    @property
    def period(self) -> Period:
        """The reporting period of the edition."""
        return Period.parse(self.ledger.edition.period)

    @property
    def ledger_path(self) -> Path:
        """Where the ledger stands."""
        return self.places.edition / "ledger.json"

    def commentary_path(self, milestone: str) -> Path:
        """Where the commentary on a milestone stands, or would stand; another force has a folder of its own."""
        force = self.ledger.edition.force
        folder = self.places.data / "commentary" / ("" if force == registers.PLAN_FORCE else force)
        return folder / self.period.slug / f"{milestone}.md"


def load_source(app: Sphinx) -> None:
    """Read ledger and registers; without an edition there is nothing to build.

    Raises:
        ExtensionError: no edition has been run.
    """
    places = Places(Path(app.srcdir))
    path = places.edition / "ledger.json"
    if not path.is_file():
        raise ExtensionError(
            "book/edition/ledger.json is not there: run an edition first, with `make book` or `planbook run`"
        )
    ledger = Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))
    register = registers.plan_for(places, Period.parse(ledger.edition.period), ledger.edition.force)
    source = Source(places, ledger, register.plan, registers.measures(places), _previous(places))
    app.planbook = source  # type: ignore[attr-defined]


def _previous(places: Places) -> Ledger | None:
    """The ledger kept in ``_build/previous``, if there is one."""
    path = places.root / PREVIOUS_LEDGER
    return Ledger.from_record(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def source_of(env: BuildEnvironment) -> Source:
    """The source of the build that ``env`` belongs to; the current page then depends on the ledger."""
    source = cast("Source", env.app.planbook)  # type: ignore[attr-defined]
    env.note_dependency(str(source.ledger_path))
    return source


def page_of_outcome(source: Source, outcome: str) -> str:
    """The document name of the page of an outcome."""
    return f"{EDITION_PAGES}/{source.plan.outcome(outcome).notebook}"


def link_to(env: BuildEnvironment, page: str, anchor: str = "") -> str:
    """The relative address of a place on a page, from the page now being read."""
    address = env.app.builder.get_relative_uri(env.docname, page)
    return f"{address}#{anchor}" if anchor else address
