"""Two texts beside each other as a person sees where they part: around that place, with what cannot be seen named."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["NOTHING", "shown_pair"]

NOTHING: Final = "nothing"
"""How a thing is shown that one of the copies does not hold."""
DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
SPACES: Final = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t\n\r"
UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
QUOTES: Final = "'\u2018\u2019\u02bc\u2032"
LOOKS: Final = ((DASHES, "-"), (SPACES, " "), (UNSEEN, ""), (QUOTES, "'"))
ALIKE: Final = str.maketrans({one: looks for held, looks in LOOKS for one in held})
HIDDEN: Final = re.compile(f"[{UNSEEN}\u00a0\u202f\u2009\u00ad]")
LOOKS_LIKE_ANOTHER: Final = re.compile(f"[{DASHES}{SPACES}{UNSEEN}{QUOTES} ]")
BEFORE: Final = 3
"""Of the width, one part in so many stands before the place where the texts part."""
CUT: Final = "…"


def shown_pair(published: str | None, rebuilt: str | None, width: int) -> tuple[str, str]:
    """Both texts in at most about ``width`` characters, so that what differs is in view."""
    if published is None or rebuilt is None:
        return _cut(published, 0, width), _cut(rebuilt, 0, width)
    if published == rebuilt:
        return (_cut(published, 0, width),) * 2
    start = _parting(published, rebuilt)
    if _alike(published) == _alike(rebuilt):
        end = _parting(published[start:][::-1], rebuilt[start:][::-1])
        one, other = (_pointed(text, start, len(text) - end, width) for text in (published, rebuilt))
        return one, other
    return _cut(published, start, width), _cut(rebuilt, start, width)


def _alike(text: str) -> str:
    """The text with characters that look alike made one."""
    return " ".join(text.translate(ALIKE).split())


def _parting(one: str, other: str) -> int:
    """Where two texts part."""
    both = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(both) if left != right), min(len(one), len(other)))


def _pointed(text: str, start: int, end: int, width: int) -> str:
    """The text with the characters between two places told by their numbers, as they look like the other copy's."""
    told = LOOKS_LIKE_ANOTHER.sub(lambda found: _number(found[0]), text[start:end]) if end > start else "⟨no character⟩"
    first, last = max(0, start - width // BEFORE), end + width // BEFORE
    head, tail = _seen(text[first:start]), _seen(text[end:last])
    return f"{CUT if first else ''}{head}{told}{tail}{CUT if last < len(text) else ''}"


def _cut(text: str | None, start: int, width: int) -> str:
    """A stretch of a text that holds the place where it parts from another."""
    if text is None:
        return NOTHING
    first = 0 if len(text) <= width or start < width * 2 // BEFORE else start - width // BEFORE
    piece = text[first : first + width]
    return f"{CUT if first else ''}{_seen(piece).strip()}{CUT if first + width < len(text) else ''}"


def _seen(text: str) -> str:
    """White space as single spaces, and characters that cannot be seen by their numbers."""
    return re.sub(r"[ \t\r\n]+", " ", HIDDEN.sub(lambda found: _number(found[0]), text))


def _number(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
