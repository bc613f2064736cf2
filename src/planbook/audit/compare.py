"""Compare two copies of a site, item by item: the same, the same within the stated tolerance, or different.

Two machines may give other last digits of one value. Then the ledger has another hash, and pages and lists that state
this hash differ too, though they say nothing else. Nothing may hide behind such a difference: a file is the same within
tolerance only if it is the same byte for byte once values, hashes and sizes are replaced.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import chain, zip_longest

from planbook.audit.items import items_of
from planbook.audit.records import (
    DAMAGED,
    DIFFERS,
    KINDS,
    WITHIN,
    Comparison,
    Difference,
    Files,
    Item,
    Tally,
    shared_start,
)
from planbook.editions.library_files import hash_of

Allows = Callable[[str, float, float], bool]
"""Whether a claim allows a published and a recomputed value to differ as they do."""
Replacements = dict[bytes, bytes]
"""Values, hashes and sizes in the published copy, with what the rebuilt copy has in their place."""
Place = tuple[str, str, str]
"""The name of a place where two copies part, and what stands there in the published and in the rebuilt one."""

# The number of a line or an element changes when something before it is added or taken away, so it names nothing.
PLACE = re.compile(r"(?<=^line )\d+|(?<=> )\d+$")
# Matching takes the square of the items between the first and the last difference: more are paired in their order.
LONGEST_MATCHED = 4000
WHOLE = "the whole file"
SIZE_FIELD = '"bytes": '  # the field of a record with the size of a file
SIGNIFICANT_FIGURES = (17, 16, 15)  # spreadsheets write one value to any of these
SHORT_HASH = 12  # the characters of a hash where a page has no room for all
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
AROUND = 40  # bytes that are quoted after the place where two copies part
NEAREST_ID = re.compile(rb'\bid="([^"]{1,80})"')


def compare_trees(published: Files, rebuilt: Files, allows: Allows) -> Comparison:
    """Compare two copies of a site, given as contents by path.

    A file with the content of another one, or under another name, is one difference, which says so.
    """
    apart = [file for file in sorted(published.keys() | rebuilt.keys()) if published.get(file) != rebuilt.get(file)]
    # One empty file is like another, so it was not moved: it has no entry.
    names, rebuilt_names = (
        {copies[file]: file for file in reversed(apart) if copies.get(file)} for copies in (published, rebuilt)
    )
    by_file: dict[str, list[Difference]] = {}
    for file in apart:
        ours, theirs, name = published.get(file), rebuilt.get(file), WHOLE
        if ours in rebuilt_names:
            name = f"{WHOLE}, whose content the rebuild has as {rebuilt_names[ours]}"
        elif ours is None and theirs in names:
            name = f"{WHOLE}, published as {names[theirs]}"
        if name == WHOLE and ours is not None and theirs is not None:
            by_file[file] = _differences_in(file, ours, theirs, allows)
        else:
            one, other = (None if copy is None else f"a file of {len(copy)} bytes" for copy in (ours, theirs))
            by_file[file] = [Difference("file", file, name, one, other)]
    differences = _with_consequences(by_file, published, rebuilt)
    return Comparison(tuple(_tallies(published, differences)), differences)


def _tallies(published: Files, differences: Sequence[Difference]) -> Iterator[Tally]:
    items = Counter(item.kind for file, content in published.items() for item in items_of(file, content))
    counts = Counter((one.kind, one.result) for one in differences)
    changed = Counter(one.kind for one in differences if one.published is not None)
    kinds = items.keys() | {one.kind for one in differences}
    for kind in (kind for kind in KINDS if kind in kinds):
        yield Tally(kind, max(0, items[kind] - changed[kind]), counts[kind, WITHIN], counts[kind, DIFFERS])


def _differences_in(file: str, published: bytes, rebuilt: bytes, allows: Allows) -> list[Difference]:
    """Pairs of items that are not the same, and items that only one copy has; if there are none, the first byte."""
    differences: list[Difference] = []
    for ours, theirs in _stretches(items_of(file, published), items_of(file, rebuilt)):
        for one, other in zip_longest(ours, theirs):
            if one and other and _label(one) == _label(other):
                if one.value != other.value:
                    result = WITHIN if _within(one, other, allows) else DIFFERS
                    differences.append(Difference(one.kind, file, one.name, one.value, other.value, result))
                continue
            if one:
                differences.append(Difference(one.kind, file, one.name, one.value, None))
            if other:
                differences.append(Difference(other.kind, file, other.name, None, other.value))
    return differences or [Difference("file", file, *byte_difference(published, rebuilt))]


def _stretches(published: Sequence[Item], rebuilt: Sequence[Item]) -> Iterator[tuple[Sequence[Item], Sequence[Item]]]:
    """Stretches that differ; very long ones are not matched but paired in order."""
    ours, theirs = ([(_label(item), item.value) for item in items] for items in (published, rebuilt))
    start = shared_start(ours, theirs)
    end = shared_start(ours[start:][::-1], theirs[start:][::-1])
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


def _within(one: Item, other: Item, allows: Allows) -> bool:
    """Whether the value of a claim differs by no more than was stated for it."""
    try:
        return bool(one.claim) and allows(one.claim, float(one.value), float(other.value))
    except ValueError:
        return False


def _with_consequences(
    differences: Mapping[str, Sequence[Difference]], published: Files, rebuilt: Files
) -> tuple[Difference, ...]:
    """The differences of all files, with the consequences of values within tolerance as within tolerance too.

    A file of which every item is within tolerance, but not every byte, gets one difference more.
    """
    every = tuple(chain.from_iterable(differences.values()))
    replacements = dict(chain.from_iterable(map(_value_forms, every)))
    if not replacements:
        return every
    open_files = [file for file in differences if file in published and file in rebuilt]
    # A file that is settled has another hash, which explains the files that state it, and so on.
    while settled := {file for file in open_files if not _rest(file, published, rebuilt, replacements)}:
        open_files = [file for file in open_files if file not in settled]
        for file in sorted(settled):
            one, other = published[file], rebuilt[file]
            digests = [hash_of(copy).encode() for copy in (one, other)]
            replacements |= {digests[0]: digests[1], digests[0][:SHORT_HASH]: digests[1][:SHORT_HASH]}
            replacements[f"{SIZE_FIELD}{len(one)}".encode()] = f"{SIZE_FIELD}{len(other)}".encode()
    results: list[Difference] = []
    for file, of_file in differences.items():
        whole = file in published and file in rebuilt and file not in open_files
        within = [whole or _follows(one, replacements) for one in of_file]
        results += [replace(one, result=WITHIN) if same else one for one, same in zip(of_file, within, strict=True)]
        if file in open_files and all(within):
            results += _rest(file, published, rebuilt, replacements)
    return tuple(results)


def _value_forms(one: Difference) -> Iterator[tuple[bytes, bytes]]:
    """A value within its tolerance, in the forms in which it is written; the sign may be typographic."""
    if one.result != WITHIN or not one.published or not one.rebuilt:
        return
    for digits in SIGNIFICANT_FIGURES:
        published, rebuilt = (f"{abs(float(value)):.{digits}g}".encode() for value in (one.published, one.rebuilt))
        if published != rebuilt:
            yield published, rebuilt
    yield one.published.lstrip("-").encode(), one.rebuilt.lstrip("-").encode()


def _follows(one: Difference, replacements: Replacements) -> bool:
    """Whether a difference is within tolerance, or nothing but a replacement."""
    if one.result == WITHIN or one.published is None or one.rebuilt is None or one.kind == "file":
        return one.result == WITHIN
    field = SIZE_FIELD if one.name.endswith("bytes") else ""
    published, rebuilt = (f"{field}{value}".encode() for value in (one.published, one.rebuilt))
    return _replaced(published, replacements) == rebuilt


def _rest(file: str, published: Files, rebuilt: Files, replacements: Replacements) -> list[Difference]:
    """The first place where a file differs beyond the replacements; empty if they explain everything."""
    one, other = _texts_of(file, published[file]), _texts_of(file, rebuilt[file])
    place = _part_difference({name: _replaced(text, replacements) for name, text in one.items()}, other)
    return [Difference("file", file, *place)] if place else []


def _replaced(text: bytes, replacements: Replacements) -> bytes:
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text


def _texts_of(file: str, copy: bytes) -> dict[str, bytes]:
    """The texts in which values are replaced: the items of a PDF, whose texts are packed; else its parts."""
    if file.endswith(".pdf"):
        return {f"{item.kind} {item.name}": item.value.encode() for item in items_of(file, copy)}
    return _parts_of(copy)


def _parts_of(copy: bytes) -> dict[str, bytes]:
    """The files of a zip file by name; a file of another form, or a damaged one, is one part without a name."""
    try:
        with zipfile.ZipFile(io.BytesIO(copy)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except DAMAGED:
        return {"": copy}


def byte_difference(published: bytes, rebuilt: bytes) -> Place:
    """The place where two copies part: a byte order mark, ends of lines, a part of a package, or line and byte."""
    if published.startswith(BYTE_ORDER_MARK) != rebuilt.startswith(BYTE_ORDER_MARK):
        names = ("a byte order mark", "none")
        one, other = names if published.startswith(BYTE_ORDER_MARK) else names[::-1]
        return "a byte order mark at the start", one, other
    if _lines(published) == _lines(rebuilt):
        return "ends of lines", _line_ends(published), _line_ends(rebuilt)
    parts, rebuilt_parts = _parts_of(published), _parts_of(rebuilt)
    if "" in parts or "" in rebuilt_parts:
        return _first_byte(published, rebuilt)
    # The same parts in another order or packed by another zlib are other bytes all the same.
    sizes = f"{len(published)} bytes", f"{len(rebuilt)} bytes"
    return _part_difference(parts, rebuilt_parts) or ("order, dates or packing of the archive", *sizes)


def _part_difference(published: Files, rebuilt: Files) -> Place | None:
    """The place where the first part that differs parts; None where all parts are the same."""
    for name in sorted(published.keys() | rebuilt.keys()):
        one, other = published.get(name, b""), rebuilt.get(name, b"")
        if one != other:
            place, *quoted = byte_difference(one, other)
            return f"part {name}: {place}" if name else place, quoted[0], quoted[1]
    return None


def _lines(copy: bytes) -> bytes:
    return copy.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")


def _line_ends(copy: bytes) -> str:
    pairs = copy.count(b"\r\n")
    returns, feeds = copy.count(b"\r") - pairs, copy.count(b"\n") - pairs
    counts = ((pairs, "carriage return and line feed"), (returns, "carriage return"), (feeds, "line feed"))
    return ", ".join(f"{number} × {name}" for number, name in counts if number) or "none"


def _first_byte(published: bytes, rebuilt: bytes) -> Place:
    at = shared_start(published, rebuilt)
    line = published.count(b"\n", 0, at) + 1
    ids = NEAREST_ID.findall(published, 0, at)
    near = f", after #{ids[-1].decode('utf-8', 'replace')}" if ids else ""
    stretch = slice(max(0, at - AROUND // 2), at + AROUND)
    one, other = (copy[stretch].decode("utf-8", "replace") for copy in (published, rebuilt))
    return f"markup or white space in line {line}{near}, byte {at}", one, other
