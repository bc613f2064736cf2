"""The words for the status of a milestone, the record of a status, and the register as a reader sorts it by status.

The vocabulary is a table of statuses and a table of their groups. The code runs it, the methods page prints it, and
site, paper, workbook and search take their words and marks from it. To add a status, add a row.

Example:
    >>> STATUSES["direction_met"].style
    'pb-status--direction-met'
    >>> GROUPS["missed"].heading
    'Not met'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from planbook.claims.claims import Claim, Part, Sentence
from planbook.data.plan import Milestone


@dataclass(frozen=True)
class StatusGroup:
    """A group of statuses; ``shape`` is the status whose mark stands for it, ``ink`` its colour on paper."""

    id: str
    words: str
    headline: str
    shape: str
    ink: str

    @property
    def heading(self) -> str:
        """The words as they begin a line."""
        return self.words.capitalize()


# From the best to the unknown. The ink is that of the paper; the site has the same colours in its style sheet.
GROUPS: dict[str, StatusGroup] = {
    group.id: group
    for group in (
        StatusGroup("met", "met", "met in full", "met", "0A6650"),
        StatusGroup("part", "met in part", "met in part", "met_in_part", "7B2A72"),
        StatusGroup("missed", "not met", "not met", "missed", "A83A06"),
        StatusGroup("open", "not judged", "", "not_judged", "53626B"),
    )
}
MISSED_FIRST = ("missed", "part", "met", "open")  # readers look for what was missed


@dataclass(frozen=True)
class StatusWord:
    """One word of the vocabulary: how it reads, the group it counts in, the rule that gives it.

    ``one`` and ``several`` say why one or several promises with it cannot be judged; empty for those that are. ``mark``
    is the status whose mark it shares; empty where the style sheet draws one for it.
    """

    id: str
    word: str
    group: str
    rule: str
    one: str = ""
    several: str = ""
    mark: str = ""

    @property
    def style(self) -> str:
        """The class of its mark on a page: ``pb-status--direction-met``."""
        return f"pb-status--{(self.mark or self.id).replace('_', '-')}"


STATUSES: dict[str, StatusWord] = {
    status.id: status
    for status in (
        StatusWord("met", "Met", "met",
            "A numeric target, and the change reaches it or goes beyond it."),
        StatusWord("missed", "Missed", "missed",
            "A numeric target, and the change falls short of it."),
        StatusWord("ahead", "Ahead of target", "met",
            "Part of a year: the change so far reaches the target for the year.", mark="met"),
        StatusWord("behind", "Behind target", "missed",
            "Part of a year: the change so far falls short of the target for the year.", mark="missed"),
        StatusWord("direction_met", "Direction met", "met",
            "A direction without a number, and the whole 95 per cent interval of the change lies on that side of "
            "zero."),
        StatusWord("direction_not_met", "Direction not met", "missed",
            "A direction without a number, and the change goes the other way: the whole interval lies there, or the "
            "only published figure does. For “lowest on record”: some earlier year was lower."),
        StatusWord("no_clear_change", "No clear change", "missed",
            "A direction without a number, and the 95 per cent interval of the change contains zero."),
        StatusWord("met_in_part", "Met in part", "part",
            "The promise has parts; some are met and some are not."),
        StatusWord("delivered", "Delivered", "met",
            "A dated deliverable whose delivery is on record."),
        StatusWord("not_due", "Not yet due", "open",
            "A dated deliverable whose date lies after the period.",
            "is not yet due", "are not yet due"),
        StatusWord("overdue", "Overdue", "missed",
            "A dated deliverable whose date lies in or before the period, with no delivery on record."),
        StatusWord("not_judged", "Cannot be judged", "open",
            "A figure was published, but no earlier figure to compare it with.",
            "has a published figure without an earlier one", "have a published figure without an earlier one"),
        StatusWord("awaiting", "Awaiting data", "open",
            "A figure is said to exist or to be due, and has not been supplied.",
            "awaits data", "await data"),
        StatusWord("not_measured", "Not measured", "open",
            "A measure is defined, and no figure for the period is held.",
            "has no figure for the period", "have no figure for the period"),
        StatusWord("narrative", "Activity only", "open",
            "The promise has no measure; activity is described.",
            "describes activity without a measure", "describe activity without a measure"),
        StatusWord("elsewhere", "Reported elsewhere", "open",
            "Another paper reports it: body, paper and date are given.",
            "is reported in another paper", "are reported in another paper"),
        StatusWord("other_body", "Managed by another body", "open",
            "Another body manages and reports it.",
            "is managed by another body", "are managed by another body"),
        StatusWord("no_register", "No plan on record", "open",
            "The register of the plan year is not held, so no target is applied.",
            "has no plan on record", "have no plan on record"),
    )
}  # fmt: skip

# The statistic that each figure of a status shows.
FIGURES = {"baseline": "baseline", "actual": "count", "gap": "gap_points", "change": "change_pct"}


@dataclass(frozen=True)
class MilestoneStatus:
    """The status of one milestone in one edition, with the sentence that explains it.

    ``basis`` names the claims that it rests on; ``evidence`` is ``series``, ``published`` or ``none``. ``parts`` are
    those of the sentence where it shows claims.
    """

    milestone: str
    outcome: str
    status: str
    sentence: str
    basis: tuple[str, ...] = ()
    evidence: str = "none"
    target: str = ""
    baseline: str = ""
    actual: str = ""
    gap: str = ""
    change: str = ""
    parts: Sentence = ()

    @property
    def word(self) -> str:
        """The status as the page says it."""
        return STATUSES[self.status].word

    @property
    def style(self) -> str:
        """The class of the status' mark on a page."""
        return STATUSES[self.status].style

    @property
    def group(self) -> str:
        """``met``, ``missed``, ``part`` or ``open``."""
        return STATUSES[self.status].group

    @property
    def told(self) -> Sentence:
        """The sentence with the claims that it shows."""
        return self.parts or (Part(self.sentence),)

    def figure(self, name: str) -> Part:
        """``baseline``, ``actual``, ``gap`` or ``change`` with the claim that it shows."""
        text = str(getattr(self, name))
        # A published change has no count behind it and stands in both places.
        statistic = FIGURES["change" if name == "actual" and text == self.change else name]
        ids = {claim.partition(".")[2]: claim for claim in self.basis}
        return Part(text, ids.get(statistic, "") if text else "")

    def as_record(self) -> dict[str, Any]:
        """The status as plain data for the ledger."""
        # msgspec leaves defaults of what it read on the class; `replace` sets every field, so that none is left out.
        return {**msgspec.to_builtins(replace(self)), "word": self.word, "group": self.group}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> MilestoneStatus:
        """Read a status back from the ledger."""
        return msgspec.convert(dict(record), cls)


