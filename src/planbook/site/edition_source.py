"""What the pages are made of: the ledger of the edition and the registers, read once a build.

Each page notes what it quotes of them, so that a later build can tell which pages to read again (`freshness`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planbook.claims.claims import Claim
from planbook.claims.ledger import Ledger
from planbook.claims.signoff import SignOffState
from planbook.data import registers
from planbook.data.available import Known, known_form
from planbook.data.measures import Measures
from planbook.data.periods import Period
from planbook.data.places import EDITION_PAGES, Places
from planbook.data.plan import Plan
from planbook.editions.library_files import edition_before
from planbook.editions.wording import Content, commentary_of, plan_of, states
from planbook.export.edition_files import EditionExport
from planbook.paper.board_paper import PaperSource
from planbook.paper.gather import gathered_for
from planbook.paper.paragraph_register import Numbering, numbering

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

EDITION = "edition"
"""What a page quotes that shows of the ledger its head alone: period, force, date, plan."""
TABLE = "table:"
"""How what a page quotes of the tables begins: the name of a table of series follows."""
WHOLE = "ledger"
"""What a page quotes that shows more than single claims and statuses."""
TEXTS = "texts"
"""What a page quotes that is made from the words of all pages."""


@dataclass(frozen=True, order=True)
class Quote:
    """A place where a claim is quoted: page, its title, anchor on it, heading above it, and the words around it."""

    claim: str
    page: str
    title: str
    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Source:
    """The edition and the registers behind it; ``before`` is the edition that it is compared with."""

    places: Places
    ledger: Ledger
    plan: Plan
    measures: Measures
    # Made once and handed on: this record is replaced when all pages are read, and its caches go with it.
    export: EditionExport
    before: Content | None = None
    quotes: tuple[Quote, ...] = ()
    pages: frozenset[str] = frozenset()
    signoffs: tuple[SignOffState, ...] = ()

    @property
    def previous(self) -> Ledger | None:
        """The ledger of the edition before; None where none is published."""
        return self.before.ledger if self.before else None

    @property
    def period(self) -> Period:
        """The reporting period of the edition."""
        return Period.parse(self.ledger.edition.period)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims of the edition by id."""
        return {claim.id: claim for claim in self.ledger.claims}

    @cached_property
    def known(self) -> Known:
        """In what form the figures were known at the edition's date."""
        edition = self.ledger.edition
        return known_form(self.places, self.plan, self.period, edition.force, edition.as_at)

    @property
    def ledger_path(self) -> Path:
        """Where the ledger stands."""
        return self.places.edition / "ledger.json"

    def executed(self, page: str) -> Path:
        """The executed notebook of a page."""
        return self.places.edition / "as_run" / f"{Path(page).name}.ipynb"

    @property
    def commentary_folder(self) -> Path:
        """Where the commentary of the edition stands."""
        return commentary_of(self.places, self.plan, self.ledger.edition)

    def commentary_path(self, milestone: str) -> Path:
        """Where the commentary on a milestone stands, or would stand."""
        return self.commentary_folder / f"{milestone}.md"

    @cached_property
    def numbering(self) -> Numbering:
        """The commentary's paragraphs with the numbers by which they are cited."""
        return numbering(self.commentary_folder)

    @cached_property
    def paper(self) -> PaperSource:
        """What the board paper is made of."""
        return gathered_for(self.places, self.ledger, self.plan, self.measures, draft=self.draft)

    def has_page(self, page: str) -> bool:
        """Whether the book has a page of this name, once all pages are read."""
        return page in self.pages

    def signoff(self, milestone: str) -> SignOffState:
        """Where the sign-off of a milestone stands."""
        return next((state for state in self.signoffs if state.milestone == milestone), SignOffState(milestone))

    @property
    def draft(self) -> bool:
        """Whether any milestone is not signed off as it stands."""
        return not (self.signoffs and all(state.complete for state in self.signoffs))


def load_source(app: Sphinx) -> None:
    """Read ledger and registers; without an edition there is nothing to build.

    Raises:
        SystemExit: no edition has been run.
    """
    places = Places(Path(app.srcdir))
    path = places.edition / "ledger.json"
    if not path.is_file():
        # From version 8 Sphinx prints its own errors with a traceback; this one ends with its sentence alone.
        raise SystemExit(
            "book/edition/ledger.json is not there: run an edition first, with `make book` or `planbook run`"
        )
    ledger = Ledger.from_record(json.loads(path.read_text(encoding="utf-8")))
    plan = plan_of(places, ledger)
    measures = registers.measures(places, plan.id)
    export, before = EditionExport(places, ledger, plan, measures), edition_before(places, ledger.edition)
    source = Source(places, ledger, plan, measures, export, before, signoffs=states(places, ledger, plan))
    app.planbook = source  # type: ignore[attr-defined]


def source_of(env: BuildEnvironment, *quoted: str) -> Source:
    """The source of the build that ``env`` belongs to, with a note of what the page now being read quotes.

    A page that names nothing depends on the whole ledger.
    """
    # A page that is read again for nothing costs a moment; one that is not would show old figures.
    note(env, *(quoted or (WHOLE,)))
    return source_in(env.app)


def source_in(app: Sphinx) -> Source:
    """The source of a build, whatever page is read or written."""
    return cast("Source", app.planbook)  # type: ignore[attr-defined]


@dataclass
class Reading:
    """What was read for each page, pickled with Sphinx's environment: quotes, their digest, and places of claims."""

    quoted: dict[str, set[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    shared: str = ""
    quotations: dict[str, list[Quote]] = field(default_factory=dict)


def reading_of(env: BuildEnvironment) -> Reading:
    """What the pages of a build were read with, in this build or an earlier one."""
    if not hasattr(env, "planbook_reading"):
        env.planbook_reading = Reading()  # type: ignore[attr-defined]
    return cast("Reading", env.planbook_reading)  # type: ignore[attr-defined]


def note(env: BuildEnvironment, *quoted: str) -> None:
    """The page quotes ``claim:ID``, ``status:ID``, ``commentary:ID``, ``table:NAME``, EDITION, WHOLE or TEXTS."""
    reading_of(env).quoted.setdefault(env.docname, set()).update(quoted)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what a page quoted, before it is read anew."""
    del app
    reading_of(env).quoted.pop(docname, None)
    reading_of(env).quotations.pop(docname, None)


def page_of_outcome(source: Source, outcome: str) -> str:
    """The document name of the page of an outcome."""
    return f"{EDITION_PAGES}/{source.plan.outcome(outcome).notebook}"


def link_to(env: BuildEnvironment, page: str, anchor: str = "") -> str:
    """The relative address of a place on a page, from the page now being read."""
    address = env.app.builder.get_relative_uri(env.docname, page)
    return f"{address}#{anchor}" if anchor else address


def root_of(env: BuildEnvironment) -> str:
    """The way from the page now being read to the root of the site, such as ``../``."""
    return "../" * env.docname.count("/")
