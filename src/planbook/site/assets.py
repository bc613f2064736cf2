"""The files beside the pages: what nothing refers to is not published."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["delete_unused", "unused_files"]

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
        if folder != str(out) and not os.listdir(folder):  # noqa: PTH208 - names alone are needed
            Path(folder).rmdir()


def unused_files(out: Path) -> list[Path]:
    """Files below ``out`` that nothing refers to, in order."""
    found = sorted(Path(folder, name) for folder, _, names in os.walk(out) for name in names)
    pages = [page for page in found if page.suffix == ".html" and "_static" not in page.parts[len(out.parts) :][:1]]
    alike = [page for page in pages if page.parent == out / RECEIPTS and page.name != "index.html"]
    used = {address for page in set(pages) - set(alike[1:]) for address in _named(page, PAGE_ADDRESS)} | set(pages)
    sheets = [file for file in used if file.suffix == ".css"]
    while sheets:
        sheet = sheets.pop()
        named = {file for file in _named(sheet, CSS_ADDRESS) if file not in used}
        used |= named
        sheets += [file for file in named if file.suffix == ".css"]
    return [path for path in found if path not in used and not path.relative_to(out).as_posix().startswith(KEPT)]


def _named(file: Path, address: re.Pattern[str]) -> list[Path]:
    """What a page or a sheet refers to; a match in running text only keeps a file too many."""
    if not file.is_file():
        return []
    paths = {found.partition("?")[0].partition("#")[0] for found in address.findall(file.read_text(encoding="utf-8"))}
    within = {path for path in paths if path and not urlsplit(path).scheme}
    named = {os.path.normpath(os.path.join(file.parent, unquote(path))) for path in within}  # noqa: PTH118 - many: ten times as fast
    return [Path(path) for path in sorted(named)]
