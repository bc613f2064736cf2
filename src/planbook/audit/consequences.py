"""Find what differs only because a value differs within its tolerance.

Two machines may give other last digits of one value. Then the ledger has another hash, and pages and lists that state
this hash differ too, though they say nothing else. Nothing may hide behind such a difference: a file is the same within
tolerance only if it is the same byte for byte once values, hashes and sizes are replaced.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from planbook.audit.byte_difference import part_difference, parts_of
from planbook.audit.items import items_of
from planbook.audit.records import WITHIN, Difference

SIZE = "bytes"
"""How the name of an item or of a field ends that states the size of a file."""
SIGNIFICANT_FIGURES = (17, 16, 15)
"""Significant figures of numbers in spreadsheets."""
SHORT_HASH = 12
"""Characters of a hash where a page has no room for all."""


def with_consequences(
    differences: Mapping[str, Sequence[Difference]], published: Mapping[str, bytes], rebuilt: Mapping[str, bytes]
) -> tuple[Difference, ...]:
    """The differences of all files, with the consequences of values within tolerance as within tolerance too.

    A file of which every item is within tolerance, but not every byte, gets one difference more.
    """
    every = tuple(chain.from_iterable(differences.values()))
    replacements = _Replacements()
    for one in every:
        if one.result == WITHIN and one.published and one.rebuilt:
            replacements.learn_value(one.published, one.rebuilt)
    if not replacements.texts:
        return every
    waiting = {file for file in differences if file in published and file in rebuilt}
    settled: set[str] = set()
    while explained := {one for one in waiting if not replacements.rest(one, published[one], rebuilt[one])}:
        waiting -= explained
        settled |= explained
        for file in sorted(explained):
            replacements.learn_file(published[file], rebuilt[file])
    judged: list[Difference] = []
    for file, of_file in differences.items():
        within = [file in settled or replacements.explain(one) for one in of_file]
        judged += [replace(one, result=WITHIN) if ok else one for one, ok in zip(of_file, within, strict=True)]
        if file in waiting and all(within):
            judged += replacements.rest(file, published[file], rebuilt[file])
    return tuple(judged)


class _Replacements:
    """Values, hashes and sizes of the published copy, with what the rebuilt copy has in their place."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.sizes: dict[str, str] = {}

    def learn_value(self, published: str, rebuilt: str) -> None:
        """A value within its tolerance, in the forms in which it is written; the sign may be typographic."""
        self.texts[published.lstrip("-")] = rebuilt.lstrip("-")
        for digits in SIGNIFICANT_FIGURES:
            one, other = (f"{abs(float(value)):.{digits}g}" for value in (published, rebuilt))
            if one != other:
                self.texts.setdefault(one, other)

    def learn_file(self, published: bytes, rebuilt: bytes) -> None:
        """The hash and the size of a file that is the same within tolerance."""
        one, other = (hashlib.sha256(copy).hexdigest() for copy in (published, rebuilt))
        self.texts |= {one: other, one[:SHORT_HASH]: other[:SHORT_HASH]}
        if len(published) != len(rebuilt):
            self.sizes[str(len(published))] = str(len(rebuilt))

    def explain(self, one: Difference) -> bool:
        """Whether a difference is within tolerance, or is one of the replacements alone."""
        if one.result == WITHIN or one.published is None or one.rebuilt is None or one.kind == "file":
            return one.result == WITHIN
        size = one.name.endswith(SIZE) and self.sizes.get(one.published) == one.rebuilt
        return size or self._replaced(one.published.encode()) == one.rebuilt.encode()

    def rest(self, file: str, published: bytes, rebuilt: bytes) -> list[Difference]:
        """The first place where a file differs beyond the replacements; empty if they explain everything."""
        one, other = (_texts_of(file, copy) for copy in (published, rebuilt))
        place = part_difference({name: self._replaced(text) for name, text in one.items()}, other)
        return [Difference("file", file, *place)] if place else []

    def _replaced(self, text: bytes) -> bytes:
        for old, new in self.texts.items():
            text = text.replace(old.encode(), new.encode())
        for old, new in self.sizes.items():
            text = text.replace(f'"{SIZE}": {old}'.encode(), f'"{SIZE}": {new}'.encode())
        return text


def _texts_of(file: str, copy: bytes) -> dict[str, bytes]:
    """The texts in which values are replaced: the items of a PDF, whose texts are packed; else its parts."""
    if file.endswith(".pdf"):
        return {f"{item.kind} {item.name}": item.value.encode() for item in items_of(file, copy)}
    return parts_of(copy)
