"""The frame of a page: policy, menu, contents, links to its notebook, description; and the scripts that it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import document
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from planbook.data.periods import Period
from planbook.data.places import EDITION_PAGES
from planbook.editions.citing import LICENCE_OF_DATA
from planbook.site.edition_source import Source, source_in
from planbook.site.evidence import citation_of, described

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""Content-Security-Policy, level 3 (W3C, 2024): everything from the site, nothing written into the page."""
THEME = "planbook"
STATIC = Path(__file__).with_name("theme") / "static"
"""Scripts of the frame."""
OF_THE_THEMES = (
    "basic.css",
    "copybutton",
    "custom-icons",
    "clipboard.min.js",
    "design-",
    "doctools.js",
    "documentation_options.js",
    "mystnb.",
    "pydata-sphinx-theme",
    "pygments.css",
    "sphinx-book-theme",
    "sphinx-design",
    "sphinx-thebe",
    "sphinx_highlight.js",
    "tabs.js",
    "theme.css",
    "togglebutton",
    "toggle.",
)
"""Styles and scripts that themes and Jupyter Book's extensions add to each page; this face replaces them."""

PERMALINK, SPHINX_PERMALINK = "#", "¶"
"""What leads to a heading or a table, beside it, and what Sphinx takes where a book does not say."""

FOOTER = (
    ("book/accessibility", "Accessibility"),
    ("book/glossary", "Glossary"),
    ("book/check_a_figure", "How to check a figure"),
    ("book/cite", "How to cite this edition"),
)
BINDER = "https://mybinder.org/v2/gh/{repository}/HEAD?labpath=notebooks%2F{name}.ipynb"
GITHUB = "https://github.com/"
WIDE = "wide"
"""The front matter of a page of wide tables, which take the room of the list of contents."""


@dataclass(frozen=True)
class Entry:
    """A page in the menu."""

    page: str
    title: str


