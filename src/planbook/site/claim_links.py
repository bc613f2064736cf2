"""Every figure on a page leads to its receipt: links in sentences, tables, verdicts and under charts.

Notebooks and templates mark a figure as ``<data class="pb-claim" value="robbery.count">``; here it becomes a
link, and the places where a claim is quoted are collected for the receipts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape, unescape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from markupsafe import Markup

from planbook.claims.sentences import Sentence, cut
from planbook.core.lineage import Quote
from planbook.core.periods import Period
from planbook.core.receipt import receipt_title
from planbook.notebook.markup import figure
from planbook.site.freshness import note
from planbook.site.plain_text import words_of
from planbook.site.source import link_to, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils.nodes import Element, document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.core.claims import Claim
    from planbook.core.ledger import Ledger
    from planbook.site.source import Source

__all__ = [
    "described",
    "link_figures",
    "merge_quotes",
    "purge_quotes",
    "receipt_page",
    "row_anchor",
    "tell_source",
    "told",
]

FIGURE = re.compile(r'<data class="pb-claim" value="([^"]+)">(.*?)</data>', re.DOTALL)
WORDED = re.compile(r'<(dl|div) class="pb-(?:verdicts|trust)" data-measure="([^"]+)">.*?</\1>', re.DOTALL)
WORDS = re.compile(r'(<dd class="pb-why">|<li>)([^<]+)(?=</(?:dd|li)>)')
CHART = re.compile(r'<figure class="pb-figure" id="([^"]+)".*?</figure>', re.DOTALL)
ROW_HEAD = re.compile(r'(<th scope="row">)([^<]+)(</th>)')
CHART_STATISTICS = {
    "level": ("count", "process_average", "lower_limit", "upper_limit"),
    "without-season": ("count", "process_average", "dispersion"),
    "years": ("count", "year_rank"),
    "peers": ("rate", "group_mean", "rank"),
}
"""What each kind of chart draws, by the end of its id."""
QUOTED_AT_MOST = 240
"""Letters of a paragraph that a receipt repeats."""


def receipt_page(claim_id: str) -> str:
    """The name of a receipt's page, without its ending; it stays the same from edition to edition."""
    return f"receipts/{claim_id}"


def described(claim: Claim, source: Source) -> str:
    """What the link to a receipt says of itself beyond its words, to a pointer and to a screen reader."""
    label = next((measure.label for measure in source.measures.all if measure.id == claim.measure), claim.measure)
    title = receipt_title(claim, label, source.ledger.edition.label)
    return f"Receipt: {title}"


def told(sentence: Sentence) -> Markup:
    """A sentence as HTML with the figures of claims marked."""
    html = "".join(figure(part.claim, part.text) if part.claim else escape(part.text) for part in sentence)
    return Markup(html)  # noqa: S704 - every part is escaped


def link_figures(app: Sphinx, doctree: document) -> None:
    """Turn the marked figures of a page into links, and collect every quotation on it."""
    page = _Page(app.env, source_of(app.env, "edition"))
    for node in list(
        doctree.findall(lambda node: isinstance(node, nodes.raw) or "claim" in getattr(node, "attributes", {}))
    ):
        element = cast("Element", node)
        if isinstance(node, nodes.raw):
            text = node.astext()
            html = page.linked(text, _heading(element))
            if html != text:
                element.replace_self(nodes.raw("", html, format=node["format"]))
        else:
            page.quote(element["claim"], _heading(element), _paragraph(element), element)
    _quotes(app.env)[app.env.docname] = page.quotes


@dataclass
class _Page:
    """A page being read: its links from here, its quotations so far."""

    env: BuildEnvironment
    source: Source
    quotes: list[Quote] = field(default_factory=list)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.source.ledger.claims}

    def linked(self, html: str, heading: str) -> str:
        """A piece of HTML with its figures linked."""
        if "pb-" not in html:
            return html
        html = WORDED.sub(self._worded, html)
        html = CHART.sub(self._chart, html)
        return FIGURE.sub(lambda found: self._link(found[1], found[2], heading), html)

    def quote(self, claim_id: str, heading: str, text: str, node: Element | None = None) -> str:
        """Note a quotation, and give its place an id; empty where the place is the table of the outcome's page."""
        anchor = f"quoted-{claim_id.replace('.', '-').replace('_', '-')}-{1 + self._count(claim_id)}"
        if node is not None:
            node["ids"].append(anchor)
        title = self.env.titles[self.env.docname].astext() if self.env.docname in self.env.titles else ""
        self.quotes.append(Quote(claim_id, self.env.docname, title, anchor, heading, text))
        return anchor

    def _count(self, claim_id: str) -> int:
        return sum(quote.claim == claim_id for quote in self.quotes)

    def _link(self, claim_id: str, words: str, heading: str) -> str:
        claim = self.claims.get(claim_id)
        if claim is None:
            return words
        anchor = self.quote(claim_id, heading, "")
        return f'<a class="pb-claim" id="{anchor}" {self._address(claim)}>{words}</a>'

    def _address(self, claim: Claim, row: str = "") -> str:
        note(self.env, f"claim:{claim.id}")
        address = link_to(self.env, receipt_page(claim.id), row)
        return f'href="{escape(address)}" title="{escape(described(claim, self.source))}"'

    def _worded(self, found: re.Match[str]) -> str:
        own = [claim for claim in self.source.ledger.claims if claim.measure == found[2] and claim.status == "computed"]
        return WORDS.sub(lambda words: words[1] + told(cut(unescape(words[2]), own)), found[0])

    def _chart(self, found: re.Match[str]) -> str:
        """A chart with the rows of its table linked, and under it the receipts of what it draws."""
        chart = next((chart for chart in self.source.ledger.charts if chart["id"] == found[1]), None)
        drawn = [] if chart is None else _drawn(chart, self.source.ledger)
        if chart is None or not drawn:
            return found[0]
        heads = _row_receipts(chart, self.source)
        html = ROW_HEAD.sub(lambda head: self._row_head(head, heads), found[0])
        links = ", ".join(f"<a {self._address(claim)}>{escape(_inside(claim.label))}</a>" for claim in drawn)
        line = f'<p class="pb-figure-source pb-figure-receipts">Receipts: {links}</p>'
        return html.removesuffix("</figure>") + line + "</figure>"

    def _row_head(self, head: re.Match[str], receipts: Mapping[str, tuple[Claim, str]]) -> str:
        if head[2] not in receipts:
            return head[0]
        claim, row = receipts[head[2]]
        return f'{head[1]}<a class="pb-claim" {self._address(claim, row)}>{head[2]}</a>{head[3]}'


