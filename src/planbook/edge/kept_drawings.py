"""Drawn charts, kept under their keys between runs of a notebook.

A drawing is kept under what it was given and what drew it: this library's charts, and all that is installed.
Every entry carries a digest of itself: one that is damaged is drawn again. The drawings that were used longest ago go
when there are too many.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import planbook
from planbook.data.digests import digest_of
from planbook.edge.snapshot import installed_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planbook.charts.drawing import Drawn

__all__ = ["MOST", "KeptDrawings"]

CHARTS = Path(planbook.__file__).with_name("charts")
SETTINGS = "matplotlibrc"
MOST = 1000
"""Drawings; an edition has some two dozen of about 15 kB."""


@dataclass(frozen=True)
class KeptDrawings:
    """The drawings in a folder."""

    folder: Path
    most: int = MOST

    def __call__(self, key: str, draw: Callable[[], Drawn]) -> Drawn:
        """The drawing under a key: what is kept, or what is drawn now."""
        path = self.path_of(key)
        found = _read(path)
        if found is None:
            found = draw()
            self._keep(path, found)
        else:
            with suppress(FileNotFoundError):  # another kernel has made room
                os.utime(path)
        return found

    def path_of(self, key: str) -> Path:
        """Where a drawing is kept, or would be: other code or other libraries have another place."""
        return self.folder / _sum(f"{key} {_made_with()}")

    def _keep(self, path: Path, drawn: Drawn) -> None:
        text = json.dumps(asdict(drawn))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(f"{_sum(text)}\n{text}", encoding="utf-8")
        fresh.replace(path)
        held = sorted((entry for entry in self.folder.iterdir() if not entry.suffix), key=_last_used)
        for old in held[: -self.most]:
            old.unlink(missing_ok=True)


def _last_used(path: Path) -> float:
    """When an entry was used; one that another kernel has just moved or deleted counts as new."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return float("inf")


@lru_cache(maxsize=1)
def _made_with() -> str:
    return digest_of((*sorted(CHARTS.glob("*.py")), *_settings_of_users()), installed_packages())


def _settings_of_users() -> Iterator[Path]:
    """Files in which somebody may have set what Matplotlib draws with: the first that is there is used."""
    home = Path.home()
    named = (os.environ.get(variable) for variable in ("MATPLOTLIBRC", "MPLCONFIGDIR", "XDG_CONFIG_HOME"))
    folders = (Path.cwd(), *(Path(name) for name in named if name), home / ".config", home / ".matplotlib")
    places = (place for folder in folders for place in (folder, folder / SETTINGS, folder / "matplotlib" / SETTINGS))
    yield from (place for place in dict.fromkeys(places) if place.is_file())


def _read(path: Path) -> Drawn | None:
    from planbook.charts.drawing import Drawn  # here, since whoever keeps drawings may never draw

    try:
        digest, text = path.read_text(encoding="utf-8").split("\n", 1)
    except (OSError, ValueError):
        return None
    if digest != _sum(text):
        return None
    record: dict[str, Any] = json.loads(text)
    spots = {name: tuple((x, y) for x, y in record[name]) for name in ("wide_spots", "narrow_spots")}
    return Drawn(record["wide"], record["narrow"], **spots)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
