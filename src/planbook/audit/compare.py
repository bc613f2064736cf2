"""Compare two copies of a site, item by item: the same, the same within the stated tolerance, or different."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest

from planbook.audit.byte_difference import byte_difference
from planbook.audit.consequences import with_consequences
from planbook.audit.items import items_of
from planbook.audit.records import DIFFERS, KINDS, WITHIN, Comparison, Difference, Files, Item, Tally

Allows = Callable[[str, float, float], bool]
"""Whether a claim allows a published and a recomputed value to differ as they do."""

PLACE = re.compile(r"(?<=^line )\d+|(?<=> )\d+$")
"""The number of a line or an element, which changes when something before it is added or taken away."""
LONGEST_MATCHED = 4000
"""Items between the first and the last difference of a file, beyond which they are paired in order, not matched."""
WHOLE = "the whole file"


def compare_trees(published: Files, rebuilt: Files, allows: Allows) -> Comparison:
    """Compare two copies of a site, given as contents by path."""
    files = sorted(published.keys() | rebuilt.keys())
    differences = _moved(files, published, rebuilt)
    for file in files:
        if file not in differences:
            differences[file] = compare(file, published.get(file), rebuilt.get(file), allows)
    by_file = {file: differences[file] for file in files if differences[file]}
    judged = with_consequences(by_file, published, rebuilt)
    return Comparison(tuple(_tallies(published, judged)), judged)


def compare(file: str, published: bytes | None, rebuilt: bytes | None, allows: Allows) -> list[Difference]:
    """The differences between two copies of a file; a copy that is not there is None."""
    if published == rebuilt:
        return []
    if published is None or rebuilt is None:
        return [Difference("file", file, WHOLE, _presence(published), _presence(rebuilt))]
    differences = [*_item_differences(file, items_of(file, published), items_of(file, rebuilt), allows)]
    return differences or [Difference("file", file, *byte_difference(published, rebuilt))]


def _presence(copy: bytes | None) -> str | None:
    return None if copy is None else f"a file of {len(copy)} bytes"


def _moved(files: Sequence[str], published: Files, rebuilt: Files) -> dict[str, list[Difference]]:
    """Files with the content of another file, or under another name: one difference each.

    Empty files, of which one is like another, are left out.
    """
    apart = [file for file in files if published.get(file) != rebuilt.get(file)]
    names, rebuilt_names = (
        {copies[file]: file for file in reversed(apart) if copies.get(file)} for copies in (published, rebuilt)
    )
    moved: dict[str, list[Difference]] = {}
    for file in apart:
        ours, theirs = published.get(file), rebuilt.get(file)
        if ours in rebuilt_names:
            name = f"{WHOLE}, whose content the rebuild has as {rebuilt_names[ours]}"
        elif ours is None and theirs in names:
            name = f"{WHOLE}, published as {names[theirs]}"
        else:
            continue
        moved[file] = [Difference("file", file, name, _presence(ours), _presence(theirs))]
    return moved


def _item_differences(
    file: str, published: Sequence[Item], rebuilt: Sequence[Item], allows: Allows
) -> Iterator[Difference]:
    """Pairs of items that are not the same, and items that only one copy has."""
    for ours, theirs in _stretches(published, rebuilt):
        for one, other in zip_longest(ours, theirs):
            if one and other and _label(one) == _label(other):
                if one.value != other.value:
                    result = WITHIN if _within(one, other, allows) else DIFFERS
                    yield Difference(one.kind, file, one.name, one.value, other.value, result)
                continue
            if one:
                yield Difference(one.kind, file, one.name, one.value, None)
            if other:
                yield Difference(other.kind, file, other.name, None, other.value)


def _stretches(published: Sequence[Item], rebuilt: Sequence[Item]) -> Iterator[tuple[Sequence[Item], Sequence[Item]]]:
    """Stretches that differ; very long ones are not matched but paired in order."""
    ours, theirs = ([(_label(item), item.value) for item in items] for items in (published, rebuilt))
    start = _shared(ours, theirs)
    end = _shared(ours[start:][::-1], theirs[start:][::-1])
    # SequenceMatcher takes the square of what it is given: what both copies share at either end is left out.
    sides = slice(start, len(ours) - end), slice(start, len(theirs) - end)
    left, right = published[sides[0]], rebuilt[sides[1]]
    if max(len(left), len(right)) > LONGEST_MATCHED:
        yield left, right
        return
    for tag, a, b, c, d in SequenceMatcher(None, ours[sides[0]], theirs[sides[1]], autojunk=False).get_opcodes():
        if tag != "equal":
            yield left[a:b], right[c:d]


def _label(item: Item) -> tuple[str, str]:
    """Kind and name of an item, without its place in the order."""
    return item.kind, PLACE.sub("", item.name)


def _shared(first: Sequence[object], second: Sequence[object]) -> int:
    """How many elements are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _within(one: Item, other: Item, allows: Allows) -> bool:
    """Whether the value of a claim differs by no more than was stated for it."""
    try:
        return bool(one.claim) and allows(one.claim, float(one.value), float(other.value))
    except ValueError:
        return False


def _tallies(published: Files, differences: Sequence[Difference]) -> Iterator[Tally]:
    """Counts by kind, in the order of a report."""
    items = Counter(item.kind for file, content in published.items() for item in items_of(file, content))
    counts = Counter((one.kind, one.result) for one in differences)
    changed = Counter(one.kind for one in differences if one.published is not None)
    kinds = items.keys() | {one.kind for one in differences}
    for kind in (kind for kind in KINDS if kind in kinds):
        yield Tally(kind, max(0, items[kind] - changed[kind]), counts[kind, WITHIN], counts[kind, DIFFERS])
