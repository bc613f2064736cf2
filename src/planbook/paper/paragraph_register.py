"""Numbers of paragraphs that can be cited: given once, kept through edits, never given again.

A register beside the commentary of a period holds one entry a paragraph: the file it stands in, its number there, its
first words and a fingerprint of all its words. A paragraph keeps its number while its words are the same, wherever in
its file they stand, and also when it is edited but opens with nearly the same words. What matches nothing is a new
paragraph and gets the next number that the file has never used; an entry that nothing matches is retired.
Editions of one force share their numbers: a paragraph carried over from another edition keeps the one it has
there, and a new paragraph gets one that no edition has given.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import count
from pathlib import Path

from planbook.data.periods import Period
from planbook.data.registers import rows

REGISTER = "paragraphs.csv"
COLUMNS = ("file", "ordinal", "number", "state", "opening", "fingerprint")
OPENING_WORDS = 12
"""How many first words the register keeps, to know an edited paragraph again."""
ALIKE = 0.6
"""Share of equal characters (Ratcliff and Obershelp's measure) at which two openings are the same paragraph's."""
FINGERPRINT = 16
SECTIONS = ("purpose", "summary", "recommendations", "background", "financial", "legal", "equality", "risk")
SECTION_LETTERS = dict(zip(SECTIONS, "ABCDEFGH", strict=True))
"""Letters of the sections of the board paper; a letter, once given, stays with its section."""


class NumbersOutOfStep(ValueError):
    """The commentary changed and the register of paragraph numbers did not."""

    def __init__(self, registers: list[str]) -> None:
        named = ", ".join(registers)
        super().__init__(f"{named}: not in step with the commentary beside it; run `planbook paragraphs` and keep it")


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
    blocks = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return tuple(joined for block in blocks if (joined := " ".join(block.split())))


def _renumbered(
    file: str, entries: Sequence[Entry], paragraphs: Sequence[str], elsewhere: Sequence[Entry]
) -> list[Entry]:
    own = {entry.ordinal for entry in entries}
    # Later entries win where a fingerprint stands twice, so the edition's own come last.
    candidates = [*(entry for entry in elsewhere if entry.ordinal not in own), *entries]
    same = {entry.fingerprint: entry.ordinal for entry in candidates}
    numbers: dict[str, int] = {}
    for text in dict.fromkeys(paragraphs):
        ordinal = same.get(_fingerprint(text))
        if ordinal is not None and ordinal not in numbers.values():
            numbers[text] = ordinal
    # Edits are looked for only among what is left, or an edited paragraph could take the number of an unchanged one.
    numbers |= _edited(candidates, [text for text in dict.fromkeys(paragraphs) if text not in numbers], numbers)
    # After every number ever given, retired ones and other editions' too: a citation must never lead to other words.
    following = count(max((entry.ordinal for entry in (*entries, *elsewhere)), default=0) + 1)
    for text in dict.fromkeys(paragraphs):
        if text not in numbers:
            numbers[text] = next(following)
    present = {number: Entry(file, number, _opening(text), _fingerprint(text)) for text, number in numbers.items()}
    retired = {entry.ordinal: replace(entry, retired=True) for entry in entries}
    return [entry for _, entry in sorted({**retired, **present}.items())]


def _edited(candidates: Sequence[Entry], fresh: Sequence[str], numbered: Mapping[str, int]) -> dict[str, int]:
    """Numbers kept by paragraphs whose words changed: the most alike openings first."""
    nearest = {entry.ordinal: entry for entry in candidates}
    pairs = sorted(
        (-SequenceMatcher(None, entry.opening, _opening(text), autojunk=False).ratio(), entry.ordinal, place)
        for entry in nearest.values()
        for place, text in enumerate(fresh)
        if not entry.retired and entry.ordinal not in numbered.values()
    )
    # Greedy: the best pair first, and each paragraph and number once.
    numbers: dict[str, int] = {}
    for unlike, ordinal, place in pairs:
        if -unlike >= ALIKE and ordinal not in numbers.values() and fresh[place] not in numbers:
            numbers[fresh[place]] = ordinal
    return numbers


def _opening(text: str) -> str:
    return " ".join(text.split()[:OPENING_WORDS])


def _fingerprint(text: str) -> str:
    # White space does not count: a text wrapped anew is the same text.
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:FINGERPRINT]


@dataclass(frozen=True)
class Numbering:
    """The commentary of one period: paragraphs by file, and the register of their numbers.

    ``elsewhere`` are the entries of other editions of the force, the nearest last.
    """

    register: tuple[Entry, ...]
    present: Mapping[str, Sequence[str]]
    elsewhere: tuple[Entry, ...] = ()

    def of(self, file: str) -> tuple[tuple[str, str], ...]:
        """Pairs of number and paragraph of one file, in its order; edits since the register are matched."""
        numbers = {entry.fingerprint: entry.number for entry in self._renumbered(file)}
        return tuple((numbers[_fingerprint(text)], text) for text in self.present.get(file, ()))

    @property
    def in_step(self) -> tuple[Entry, ...]:
        """The register as the commentary now asks for it, by files and numbers."""
        files = sorted({*(entry.file for entry in self.register), *self.present})
        return tuple(entry for file in files for entry in self._renumbered(file))

    def _renumbered(self, file: str) -> list[Entry]:
        own, others = ([one for one in entries if one.file == file] for entries in (self.register, self.elsewhere))
        return _renumbered(file, own, self.present.get(file, ()), others)


def numbering(folder: Path) -> Numbering:
    """Read the commentary of one period and the register beside it; both may be missing."""
    files = sorted((*folder.glob("*.md"), *(folder / "paper").glob("*.md")))
    present = {path.stem: split_paragraphs(path.read_text(encoding="utf-8")) for path in files}
    return Numbering(_entries(folder / REGISTER), present, tuple(_elsewhere(folder)))


def _elsewhere(folder: Path) -> Iterator[Entry]:
    """Entries of the other editions of the force, the latest one before this edition last."""
    others = [path for path in folder.parent.glob(f"*/{REGISTER}") if path.parent.name != folder.name]
    ends = {path: Period.parse(path.parent.name).end for path in others}
    # Where several editions hold the same words, the one just before this is the one that was carried over.
    own = Period.parse(folder.name).end
    for path in sorted(others, key=lambda path: (ends[path] < own, ends[path], path.parent.name)):
        yield from _entries(path)


def _entries(register: Path) -> tuple[Entry, ...]:
    return tuple(
        Entry(row["file"], int(row["ordinal"]), row["opening"], row["fingerprint"], row["state"] == "retired")
        for row in (rows(register) if register.is_file() else ())
    )


def write_register(folder: Path) -> tuple[Entry, ...]:
    """Bring the register of one period into step with its commentary; return the entries that changed."""
    before = numbering(folder)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in before.in_step:
        state = "retired" if one.retired else "live"
        writer.writerow((one.file, one.ordinal, one.number, state, one.opening, one.fingerprint))
    (folder / REGISTER).write_text(text.getvalue(), encoding="utf-8")
    return tuple(entry for entry in before.in_step if entry not in before.register)


def check_numbers(data: Path) -> None:
    """Refuse a register that is not in step with its commentary.

    Raises:
        NumbersOutOfStep: ``planbook paragraphs`` was not run after an edit; all registers concerned are named.
    """
    registers = sorted((data / "plans").glob(f"*/commentary/**/{REGISTER}"))
    stale = [path for path in registers if (read := numbering(path.parent)).register != read.in_step]
    if stale:
        raise NumbersOutOfStep([path.relative_to(data.parent).as_posix() for path in stale])
