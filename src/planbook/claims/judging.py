"""Judge a milestone: a pure function from the register's promise and the claims of its measure to a status."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from planbook.claims.claims import QUOTE, Claim, claim_of, plain, quoted
from planbook.claims.display import decimal_text, ordinal_low_first, signed_text
from planbook.claims.status import STATUSES, MilestoneStatus
from planbook.data.measures import Measure
from planbook.data.periods import Period, date_words
from planbook.data.plan import Milestone, paragraph_text
from planbook.statistics.assurance import Clarity, assurance, clarity, likelihood_reached, likelihood_word
from planbook.statistics.constants import COUNTS_ONLY_UNDER

PUBLISHED = "published_"
# The status of a promise by its kind, where no figure decides.
WITHOUT_MEASURE = {
    "narrative": "narrative",
    "awaiting_data": "awaiting",
    "other_body": "other_body",
    "reported_elsewhere": "elsewhere",
    "not_held": "not_held",
}


EITHER = "either"  # the direction of a measure that moves with police work: neither way is good by itself
PLACES = re.compile(r"of (\d+)")
# Units that add up over months, so that part of a year is held against as much of a yearly level.
ADDED_UP = {"offences", "incidents"}
# The claims that a status rests on, of which a measure has those of a count or those of a share.
BASIS = (
    *("change_pct", "count", "baseline", "change_low", "change_high"),
    *("share_change_points", "share", "share_before", "share_change_low", "share_change_high"),
)
GAPS = ("share_gap", "share_gap_points", "level_gap", "gap_points")
CLOSE = " The 95 per cent interval holds the target, so it is neither met nor missed."
WORDS_OF_CHANGE = {"change_pct", "points", "direction"}


@dataclass(frozen=True)
class Facts:
    """What a judgement rests on: claims of the milestone's measure, by statistic, and the period's state.

    ``cited`` are claims that the register's own sentences quote, by id; ``year`` is the plan year, of which the period
    covers ``months``.
    """

    claims: Mapping[str, Claim]
    whole_year: bool
    not_in_force: str
    end: str
    cited: Mapping[str, Claim] = field(default_factory=dict)
    year: str = ""
    months: int = 12

    def value(self, statistic: str) -> float | None:
        """The value of a claim, or None where there is none."""
        claim = self.claims.get(statistic)
        return claim.value if claim else None

    def display(self, statistic: str) -> str:
        """The display text of a claim, or an empty text."""
        claim = self.claims.get(statistic)
        return claim.display if claim and claim.status != "absent" else ""

    def quote(self, statistic: str) -> str:
        """The quotation of a claim in a sentence, or an empty text; modifiers may follow a colon."""
        name, colon, modifiers = statistic.partition(":")
        return f"{{claim}}`{self.claims[name].id}{colon}{modifiers}`" if self.display(name) else ""

    def first_of(self, *statistics: str) -> str:
        """The first of these statistics that has a value; the last where none has."""
        return next((name for name in statistics if self.value(name) is not None), statistics[-1])

    @property
    def change(self) -> str:
        """The statistic that says how the measure moved: in points for a share, in per cent for a count."""
        return self.first_of("share_change_points", "change_pct")

    @property
    def ends(self) -> tuple[str, str]:
        """The statistics of the ends of the interval of the change."""
        of = "share_change" if self.change == "share_change_points" else "change"
        return f"{of}_low", f"{of}_high"

    @property
    def interval(self) -> str:
        """The 95 per cent interval of the change in a sentence, or an empty text."""
        low, high = map(self.quote, self.ends)
        return f"{low} to {high}" if low and high else ""

    @property
    def clarity(self) -> Clarity | Literal[""]:
        """Whether the change is clearly more than chance; empty where it has no interval."""
        low, high = map(self.value, self.ends)
        return "" if low is None or high is None else clarity(low, high)


def judge(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """The status of a milestone or part that is judged by itself.

    Raises:
        UnknownClaim: a sentence of the register quotes a claim that nothing recorded.
    """
    milestone = milestone.of_year(facts.year)
    if facts.not_in_force:
        status = _status(milestone, "no_register", facts.not_in_force)
    elif milestone.kind in WITHOUT_MEASURE:
        status = _status(milestone, WITHOUT_MEASURE[milestone.kind])
    else:
        status = RULES[milestone.target_kind](milestone, facts)
    # Until here the sentence quotes its claims by id, as the sentences of the register do.
    parts = quoted(status.sentence, {**facts.cited, **{claim.id: claim for claim in facts.claims.values()}})
    return replace(status, sentence=plain(parts), parts=parts if any(part.claim for part in parts) else ())


def judge_parts(milestone: Milestone, parts: tuple[MilestoneStatus, ...]) -> MilestoneStatus:
    """The status of a promise that is judged in parts."""
    groups = [part.group for part in parts]
    met, close = groups.count("met"), groups.count("close")
    if any(part.status == "no_register" for part in parts):
        return _status(milestone, "no_register", parts[0].sentence)
    if not {"met", "missed", "close"} & set(groups):
        return _status(milestone, "not_measured", "None of its parts has a figure for the period.")
    # Without a part that is met, one that chance may hide decides whether anything was: that is not missed.
    status = "met" if met == len(parts) else "met_in_part" if met else "too_close" if close else "missed"
    results = "; ".join(f"{part.milestone} {part.word.lower()}" for part in parts)
    basis = tuple(claim for part in parts for claim in part.basis)
    sentence = f"{met} of {len(parts)} parts met: {results}."
    return MilestoneStatus(milestone.id, milestone.outcome, status, sentence, basis, "series", milestone.target_words)


def _status(milestone: Milestone, status: str, sentence: str = "") -> MilestoneStatus:
    """A status without figures, with the register's own sentence where none is given."""
    if not sentence:
        # The page says the status word before the sentence, so the register's sentence does not repeat it.
        note = (milestone.position_note or milestone.held_by).removeprefix(f"{STATUSES[status].word}: ")
        sentence = note[:1].upper() + note[1:]
    # A plan that is not on record has no target either.
    target = milestone.target_words if status != "no_register" else ""
    return MilestoneStatus(milestone.id, milestone.outcome, status, sentence, target=target)


