"""Quote two texts side by side around the place where they part, with characters that look alike told by number."""

import re

NOTHING = "nothing"
"""Stands for an item that one of the copies does not have."""
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t\n\r"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
QUOTES = "'\u2018\u2019\u02bc\u2032"
LOOKS = ((DASHES, "-"), (SPACES, " "), (INVISIBLE, ""), (QUOTES, "'"))
ALIKE = str.maketrans({one: looks for characters, looks in LOOKS for one in characters})
HIDDEN = re.compile(f"[{INVISIBLE}\u00a0\u202f\u2009\u00ad]")
LOOKS_LIKE_ANOTHER = re.compile(f"[{DASHES}{SPACES}{INVISIBLE}{QUOTES} ]")
CUT = "…"


def text_pair(published: str | None, rebuilt: str | None, width: int) -> tuple[str, str]:
    """Both texts in about ``width`` characters at most, with the place where they part in view."""
    if published is None or rebuilt is None or published == rebuilt:
        return _cut(published, 0, width), _cut(rebuilt, 0, width)
    start = _parting(published, rebuilt)
    if _alike(published) == _alike(rebuilt):
        end = _parting(published[start:][::-1], rebuilt[start:][::-1])
        published, rebuilt = (_numbered(text, start, len(text) - end) for text in (published, rebuilt))
    return _cut(published, start, width), _cut(rebuilt, start, width)


def _parting(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _alike(text: str) -> str:
    """The text with characters that look alike made the same."""
    return " ".join(text.translate(ALIKE).split())


def _numbered(text: str, start: int, end: int) -> str:
    """The text with the characters between two places told by number, as they look like those of the other copy."""
    numbers = LOOKS_LIKE_ANOTHER.sub(_number, text[start:end]) or "⟨no character⟩"
    return f"{text[:start]}{numbers}{text[end:]}"


def _cut(text: str | None, start: int, width: int) -> str:
    """The stretch of a text around the place where it parts, a third of it before that place."""
    if text is None:
        return NOTHING
    first = 0 if len(text) <= width or start < width * 2 // 3 else start - width // 3
    piece = re.sub(r"[ \t\r\n]+", " ", HIDDEN.sub(_number, text[first : first + width])).strip()
    return f"{CUT if first else ''}{piece}{CUT if first + width < len(text) else ''}"


def _number(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
