"""The register of paragraph numbers on disk, and the commentary that it numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.paragraphs import Entry, live, renumbered, split_paragraphs
from planbook.edge.registers import PLAN_FORCE, rows

if TYPE_CHECKING:
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
    """The commentary of one period: paragraphs by file, and the register of their numbers."""

    register: tuple[Entry, ...]
    present: dict[str, tuple[str, ...]]

    def of(self, file: str) -> tuple[tuple[str, str], ...]:
        """Pairs of number and paragraph of one file, in order; empty where there is no such file."""
        return live(self.register, file, self.present.get(file, ()))

    @property
    def in_step(self) -> tuple[Entry, ...]:
        """The register as the commentary now asks for it."""
        return renumbered(self.register, self.present)


def commentary_folder(data: Path, force: str, period: str) -> Path:
    """Where the commentary of a force and a period (its slug) stands; another force has a folder of its own."""
    return data / "commentary" / ("" if force == PLAN_FORCE else force) / period


def numbering(folder: Path) -> Numbering:
    """Read the commentary of one period and the register beside it; both may be missing."""
    register = folder / REGISTER
    entries = tuple(map(_entry, rows(register))) if register.is_file() else ()
    files = sorted((*folder.glob("*.md"), *(folder / "paper").glob("*.md")))
    return Numbering(entries, {path.stem: split_paragraphs(path.read_text(encoding="utf-8")) for path in files})


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


def _entry(row: dict[str, str]) -> Entry:
    return Entry(row["file"], int(row["ordinal"]), row["opening"], row["fingerprint"], row["state"] == "retired")
