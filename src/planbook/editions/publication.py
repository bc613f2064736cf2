"""How the publication is addressed: its title, its publisher, and the names under which editions are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from planbook.data.places import Places


RESERVED_NAME = "planbook.example,2026"
"""Stands until the publisher names its own domain; ``.example`` belongs to nobody (RFC 2606)."""

ABSOLUTE = re.compile(r"https?://[^/?#\s]+(?P<path>/[^?#\s]*)?")
"""An address from which others are made: scheme, host and path, nothing after them (RFC 3986)."""


class BadBaseAddress(ValueError):
    """A base address from which no absolute address can be made."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"base address {written!r}: is not an absolute address. Write it as https://example.org/performance/"
        )


@dataclass(frozen=True)
class Publication:
    """Settings of ``_config.yml``.

    ``base`` is where the library is served and ends with a slash, or is empty; ``tag`` is the authority and
    date of tag URIs (RFC 4151).
    """

    title: str
    publisher: str
    base: str = ""
    tag: str = RESERVED_NAME

    def __post_init__(self) -> None:
        if self.base and not ABSOLUTE.fullmatch(self.base):
            raise BadBaseAddress(self.base)
        if self.base and not self.base.endswith("/"):
            object.__setattr__(self, "base", f"{self.base}/")

    @property
    def at_root_of_host(self) -> bool:
        """Whether the library is served at the root of its host, where alone ``robots.txt`` is read (RFC 9309)."""
        match = ABSOLUTE.fullmatch(self.base)
        return match is not None and match["path"] == "/"

    def tag_uri(self, name: str) -> str:
        """The permanent name of a thing: ``tag:planbook.example,2026:west_midlands/fy2014-15/r1``."""
        return f"tag:{self.tag}:{name}"


SETTINGS = "planbook_publication"
"""Key below ``sphinx: config:`` with ``publisher``, ``base_url`` and ``tag``."""


def publication_of(places: Places, base: str = "") -> Publication:
    """Title, publisher and addresses; ``base`` goes before the base address that is written there."""
    path = places.root / "_config.yml"
    return publication_in(path.read_bytes() if path.is_file() else b"", base)


@lru_cache(maxsize=4)
def publication_in(settings: bytes, base: str = "") -> Publication:
    """The same from the text of ``_config.yml``."""
    config: dict[str, Any] = yaml.safe_load(settings) or {}
    own = ((config.get("sphinx") or {}).get("config") or {}).get(SETTINGS) or {}
    title = str(config.get("title") or "planbook")
    return Publication(
        title=title,
        publisher=str(own.get("publisher") or "The planbook authors"),
        base=base or str(own.get("base_url") or ""),
        tag=str(own.get("tag") or RESERVED_NAME),
    )
