"""The commentary on a promise as its notebook shows it, with the figures that are recorded so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from planbook.claims.claims import QUOTE, Claim, claim_text
from planbook.data.registers import commentary_folder
from planbook.notebook import screen

if TYPE_CHECKING:
    from planbook.notebook.outcome import OutcomeNotebook

PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKED: Final = re.compile("⟦(.*?)⟧")


def show(notebook: OutcomeNotebook, milestone: str) -> None:
    """Show the commentary on a promise, or name the file in which it would stand."""
    places, period = notebook.places, notebook.period
    path = commentary_folder(places, notebook.plan, notebook.force, period.slug) / f"{milestone}.md"
    if path.is_file():
        html = commentary_html(path.read_text(encoding="utf-8"), notebook.published | notebook.claims)
    else:
        name = path.relative_to(places.root).as_posix()
        html = f"<p>None has been written for {period.label}; it would stand in {name}.</p>"
    screen.show_commentary(html)


def commentary_html(text: str, claims: Mapping[str, Claim]) -> str:
    """A commentary with the figures that it quotes; one that ``claims`` lack is marked, by its id."""

    def words(quote: re.Match[str]) -> str:
        wanted, *modifiers = quote[1].split(":")
        if wanted not in claims:
            return f"⟦{wanted}: not recorded so far⟧"
        return claim_text(claims[wanted], tuple(modifiers))

    # Marked after the parser, which would escape a tag in the text.
    return MARKED.sub(r"<mark>\1</mark>", PARSER.render(QUOTE.sub(words, text)))
