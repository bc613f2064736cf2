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
from typing import Any, Literal

import msgspec

from planbook.claims.claims import Claim, Part, Sentence
from planbook.data.plan import Milestone


@dataclass(frozen=True)
class StatusGroup:
    """A group of statuses; ``shape`` is the status whose mark stands for it.

    ``paragraph`` is the number of its sentence in the summary of the board paper; once given, it stays.
    """

    id: str
    words: str
    headline: str
    shape: str
    paragraph: int

    @property
    def heading(self) -> str:
        """The words as they begin a line."""
        return self.words.capitalize()


# From the best to the unknown.
GROUPS: dict[str, StatusGroup] = {
    group.id: group
    for group in (
        StatusGroup("met", "met", "met in full", "met", 1),
        StatusGroup("part", "met in part", "met in part", "met_in_part", 4),
        StatusGroup("close", "too close to call", "too close to call", "too_close", 5),
        StatusGroup("missed", "not met", "not met", "missed", 2),
        StatusGroup("open", "not judged", "", "not_judged", 3),
    )
}
MISSED_FIRST = ("missed", "close", "part", "met", "open")  # readers look for what was missed


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
            "A numeric target, and the recorded change or level reaches it or goes beyond it. A promise in parts: "
            "every part is met."),
        StatusWord("missed", "Missed", "missed",
            "A numeric target, and the recorded change or level falls short of it. A promise in parts: no part is met, "
            "and none is too close to call."),
        StatusWord("ahead", "Ahead of target", "met",
            "Part of a year: the change or level so far reaches the target for the year.", mark="met"),
        StatusWord("behind", "Behind target", "missed",
            "Part of a year: the change or level so far falls short of the target for the year.", mark="missed"),
        StatusWord("direction_met", "Direction met", "met",
            "A direction without a number, and the recorded change goes that way, with its whole 95 per cent interval "
            "where it has one. For “lowest on record”: no earlier year was lower."),
        StatusWord("direction_not_met", "Direction not met", "missed",
            "A direction without a number, and the recorded change goes the other way, with its whole 95 per cent "
            "interval where it has one. For “lowest on record”: some earlier year was lower."),
        StatusWord("too_close", "Too close to call", "close",
            "A direction without a number, and the 95 per cent interval of the change contains zero; a target of a "
            "survey, and the interval contains the target: neither met nor missed. A promise in parts: no part is met, "
            "and at least one is too close to call."),
        StatusWord("met_in_part", "Met in part", "part",
            "A promise in parts: at least one part is met, and at least one is not: missed, too close to call, or not "
            "judged."),
        StatusWord("delivered", "Delivered", "met",
            "A dated deliverable that was delivered by its date, with the evidence on record."),
        StatusWord("delivered_late", "Delivered late", "part",
            "A dated deliverable that was delivered after its date, with the evidence on record."),
        StatusWord("not_due", "Not yet due", "open",
            "A dated deliverable whose date lies after the period; a promise by steps without a step for the year.",
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
        StatusWord("not_held", "Not held here", "open",
            "Another body holds the figures; no open series by force is held here. What and by whom is said.",
            "is not held here", "are not held here", mark="elsewhere"),
        StatusWord("shown", "Shown, not judged", "open",
            "The figures are shown, and no direction is promised, because none is good by itself.",
            "is shown without a judgement", "are shown without a judgement", mark="narrative"),
        StatusWord("too_few", "Too few to judge", "open",
            "A direction without a number, and the two periods together hold fewer than 20 offences: the counts are "
            "given, and no change is judged.",
            "has too few offences to judge", "have too few offences to judge", mark="not_judged"),
        StatusWord("no_register", "No plan on record", "open",
            "The register of the plan year is not held, so no target is applied.",
            "has no plan on record", "have no plan on record"),
    )
}  # fmt: skip

# The words of earlier editions, which are still read; none is given any more.
RETIRED = {
    "no_clear_change": StatusWord("no_clear_change", "No clear change, then counted as not met", "missed",
        "Until version 0.3.0: a direction without a number, and the 95 per cent interval of the change contains zero.",
        mark="too_close"),
}  # fmt: skip
ALL_STATUSES = STATUSES | RETIRED

# The statistics of which each figure of a status shows one.
FIGURES = {
    "baseline": ("baseline", "share_before"),
    "actual": ("count", "share"),
    "gap": ("gap_points", "level_gap", "share_gap", "share_gap_points"),
    "change": ("change_pct", "share_change_points"),
}


@dataclass(frozen=True)
class MilestoneStatus:
    """The status of one milestone in one edition, with the sentence that explains it.

    ``basis`` names the claims that it rests on; ``evidence`` is ``series``, ``published`` or ``none``. ``clarity`` says
    whether the recorded change is clearly more than chance; empty without an interval. ``parts`` are those of the
    sentence where it shows claims.
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
    clarity: Literal["", "clearly", "not clearly more than chance"] = ""

    @property
    def word(self) -> str:
        """The status as the page says it."""
        return ALL_STATUSES[self.status].word

    @property
    def style(self) -> str:
        """The class of the status' mark on a page."""
        return ALL_STATUSES[self.status].style

    @property
    def group(self) -> str:
        """``met``, ``part``, ``close``, ``missed`` or ``open``."""
        return ALL_STATUSES[self.status].group

    @property
    def how_clear(self) -> str:
        """The second word beside the status; empty where there is none or the status says it."""
        words = {"clearly": "change clearly more than chance", "": ""}
        return "" if self.group == "close" else words.get(self.clarity, f"change {self.clarity}")

    @property
    def gap_side(self) -> str:
        """On which side of the target a promise stands; empty without a gap."""
        return f"{'beyond' if self.group == 'met' else 'short of'} target" if self.gap else ""

    @property
    def told(self) -> Sentence:
        """The sentence with the claims that it shows."""
        return self.parts or (Part(self.sentence),)

    def figure(self, name: str) -> Part:
        """``baseline``, ``actual``, ``gap`` or ``change`` with the claim that it shows.

        A gap has no sign: its side is said in words.
        """
        text = str(getattr(self, name))
        # A published change has no count behind it and stands in both places.
        statistics = FIGURES["change" if name == "actual" and text == self.change else name]
        ids = {claim.partition(".")[2]: claim for claim in self.basis}
        claim = next((ids[statistic] for statistic in statistics if statistic in ids), "")
        return Part(text.lstrip("+−") if name == "gap" else text, claim if text else "")

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


def statuses_by_group(ids: Iterable[str]) -> tuple[tuple[str, str, tuple[StatusWord, ...]], ...]:
    """Group, its words and its statuses among ``ids``, for a list to choose from; empty groups are left out."""
    wanted = set(ids)
    statuses = [status for status in STATUSES.values() if status.id in wanted]
    groups = ((group, tuple(status for status in statuses if status.group == group)) for group in MISSED_FIRST)
    return tuple((group, GROUPS[group].heading, members) for group, members in groups if members)