def _by_figures(
    milestone: Milestone, facts: Facts, status: str, sentence: str, basis: tuple[str, ...]
) -> MilestoneStatus:
    """A status that rests on figures: the figures that a reader wants together go with it."""
    change, target = facts.claims.get(facts.change), milestone.target_pct
    how_sure = f"{_how_clear(milestone, facts, status)}{_assurance(milestone, facts)}"
    sentence = f"{sentence}{how_sure}{_source(facts)}{_place(facts)}{_remark(milestone, facts)}"
    gap = facts.display(facts.first_of(*GAPS))
    if not gap and change and change.value is not None and target is not None:
        # A printed change brings no gap of its own.
        gap = f"{signed_text(change.value - target, 1)} percentage points"
    return replace(
        _status(milestone, status, sentence),
        basis=tuple(facts.claims[name].id for name in basis if name in facts.claims),
        evidence="published" if change and change.status == "published" else "series",
        baseline=facts.display("baseline") or facts.display("share_before"),
        actual=facts.display("count") or facts.display("share") or facts.display("change_pct"),
        gap=gap,
        change=facts.display(facts.change),
        clarity=facts.clarity,
    )


def _how_clear(milestone: Milestone, facts: Facts, status: str) -> str:
    """How clear the change is; where a promise is met, or too close, in spite of chance: why both are true."""
    if not facts.clarity:
        return ""
    clear, change = facts.clarity == "clearly", facts.value(facts.change) or 0.0
    clearly = "clearly more than chance" if clear else facts.clarity
    words = f" The change is {clearly} (95 per cent interval {facts.interval})."
    chance = "chance alone could have brought a change of this size"
    if clear or STATUSES[status].group not in {"met", "close"} or milestone.target_kind not in WORDS_OF_CHANGE:
        return words
    if status == "too_close":
        ways = {0: "did not move", -1: "fell", 1: "rose"}
        way, wanted = (change > 0) - (change < 0), -1 if milestone.direction == "down" else 1
        promised = ", as was promised" if way == wanted else ", against the promise" if way else ""
        return f"{words} The recorded figure {ways[way]}{promised}, but {chance}: so it is neither met nor missed."
    reached = "reached the target" if milestone.target is not None else "is what was promised"
    both = f"“{STATUSES[status].word}” and “could be chance” are both true"
    return f"{words} {both}: the recorded figure {reached}, and {chance}."