@dataclass(frozen=True)
class Part:
    """Some pages of the menu under a caption; the outcomes are numbered, as the number is part of their name."""

    caption: str
    entries: tuple[Entry, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of the page, with those below it."""

    anchor: str
    title: str
    entries: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Notebook:
    """The notebook behind a page; ``binder`` is empty where no repository is configured."""

    name: str
    binder: str


def fit_frame(app: Sphinx, config: Config) -> None:
    """Leave Sphinx's own places for sidebars empty: the frame holds menu and contents itself."""
    del app
    if config.html_theme == THEME:
        config.html_sidebars = {"**": []}
        if config.html_permalinks_icon == SPHINX_PERMALINK:
            config.html_permalinks_icon = PERMALINK


def name_of(config: Config) -> str:
    """What the publication is called: Jupyter Book hands its title to the pages and leaves the project unnamed."""
    return str(config.html_title or config.project)


def fill_frame(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Give the template what it shows."""
    del templatename, doctree
    if app.config.html_theme != THEME:
        return
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if not _of_the_themes(file)]
    mark = "wordmark-light.svg"
    has_mark = any((Path(app.srcdir) / folder / mark).is_file() for folder in app.config.html_static_path)
    context |= {
        "planbook_policy": POLICY,
        "planbook_menu": menu(app.env),
        "planbook_contents": contents(app.env, pagename),
        "planbook_wide": WIDE in app.env.metadata.get(pagename, {}),
        "planbook_notebook": _notebook(app, pagename),
        "planbook_footer": [(page, words) for page, words in FOOTER if page in app.env.found_docs],
        "planbook_mark": f"_static/{mark}" if has_mark else "",
        "project_title": name_of(app.config),
    }


def _of_the_themes(file: object) -> bool:
    name = str(getattr(file, "filename", file) or "").rpartition("/")[2]
    return not name or name.startswith(OF_THE_THEMES)


def menu(env: BuildEnvironment) -> tuple[Part, ...]:
    """The front page, then the parts of the table of contents in their order."""
    root = env.config.root_doc
    parts = [Part("", (Entry(root, env.titles[root].astext()),))]
    parts += [_part(env, tree) for tree in env.get_doctree(root).findall(addnodes.toctree)]
    return tuple(part for part in parts if part.entries)


def _part(env: BuildEnvironment, tree: addnodes.toctree) -> Part:
    entries = tuple(
        Entry(page, title or env.titles[page].astext()) for title, page in tree["entries"] if page in env.titles
    )
    outcomes = all(entry.page.startswith(f"{EDITION_PAGES}/") for entry in entries)
    return Part(tree.get("caption") or "", entries, numbered=outcomes)


def contents(env: BuildEnvironment, pagename: str) -> tuple[Heading, ...]:
    """The headings below the page's title, two levels deep; none where there is only one."""
    toc = env.tocs.get(pagename)
    lists = [node for node in toc.children[0].children if isinstance(node, nodes.bullet_list)] if toc else []
    headings = tuple(heading for inner in lists for heading in _headings(inner, 2))
    return headings if len(headings) > 1 else ()


def _headings(items: nodes.bullet_list, depth: int) -> Iterator[Heading]:
    for item in items.children:
        link = next(iter(item.findall(nodes.reference)), None)
        if link is not None and link.get("anchorname"):
            inner: Iterable[nodes.Node] = item.children if depth > 1 else ()
            below = [node for node in inner if isinstance(node, nodes.bullet_list)]
            entries = tuple(heading for one in below for heading in _headings(one, depth - 1))
            yield Heading(link["anchorname"], link.astext(), entries)


def _notebook(app: Sphinx, pagename: str) -> Notebook | None:
    folder, _, name = pagename.rpartition("/")
    if folder != EDITION_PAGES or not (Path(app.srcdir) / f"{pagename}.ipynb").is_file():
        return None
    return Notebook(name, binder_address(app.config.planbook_repository, name))


def binder_address(repository: str, name: str) -> str:
    """Where Binder opens a notebook of a repository on GitHub; empty for any other address."""
    if not repository.startswith(GITHUB):
        return ""
    return BINDER.format(repository=repository.removeprefix(GITHUB).rstrip("/"), name=name)


DATASET = "pb-dataset"
"""Id of the block of structured data; publishing adds the address and the day to it."""
MARKUP = re.compile(r"<[^>]+>")


def describe_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Title and description for previews on every page; the dataset on the front page."""
    del templatename, doctree
    source = source_in(app)
    edition = source.ledger.edition
    title = unescape(MARKUP.sub("", str(context.get("title") or ""))).strip()
    name = f"{title} · {edition.force_name}, {edition.label}" if title else citation_of(source).title
    sentence = described(source)
    words = {
        'property="og:type"': "article",
        'property="og:site_name"': name_of(app.config),
        'property="og:title"': name,
        'property="og:description"': sentence,
        'name="description"': sentence,
    }
    tags = [f'<meta {key} content="{escape(text)}">' for key, text in words.items()]
    if pagename == app.config.root_doc:
        block = script_safe(json.dumps(dataset(source), ensure_ascii=False, indent=1))
        tags.append(f'<script type="application/ld+json" id="{DATASET}">{block}</script>')
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def script_safe(text: str) -> str:
    """JSON that cannot end the element that it stands in."""
    return text.replace("<", "\\u003c")


def dataset(source: Source) -> dict[str, Any]:
    """The edition as a schema.org Dataset; addresses are relative to the root of the site."""
    edition, citation = source.ledger.edition, citation_of(source)
    period = Period.parse(edition.period)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": citation.title,
        "description": described(source),
        "creator": {"@type": "Organization", "name": citation.publication.publisher},
        "license": LICENCE_OF_DATA,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "temporalCoverage": f"{period.start.isoformat()}/{period.end.isoformat()}",
        "spatialCoverage": {"@type": "Place", "name": f"{edition.force_name} police force area"},
        "variableMeasured": [definition.label for definition in source.measures.all if definition.has_series],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": "ledger.json"},
        ],
    }


SCRIPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("data-spots=", ("look_closer.js",)),
    ('class="pb-term"', ("terms.js",)),
    ('id="promises"', ("register.js",)),
    (
        'id="pb-compare-data"',
        ("vendor/d3-array.min.js", "vendor/d3-path.min.js", "vendor/d3-shape.min.js", "compare.js"),
    ),
)
"""What stands in the body of a page that needs them, and the files below ``_static``, in order."""


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Add to one page the scripts that it needs; all are deferred, so that the page stands before they run."""
    del pagename, templatename, doctree
    body = str(context.get("body", ""))
    for sign, files in SCRIPTS:
        for file in files if sign in body else ():
            app.add_js_file(file, loading_method="defer")
