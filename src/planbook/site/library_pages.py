"""The pages and files at the root of a library: list of editions, ways to the latest, feed, sitemap, script."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planbook.core.feed import atom, robots, sitemap
from planbook.data.periods import Period, date_words
from planbook.site.page_frame import POLICY
from planbook.site.render import render

if TYPE_CHECKING:
    from planbook.editions.library import Library, Published
    from planbook.editions.publication import Publication

__all__ = ["left_out", "library_files"]


def library_files(library: Library, publication: Publication) -> dict[str, str]:
    """The text of each file below the root of the library, by path; all of it follows from the record."""
    written = {
        "index.html": _index(library, publication),
        "editions.js": _script(library),
        "feed.xml": atom(library, publication),
    }
    written |= {f"{one.edition_address}/index.html": _way_to(one, publication) for one in library.latest}
    for force, held in groupby(library.latest, key=lambda one: one.force):
        *_, last = held
        written[f"{force}/index.html"] = _way_to(last, publication, below=last.slug)
    if publication.base:
        written["sitemap.xml"] = sitemap(library, publication)
    if publication.at_root_of_host:
        written["robots.txt"] = robots(publication)
    return written


def left_out(publication: Publication) -> str:
    """What could not be written without a base address, in a sentence; empty where nothing was left out."""
    if publication.base:
        return ""
    return (
        "no base address is set, so sitemap.xml, canonical links and preview pictures were left out: set base_url in "
        "_config.yml, or give --base-url"
    )


def _index(library: Library, publication: Publication) -> str:
    forces = [
        (force, list(held)) for force, held in groupby(library.latest, key=lambda one: (one.force, one.force_name))
    ]
    return render(
        "library.html",
        title=publication.title,
        policy=POLICY,
        base=publication.base,
        forces=[(key, [(one, _earlier(library, one)) for one in reversed(held)]) for key, held in forces],
        day=date_words,
    )


def _earlier(library: Library, latest: Published) -> list[Published]:
    """All revisions of an edition, the latest first."""
    return list(reversed(library.revisions(latest.edition_address)))


def _way_to(one: Published, publication: Publication, below: str = "") -> str:
    """The page that leads from an edition, or a force, to the latest revision."""
    start = f"{below}/" if below else ""
    return render(
        "way.html",
        front=f"{start}r{one.revision}/{one.front}",
        title=f"{publication.title} {one.title}",
        canonical=f"{publication.base}{one.address}/{one.front}" if publication.base else "",
    )


def _script(library: Library) -> str:
    """The editions and the program that reads them; lists of pages, which most editions share, stand once each."""
    latest = library.latest
    lists = list(dict.fromkeys(one.pages for one in library.editions))
    listed: list[dict[str, Any]] = [
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
            "pages": lists.index(one.pages),
        }
        for one in library.editions
    ]
    program = files("planbook.site").joinpath("library.js").read_text(encoding="utf-8")
    return f"const PLANBOOK_PAGES = {_json(lists)};\nconst PLANBOOK_EDITIONS = {_json(listed)};\n{program}"


def _json(record: Any) -> str:  # noqa: ANN401
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
