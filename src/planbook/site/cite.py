"""How to cite: the words, a button that copies them, and files for programs that keep references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.site.evidence import citation_of
from planbook.site.render import BlockDirective

if TYPE_CHECKING:
    from planbook.site.edition_source import Source

__all__ = ["DIRECTIVES"]


class Cite(BlockDirective):
    """The citation of this edition."""

    template = "cite.html"

    def values(self, source: Source) -> dict[str, Any]:
        """The citation, and the way from this page to the root of the site."""
        return {"citation": citation_of(source), "root": "../" * self.env.docname.count("/")}


DIRECTIVES = {"planbook-cite": Cite}
