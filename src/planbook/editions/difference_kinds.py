"""The kinds of change between two editions, as a table: the code sorts by it and pages take their headings from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key = TypeVar("Key")
One = TypeVar("One")


@dataclass(frozen=True)
class Kind:
    """One kind of change: its heading, and how one and many are counted in a sentence."""

    id: str
    heading: str
    one: str
    many: str


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("status", "Milestones whose status moved", "milestone has another status", "milestones have another status"),
        Kind("first_judged", "Milestones with a status for the first time", "milestone has a status for the first time", "milestones have a status for the first time"),
        Kind("no_longer_judged", "Milestones that no plan on record covers any more", "milestone is no longer covered by a plan on record", "milestones are no longer covered by a plan on record"),
        Kind("verdict", "Statistical verdicts that moved", "statistical verdict moved", "statistical verdicts moved"),
        Kind("restated", "Figures restated", "figure was restated", "figures were restated"),
        Kind("figure_gone", "Figures no longer given", "figure is no longer given", "figures are no longer given"),
        Kind("figure_new", "Figures given for the first time", "figure is given for the first time", "figures are given for the first time"),
        Kind("new_promise", "New milestones", "milestone is new", "milestones are new"),
        Kind("retired_promise", "Milestones retired", "milestone was retired", "milestones were retired"),
        Kind("definition", "Definitions changed", "definition changed", "definitions changed"),
        Kind("reworded", "Words changed, figures the same", "paragraph changed its words while its figures stayed", "paragraphs changed their words while their figures stayed"),
        Kind("refigured", "Figures changed, words the same", "paragraph changed its figures while its words stayed", "paragraphs changed their figures while their words stayed"),
        Kind("rewritten", "Words and figures changed", "paragraph changed its words and its figures", "paragraphs changed their words and their figures"),
        Kind("new_paragraph", "New paragraphs", "paragraph is new", "paragraphs are new"),
        Kind("gone_paragraph", "Paragraphs taken out", "paragraph was taken out", "paragraphs were taken out"),
        Kind("now_due", "Promises that fell due", "promise fell due with no delivery on record", "promises fell due with no delivery on record"),
        Kind("still_awaiting", "Still awaiting data", "milestone still awaits data", "milestones still await data"),
    )
}  # fmt: skip
"""The vocabulary, in the order in which changes are told."""


@dataclass(frozen=True)
class Difference:
    """One change: its kind, what it is about, what stood before and what stands now."""

    kind: str
    name: str
    label: str
    before: str
    after: str
    milestone: str = ""


def matched(old: Mapping[Key, One], new: Mapping[Key, One]) -> Iterator[tuple[Key, One | None, One | None]]:
    """Each key with what stood and what stands, None for nothing: in the later order, those gone last."""
    for key in dict.fromkeys((*new, *old)):
        yield key, old.get(key), new.get(key)