def _drawn(chart: Mapping[str, Any], ledger: Ledger) -> list[Claim]:
    """The claims that a chart draws, in the order of its kind."""
    kind = next((kind for kind in CHART_STATISTICS if chart["id"].endswith(f"-{kind}")), "")
    known = {claim.id: claim for claim in ledger.claims if claim.status == "computed"}
    named = (f"{chart['measure']}.{statistic}" for statistic in CHART_STATISTICS.get(kind, ()))
    return [known[name] for name in named if name in known]


def _row_receipts(chart: Mapping[str, Any], source: Source) -> dict[str, tuple[Claim, str]]:
    """For the head of a row of a chart's data, the receipt that holds it and the row there.

    A quarter of the period leads to the count, one of the year before to the baseline, any other to the average.
    """
    claims = {claim.statistic: claim for claim in source.ledger.claims if claim.measure == chart["measure"]}
    if "rate" in claims and chart["id"].endswith("-peers"):
        return {source.ledger.edition.force_name: (claims["rate"], "rows")}
    if chart["id"].endswith("-years"):
        own = claims.get("year_rank") or claims["count"]
        year = source.period.plan_year
        return {year.label: (own, row_anchor(year.canonical, source.ledger.edition.force))}
    found: dict[str, tuple[Claim, str]] = {}
    for statistic in ("process_average", "baseline", "count"):
        if claim := claims.get(statistic):
            force = source.ledger.edition.force
            found |= {
                quarter.short_label: (claim, row_anchor(quarter.canonical, force)) for quarter in _quarters(claim)
            }
    return found


def _quarters(claim: Claim) -> Iterator[Period]:
    """The quarters of the rows that a claim was computed from."""
    yield from (Period.parse(period).last_quarter for rows in claim.rows for period in rows.periods)


def row_anchor(period: str, area: str) -> str:
    """The id of a row of a receipt's table: ``row-fy2014-15q1-west_midlands``."""
    return f"row-{period}-{area}".lower()


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def _heading(node: Element) -> str:
    """The words of the nearest heading above a node."""
    at: Any = node
    while at is not None:
        if isinstance(at, nodes.section) and (title := at.next_node(nodes.title)) is not None:
            return str(title.astext())
        at = at.parent
    return ""


def _paragraph(node: Element) -> str:
    at: Any = node
    while at is not None and not isinstance(at, nodes.paragraph | nodes.list_item | nodes.title):
        at = at.parent
    text = words_of(at) if at is not None else ""
    return text if len(text) <= QUOTED_AT_MOST else f"{text[:QUOTED_AT_MOST].rpartition(' ')[0]} …"


def _quotes(env: BuildEnvironment) -> dict[str, list[Quote]]:
    """The quotations of every page read so far, by page."""
    if not hasattr(env, "planbook_quotes"):
        env.planbook_quotes = {}  # type: ignore[attr-defined]
    return cast("dict[str, list[Quote]]", env.planbook_quotes)  # type: ignore[attr-defined]


def purge_quotes(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the quotations of a page that is read anew."""
    del app
    _quotes(env).pop(docname, None)


def merge_quotes(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over the quotations that another process collected."""
    del app
    _quotes(env).update({name: quotes for name, quotes in _quotes(other).items() if name in docnames})


def tell_source(app: Sphinx, env: BuildEnvironment) -> None:
    """Once all pages are read, the source of the build knows them, and where every claim is quoted."""
    quotes = sorted(quote for found in _quotes(env).values() for quote in found)
    app.planbook = replace(app.planbook, quotes=tuple(quotes), pages=frozenset(env.found_docs))  # type: ignore[attr-defined]
