"""The settings of the publication, from ``_config.yml``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from planbook.core.publication import RESERVED_NAME, Publication

if TYPE_CHECKING:
    from planbook.edge.places import Places

__all__ = ["SETTINGS", "publication_in", "publication_of"]

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
