"""Two copies of a file compared, thing by thing: the same, the same within the stated tolerance, or different."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from planbook.audit.bytes_apart import bytes_apart
from planbook.audit.echoes import with_echoes
from planbook.audit.items import items_of
from planbook.audit.moved import WHOLE, moved, presence
from planbook.audit.outcomes import DIFFERS, SAME, WITHIN, Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from planbook.audit.thing import Item

__all__ = ["DIFFERS", "SAME", "WITHIN", "Comparison", "Difference", "Tally", "compare", "compare_trees"]

PLACE = re.compile(r"(?<=^line )\d+|(?<=> )\d+$")
"""The number of a line or an element, which is another once something before it is added or taken away."""
LONGEST_MATCHED = 4000
"""Things between the first and the last difference of a file, beyond which they are paired in order, not matched."""


@dataclass(frozen=True)
class Tally:
    """How many things of a kind were compared, and how they came out."""

    kind: str
    same: int
    within: int
    differ: int


@dataclass(frozen=True)
class Comparison:
    """What was compared and what differs, differences in the order of files and of things in them."""

    tallies: tuple[Tally, ...]
    differences: tuple[Difference, ...]

    @property
    def sound(self) -> bool:
        """Whether everything is the same, or the same within its stated tolerance."""
        return all(difference.result != DIFFERS for difference in self.differences)


def compare_trees(
    published: Mapping[str, bytes], rebuilt: Mapping[str, bytes], allows: Callable[[str, float, float], bool]
) -> Comparison:
    """Compare two copies of a site, given as contents by path.

    ``allows`` says whether a recomputed value is within the tolerance that was stated for a claim.
    """
    files = sorted(published.keys() | rebuilt.keys())
    found = moved(published, rebuilt)
    for file in (file for file in files if file not in found):
        found[file] = tuple(compare(file, published.get(file), rebuilt.get(file), allows))
    differences = with_echoes([one for file in files for one in found[file]], published, rebuilt)
    counted: dict[str, list[int]] = {}
    found_by: dict[str, list[Difference]] = {}
    for difference in differences:
        found_by.setdefault(difference.file, []).append(difference)
    for file in files:
        _count(counted, file, published.get(file), found_by.get(file, ()))
    tallies = (Tally(kind, same, within, differ) for kind, (same, within, differ) in sorted(counted.items()))
    return Comparison(tuple(tallies), tuple(differences))


def compare(
    file: str, published: bytes | None, rebuilt: bytes | None, allows: Callable[[str, float, float], bool]
) -> Iterator[Difference]:
    """The differences between two copies of a file; a copy that is not there is None."""
    if published == rebuilt:
        return
    if published is None or rebuilt is None:
        yield Difference("file", file, WHOLE, presence(published), presence(rebuilt))
        return
    found = [_judged(pair, allows) for pair in _aligned(file, items_of(file, published), items_of(file, rebuilt))]
    yield from found or [_in_bytes(file, published, rebuilt)]


def _aligned(file: str, first: Sequence[Item], second: Sequence[Item]) -> Iterator[tuple[Difference, str]]:
    """Pairs of things that are not the same, with the claim that they are of."""
    keys, others = [_key(item) for item in first], [_key(item) for item in second]
    start = _shared(keys, others)
    end = _shared(keys[start:][::-1], others[start:][::-1])
    left, right = first[start : len(first) - end], second[start : len(second) - end]
    for ours, theirs in _blocks(left, right):
        for number in range(max(len(ours), len(theirs))):
            one = ours[number] if number < len(ours) else None
            other = theirs[number] if number < len(theirs) else None
            if one and other and _key(one) == _key(other):
                continue
            if one and other and _named(one) == _named(other):
                yield Difference(one.kind, file, one.name, one.value, other.value), one.claim
                continue
            if one:
                yield Difference(one.kind, file, one.name, one.value, None), ""
            if other:
                yield Difference(other.kind, file, other.name, None, other.value), ""


def _blocks(left: Sequence[Item], right: Sequence[Item]) -> Iterator[tuple[Sequence[Item], Sequence[Item]]]:
    """Stretches that differ: of copies that are far apart the whole is one stretch."""
    if max(len(left), len(right)) > LONGEST_MATCHED or len(left) == len(right) == 1:
        yield left, right
        return
    keys = [[_key(item) for item in side] for side in (left, right)]
    for tag, a, b, c, d in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag != "equal":
            yield left[a:b], right[c:d]


def _key(item: Item) -> str:
    """What makes two things the same: kind, name but for its place in the order, value."""
    return f"{_named(item)}\0{item.value}"


def _named(item: Item) -> str:
    return f"{item.kind}\0{PLACE.sub('', item.name)}"


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """How many things are the same from the start."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _judged(pair: tuple[Difference, str], allows: Callable[[str, float, float], bool]) -> Difference:
    """A value of a claim may differ by as much as was stated for it."""
    difference, claim = pair
    numbers = [_number(text) for text in (difference.published, difference.rebuilt)]
    if claim and None not in numbers and allows(claim, *(number for number in numbers if number is not None)):
        return replace(difference, result=WITHIN)
    return difference


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _in_bytes(file: str, published: bytes, rebuilt: bytes) -> Difference:
    """Copies that say the same in other bytes: the first place where they part."""
    return Difference("file", file, *bytes_apart(published, rebuilt))


def _count(counted: dict[str, list[int]], file: str, published: bytes | None, found: Sequence[Difference]) -> None:
    for item in items_of(file, published) if published is not None else ():
        counted.setdefault(item.kind, [0, 0, 0])[0] += 1
    for difference in found:
        tally = counted.setdefault(difference.kind, [0, 0, 0])
        tally[1 if difference.result == WITHIN else 2] += 1
        if difference.published is not None and tally[0]:
            tally[0] -= 1
