"""The frame of a page: policy, menu, contents, links to its notebook, description; and the writer of its text.

Sphinx, docutils and MyST-NB leave things out of a page that its readers need. A table has a caption and its heads a
scope; folded code is named by its own words; a wide formula can be reached by the keyboard.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from docutils.nodes import document
from latex2mathml.converter import convert
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from planbook.data.places import EDITION_PAGES
from planbook.editions.citing import LICENCE_OF_DATA
from planbook.site.edition_source import Source, source_in
from planbook.site.evidence import citation_of, described
from planbook.site.plan_texts import in_menu
from planbook.site.render import ancestors, made_html

# Content-Security-Policy, level 3 (W3C, 2024): everything from the site, nothing written into the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
THEME = "planbook"
STATIC = Path(__file__).with_name("theme") / "static"
"""Scripts of the frame."""
# What the theme `basic` and MyST-NB add to each page; the publication's own sheet and scripts replace it.
OF_OTHERS = ("basic.css", "doctools.js", "documentation_options.js", "mystnb.", "pygments.css", "sphinx_highlight.js")
FOOTER = (
    ("book/accessibility", "Accessibility"),
    ("book/glossary", "Glossary"),
    ("book/check_a_figure", "How to check a figure"),
    ("book/cite", "How to cite this edition"),
)
WORDMARK = "wordmark-light.svg"
BINDER = "https://mybinder.org/v2/gh/{repository}/HEAD?labpath=notebooks%2F{plan}%2F{name}.ipynb"
GITHUB = "https://github.com/"
# The front matter of a page of wide tables, which take the room of the list of contents.
WIDE = "wide"
DATASET = "pb-dataset"
"""Id of the block of structured data; publishing adds the address and the day to it."""
# What stands in the body of a page that needs them, and the files below ``_static``, in order.
SCRIPTS = {
    "data-spots=": ["look_closer.js"],
    'class="pb-term"': ["terms.js"],
    'id="promises"': ["register.js"],
    'id="pb-compare-data"': [*(f"vendor/d3-{part}.min.js" for part in ("array", "path", "shape")), "compare.js"],
}


class Entry(NamedTuple):
    """A page in the menu."""

    page: str
    title: str


class Part(NamedTuple):
    """Some pages of the menu under a caption; the outcomes are numbered, as the number is part of their name."""

    caption: str
    entries: tuple[Entry, ...]
    numbered: bool = False


class Heading(NamedTuple):
    """A heading of the page, with those below it."""

    anchor: str
    title: str
    entries: tuple[Heading, ...] = ()


def fit_frame(app: Sphinx, config: Config) -> None:
    """Leave Sphinx's own places for sidebars empty: the frame holds menu and contents itself."""
    del app
    if config.html_theme == THEME:
        config.html_sidebars = {"**": []}
        if config.html_permalinks_icon == "¶":  # Sphinx's own, where a book does not say
            config.html_permalinks_icon = "#"


def name_of(config: Config) -> str:
    """What the publication is called: Jupyter Book hands its title to the pages and leaves the project unnamed."""
    return str(config.html_title or config.project)


def fill_frame(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: document | None
) -> None:
    """Give the template what it shows: descriptions, the scripts that the page needs, and the parts of the frame."""
    del templatename, doctree
    source, title = source_in(app), made_html(str(context.get("title") or "")).striptags()
    edition = source.ledger.edition
    for sign, files in SCRIPTS.items():
        for file in files if sign in str(context.get("body", "")) else ():
            app.add_js_file(file, loading_method="defer")  # so that the page stands before a script runs
    if app.config.html_theme != THEME:
        return
    for kind in ("css_files", "script_files"):
        names = ((file, str(getattr(file, "filename", file) or "").rpartition("/")[2]) for file in context[kind])
        context[kind] = [file for file, name in names if name and not name.startswith(OF_OTHERS)]
    front = pagename == app.config.root_doc
    folder, _, notebook = pagename.rpartition("/")
    if folder != EDITION_PAGES or not (Path(app.srcdir) / f"{pagename}.ipynb").is_file():
        notebook = ""
    folders = [Path(app.srcdir) / name for name in app.config.html_static_path]
    context |= {
        "planbook_policy": POLICY,
        "planbook_menu": menu(app.env),
        "planbook_contents": contents(app.env, pagename),
        "planbook_wide": WIDE in app.env.metadata.get(pagename, {}),
        "planbook_notebook": notebook,
        "planbook_written": f"notebooks/{edition.plan}/{notebook}.ipynb",
        "planbook_binder": binder_address(app.config.planbook_repository, edition.plan, notebook),
        "planbook_footer": [(page, words) for page, words in FOOTER if page in app.env.found_docs],
        "planbook_mark": f"_static/{WORDMARK}" if any((folder / WORDMARK).is_file() for folder in folders) else "",
        "planbook_title": f"{title} · {edition.force_name}, {edition.label}" if title else citation_of(source).title,
        "planbook_description": described(source),
        "planbook_dataset": script_safe(json.dumps(dataset(source), ensure_ascii=False, indent=1)) if front else "",
        "project_title": name_of(app.config),
    }


