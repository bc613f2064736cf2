"""Whether the built site may be published: signed off as it stands, or asked for and marked as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.claims.signoff import refuse_unsigned
from planbook.editions import signoff_files

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.claims.ledger import Ledger
    from planbook.data.places import Places
    from planbook.data.plan import Plan

__all__ = ["DRAFT_MARK", "MarksOfAnotherDay", "NotADraft", "clear_to_publish"]

DRAFT_MARK = 'class="pb-draft-mark"'
"""What the template of the mark writes on each page of a draft."""
UNMARKED = frozenset({"index.html", "search.html"})
"""Pages without words of the edition: the one that only leads to the front page, and the search."""


class NotADraft(ValueError):
    """An edition that is wholly signed off is asked to be published as a draft."""

    def __init__(self) -> None:
        super().__init__(
            "every milestone is signed off as it stands, so this is no draft: publish it without --draft (DRAFT=)"
        )


class MarksOfAnotherDay(RuntimeError):
    """The pages were built before the sign-off stood as it stands now."""

    def __init__(self, pages: tuple[str, ...], *, draft: bool) -> None:
        wrong = "do not bear the mark of a draft" if draft else "still bear the mark of a draft"
        shown = ", ".join(pages[:3]) + (f" and {len(pages) - 3} more" if len(pages) > 3 else "")
        super().__init__(f"{shown} {wrong}: build the site again, with `planbook build`, then publish")


def clear_to_publish(places: Places, ledger: Ledger, plan: Plan, *, draft: bool) -> None:
    """Let the built site through, or say why not.

    Raises:
        Unsigned: it is no draft, and milestones are not signed off as they stand; all are listed.
        NotADraft: it is asked for as a draft, and everything is signed off.
        MarksOfAnotherDay: its pages say something else than the register of sign-offs.
    """
    states = signoff_files.states(places, ledger, plan)
    if draft and all(state.complete for state in states):
        raise NotADraft
    if not draft:
        refuse_unsigned(states)
    if wrong := _wrongly_marked(places.site, draft=draft):
        raise MarksOfAnotherDay(wrong, draft=draft)


def _wrongly_marked(site: Path, *, draft: bool) -> tuple[str, ...]:
    """Pages without the mark that a draft needs, or with one that a signed edition must not bear."""
    pages = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    kept = (name for name in pages if name not in UNMARKED and not name.startswith("_static/"))
    return tuple(name for name in kept if (DRAFT_MARK in pages[name].read_text(encoding="utf-8")) != draft)
