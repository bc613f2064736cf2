"""A verdict as the ledger keeps it: the word of a rule, its sentence, and what speaks for and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from planbook.claims.sentences import Part, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

VerdictKind = Literal["level", "year on year"]


class VerdictRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One verdict on one measure.

    ``licensed`` are the words that it permits in prose, ``parts`` those of its sentence. ``alternatives`` is the number
    of other reasonable settings, ``holds`` in how many of them the verdict stays, ``flips`` says what it becomes in the
    others. What is of the chart alone (chance, correlation, runs test, warnings) is None for a change on the year, and
    all of it for a verdict that was not put to the test.
    """

    kind: VerdictKind = msgspec.field(name="verdict")
    measure: str
    outcome: str
    milestone: str
    word: str
    sentence: str
    licensed: tuple[str, ...] = ()
    parts: Sentence = ()
    alternatives: int | None = None
    holds: int | None = None
    fragile: bool | None = None
    flips: tuple[str, ...] | None = None
    trust: str | None = None
    signals_seen: int | None = None
    signals_by_chance: float | None = None
    lag_1: float | None = None
    longest_run: int | None = None
    longest_run_allowed: int | None = None
    crossings: int | None = None
    fewest_crossings_allowed: int | None = None
    runs_test_signals: bool | None = None
    warnings: tuple[str, ...] | None = None
    notebook: str = ""
    cell: str = ""

    @property
    def name(self) -> str:
        """The id of the verdict: ``robbery.year_on_year``."""
        return f"{self.measure}.{self.kind.replace(' ', '_')}"

    @property
    def told(self) -> Sentence:
        """The sentence with the claims that it shows."""
        return self.parts or (Part(self.sentence),)

    def as_record(self) -> dict[str, Any]:
        """The verdict as plain data; what is None is left out."""
        record: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in record.items() if value is not None}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> VerdictRecord:
        """Read a verdict back from a ledger or a notebook."""
        return msgspec.convert(dict(record), cls, strict=False)
