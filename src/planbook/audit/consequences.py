"""Find what differs only because a value differs within its tolerance.

Two machines may give other last digits of one value. Then the ledger has another hash, and pages and lists that state
this hash differ too, though they say nothing else. Nothing may hide behind such a difference: a file is the same within
tolerance only if it is the same byte for byte once values, hashes and sizes are replaced.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from planbook.audit.byte_difference import part_difference, parts_of
from planbook.audit.items import items_of
from planbook.audit.records import WITHIN, Difference, Files, sha256

Replacements = dict[bytes, bytes]
"""Values, hashes and sizes in the published copy, with what the rebuilt copy has in their place."""

SIZE_FIELD = '"bytes": '
"""The field of a record with the size of a file."""
SIGNIFICANT_FIGURES = (17, 16, 15)
"""Significant figures of numbers in spreadsheets."""
SHORT_HASH = 12
"""Characters of a hash where a page has no room for all."""


def with_consequences(
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
    while explained := {file for file in open_files if not _rest(file, published, rebuilt, replacements)}:
        open_files = [file for file in open_files if file not in explained]
        for file in sorted(explained):
            replacements.update(_file_forms(published[file], rebuilt[file]))
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


def _file_forms(published: bytes, rebuilt: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The hash of a file that is the same within tolerance, in full and short, and its size."""
    one, other = (sha256(copy).encode() for copy in (published, rebuilt))
    yield one, other
    yield one[:SHORT_HASH], other[:SHORT_HASH]
    yield f"{SIZE_FIELD}{len(published)}".encode(), f"{SIZE_FIELD}{len(rebuilt)}".encode()


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
    place = part_difference({name: _replaced(text, replacements) for name, text in one.items()}, other)
    return [Difference("file", file, *place)] if place else []


def _replaced(text: bytes, replacements: Replacements) -> bytes:
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text


def _texts_of(file: str, copy: bytes) -> dict[str, bytes]:
    """The texts in which values are replaced: the items of a PDF, whose texts are packed; else its parts."""
    if file.endswith(".pdf"):
        return {f"{item.kind} {item.name}": item.value.encode() for item in items_of(file, copy)}
    return parts_of(copy)
