"""What the preview shows: pages that are newer than the site, the site itself, and the faults found last."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["News", "Shown"]

INDEX = "index.html"


@dataclass(frozen=True)
class News:
    """What a browser is told about the page that it shows: a digest of the contents, and the faults."""

    digest: str
    faults: tuple[str, ...]


class Shown:
    """The pages of a site folder, some of them in a newer form; safe to use from several threads."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._newer: dict[str, bytes] = {}
        self._faults: tuple[str, ...] = ()
        self._changed = Condition()

    def page(self, name: str) -> bytes | None:
        """The page at a path below the site, ``""`` and folders being their index; None where there is none."""
        file = f"{name.rstrip('/')}/{INDEX}".lstrip("/") if name.endswith("/") or not name else name
        with self._changed:
            newer = self._newer.get(file)
        if newer is not None:
            return newer
        try:
            return (self._site / file).read_bytes() if file.endswith(".html") else None
        except OSError:
            return None

    def news(self, name: str) -> News | None:
        """What there is to tell about a page; None while it is not there."""
        content = self.page(name)
        return None if content is None else News(hashlib.sha256(content).hexdigest(), self._faults)

    def wait_for_news(self, name: str, known: News | None, seconds: float) -> News | None:
        """What is new about a page since ``known``, waited for at most so many seconds; None where nothing is."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_new(self.news(name), known), seconds)
            news = self.news(name)
            return news if self._is_new(news, known) else None

    @staticmethod
    def _is_new(news: News | None, known: News | None) -> bool:
        return news is not None and news != known

    def show(self, newer: Mapping[str, bytes]) -> None:
        """Show pages that are newer than the site; what was found wrong before is mended."""
        with self._changed:
            self._newer |= newer
            self._faults = ()
            self._changed.notify_all()

    def show_site(self, *, newer_too: bool) -> None:
        """Show the site as it now stands, and beside it what was made since its build began, where something was."""
        with self._changed:
            if not newer_too:
                self._newer = {}
                self._faults = ()
            self._changed.notify_all()

    def tell(self, faults: tuple[str, ...]) -> None:
        """Show faults; the pages stay as they are."""
        with self._changed:
            self._faults = faults
            self._changed.notify_all()
