"""In what form the figures of a period were known at a date: by quarter, by year alone, or as published alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planbook.data.periods import date_words

REPORT_KNOWN = "2015-06"
"""The original report carries no date. It promises papers for June 2015, so it was known then at the latest."""

Form = Literal["quarters", "years", "published"]

WORDS: dict[Form, str] = {
    "quarters": "Figures by quarter as they were known {when}.",
    "years": (
        "By quarter nothing is held that was known {when}. Figures by financial year are, so each judgement rests "
        "on the year against the year before: no control chart and no interval can be drawn from two totals."
    ),
    "published": (
        "No table is held that was known {when}. What was known is what the original report printed, so each "
        "judgement rests on its figures alone."
    ),
}


@dataclass(frozen=True)
class Known:
    """The form in which an edition's figures were known; ``as_at`` is empty for the latest revision."""

    form: Form
    as_at: str = ""

    @property
    def earlier(self) -> bool:
        """Whether the edition shows less than today's data would give."""
        return bool(self.as_at) and self.form != "quarters"

    @property
    def words(self) -> str:
        """What a reader has to know about the whole edition; empty where it stands on the latest revision."""
        return WORDS[self.form].format(when=at_that_time(self.as_at)) if self.as_at else ""

    def by_year_alone(self, label: str) -> str:
        """Why what needs quarters cannot be worked out for a measure that was known by year."""
        return (
            f"{label}: of what was known {at_that_time(self.as_at)} only totals by financial year are held, and "
            "this needs quarters."
        )

    def absent(self, label: str) -> str:
        """Why a measure has no figure in this edition."""
        return (
            f"{label}: no series of it as it was known {at_that_time(self.as_at)} is held; the series on record "
            "came later. A value that the original report printed is quoted."
        )


def at_that_time(as_at: str) -> str:
    """A month or a day as it follows a verb: ``in July 2018``, ``on 31 July 2018``."""
    return f"{'on' if as_at.count('-') > 1 else 'in'} {date_words(as_at)}"
