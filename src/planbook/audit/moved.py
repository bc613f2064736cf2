"""Files that stand under another name, or in the place of another: told as that, and not thing by thing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from planbook.audit.outcomes import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WHOLE", "moved", "presence"]

WHOLE: Final = "the whole file"


def moved(published: Mapping[str, bytes], rebuilt: Mapping[str, bytes]) -> dict[str, tuple[Difference, ...]]:
    """For each file whose published copy is that of another file, or whose name is, the one difference that this is.

    Empty files, of which one is like another, are left out.
    """
    apart = [file for file in sorted(published.keys() | rebuilt.keys()) if published.get(file) != rebuilt.get(file)]
    here, there = (_by_hash(copies, apart) for copies in (published, rebuilt))
    return {file: (told,) for file in apart if (told := _told(file, published, rebuilt, here, there))}


def presence(copy: bytes | None) -> str | None:
    """What is said of a file that is compared as a whole; None where there is none."""
    return None if copy is None else f"a file of {len(copy)} bytes"


def _told(
    file: str,
    published: Mapping[str, bytes],
    rebuilt: Mapping[str, bytes],
    here: Mapping[str, str],
    there: Mapping[str, str],
) -> Difference | None:
    ours, theirs = published.get(file), rebuilt.get(file)
    if ours and (other := there.get(_hash(ours))):
        name = f"{WHOLE}, whose content the rebuild has as {other}"
        return Difference("file", file, name, presence(ours), presence(theirs))
    if theirs and ours is None and (other := here.get(_hash(theirs))):
        return Difference("file", file, f"{WHOLE}, published as {other}", None, presence(theirs))
    return None


def _by_hash(copies: Mapping[str, bytes], files: list[str]) -> dict[str, str]:
    return {_hash(copies[file]): file for file in reversed(files) if copies.get(file)}


def _hash(copy: bytes) -> str:
    return hashlib.sha256(copy).hexdigest()
