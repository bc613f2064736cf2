"""What differs only because a value differs within its tolerance: texts that quote it, and hashes of files that do.

Two machines may give other last digits of one value. Then the ledger has another hash, and pages and lists that state
that hash differ too; none of them says anything else. Nothing may hide behind such a difference: a file is the same
within tolerance only if it is the same byte for byte once the values, hashes and sizes are put in the other's place.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from planbook.audit.bytes_apart import bytes_apart
from planbook.audit.outcomes import WITHIN, Difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["with_echoes"]

SIZE: Final = "bytes"
FIGURES_WRITTEN: Final = (17, 16, 15)
"""Significant figures of numbers in spreadsheets."""
SHORT_HASH: Final = 12
"""Characters of a hash where a page has no room for all."""
PACKED: Final = ("pdf",)
"""Forms whose texts lie packed: they are compared by their things alone."""


def with_echoes(
    differences: Sequence[Difference], published: Mapping[str, bytes], rebuilt: Mapping[str, bytes]
) -> tuple[Difference, ...]:
    """The differences, those within tolerance that follow from values that are; and what hides behind them."""
    if not any(one.result == WITHIN for one in differences):
        return tuple(differences)
    desk = _Desk(published, rebuilt)
    found: dict[str, list[Difference]] = {}
    for one in differences:
        found.setdefault(one.file, []).append(one)
        if one.result == WITHIN:
            desk.learn(one.published, one.rebuilt)
    waiting = {file for file, held in found.items() if all(_both(one) for one in held)}
    while settled := [file for file in sorted(waiting) if desk.echoes(found[file])]:
        waiting -= set(settled)
        for file in settled:
            desk.learn_file(file)
    sound = {file for file in found if file in published and file in rebuilt and file not in waiting}
    return tuple(one for file, held in found.items() for one in desk.judged(file, held, whole=file in sound))


def _both(difference: Difference) -> bool:
    return difference.published is not None and difference.rebuilt is not None


@dataclass
class _Desk:
    """What is known to stand for what: values, hashes and sizes of the published copy by those of the rebuilt one."""

    published: Mapping[str, bytes]
    rebuilt: Mapping[str, bytes]
    pairs: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)

    def learn(self, published: str | None, rebuilt: str | None) -> None:
        """A value that is within its tolerance, in the forms in which it is written; its sign may be typographic."""
        if published and rebuilt:
            self.pairs[published.lstrip("-")] = rebuilt.lstrip("-")
            for digits in FIGURES_WRITTEN:
                one, other = (f"{abs(float(value)):.{digits}g}" for value in (published, rebuilt))
                if one != other:
                    self.pairs.setdefault(one, other)

    def learn_file(self, file: str) -> None:
        """The hash and the size of a file that is the same within tolerance."""
        copies = self.published[file], self.rebuilt[file]
        one, other = (hashlib.sha256(copy).hexdigest() for copy in copies)
        self.pairs |= {one: other, one[:SHORT_HASH]: other[:SHORT_HASH]}
        if len(copies[0]) != len(copies[1]):
            self.sizes[str(len(copies[0]))] = str(len(copies[1]))

    def echoes(self, held: Sequence[Difference]) -> bool:
        """Whether everything that differs in a file follows from what is known."""
        return all(self.echo(one) for one in held)

    def echo(self, one: Difference) -> bool:
        """Whether a difference is within tolerance, or follows from what is known."""
        if one.result == WITHIN:
            return True
        if one.published is None or one.rebuilt is None or one.kind == "file":
            return False
        if one.name.endswith(SIZE) and self.sizes.get(one.published) == one.rebuilt:
            return True
        return self.put(one.published) == one.rebuilt

    def put(self, text: str) -> str:
        """A text of the published copy with what the rebuilt one holds in its place."""
        for old, new in self.pairs.items():
            text = text.replace(old, new)
        return text

    def judged(self, file: str, held: Sequence[Difference], *, whole: bool) -> tuple[Difference, ...]:
        """The differences of a file with their results; of one that is within tolerance, what is not told by them."""
        told = tuple(replace(one, result=WITHIN) if self.echo(one) else one for one in held)
        return (*told, *self.behind(file)) if whole else told

    def behind(self, file: str) -> tuple[Difference, ...]:
        """What differs in the bytes of a file beyond what is known to."""
        if file.rpartition(".")[2] in PACKED:
            return ()
        one, other = self._laid_out(self.published[file]), self._laid_out(self.rebuilt[file])
        for part in sorted(one.keys() | other.keys()):
            left, right = self.in_bytes(one.get(part, b"")), other.get(part, b"")
            if left != right:
                place, *copies = bytes_apart(left, right)
                return (Difference("file", file, f"part {part}: {place}" if part else place, *copies),)
        return ()

    def in_bytes(self, copy: bytes) -> bytes:
        """The bytes of the published copy with the values, hashes and sizes of the rebuilt one."""
        for old, new in self.pairs.items():
            copy = copy.replace(old.encode(), new.encode())
        for old, new in self.sizes.items():
            copy = copy.replace(f'"{SIZE}": {old}'.encode(), f'"{SIZE}": {new}'.encode())
        return copy

    @staticmethod
    def _laid_out(copy: bytes) -> dict[str, bytes]:
        """The parts of a package; anything else is one part without a name."""
        if not copy.startswith(b"PK"):
            return {"": copy}
        with zipfile.ZipFile(io.BytesIO(copy)) as package:
            return {name: package.read(name) for name in package.namelist()}
