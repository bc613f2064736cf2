"""Templates of the blocks that the extension writes, and the directive that they share."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from planbook.site.claim_links import FigureLinks
from planbook.site.edition_source import link_to, source_of
from planbook.site.freshness import EDITION, WHOLE

if TYPE_CHECKING:
    from docutils.nodes import Node

    from planbook.site.edition_source import Source


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("planbook.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def made_html(html: str) -> Markup:
    """HTML made by this library from escaped parts, which a template takes as it is."""
    return Markup(html)  # noqa: S704 - every part was escaped where the HTML was made


def render(template: str, **values: Any) -> str:
    """The HTML of a template; every value is escaped."""
    return _templates().get_template(template).render(**values)


class BlockDirective(SphinxDirective):
    """A directive that shows one template filled from the edition."""

    has_content = False
    template: ClassVar[str]
    quotes: ClassVar[tuple[str, ...]] = (WHOLE,)
    """What the block shows; what is not said here, `values` may not look at."""

    def values(self, source: Source) -> dict[str, Any]:
        """What the template shows."""
        raise NotImplementedError

    def source(self) -> Source:
        """What the block is made from; in an edition as known at a date, the form of the figures is of all tables."""
        known = source_of(self.env, EDITION).known
        return source_of(self.env, *((WHOLE,) if known.as_at else self.quotes))

    def run(self) -> list[Node]:
        """One block of HTML."""
        links = FigureLinks(self.env)
        values = {"link": self._link, "figure": links.figure, "told": links.told, **self.values(self.source())}
        return [links.node(render(self.template, **values))]

    def _link(self, page: str, anchor: str = "") -> str:
        return link_to(self.env, page, anchor)
