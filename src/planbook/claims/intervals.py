"""The 95 per cent interval of a claim, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from planbook.claims.claims import Claim

INTERVAL_WORDS = {
    "low": "Lower end of the 95 per cent interval, in the unit of the value; empty where there is none.",
    "high": "Upper end of the 95 per cent interval, in the unit of the value; empty where there is none.",
    "interval_note": "How the interval is to be read, or why there is none.",
}
# The claims that give the ends of an interval, by the statistic that it is of.
ENDS = {
    "change_pct": ("change_low", "change_high"),
    "rate": ("rate_low", "rate_high"),
    "force_rank": ("rank_low", "rank_high"),
    "share": ("share_low", "share_high"),
    "share_change_points": ("share_change_low", "share_change_high"),
}
MARGIN = "_margin"
"""What follows the id of a published claim in that of the margin of error printed beside it."""
COMPLETE = "A complete count, not a sample: it has no interval."
FROM_CHANGE = "The interval stands with the change in per cent, from which it follows."
END = "An end of an interval itself."
OF_MODEL = "A figure of the model behind an interval: it has none itself."
LIMITS = "A figure of the chart of the level, whose limits stand in rows of their own."
PLACE = "A place among complete counts: it has no interval."
FROM_SHARE = "The interval stands with the share, or with its change, from which it follows."
COUNTS_OF_SHARES = ("share_part", "share_base", "share_part_before", "share_base_before", "answers")
# By statistic; one that is not here has no interval worked out for it.
NOTES = {
    **dict.fromkeys(("count", "baseline", "monthly_mean", "level_gap", *COUNTS_OF_SHARES), COMPLETE),
    **dict.fromkeys(("change", "gap", "gap_points"), FROM_CHANGE),
    **dict.fromkeys(("share_gap", "share_gap_points"), FROM_SHARE),
    **dict.fromkeys((end for ends in ENDS.values() for end in ends), END),
    **dict.fromkeys(("dispersion", "degrees_of_freedom", "flip_dispersion", "share_spread"), OF_MODEL),
    **dict.fromkeys(("process_average", "lower_limit", "upper_limit"), LIMITS),
    **dict.fromkeys(("year_rank", "volume_rank"), PLACE),
    "level_shift_pct": "How far the level moved: the rule of its word says how clear; no interval is worked out.",
    "target_level": "Follows from a complete count and the target: it has no interval.",
    "rank": "A place among few forces: the interval of each rate says how sure it is.",
    "group_mean": "A mean of rates: no interval is worked out for it.",
    "change_pct": "No interval could be worked out: it needs quarters of several years.",
    "joint_change_pct": "A change of two measures together: no interval is worked out for it.",
    "share": "No interval could be worked out.",
    "share_before": "The interval stands with the share of the period and with the change.",
    "share_change_points": "No interval could be worked out.",
    "rate": "No interval was recorded with this rate.",
}


class Interval(TypedDict):
    """The ends of an interval, None where there is none, and a note."""

    low: float | None
    high: float | None
    interval_note: str


def interval_of(claim: Claim, claims: Mapping[str, Claim]) -> Interval:
    """The interval of a claim from the other ``claims`` of its edition by id, or why it has none."""
    none = Interval(low=None, high=None, interval_note="")
    if claim.value is None:
        return {**none, "interval_note": "No value, so no interval."}
    if claim.status == "published":
        margin = claims.get(f"{claim.id}{MARGIN}")
        if margin is None or margin.value is None:
            return {**none, "interval_note": "Published only, without an interval."}
        # Rounded to what was printed: the sum of two decimals has digits that nobody gave.
        low, high = (round(claim.value + sign * margin.value, 6) for sign in (-1, 1))
        return Interval(low=low, high=high, interval_note="Value less and plus the margin that was published with it.")
    ends = [claims.get(f"{claim.measure}.{name}") for name in ENDS.get(claim.statistic, ())]
    values = [end.value for end in ends if end is not None and end.value is not None]
    if values and len(values) == len(ends):
        return Interval(low=values[0], high=values[1], interval_note="95 per cent interval, as recorded.")
    return {**none, "interval_note": NOTES.get(claim.statistic, "No interval is worked out for this kind of figure.")}
