"""Write the files at the root of a library: list of editions, redirects to the latest, feed, sitemap, script.

The feed is Atom (RFC 4287), the sitemap follows sitemaps.org 0.9.
"""

import json
from importlib.resources import files
from itertools import groupby
from typing import Any

from planbook.data.periods import Period, date_words
from planbook.editions.citing import Publication
from planbook.editions.library_files import Library, Published
from planbook.site.render import render
from planbook.site.theme import POLICY

# The list of editions uses these files of the site too; it has its own copies, as any revision may go.
SHARED_FILES = ("planbook.css", "scheme.js", "favicon.svg")


def library_files(library: Library, publication: Publication) -> dict[str, str]:
    """The text of each file below the root of the library, by path; all of it follows from the record."""
    texts = {
        "index.html": _index(library, publication),
        "editions.js": _script(library),
        "feed.xml": atom(library, publication),
    }
    texts |= {f"{one.edition_address}/index.html": _redirect(one, publication) for one in library.latest}
    for force, editions in groupby(library.latest, key=lambda one: one.force):
        *_, last = editions
        texts[f"{force}/index.html"] = _redirect(last, publication, below=f"{last.slug}/")
    if publication.base:
        # Latest revisions alone; the protocol wants absolute addresses, so there is no sitemap without a base.
        texts["sitemap.xml"] = f"{render('sitemap.xml', base=publication.base, latest=library.latest)}\n"
    if publication.at_root_of_host:
        texts["robots.txt"] = f"User-agent: *\nAllow: /\n\nSitemap: {publication.base}sitemap.xml\n"
    return texts


def left_out(publication: Publication) -> str:
    """What could not be written without a base address, in a sentence; empty where nothing was left out."""
    if publication.base:
        return ""
    return (
        "no base address is set, so sitemap.xml, canonical links and preview pictures were left out: set base_url in "
        "_config.yml, or give --base-url"
    )


def _index(library: Library, publication: Publication) -> str:
    """The list: forces in order, the latest period first, the latest revision first."""
    forces = [
        (force, [(one, library.revisions(one.edition_address)[::-1]) for one in reversed([*editions])])
        for force, editions in groupby(library.latest, key=lambda one: (one.force, one.force_name))
    ]
    return render(
        "library.html", title=publication.title, policy=POLICY, base=publication.base, forces=forces, day=date_words
    )


def _redirect(one: Published, publication: Publication, below: str = "") -> str:
    """The page that leads from an edition, or a force, to the latest revision."""
    return render(
        "way.html",
        front=f"{below}r{one.revision}/{one.front}",
        title=f"{publication.title} {one.title}",
        canonical=f"{publication.base}{one.address}/{one.front}" if publication.base else "",
    )


def _script(library: Library) -> str:
    """The editions as data, and the program that reads them on published pages."""
    latest = library.latest
    # Most editions share one list of pages, which is longer than all else: each list stands once.
    page_lists = list(dict.fromkeys(one.pages for one in library.editions))
    editions: list[dict[str, Any]] = [
        {
            "address": one.address,
            "edition": one.edition_address,
            "force": one.force,
            "label": f"{one.label}, data as known at {one.as_at}" if one.as_at else one.label,
            "as_at": one.as_at,
            "kind": Period.parse(one.period).kind,
            "end": Period.parse(one.period).end.isoformat(),
            "revision": one.revision,
            "reason": one.reason,
            "draft": one.draft,
            "latest": one in latest,
            "front": one.front,
            "pages": page_lists.index(one.pages),
        }
        for one in library.editions
    ]
    pages, records = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (page_lists, editions))
    program = files("planbook.site").joinpath("library.js").read_text(encoding="utf-8")
    return f"const PLANBOOK_PAGES = {pages};\nconst PLANBOOK_EDITIONS = {records};\n{program}"


def atom(library: Library, publication: Publication) -> str:
    """The feed, newest first: one entry a revision, whose id never changes. The library is not empty.

    Without a base address links are relative to the feed, which Atom allows.
    """
    newest = sorted(library.editions, key=lambda one: (one.published, one.order), reverse=True)
    return f"{render('feed.xml', publication=publication, newest=newest)}\n"
