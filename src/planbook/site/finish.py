"""Finish the site: the evidence beside the pages, and nothing left that no page uses."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from planbook.edge.placing import PLACED
from planbook.site.surfaces import surfaces
from planbook.site.theme import name_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["STYLE_SHEET", "delete_unused", "finish_site", "joined_styles", "own_face", "unused_files", "write_styles"]


# ruff: noqa: PTH113, PTH118, PTH120, PTH123, PTH208 - names are texts, since paths take ten times as long


CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)['"]?(?!data:|https?:|#|url)([^'")]+)""")
PAGE_ADDRESS = re.compile(r"""\s(?:src|href)\s*=\s*["']([^"'#?]+)""")
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


RECEIPTS = "receipts"
"""The folder of pages of one template, of which one stands for all: each loads the same files, and links to pages and
published files alone."""


def delete_unused(out: Path) -> None:
    """Delete every file that no page, style sheet or rule of publication asks for, and folders left empty."""
    for file in unused_files(out):
        file.unlink()
    for folder, _, _ in os.walk(out, topdown=False):
        if folder != str(out) and not os.listdir(folder):
            Path(folder).rmdir()


def unused_files(out: Path) -> list[Path]:
    """Files below ``out`` that nothing refers to, in order."""
    found = sorted(os.path.join(folder, name) for folder, _, names in os.walk(out) for name in names)
    static, receipts = (f"{out}{os.sep}{folder}{os.sep}" for folder in ("_static", RECEIPTS))
    pages = [page for page in found if page.endswith(".html") and not page.startswith(static)]
    alike = [page for page in pages if page.startswith(receipts) and page != f"{receipts}index.html"]
    used = {address for page in set(pages) - set(alike[1:]) for address in _named(page, PAGE_ADDRESS)} | set(pages)
    sheets = [file for file in used if file.endswith(".css")]
    while sheets:
        sheet = sheets.pop()
        named = {file for file in _named(sheet, CSS_ADDRESS) if file not in used}
        used |= named
        sheets += [file for file in named if file.endswith(".css")]
    unused = (path for path in found if path not in used)
    return [path for path in map(Path, unused) if not path.relative_to(out).as_posix().startswith(KEPT)]


def _named(file: str, address: re.Pattern[str]) -> set[str]:
    """What a page or a sheet refers to; a match in running text only keeps a file too many."""
    if not os.path.isfile(file):
        return set()
    with open(file, encoding="utf-8") as text:
        paths = {found.partition("?")[0].partition("#")[0] for found in address.findall(text.read())}
    within = (path for path in paths if path and not urlsplit(path).scheme)
    folder = os.path.dirname(file)
    return {os.path.normpath(os.path.join(folder, unquote(path))) for path in within}


STYLE_SHEET = "planbook.css"
FRONT_DOOR = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={front}">
<title>{title}</title>
</head>
<body><main><h1>{title}</h1><p><a href="{front}">Go to the front page</a></p></main></body>
</html>
"""


def own_face(app: Sphinx, config: Config) -> None:
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


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Publish what stands beside the pages, and delete what nothing links to."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir).resolve()
    _front_door(out, app.config.root_doc, name_of(app.config))
    _forget_others(out, surfaces(app), Path(app.doctreedir) / PLACED)
    delete_unused(out)


def _forget_others(out: Path, placed: frozenset[str], record: Path) -> None:
    """Delete what an earlier build put beside the pages and this one did not, and note what this one did."""
    before = set(record.read_text(encoding="utf-8").splitlines()) if record.is_file() else set()
    for name in before - placed:
        (out / name).unlink(missing_ok=True)
    record.write_text("\n".join(sorted(placed)), encoding="utf-8")


def _front_door(out: Path, root: str, title: str) -> None:
    if root == "index":
        return
    (out / "index.html").write_text(FRONT_DOOR.format(front=f"{root}.html", title=title), encoding="utf-8")
