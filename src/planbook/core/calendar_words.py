"""Dates of the registers in words."""

from __future__ import annotations

from datetime import date

__all__ = ["date_words"]


def date_words(written: str) -> str:
    """``2015-04-09`` as ``9 April 2015``, ``2015-06`` as ``June 2015``; other text stays as it is."""
    try:
        if len(written) == len("2015-06"):
            return f"{date.fromisoformat(f'{written}-01'):%B %Y}"
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day} {day:%B %Y}"