def _assurance(milestone: Milestone, facts: Facts) -> str:
    """Beside a numeric target: whether the underlying change reached it, and whether the process would."""
    names = ("count", "baseline", "change_pct", "dispersion", "degrees_of_freedom")
    known = [facts.value(name) for name in names]
    values = [value for value in known if value is not None]
    if milestone.target_pct is None or len(values) < len(names):
        return ""
    count, baseline, change, dispersion, freedom = values
    error = math.sqrt(dispersion * (1 / count + 1 / baseline))
    ceiling = milestone.target_pct < 0
    chance = likelihood_reached(change, milestone.target_pct, error, freedom, ceiling=ceiling)
    words = f" It is {likelihood_word(chance)} that the underlying change reached the target"
    mean, low, high = (facts.value(name) for name in ("process_average", "lower_limit", "upper_limit"))
    if mean is None or low is None or high is None or not facts.whole_year:
        return f"{words}."
    # Four quarters scatter twice as far as one, and their sum lies at four times its level.
    year, reach = 4 * mean, high - low
    process = assurance(baseline * (1 + milestone.target_pct / 100), year - reach, year + reach, ceiling=ceiling)
    return f"{words}; at the present level that target would be {process}."


def _place(facts: Facts) -> str:
    """Where the force stands among its similar forces, where it is at an end of them."""
    rank, of = facts.value("rank"), PLACES.search(facts.claims["rank"].unit) if facts.value("rank") else None
    end = {1: "lowest", int(of[1]): "highest"}.get(int(rank or 0)) if of else None
    return f" Its rate is the {end} of {of[1]} similar forces ({facts.quote('rate')})." if end and of else ""


def _remark(milestone: Milestone, facts: Facts) -> str:
    """The register's note on a judged promise, where it quotes figures and this edition has them."""
    ids = [quote.partition(":")[0] for quote in QUOTE.findall(milestone.position_note)]
    # Without other claims (another clock) nothing can be quoted; an id that is misspelt must still be found.
    absent = not facts.cited or any(name in facts.cited and facts.cited[name].status == "absent" for name in ids)
    return f" {milestone.position_note}" if ids and not absent else ""


def _source(facts: Facts) -> str:
    """Where a printed figure stands, said after the sentence that rests on it."""
    change = facts.claims.get(facts.change)
    if change is None or change.status != "published":
        return ""
    place = f"{paragraph_text(change.paragraph)} of the report"
    return f" The figure is as published ({place}) and cannot be recomputed; how clear it is cannot be said."


