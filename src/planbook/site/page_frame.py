"""What the frame of a page holds: its policy, and the entries of menu and contents. Known without Sphinx."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["POLICY", "Entry", "Heading", "Part"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""Content-Security-Policy, level 3 (W3C, 2024): everything from the site, nothing written into the page."""


@dataclass(frozen=True)
class Entry:
    """A page in the menu."""

    page: str
    title: str


@dataclass(frozen=True)
class Part:
    """Some pages of the menu under a caption; the outcomes are numbered, as the number is part of their name."""

    caption: str
    entries: tuple[Entry, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of the page, with those below it."""

    anchor: str
    title: str
    entries: tuple[Heading, ...] = ()
