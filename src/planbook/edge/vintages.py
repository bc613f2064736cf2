"""Vintages: what was known of a table at a date. Every row says in which release it was published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BadAsAt", "NotKnownYet", "NothingKnown", "check_as_at", "known_at"]

DAY_LENGTH = len("2018-07-31")


class BadAsAt(ValueError):
    """An as-at date that is neither a month nor a day."""

    def __init__(self, as_at: str) -> None:
        super().__init__(
            f"as_at {as_at!r}: is neither a month nor a day. Write 2018-07 or 2018-07-31, or leave it empty for the "
            "latest vintage"
        )


class NotKnownYet(LookupError):
    """Data are asked for as known at a date before the first vintage held."""

    def __init__(self, as_at: str, table: str, vintages: tuple[str, ...]) -> None:
        held = ", ".join(vintages)
        super().__init__(
            f"as_at {as_at!r}: nothing in data/series/{table}.csv was known then; vintages held: {held}. "
            "Leave as_at empty for the latest vintage"
        )


class NothingKnown(NotKnownYet):
    """An edition is asked for as known at a date at which nothing that is held of its period was known."""

    def __init__(self, as_at: str, label: str, held: tuple[str, ...]) -> None:
        LookupError.__init__(
            self,
            f"as_at {as_at!r}: nothing of {label} that was known then is held. Held are {'; '.join(held)}. "
            "Choose a later date, or leave as_at empty for the latest revision",
        )


def check_as_at(as_at: str) -> None:
    """Refuse an as-at date in no known form; an empty one means the latest vintage.

    Raises:
        BadAsAt: the text is neither a month nor a day of the calendar.
    """
    try:
        date.fromisoformat(as_at if len(as_at) == DAY_LENGTH else f"{as_at or '2000-01'}-01")
    except ValueError:
        raise BadAsAt(as_at) from None


def known_at(frame: pd.DataFrame, table: str, as_at: str) -> pd.DataFrame:
    """The observations of a table that were known at a date or month; all of them where it is empty.

    Raises:
        BadAsAt: the date is in no known form.
        NotKnownYet: the table holds no vintage as old as that.
    """
    if not as_at:
        return frame
    check_as_at(as_at)
    vintages = frame["vintage"].astype(str)
    if vintages.min() > as_at:
        raise NotKnownYet(as_at, table, tuple(sorted(vintages.unique())))
    return frame[vintages <= as_at]
