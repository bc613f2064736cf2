"""The pages of the site of all forces, in the frame of the publication's own theme; no Sphinx is started."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

import planbook
from planbook.core.records import SCRAP_MIME
from planbook.data.periods import Period
from planbook.site.page_frame import POLICY, Entry, Heading, Part

if TYPE_CHECKING:
    from planbook.claims.ledger import Edition
    from planbook.scale.wanted import Wanted

__all__ = ["Frame", "Page", "edition_page", "framed"]

INDEX = "index"
CALCULATION = "calculation"
QUARTERS = "quarters"

TEMPLATES = [Path(planbook.__file__).with_name("site") / folder for folder in ("templates", "theme")]
"""Templates of the site as files: importing the site imports Sphinx, which costs a worker two seconds."""

SECTION = re.compile(r'<h2 id="([^"]+)">([^<]+)</h2>')
"""The heading of a measure, as the notebook of numbers writes it."""


@dataclass(frozen=True)
class Frame:
    """What the frames of all pages share: title of the publication, and forces and years of the site."""

    title: str
    forces: tuple[tuple[str, str], ...]
    years: tuple[str, ...]

    def menu(self, force: str) -> tuple[Part, ...]:
        """All forces; and the years of one, where a page is of one."""
        parts = [Part("", (Entry(INDEX, "All forces and years"),))]
        if force:
            years = (
                Entry(f"{force}/{Period.parse(year).slug}/{INDEX}", Period.parse(year).label) for year in self.years
            )
            parts.append(Part(dict(self.forces)[force], (Entry(f"{force}/{INDEX}", "All years"), *years)))
        return tuple(parts)


@dataclass(frozen=True)
class Neighbour:
    """The page before or after."""

    title: str
    link: str


@dataclass(frozen=True)
class Page:
    """One page: where it stands, its title, its text as HTML, its headings, its force."""

    name: str
    title: str
    body: str
    force: str = ""
    contents: tuple[Heading, ...] = ()
    before: Neighbour | None = None
    after: Neighbour | None = None


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)


def framed(frame: Frame, page: Page) -> str:
    """The whole page as HTML."""
    up = "../" * page.name.count("/")

    def pathto(name: str, resource: int = 0) -> str:
        return f"{up}{name}" if resource else f"{up}{name}.html"

    return (
        _templates()
        .get_template("all_forces_frame.html")
        .render(
            pathto=pathto,
            language="en-GB",
            content_root=up or "./",
            metatags="",
            css_files=["_static/planbook.css"],
            css_tag=lambda name: Markup('<link rel="stylesheet" href="{}">').format(f"{up}{name}"),
            script_files=[],
            favicon_url=f"{up}_static/favicon.svg",
            title=page.title,
            docstitle=frame.title,
            project_title=frame.title,
            pagename=page.name,
            root_doc=INDEX,
            planbook_policy=POLICY,
            planbook_menu=frame.menu(page.force),
            planbook_contents=page.contents,
            planbook_wide=not page.contents,
            planbook_footer=(),
            planbook_mark="_static/wordmark-light.svg",
            body=Markup(page.body),  # noqa: S704 - made by this library from escaped parts
            prev=page.before,
            next=page.after,
        )
    )


def edition_page(frame: Frame, wanted: Wanted, edition: Edition, notebook: dict[str, Any]) -> str:
    """The page of one force and year, from the outputs of its executed notebook."""
    title = f"{edition.force_name}, {edition.label}"
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    shown = [_shown(cells[name]) for name in ("overview", "measures")]
    code = f'<div class="highlight"><pre>{escape(_text(cells[CALCULATION]["source"]))}</pre></div>'
    body = (
        f"<h1>{escape(title)}</h1>"
        f"<p>Recorded crime in {escape(edition.long_label)} in numbers. No plan of this force for that year is in the "
        f"register, so no promise is judged. In each chart the band lies between the limits, the shaded part is the "
        f"year, and diamonds are special causes. [x] is not available; the section of the measure says why.</p>"
        f"{''.join(shown)}"
        f'<section aria-labelledby="behind"><h2 id="behind">Behind this page</h2>{_shown(cells[QUARTERS])}'
        f"{fold('The calculation', code)}"
        f'<p>Every figure comes from <a href="../../numbers.ipynb" download>one notebook</a>, which Papermill ran with '
        f"<code>force={escape(edition.force)}</code> and <code>period={escape(edition.period)}</code>. All figures of "
        f'this page as data: <a href="ledger.json" download>ledger.json</a>.</p></section>'
    )
    before, after = (_neighbour(frame, wanted.period, step) for step in (-1, 1))
    name = f"{wanted.address}/{INDEX}"
    return framed(frame, Page(name, title, body, wanted.force, _headings(cells["measures"]), before, after))


def _neighbour(frame: Frame, period: str, step: int) -> Neighbour | None:
    place = frame.years.index(period) + step
    if not 0 <= place < len(frame.years):
        return None
    year = Period.parse(frame.years[place])
    return Neighbour(year.label, f"../{year.slug}/index.html")


def _shown(cell: dict[str, Any]) -> str:
    """The HTML that a cell shows; stored records are not shown."""
    bundles = [output.get("data", {}) for output in cell["outputs"]]
    return "".join(_text(data["text/html"]) for data in bundles if "text/html" in data and SCRAP_MIME not in data)


def _headings(cell: dict[str, Any]) -> tuple[Heading, ...]:
    return (
        *(Heading(f"#{anchor}", unescape(title)) for anchor, title in SECTION.findall(_shown(cell))),
        Heading("#behind", "Behind this page"),
    )


def _text(lines: str | list[str]) -> str:
    return lines if isinstance(lines, str) else "".join(lines)


def fold(title: str, html: str) -> str:
    """Something folded away under a title."""
    return f'<details class="pb-fold"><summary>{escape(title)}</summary>{html}</details>'
