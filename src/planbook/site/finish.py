"""Finish the site: the evidence beside the pages, and nothing left that no page uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planbook.edge.placing import PLACED
from planbook.site.assets import delete_unused
from planbook.site.face import name_of
from planbook.site.surfaces import surfaces

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["STYLE_SHEET", "finish_site", "joined_styles", "own_face", "write_styles"]

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
