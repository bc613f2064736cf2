"""The register of paragraph numbers on disk, and the commentary that it numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.paragraphs import Entry, live, renumbered, split_paragraphs
from planbook.data.periods import Period
from planbook.data.registers import PLAN_FORCE, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = [
    "Numbering",
    "NumbersOutOfStep",
    "check_numbers",
    "commentary_folder",
    "numbering",
    "register_text",
    "write_register",
]

REGISTER = "paragraphs.csv"
COLUMNS = ("file", "ordinal", "number", "state", "opening", "fingerprint")


class NumbersOutOfStep(ValueError):
    """The commentary changed and the register of paragraph numbers did not."""

    def __init__(self, registers: list[str]) -> None:
        named = ", ".join(registers)
        super().__init__(f"{named}: not in step with the commentary beside it; run `planbook paragraphs` and keep it")


@dataclass(frozen=True)
class Numbering:
    """The commentary of one period: paragraphs by file, the register of their numbers, and the other editions'."""

    register: tuple[Entry, ...]
    present: dict[str, tuple[str, ...]]
    elsewhere: tuple[Entry, ...] = ()

    def of(self, file: str) -> tuple[tuple[str, str], ...]:
        """Pairs of number and paragraph of one file, in order; empty where there is no such file."""
        return live(self.register, file, self.present.get(file, ()), self.elsewhere)

    @property
    def in_step(self) -> tuple[Entry, ...]:
        """The register as the commentary now asks for it."""
        return renumbered(self.register, self.present, self.elsewhere)


def commentary_folder(data: Path, force: str, period: str) -> Path:
    """Where the commentary of a force and a period (its slug) stands; another force has a folder of its own."""
    return data / "commentary" / ("" if force == PLAN_FORCE else force) / period


def numbering(folder: Path) -> Numbering:
    """Read the commentary of one period and the register beside it; both may be missing."""
    entries = _entries(folder / REGISTER)
    files = sorted((*folder.glob("*.md"), *(folder / "paper").glob("*.md")))
    present = {path.stem: split_paragraphs(path.read_text(encoding="utf-8")) for path in files}
    return Numbering(entries, present, tuple(_elsewhere(folder)))


def _elsewhere(folder: Path) -> Iterator[Entry]:
    """Entries of the other editions of the force, the latest one before this edition last."""
    others = [path for path in folder.parent.glob(f"*/{REGISTER}") if path.parent.name != folder.name]
    ends = {path: Period.parse(path.parent.name).end for path in others}
    own = Period.parse(folder.name).end
    for path in sorted(others, key=lambda path: (ends[path] < own, ends[path], path.parent.name)):
        yield from _entries(path)


def _entries(register: Path) -> tuple[Entry, ...]:
    return tuple(map(_entry, rows(register))) if register.is_file() else ()


def register_text(entries: tuple[Entry, ...]) -> str:
    """The register as CSV text."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        state = "retired" if entry.retired else "live"
        writer.writerow((entry.file, entry.ordinal, entry.number, state, entry.opening, entry.fingerprint))
    return held.getvalue()


def write_register(folder: Path) -> tuple[Entry, ...]:
    """Bring the register of one period into step with its commentary; return the entries that changed."""
    held = numbering(folder)
    fresh = held.in_step
    (folder / REGISTER).write_text(register_text(fresh), encoding="utf-8")
    return tuple(entry for entry in fresh if entry not in held.register)


def check_numbers(data: Path) -> None:
    """Refuse a register that is not in step with its commentary.

    Raises:
        NumbersOutOfStep: ``planbook paragraphs`` was not run after an edit; all registers concerned are named.
    """
    registers = sorted((data / "commentary").rglob(REGISTER))
    stale = [path for path in registers if (held := numbering(path.parent)).register != held.in_step]
    if stale:
        raise NumbersOutOfStep([path.relative_to(data.parent).as_posix() for path in stale])


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(row["file"], int(row["ordinal"]), row["opening"], row["fingerprint"], row["state"] == "retired")
