"""What the rules know of the text they look at: its milestone, the claims, the licences, the terms, the charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planbook.core.claims import Claim

__all__ = ["Context", "Licence"]

Kind = Literal["commentary", "notebook", "page"]


@dataclass(frozen=True)
class Licence:
    """The words that the verdicts on one measure permit. ``names`` are the measure's id and its names in prose."""

    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """The surroundings of one text.

    Attributes:
        kind: commentary, notebook or page; a page explains, and its general statements need no licence.
        milestone: whose commentary it is, or empty. claims: every claim that prose may quote.
        licences: of the milestone's verdicts; None where no edition has been run for the text's period.
        terms: acronyms of the glossary. charts: of the milestone; None where that is not known.
        tables: whether the text itself or its directives hold a table.
        registered: phrases whose numbers are registered. titles: registered titles, which are not looked at.
    """

    kind: Kind = "commentary"
    milestone: str = ""
    claims: tuple[Claim, ...] = ()
    licences: tuple[Licence, ...] | None = None
    terms: frozenset[str] = frozenset()
    charts: int | None = None
    tables: bool = False
    registered: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
