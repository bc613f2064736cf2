"""Finish the site: the style sheet, every file beside the pages, and nothing left that no page uses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import planbook
from planbook.data.files import PLACED, Made, digest_of, files_below, installed_packages, place
from planbook.site.compare import PAGE as MAP_PAGE
from planbook.site.compare import map_files
from planbook.site.data_page import data_files
from planbook.site.edition_source import Source, source_in
from planbook.site.evidence import evidence
from planbook.site.lineage_page import lineage_file
from planbook.site.paper import board_paper
from planbook.site.receipts import receipts
from planbook.site.render import render
from planbook.site.revisions import PAGE as REVISIONS_PAGE
from planbook.site.revisions import revisions_file
from planbook.site.theme import name_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STYLE_SHEET = "planbook.css"
LIBRARY = Path(planbook.__file__).parent
ADDRESS = re.compile(r"""["'(]([^"'()<>?#\s]+)""")
"""What stands in quotation marks or brackets: an address, or else a word too many, which keeps a file."""
KEPT = (
    ".buildinfo",
    ".doctrees/",
    ".nojekyll",
    "as_run/",
    "before/",
    "card.png",
    "claims/",
    "csv-metadata.json",
    "data/",
    "datapackage.json",
    "downloads/",
    "ledger.json",
    "ledger.schema.json",
    "lineage.json",
    "objects.inv",
    "receipts/",
    "wording.json",
)
"""Published for readers and other books, whether or not a page links to it; and what Sphinx needs the next time."""


def add_style_sheet(app: Sphinx, config: Config) -> None:
    """Put the publication's style sheet after the theme's."""
    del config
    app.add_css_file(STYLE_SHEET, priority=900)


def write_styles(app: Sphinx) -> None:
    """Write the one sheet that pages load."""
    target = Path(app.outdir) / "_static" / STYLE_SHEET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(joined_styles(Path(app.srcdir)), encoding="utf-8")


def joined_styles(root: Path) -> str:
    """The sheets of ``book/_styles``, ``base.css`` first, as one."""
    sheets = sorted((root / "book" / "_styles").glob("*.css"), key=lambda sheet: (sheet.name != "base.css", sheet.name))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def data_of_pages(source: Source) -> Iterator[Made]:
    """The map and the table of revisions, where the book has the pages that they stand beside."""
    if source.has_page(MAP_PAGE):
        yield from map_files(source)
    if source.has_page(REVISIONS_PAGE):
        yield from revisions_file(source)


SURFACES: Mapping[Callable[[Source], Iterable[Made]], Callable[[Source], object] | None] = {
    receipts: lambda source: (source.quotes, source.signoffs),
    data_of_pages: lambda source: sorted(source.pages),
    board_paper: None,
    data_files: lambda _: (),
    evidence: None,
    lineage_file: None,
}
"""All that is published beside the pages. Each makes files from the source of the build; no name is made by two.

What takes long names what it follows from beside edition, tables and library. It is left where all that is the same.
"""


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Publish what stands beside the pages, and delete what nothing links to."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir).resolve()
    if app.config.root_doc != "index":
        door = render("front_door.html", front=f"{app.config.root_doc}.html", title=name_of(app.config))
        (out / "index.html").write_text(f"{door}\n", encoding="utf-8")
    _place_surfaces(out, source_in(app), Path(app.doctreedir) / PLACED)
    delete_unused(out)


def _place_surfaces(out: Path, source: Source, record: Path) -> None:
    """Put files beside the pages, delete those that only an earlier build put there, and note both for the next."""
    before = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    shared, now = _made_of(source), {}
    for make, follows in SURFACES.items():
        standing = before.get(make.__name__, {"names": []})
        digest = digest_of((), shared, repr(follows(source))) if follows else ""
        # a file that nothing linked to was deleted again, and may be wanted now
        stands = (
            digest and digest == standing.get("digest") and all((out / name).is_file() for name in standing["names"])
        )
        now[make.__name__] = standing if stands else {"digest": digest, "names": place(out, make(source))}
    names, earlier = ({name for one in each.values() for name in one["names"]} for each in (now, before))
    for name in earlier - names:
        (out / name).unlink(missing_ok=True)
    record.write_text(json.dumps(now), encoding="utf-8")


def _made_of(source: Source) -> str:
    """A digest of edition, tables and library; texts are left out, since a surface names those that it shows."""
    data = (file for file in files_below(source.places.data) if not file.endswith(".md"))
    return digest_of((*files_below(source.places.edition), *data, *files_below(LIBRARY)), installed_packages())


def delete_unused(out: Path) -> None:
    """Delete every file that no page, style sheet or rule of publication asks for, and folders left empty."""
    for file in unused_files(out):
        file.unlink()
    for folder in sorted((path for path in out.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def unused_files(out: Path) -> list[Path]:
    """Files below ``out`` that nothing refers to by name, in order."""
    files = {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()}
    pages = [name for name in files if name.endswith(".html")]
    receipt_pages = [name for name in pages if name.startswith("receipts/") and name != "receipts/index.html"]
    # All receipts come from one template, so one of them names what each loads.
    named = _names_in(files[name] for name in set(pages) - set(receipt_pages[1:]))
    for _ in range(2):  # a sheet may import another
        named |= _names_in([path for path in files.values() if path.suffix == ".css" and path.name in named])
    used = {*pages, *(name for name, path in files.items() if path.name in named)}
    return [path for name, path in files.items() if name not in used and not name.startswith(KEPT)]


def _names_in(files: Iterable[Path]) -> set[str]:
    """The last parts of the addresses in pages and sheets."""
    addresses = {address for file in files for address in ADDRESS.findall(file.read_text(encoding="utf-8"))}
    return {unquote(address).rpartition("/")[2] for address in addresses}
