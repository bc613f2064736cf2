"""What all editions share: styles, scripts and pictures stand once at the root, in ``_static``."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from planbook.scale.work import NOTEBOOK
from planbook.site.finish import STYLE_SHEET, joined_styles
from planbook.site.theme import STATIC

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places

__all__ = ["place_full_edition", "write_shared"]

PICTURES = ("favicon.svg", "wordmark-light.svg")
SCRIPTS = ("scheme.js", "frame.js")
SHARED = "_static"
OWN = ("search_index.js",)
"""Files of ``_static`` that say something of one edition, and so stay with it."""

STATIC_ADDRESS = re.compile(r'((?:src|href)=")((?:\.\./)*)_static/([^"]+)"')


def write_shared(places: Places, target: Path) -> None:
    """Write the shared files and the notebook as written at the root of the site."""
    static = target / SHARED
    static.mkdir(parents=True, exist_ok=True)
    (static / STYLE_SHEET).write_text(joined_styles(places.root), encoding="utf-8")
    for script in SCRIPTS:
        shutil.copyfile(STATIC / script, static / script)
    for picture in PICTURES:
        shutil.copyfile(places.root / "book" / SHARED / picture, static / picture)
    shutil.copyfile(places.root / NOTEBOOK, target / "numbers.ipynb")


def place_full_edition(built: Path, target: Path, address: str) -> None:
    """Put a built site below ``target`` as the edition at ``address``; its shared files stand at the root."""
    folder = target / address
    shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(path for path in built.rglob("*") if path.is_file()):
        name = path.relative_to(built)
        shared = name.parts[0] == SHARED and name.name not in OWN
        to = (target if shared else folder) / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".html":
            to.write_text(_sharing(path.read_text(encoding="utf-8"), address), encoding="utf-8")
        else:
            shutil.copyfile(path, to)


def _sharing(page: str, address: str) -> str:
    """A page whose addresses of shared files lead to the root of the site of all forces."""
    up = "../" * (address.count("/") + 1)

    def led(found: re.Match[str]) -> str:
        opening, ups, name = found.groups()
        return found[0] if name.partition("?")[0] in OWN else f'{opening}{ups}{up}{SHARED}/{name}"'

    return STATIC_ADDRESS.sub(led, page)