def _by_change(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """A target in per cent or in points: the change of the period against it."""
    statistic = "change_pct" if milestone.target_kind == "change_pct" else "share_change_points"
    change, target = facts.value(statistic), milestone.target
    if change is None or target is None:
        return _no_figure(milestone, facts)
    gap = facts.quote(f"{'gap_points' if statistic == 'change_pct' else 'share_gap_points'}:size")
    distance = gap or f"{decimal_text(abs(change - target), 1)} percentage points"
    reached = change <= target if target < 0 else change >= target
    low, high = map(facts.value, facts.ends)
    close = _sampled(facts) and low is not None and high is not None and low < target < high
    before = f"of {milestone.since.removeprefix(' on ')}" if milestone.since else "of the year before"
    sentence = (
        f"The target was to {milestone.target_words}; the change was {facts.quote(statistic)}, {distance} "
        f"{'beyond' if reached else 'short of'} it.{CLOSE if close else ''}"
    )
    if not facts.whole_year:
        sentence += f" In-year position, against the same months {before}."
    return _by_figures(milestone, facts, _reached(facts, reached=reached, close=close), sentence, (*BASIS, *GAPS))


def _by_level(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """A level: the count or the share of the period against it."""
    statistic = facts.first_of("share", "count")
    value, level, unit = facts.value(statistic), milestone.target, milestone.target_unit
    if value is None or level is None:
        return _no_figure(milestone, facts)
    due = level_due(milestone, facts.claims[statistic].unit, facts.months)
    reached = value <= due if milestone.direction == "down" else value >= due
    low, high = facts.value("share_low"), facts.value("share_high")
    close = _sampled(facts) and low is not None and high is not None and low < level < high
    distance = facts.quote(f"{facts.first_of('share_gap', 'level_gap')}:size") or f"{abs(value - due):,.10g}"
    sentence = (
        f"The target was {milestone.target_words}; the figure was {facts.quote(statistic)}, {distance} "
        f"{'beyond' if reached else 'short of'} it.{CLOSE if close else ''}"
    )
    if not facts.whole_year:
        so_far = f": for {facts.months} of 12 months the level is {due:,.10g} {unit}" if due != level else ""
        sentence += f" In-year position{so_far}."
    basis = (statistic, "share_low", "share_high", *BASIS, *GAPS)
    return _by_figures(milestone, facts, _reached(facts, reached=reached, close=close), sentence, basis)


def level_due(milestone: Milestone, unit: str, months: int) -> float:
    """The level that a period of so many months is held against: offences and incidents add up over a year."""
    level = milestone.target if milestone.target is not None else math.nan
    return level * min(months, 12) / 12 if unit in ADDED_UP else level


def _sampled(facts: Facts) -> bool:
    """Whether people were asked: the figure then has an error of its own, and is no complete count."""
    return facts.value("answers") is not None


def _reached(facts: Facts, *, reached: bool, close: bool) -> str:
    if close:
        return "too_close"
    return ("met" if reached else "missed") if facts.whole_year else ("ahead" if reached else "behind")


def _direction(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    change = facts.value(facts.change)
    if change is None:
        return _too_few(milestone, facts) or _no_figure(milestone, facts)
    if milestone.direction == EITHER:
        sentence = f"The change was {facts.quote('change_pct')}; no direction is good by itself."
        return _by_figures(milestone, facts, "shown", sentence, BASIS)
    right = change < 0 if milestone.direction == "down" else change > 0
    status = "direction_met" if right else "direction_not_met"
    if facts.clarity not in {"", "clearly"}:
        status = "too_close"
    sentence = f"The promise was to {milestone.target_words}; the change was {facts.quote(facts.change)}."
    return _by_figures(milestone, facts, status, sentence, BASIS)


def _too_few(milestone: Milestone, facts: Facts) -> MilestoneStatus | None:
    """The status where the two periods count too few for a percentage; None where they do not."""
    count, baseline = facts.value("count"), facts.value("baseline")
    if count is None or baseline is None or count + baseline >= COUNTS_ONLY_UNDER:
        return None
    sentence = (
        f"{facts.quote('count')}, against {facts.quote('baseline')} in the same months a year earlier: "
        "too few to judge a change."
    )
    return _by_figures(milestone, facts, "too_few", sentence, ("count", "baseline"))


def _lowest(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    rank = facts.value("year_rank")
    if rank is None:
        return _no_figure(milestone, facts)
    years = facts.claims["year_rank"].unit.removesuffix(", lowest first")
    sentence = (
        f"The aim was the lowest level on record; the year is the {ordinal_low_first(int(rank), 0)} {years}. "
        f"The change on the year before was {facts.quote('change_pct')}."
    )
    status = "direction_met" if rank == 1 else "direction_not_met"
    basis = ("year_rank", *BASIS)
    return _by_figures(milestone, facts, status, sentence, basis)


def _delivered(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """A deliverable: delivered in time or late, overdue or not yet due, as it stood at the end of the period."""
    due, done = milestone.due or date.max, milestone.delivered_on
    if done is None or done.isoformat() > facts.end:
        return _status(milestone, "not_due" if due.isoformat() > facts.end else "overdue")
    late = (done - due).days
    when = f"{late} day{'' if late == 1 else 's'} late" if late > 0 else "in time"
    sentence = f"Due on {date_words(due.isoformat())} and delivered on {date_words(done.isoformat())}, {when}."
    status = _status(milestone, "delivered_late" if late > 0 else "delivered", sentence)
    shown = f" Evidence: {milestone.delivered_evidence}." if milestone.delivered_evidence else ""
    return replace(status, sentence=f"{sentence}{shown}")


def _no_step(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    """A promise by steps in a year for which no step is set."""
    year = Period.parse(facts.year).label if facts.year else "this year"
    return _status(milestone, "not_due", f"No step is set for {year}: {milestone.target_words}.")


# What judges a promise by its kind of target; one that is kept by steps has the kind of the step of the year.
RULES = {
    "change_pct": _by_change,
    "points": _by_change,
    "level": _by_level,
    "direction": _direction,
    "lowest_on_record": _lowest,
    "delivered": _delivered,
    "steps": _no_step,
}


def _no_figure(milestone: Milestone, facts: Facts) -> MilestoneStatus:
    published = tuple(claim.id for claim in facts.claims.values() if claim.status == "published")
    if published:
        status = replace(_status(milestone, "not_judged"), evidence="published", basis=published)
        reason = "A figure was published without an earlier one to compare it with."
        return replace(status, sentence=status.sentence or reason)
    reasons = (claim.reason for claim in facts.claims.values() if claim.status == "absent")
    return _status(milestone, "not_measured", next(reasons, "No figure for the period is held."))


@dataclass(frozen=True)
class YearCounts:
    """What a milestone is judged on: the year, the year before, the interval of the change, the place of the year.

    ``low`` and ``high`` are per cent; None where no interval is used. ``rank`` counts from the lowest of ``years``.
    """

    count: float
    baseline: float
    low: float | None = None
    high: float | None = None
    rank: int | None = None
    years: str = ""


def implied_counts(change: float, change_pct: float) -> YearCounts:
    """The two counts that a printed change in offences and in per cent imply, exact but for the printed rounding."""
    baseline = 100 * change / change_pct
    return YearCounts(baseline + change, baseline)


def judged_on(milestone: Milestone, measure: Measure, counts: YearCounts, period: Period) -> MilestoneStatus:
    """The status that a milestone gets from these counts, by the rule of the edition."""
    few = counts.count + counts.baseline < COUNTS_ONLY_UNDER
    percent = None if few or not counts.baseline else 100 * (counts.count - counts.baseline) / counts.baseline
    year = period.plan_year.canonical
    target = milestone.of_year(year)
    values = {
        "count": counts.count,
        "baseline": counts.baseline,
        "change_pct": percent,
        "change_low": counts.low,
        "change_high": counts.high,
        "gap_points": None if target.target_pct is None or percent is None else percent - target.target_pct,
        "year_rank": counts.rank,
    }
    of = ("", milestone.id)
    claims = {
        name: claim_of(measure, name, value, window=period.canonical, milestone=of, source="", of=counts.years)
        for name, value in values.items()
        if value is not None
    }
    ends = period.end.isoformat()
    return judge(milestone, Facts(claims, period.whole_year, "", ends, year=year, months=len(period.months)))


def with_published(claims: Mapping[str, Claim]) -> dict[str, Claim]:
    """Claims by statistic, a published value standing where the statistic itself has none.

    For editions built as known at a date when nothing but the printed value was known.
    """
    printed = {name.removeprefix(PUBLISHED): claim for name, claim in claims.items() if name.startswith(PUBLISHED)}
    own = {name: claim for name, claim in claims.items() if claim.status != "absent"}
    return {**claims, **printed, **own}
