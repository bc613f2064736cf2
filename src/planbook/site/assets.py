"""The files beside the pages: icons cut to those in use, style rules for the others dropped, unused files deleted."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["delete_unused", "lean_icons", "unused_files"]

ICON = re.compile(r"\bfa-([a-z0-9-]+)")
ICON_RULE = re.compile(r'((?:\.fa-[a-z0-9-]+:{1,2}before,?)+)\{content:"\\([0-9a-f]+|.)";?\}', re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*fontawesome/webfonts/fa-(solid|regular|brands|v4compat)[^}]*\}")
CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)['"]?(?!data:|https?:|#|url)([^'")]+)""")
SOLID = "_static/vendor/fontawesome/webfonts/fa-solid-900.ttf"
KEPT = ("as_run/", "ledger.json", "objects.inv", ".nojekyll", "searchindex.js")
"""Published for readers and other books, whether or not a page links to it."""


def lean_icons(out: Path) -> None:
    """Cut Font Awesome (OFL 1.1, subsets allowed) to the icons that pages or scripts name."""
    sheet, font = out / "_static" / "styles" / "pydata-sphinx-theme.css", out / SOLID
    if not (sheet.is_file() and font.is_file()):
        return
    named = (*out.rglob("*.html"), *out.glob("_static/scripts/*.js"))
    icons = frozenset(icon for file in named for icon in ICON.findall(file.read_text(encoding="utf-8")))
    css, points = lean_sheet(sheet.read_text(encoding="utf-8"), icons)
    font.with_suffix(".woff").write_bytes(_subset(font, points))
    sheet.write_text(css, encoding="utf-8")


def lean_sheet(css: str, icons: frozenset[str]) -> tuple[str, frozenset[int]]:
    """The sheet with rules for ``icons`` only and one font face, and the code points that it still names."""
    points: set[int] = set()

    def rule(match: re.Match[str]) -> str:
        if icons.isdisjoint(ICON.findall(match[1])):
            return ""
        points.add(int(match[2], 16) if len(match[2]) > 1 else ord(match[2]))
        return match[0]

    lean = ICON_RULE.sub(rule, css)
    return FONT_FACE.sub(_solid_face, lean), frozenset(points)


def _solid_face(match: re.Match[str]) -> str:
    if match[1] != "solid":
        return ""
    return re.sub(r"src:[^}]*", 'src:url(../vendor/fontawesome/webfonts/fa-solid-900.woff) format("woff")', match[0])


def _subset(font: Path, points: frozenset[int]) -> bytes:
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options(flavor="woff", layout_features=[], recalc_timestamp=False, notdef_outline=True)
    loaded = subset.load_font(str(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(points))
    cutter.subset(loaded)
    held = io.BytesIO()
    loaded.flavor = "woff"
    loaded.save(held)
    return held.getvalue()


def delete_unused(out: Path) -> None:
    """Delete every file that no page, style sheet or rule of publication asks for, and folders left empty."""
    for file in unused_files(out):
        file.unlink()
    for folder in sorted((path for path in out.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def unused_files(out: Path) -> list[Path]:
    """Files below ``out`` that nothing refers to, in order."""
    pages = sorted(out.rglob("*.html"))
    pages = [page for page in pages if not page.is_relative_to(out / "_static")]
    used = {address for page in pages for address in _named_by_page(page)} | set(pages)
    sheets = [file for file in used if file.suffix == ".css"]
    while sheets:
        sheet = sheets.pop()
        named = {file for file in _named_by_sheet(sheet) if file not in used}
        used |= named
        sheets += [file for file in named if file.suffix == ".css"]
    found = sorted(path for path in out.rglob("*") if path.is_file())
    return [path for path in found if path not in used and not path.relative_to(out).as_posix().startswith(KEPT)]


def _named_by_sheet(sheet: Path) -> list[Path]:
    if not sheet.is_file():
        return []
    named = CSS_ADDRESS.findall(sheet.read_text(encoding="utf-8"))
    return [(sheet.parent / urlsplit(address).path).resolve() for address in named]


def _named_by_page(page: Path) -> list[Path]:
    addresses = _Addresses()
    addresses.feed(page.read_text(encoding="utf-8"))
    paths = {urlsplit(address).path for address in addresses.named}
    return [(page.parent / unquote(path)).resolve() for path in sorted(paths) if path]


class _Addresses(HTMLParser):
    """What a page's elements refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.named: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the addresses of one element."""
        del tag
        self.named |= {value for name, value in attrs if name in {"src", "href"} and value}
