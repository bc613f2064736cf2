"""Report an audit: its verdict, a table for the terminal, and a certificate, which is a light page and JSON."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from planbook import Refusal
from planbook.audit.records import DIFFERS, KINDS, WITHIN, Comparison, Difference, Fault, Files, shared_start
from planbook.data.values import counted
from planbook.publish.library_pages import SHARED_FILES
from planbook.site.render import render
from planbook.site.theme import POLICY

AUDIT_FORMAT = "planbook-audit/1"
RECORD, PAGE = "audit.json", "index.html"
# The record lists all differences; a terminal and a page show as many as a person reads.
LISTED, LISTED_ON_PAGE = 20, 200
WIDTH, WIDTH_ON_PAGE = 60, 160
KIND_WIDTH = max(map(len, KINDS.values())) + 1
NOT_COMPARED = Comparison()
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t\n\r"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
QUOTES = "'\u2018\u2019\u02bc\u2032"
LOOKS = ((DASHES, "-"), (SPACES, " "), (INVISIBLE, ""), (QUOTES, "'"))
ALIKE = str.maketrans({one: looks for characters, looks in LOOKS for one in characters})
HIDDEN = re.compile(f"[{INVISIBLE}\u00a0\u202f\u2009\u00ad]")
LOOKS_LIKE_ANOTHER = re.compile(f"[{DASHES}{SPACES}{INVISIBLE}{QUOTES} ]")
CUT = "…"


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


def remove_certificate(folder: Path) -> None:
    """Remove the certificate of an earlier audit, before another begins: it must not stand for that one.

    Raises:
        Refusal: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (RECORD, PAGE):
            # Written first: a folder that cannot be written to is told now, and not after the rebuild.
            (folder / name).write_text("", encoding="utf-8")
            (folder / name).unlink()
    except OSError as error:
        raise Refusal(
            f"the certificate cannot be written to {folder}: {error.strerror}. Name another folder: --to FOLDER"
        ) from error


def write_certificate(folder: Path, audit: Audit, rebuilt: Files) -> None:
    """Write ``audit.json`` and ``index.html`` with the files that the page needs; they do not depend on the day."""
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(audit.as_record(), indent=1, ensure_ascii=False)
    (folder / RECORD).write_text(f"{record}\n", encoding="utf-8")
    page = render(
        "certificate.html",
        audit=audit,
        policy=POLICY,
        kinds=KINDS,
        shown=audit.differences[:LISTED_ON_PAGE],
        more=len(audit.differences) - LISTED_ON_PAGE,
        pair=lambda one: text_pair(one.published, one.rebuilt, WIDTH_ON_PAGE),
    )
    (folder / PAGE).write_text(page, encoding="utf-8")
    for name in SHARED_FILES:
        if content := rebuilt.get(f"_static/{name}"):
            (folder / name).write_bytes(content)


def audit_table(audit: Audit) -> str:
    """The audit for the terminal."""
    lines = [audit.edition, audit.compared, audit.environment, f"SHA-256 of {audit.hashed}: {audit.ledger}"]
    if audit.comparison.tallies:
        lines.append(f"{'':<{KIND_WIDTH}}{'same':>8}{'within tolerance':>18}{'differ':>8}")
    lines += [
        f"{KINDS[one.kind]:<{KIND_WIDTH}}{one.same:>8,}{one.within:>18,}{one.differ:>8,}"
        for one in audit.comparison.tallies
    ]
    for difference in audit.differences[:LISTED]:
        result = "within tolerance" if difference.result == WITHIN else DIFFERS
        published, rebuilt = text_pair(difference.published, difference.rebuilt, WIDTH)
        cause = f" ({difference.cause})" if difference.cause else ""
        lines.append(f"{result}: {difference.file}, {difference.name}: published {published}, rebuilt {rebuilt}{cause}")
    if len(audit.differences) > LISTED:
        lines.append(f"and {len(audit.differences) - LISTED} more; audit.json lists all")
    lines += [f"evidence: {fault}" for fault in audit.evidence] + [f"note: {fault}" for fault in audit.versions]
    lines += [audit.failure, audit.verdict, f"likely cause: {audit.cause}" if audit.cause and not audit.passed else ""]
    return "\n".join(filter(None, lines))


def text_pair(published: str | None, rebuilt: str | None, width: int) -> tuple[str, str]:
    """Both texts in about ``width`` characters at most, with the place where they part in view."""
    if published is None or rebuilt is None or published == rebuilt:
        return _cut(published, 0, width), _cut(rebuilt, 0, width)
    start = shared_start(published, rebuilt)
    one, other = (" ".join(text.translate(ALIKE).split()) for text in (published, rebuilt))
    # Characters that look alike are told by number: printed as they are, two texts that differ would look the same.
    if one == other:
        end = shared_start(published[start:][::-1], rebuilt[start:][::-1])
        published, rebuilt = (_numbered(text, start, len(text) - end) for text in (published, rebuilt))
    return _cut(published, start, width), _cut(rebuilt, start, width)


def _numbered(text: str, start: int, end: int) -> str:
    """The text with the characters between two places told by number, as they look like those of the other copy."""
    numbers = LOOKS_LIKE_ANOTHER.sub(_number, text[start:end]) or "⟨no character⟩"
    return f"{text[:start]}{numbers}{text[end:]}"


def _cut(text: str | None, start: int, width: int) -> str:
    """The stretch of a text around the place where it parts, a third of it before that place."""
    if text is None:
        return "nothing"
    first = 0 if len(text) <= width or start < width * 2 // 3 else start - width // 3
    piece = re.sub(r"[ \t\r\n]+", " ", HIDDEN.sub(_number, text[first : first + width])).strip()
    return f"{CUT if first else ''}{piece}{CUT if first + width < len(text) else ''}"


def _number(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
