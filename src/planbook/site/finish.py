"""Finish the site: the evidence beside the pages, and nothing left that no page uses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from planbook.data.files import PLACED
from planbook.site.surfaces import surfaces
from planbook.site.theme import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["STYLE_SHEET", "delete_unused", "finish_site", "joined_styles", "own_face", "unused_files", "write_styles"]


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
    receipts = [name for name in pages if name.startswith("receipts/") and name != "receipts/index.html"]
    # All receipts come from one template, so one of them names what each loads.
    named = _names_in(files[name] for name in set(pages) - set(receipts[1:]))
    sheets = _used(files, named, ".css")
    named |= _names_in(sheets)
    named |= _names_in(set(_used(files, named, ".css")) - set(sheets))
    used = {*pages, *(name for name, path in files.items() if path.name in named)}
    return [path for name, path in files.items() if name not in used and not name.startswith(KEPT)]


def _used(files: Mapping[str, Path], named: set[str], ending: str) -> list[Path]:
    return [path for path in files.values() if path.name in named and path.suffix == ending]


def _names_in(files: Iterable[Path]) -> set[str]:
    """The last parts of the addresses in pages and sheets."""
    addresses = {found for file in files for found in ADDRESS.findall(file.read_text(encoding="utf-8"))}
    return {unquote(address).rpartition("/")[2] for address in addresses}


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