NOT_NAMED = "Not named in the report"


def owner_roles(owner: str) -> tuple[str, ...]:
    """The roles of an owner text, which semicolons part: ``("Learning and Development", "Human Resources")``."""
    roles = (part.strip() for part in owner.split(";") if part.strip())
    return tuple(
        NOT_NAMED if role.lower().startswith("no owner named") else f"{role[:1].upper()}{role[1:]}" for role in roles
    )


def shortfall(milestone: Milestone, status: MilestoneStatus, claims: Mapping[str, Claim]) -> float | None:
    """How far the change falls short of the target, in percentage points.

    Negative where it goes beyond; None where no number was set or no change is recorded.
    """
    change, target = claims.get(f"{milestone.measure}.change_pct"), milestone.target_pct
    if target is None or change is None or change.value is None or not status.gap:
        return None
    return round((change.value - target) * (1 if target < 0 else -1), 6)


def gap_side(short: float | None) -> str:
    """On which side of the target a promise stands, in words; empty without a gap."""
    if short is None:
        return ""
    return "short of target" if short > 0 else "beyond target"


def statuses_by_group(ids: Iterable[str]) -> tuple[tuple[str, str, tuple[StatusWord, ...]], ...]:
    """Group, its words and its statuses among ``ids``, for a list to choose from; empty groups are left out."""
    wanted = set(ids)
    statuses = [status for status in STATUSES.values() if status.id in wanted]
    groups = ((group, tuple(status for status in statuses if status.group == group)) for group in MISSED_FIRST)
    return tuple((group, GROUPS[group].heading, members) for group, members in groups if members)
