"""Numbers of paragraphs that can be cited: given once, kept through edits, never given again.

A register holds one entry a paragraph: the file it stands in, its number there, its first words and a
fingerprint of all its words. A paragraph keeps its number while its words are the same, wherever in its file
they stand, and also when it is edited but opens with nearly the same words. What matches nothing is a new
paragraph and gets the next number that the file has never used; an entry that nothing matches is retired.
Editions of one force share their numbers: a paragraph carried over from another edition keeps the one it has
there, and a new paragraph gets one that no edition has given.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Entry", "anchor_of", "cited_as", "live", "renumbered", "split_paragraphs"]

OPENING_WORDS = 12
"""How many first words the register keeps, to know an edited paragraph again."""
ALIKE = 0.6
"""Share of equal characters (Ratcliff and Obershelp's measure) at which two openings are the same paragraph's."""
FINGERPRINT = 16
SECTION_LETTERS = {
    "purpose": "A",
    "summary": "B",
    "recommendations": "C",
    "background": "D",
    "financial": "E",
    "legal": "F",
    "equality": "G",
    "risk": "H",
}
"""Letters of the sections of the board paper; a letter, once given, stays with its section."""


@dataclass(frozen=True)
class Entry:
    """One numbered paragraph: ``file`` is a milestone's id or a section of the board paper."""

    file: str
    ordinal: int
    opening: str
    fingerprint: str
    retired: bool = False

    @property
    def number(self) -> str:
        """The number as it is cited: ``5.4b.1``."""
        return cited_as(self.file, self.ordinal)


def cited_as(file: str, ordinal: int) -> str:
    """The number of a paragraph: ``5.4b.1`` for the first on M5.4b, ``E.1`` for the first on finance."""
    return f"{SECTION_LETTERS.get(file, file.removeprefix('M'))}.{ordinal}"


def anchor_of(number: str) -> str:
    """The anchor of a numbered paragraph on its page: ``para-5-4b-1``."""
    return f"para-{number.lower().replace('.', '-')}"


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a commentary, each on one line; blank lines part them."""
    blocks = ("\n".join(line.strip() for line in text.splitlines())).split("\n\n")
    return tuple(joined for block in blocks if (joined := " ".join(block.split())))


def renumbered(
    register: Iterable[Entry], present: Mapping[str, Sequence[str]], elsewhere: Iterable[Entry] = ()
) -> tuple[Entry, ...]:
    """The register brought into step with the commentary; ``present`` holds paragraphs by file.

    ``elsewhere`` are the entries of other editions of the force, the nearest last. Entries returned are in
    the order of files, each file's in the order of numbers. Applied twice it changes nothing more.
    """
    held, others = _by_file(register), _by_file(elsewhere)
    files = sorted({*held, *present})
    return tuple(
        entry
        for file in files
        for entry in _file(file, held.get(file, []), present.get(file, ()), others.get(file, []))
    )


def _by_file(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        held.setdefault(entry.file, []).append(entry)
    return held


def live(
    register: Iterable[Entry], file: str, paragraphs: Sequence[str], elsewhere: Iterable[Entry] = ()
) -> tuple[tuple[str, str], ...]:
    """Pairs of number and paragraph of one file, in the order of the file; edits since the register are matched."""
    entries = [entry for entry in register if entry.file == file]
    others = [entry for entry in elsewhere if entry.file == file]
    prints = {entry.fingerprint: entry for entry in _file(file, entries, paragraphs, others)}
    return tuple((prints[_fingerprint(text)].number, text) for text in paragraphs)


def _file(
    file: str, entries: Sequence[Entry], paragraphs: Sequence[str], elsewhere: Sequence[Entry] = ()
) -> list[Entry]:
    own = {entry.ordinal for entry in entries}
    carried = [entry for entry in elsewhere if entry.ordinal not in own]
    same = {entry.fingerprint: entry for entry in (*carried, *entries)}
    kept: dict[str, int] = {}
    fresh: list[str] = []
    for text in dict.fromkeys(paragraphs):
        entry = same.get(_fingerprint(text))
        if entry and entry.ordinal not in kept.values():
            kept[text] = entry.ordinal
        else:
            fresh.append(text)
    nearest = {entry.ordinal: entry for entry in (*carried, *entries)}
    open_still = [one for one in nearest.values() if not one.retired and one.ordinal not in kept.values()]
    kept |= _edited(open_still, fresh)
    following = max((entry.ordinal for entry in (*entries, *elsewhere)), default=0) + 1
    for text in fresh:
        if text not in kept:
            kept[text] = following
            following += 1
    present = {ordinal: Entry(file, ordinal, _opening(text), _fingerprint(text)) for text, ordinal in kept.items()}
    gone = {entry.ordinal: replace(entry, retired=True) for entry in entries}
    return [entry for _, entry in sorted({**gone, **present}.items())]


def _edited(entries: Sequence[Entry], fresh: Sequence[str]) -> dict[str, int]:
    """Numbers kept by paragraphs whose words changed: the most alike openings first."""
    pairs = sorted(
        (-_likeness(entry.opening, _opening(text)), entry.ordinal, place)
        for entry in entries
        for place, text in enumerate(fresh)
    )
    kept: dict[str, int] = {}
    for unlike, ordinal, place in pairs:
        if -unlike >= ALIKE and ordinal not in kept.values() and fresh[place] not in kept:
            kept[fresh[place]] = ordinal
    return kept


def _likeness(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _opening(text: str) -> str:
    return " ".join(text.split()[:OPENING_WORDS])


def _fingerprint(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:FINGERPRINT]
