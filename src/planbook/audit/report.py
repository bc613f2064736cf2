"""Report an audit as one record: its verdict, a table for the terminal, and JSON."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from planbook.audit.records import DIFFERS, KINDS, WITHIN, Comparison, Difference, Fault

AUDIT_FORMAT = "planbook-audit/1"
LISTED = 20
"""Differences in the terminal; the record holds all."""
WIDTH = 60
NOT_COMPARED = Comparison()
NOTHING = "nothing"
"""Stands for an item that one of the copies does not have."""
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t\n\r"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
QUOTES = "'\u2018\u2019\u02bc\u2032"
LOOKS = ((DASHES, "-"), (SPACES, " "), (INVISIBLE, ""), (QUOTES, "'"))
ALIKE = str.maketrans({one: looks for characters, looks in LOOKS for one in characters})
HIDDEN = re.compile(f"[{INVISIBLE}\u00a0\u202f\u2009\u00ad]")
LOOKS_LIKE_ANOTHER = re.compile(f"[{DASHES}{SPACES}{INVISIBLE}{QUOTES} ]")
CUT = "…"
KIND_WIDTH = max(map(len, KINDS.values())) + 1


@dataclass(frozen=True)
class Audit:
    """An audit of one site.

    ``compared`` says in a sentence what was compared with what, ``environment`` where the rebuild ran. ``evidence`` are
    faults of the evidence; ``versions`` are packages that are not those of the lock and files of the library that are
    not the auditor's. ``cause`` is the likely cause of differences, ``failure`` the output of a rebuild that failed.
    ``ledger`` is the hash of the file that ``hashed`` names.
    """

    edition: str
    ledger: str
    environment: str
    evidence: tuple[Fault, ...] = ()
    versions: tuple[Fault, ...] = ()
    comparison: Comparison = NOT_COMPARED
    cause: str = ""
    compared: str = ""
    failure: str = ""
    hashed: str = "the ledger"

    @property
    def passed(self) -> bool:
        """Whether every figure came back and nothing was altered."""
        return self.comparison.sound and not self.evidence and not self.failure

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if self.passed:
            same = "or the same within its stated tolerance" if self.comparison.differences else "to the last byte"
            return f"Everything that was published came back the same {same}."
        faults = counted(len(self.evidence), "fault of the evidence was", "faults of the evidence were")
        if self.failure:
            return f"The edition could not be rebuilt from its evidence; {faults} found."
        differ = counted(len(self.differing), "published thing differs", "published things differ")
        return f"{differ} from the rerun; {faults} found."

    @property
    def differing(self) -> tuple[Difference, ...]:
        """The differences beyond a stated tolerance."""
        return self.comparison.with_result(DIFFERS)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All differences, those beyond their tolerance first."""
        return (*self.differing, *self.comparison.with_result(WITHIN))

    def as_record(self) -> dict[str, Any]:
        """The audit as plain data."""
        return {
            "format": AUDIT_FORMAT,
            "edition": self.edition,
            "ledger_sha256": self.ledger,
            "compared_with": self.compared,
            "environment": self.environment,
            "passed": self.passed,
            "verdict": self.verdict,
            "cause": "" if self.passed else self.cause,
            "failure": self.failure,
            "compared": [asdict(tally) for tally in self.comparison.tallies],
            "differences": [asdict(one) for one in self.comparison.differences],
            "evidence": [asdict(fault) for fault in self.evidence],
            "versions": [asdict(fault) for fault in self.versions],
        }


def audit_table(audit: Audit) -> str:
    """The audit for the terminal."""
    lines = [audit.edition, audit.compared, audit.environment, f"SHA-256 of {audit.hashed}: {audit.ledger}"]
    if audit.comparison.tallies:
        lines.append(f"{'':<{KIND_WIDTH}}{'same':>8}{'within tolerance':>18}{'differ':>8}")
    lines += [
        f"{KINDS[tally.kind]:<{KIND_WIDTH}}{tally.same:>8,}{tally.within:>18,}{tally.differ:>8,}"
        for tally in audit.comparison.tallies
    ]
    lines += [_difference_line(one) for one in audit.differences[:LISTED]]
    if len(audit.differences) > LISTED:
        lines.append(f"and {len(audit.differences) - LISTED} more; audit.json lists all")
    lines += [f"evidence: {fault}" for fault in audit.evidence] + [f"note: {fault}" for fault in audit.versions]
    lines += [audit.failure, audit.verdict, f"likely cause: {audit.cause}" if audit.cause and not audit.passed else ""]
    return "\n".join(filter(None, lines))


def counted(number: int, one: str, more: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else more}"


def _difference_line(one: Difference) -> str:
    result = "within tolerance" if one.result == WITHIN else DIFFERS
    published, rebuilt = text_pair(one.published, one.rebuilt, WIDTH)
    cause = f" ({one.cause})" if one.cause else ""
    return f"{result}: {one.file}, {one.name}: published {published}, rebuilt {rebuilt}{cause}"


def text_pair(published: str | None, rebuilt: str | None, width: int) -> tuple[str, str]:
    """Both texts in about ``width`` characters at most, with the place where they part in view."""
    if published is None or rebuilt is None or published == rebuilt:
        return _cut(published, 0, width), _cut(rebuilt, 0, width)
    start = _parting(published, rebuilt)
    if _alike(published) == _alike(rebuilt):
        end = _parting(published[start:][::-1], rebuilt[start:][::-1])
        published, rebuilt = (_numbered(text, start, len(text) - end) for text in (published, rebuilt))
    return _cut(published, start, width), _cut(rebuilt, start, width)


def _parting(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _alike(text: str) -> str:
    """The text with characters that look alike made the same."""
    return " ".join(text.translate(ALIKE).split())


def _numbered(text: str, start: int, end: int) -> str:
    """The text with the characters between two places told by number, as they look like those of the other copy."""
    numbers = LOOKS_LIKE_ANOTHER.sub(_number, text[start:end]) or "⟨no character⟩"
    return f"{text[:start]}{numbers}{text[end:]}"


def _cut(text: str | None, start: int, width: int) -> str:
    """The stretch of a text around the place where it parts, a third of it before that place."""
    if text is None:
        return NOTHING
    first = 0 if len(text) <= width or start < width * 2 // 3 else start - width // 3
    piece = re.sub(r"[ \t\r\n]+", " ", HIDDEN.sub(_number, text[first : first + width])).strip()
    return f"{CUT if first else ''}{piece}{CUT if first + width < len(text) else ''}"


def _number(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
