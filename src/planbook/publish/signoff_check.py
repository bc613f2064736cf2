"""Check that the built site may be published: signed off as it stands, or asked for and marked as a draft."""

from pathlib import Path

from planbook.claims.ledger import Ledger
from planbook.claims.signoff import refuse_unsigned
from planbook.data.places import Places
from planbook.data.plan import Plan
from planbook.editions import signoff_files

DRAFT_MARK = 'class="pb-draft-mark"'
"""In each page of a draft; the template of the mark writes it."""
UNMARKED = frozenset({"index.html", "search.html"})
"""Pages without words of the edition: the redirect to the front page, and the search."""


class NotADraft(ValueError):
    """An edition that is wholly signed off is asked to be published as a draft."""

    def __init__(self) -> None:
        super().__init__(
            "every milestone is signed off as it stands, so this is no draft: publish it without --draft (DRAFT=)"
        )


class OutdatedMarks(RuntimeError):
    """The pages were built before the sign-off stood as it stands now."""

    def __init__(self, pages: tuple[str, ...], *, draft: bool) -> None:
        wrong = "do not bear the mark of a draft" if draft else "still bear the mark of a draft"
        more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
        super().__init__(
            f"{', '.join(pages[:3])}{more} {wrong}: build the site again, with `planbook build`, then publish"
        )


def check_signoff(places: Places, ledger: Ledger, plan: Plan, *, draft: bool) -> None:
    """Check the built site against the register of sign-offs.

    Raises:
        Unsigned: it is no draft, and milestones are not signed off as they stand; all are listed.
        NotADraft: it is asked for as a draft, and everything is signed off.
        OutdatedMarks: its pages say something else than the register of sign-offs.
    """
    states = signoff_files.states(places, ledger, plan)
    if draft and all(state.complete for state in states):
        raise NotADraft
    if not draft:
        refuse_unsigned(states)
    if wrong := _wrongly_marked(places.site, draft=draft):
        raise OutdatedMarks(wrong, draft=draft)


def _wrongly_marked(site: Path, *, draft: bool) -> tuple[str, ...]:
    """Pages without the mark of a draft that need it, or with one that they must not bear."""
    pages = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    edition = (name for name in pages if name not in UNMARKED and not name.startswith("_static/"))
    return tuple(name for name in edition if (DRAFT_MARK in pages[name].read_text(encoding="utf-8")) != draft)
