"""The files beside the pages: what nothing refers to is not published."""
# ruff: noqa: PTH113, PTH118, PTH120, PTH123, PTH208 - names are texts, since paths take ten times as long

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