def menu(env: BuildEnvironment) -> tuple[Part, ...]:
    """The front page, then the parts of the table of contents in their order."""
    root, titles, plan = env.config.root_doc, env.titles, source_in(env.app).plan
    parts = [Part("", (Entry(root, titles[root].astext()),))]
    for tree in env.get_doctree(root).findall(addnodes.toctree):
        listed = [(title, page) for title, page in tree["entries"] if page in titles and in_menu(plan, page)]
        pages = [(page, title or titles[page].astext()) for title, page in listed]
        numbered = all(page.startswith(f"{EDITION_PAGES}/") for page, _ in pages)
        parts.append(Part(tree.get("caption") or "", tuple(Entry(*page) for page in pages), numbered=numbered))
    return tuple(part for part in parts if part.entries)


def contents(env: BuildEnvironment, pagename: str) -> tuple[Heading, ...]:
    """The headings below the page's title, two levels deep; none where there is only one."""
    toc = env.tocs.get(pagename)
    headings = tuple(_headings(toc.children[0], 2)) if toc else ()
    return headings if len(headings) > 1 else ()


def _headings(item: nodes.Node, depth: int) -> Iterator[Heading]:
    """The headings in the lists of an item of Sphinx's own contents."""
    lists = [child for child in item.children if isinstance(child, nodes.bullet_list)] if depth else []
    for below in (entry for inner in lists for entry in inner.children):
        link = next(iter(below.findall(nodes.reference)), None)
        if link is not None and link.get("anchorname"):
            yield Heading(link["anchorname"], link.astext(), tuple(_headings(below, depth - 1)))


def binder_address(repository: str, plan: str, name: str) -> str:
    """Where Binder opens a notebook of a repository on GitHub; empty for any other address."""
    if not repository.startswith(GITHUB):
        return ""
    return BINDER.format(repository=repository.removeprefix(GITHUB).rstrip("/"), plan=plan, name=name)


def script_safe(text: str) -> str:
    """JSON that cannot end the element that it stands in."""
    return text.replace("<", "\\u003c")


def dataset(source: Source) -> dict[str, Any]:
    """The edition as a schema.org Dataset; addresses are relative to the root of the site."""
    edition, citation = source.ledger.edition, citation_of(source)
    period = source.period
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
        "distribution": [{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": "ledger.json"}],
    }


class Translator(HTML5Translator):
    """Sphinx's writer with tables that a screen reader can use."""

    def visit_section(self, node: nodes.section) -> None:
        """The whole page is no section of itself: its heading stands in the main part."""
        super().visit_section(node)
        if isinstance(node.parent, nodes.document):
            self.body[-1] = self.body[-1].replace("<section", "<div", 1)

    def depart_section(self, node: nodes.section) -> None:
        """Close what was opened."""
        super().depart_section(node)
        if isinstance(node.parent, nodes.document):
            self.body[-1] = self.body[-1].replace("</section>", "</div>", 1)

    def visit_table(self, node: nodes.Element) -> None:
        """A table scrolls sideways in its own box, under a caption: its own, or the nearest heading above it."""
        around = (child for at in ancestors(node) for child in at.children)
        name = next((child.astext() for child in around if isinstance(child, nodes.title)), "Table")
        super().visit_table(node)
        box = f'<div class="pb-table-wrap" role="region" tabindex="0" aria-label="{escape(name)}">'
        self.body[-1] = box + self.starttag(node, "table", CLASS="table pb-table")
        if not any(isinstance(child, nodes.title) for child in node.children):
            self.body.append(f'<caption class="pb-unseen">{escape(name)}</caption>')

    def depart_table(self, node: nodes.Element) -> None:
        """Close the table and its box."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """A header cell says what it heads; one without words is no header."""
        super().visit_entry(node)
        if self.body[-1].startswith("<th"):
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            self.body[-1] = self.body[-1].replace("<th", f'<th scope="{scope}"', 1)
            if not node.astext().strip():
                self.body[-1], self.context[-1] = "<td>", "</td>\n"


def _write_inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _write_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """A formula wider than a phone scrolls in its own box, which the keyboard can reach."""
    formula = convert(node.astext(), display="block")
    translator.body.append(f'<div class="pb-formula" tabindex="0" role="group" aria-label="Formula">{formula}</div>')
    raise nodes.SkipNode


def _open_code(translator: HTML5Translator, node: nodes.Element) -> None:
    figures = " pb-code--figures" if any(node.findall(nodes.raw)) else ""
    # MyST-NB escapes the words of its own folds.
    words = escape(unescape(node["prompt_show"]))
    translator.body.append(f'<details class="pb-code{figures}"><summary>{words}</summary>\n')


MATHML = "mathml"
INLINE, BLOCK = (_write_inline, None), (_write_block, None)
"""How formulas are written in a sentence and by themselves; nothing is left to do after either."""
HIDDEN_CODE = (_open_code, lambda translator, _: translator.body.append("</details>\n"))
