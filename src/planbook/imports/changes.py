"""What a release says beside the table that is held: new, revised, vanished, unusual."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from planbook.data.periods import Period
from planbook.imports.names import MIDDLE, period_order
from planbook.imports.observations import KEY

YEARS, EARLIER = 8, 3  # years before that say what is usual, and how many of them are needed at least
SHOWN = 12
RULE = (
    f"from the lowest to the highest of the same quarter, month or year in {EARLIER} to {YEARS} years before, made "
    "wider by half their difference or by three times the root of the highest, whichever is more"
)


@dataclass(frozen=True)
class Changes:
    """A release beside what was known before it: frames of observations, ``before`` the value that was known."""

    new: pd.DataFrame
    revised: pd.DataFrame
    vanished: pd.DataFrame
    unchanged: int
    unusual: tuple[str, ...]

    @property
    def rows(self) -> pd.DataFrame:
        """The observations that say something new."""
        return pd.concat([self.new, self.revised], ignore_index=True)

    def lines(self) -> Iterator[str]:
        """What changes, by measure, for a terminal."""
        for name in ("new", "revised", "vanished"):
            for measure, rows in getattr(self, name).groupby("measure"):
                yield f"{name}: {measure}, {_where(rows)}{_by_how_much(rows) if name == 'revised' else ''}"
        yield f"unchanged: {self.unchanged:,} observations"
        if self.unusual:
            yield f"out of the usual range: {len(self.unusual):,} ({RULE})"
            yield from (f"  {one}" for one in self.unusual[:SHOWN])
            yield from ([f"  and {len(self.unusual) - SHOWN:,} more"] if len(self.unusual) > SHOWN else [])


def changes(held: pd.DataFrame, release: pd.DataFrame, vintage: str) -> Changes:
    """Compare a release with what the table says was known when it came out."""
    known = held[held["vintage"] <= vintage].sort_values("vintage", kind="stable").drop_duplicates(KEY, keep="last")
    both = release.merge(known[[*KEY, "value"]].rename(columns={"value": "before"}), how="left", on=KEY)
    new, revised = both["before"].isna(), both["before"].notna() & (both["before"] != both["value"])
    unusual = tuple(_unusual(both[new | revised], known, release))
    return Changes(both[new], both[revised], _vanished(known, release), int((~new & ~revised).sum()), unusual)


def _vanished(known: pd.DataFrame, release: pd.DataFrame) -> pd.DataFrame:
    """What was known of the areas, measures and span of periods of a release, and is not in it."""
    spans = release.assign(order=release["period"].map(period_order)).groupby(["area", "measure"])["order"]
    own = known.merge(spans.agg(first="min", last="max").reset_index(), on=["area", "measure"])
    own = own[own["period"].map(period_order).astype(int).between(own["first"], own["last"])]
    there = own.merge(release[KEY], how="left", on=KEY, indicator=True)
    return there.loc[there["_merge"] == "left_only", [*KEY, "value"]]


def _unusual(rows: pd.DataFrame, known: pd.DataFrame, release: pd.DataFrame) -> Iterator[str]:
    latest = pd.concat([known[[*KEY, "value"]], release]).drop_duplicates(KEY, keep="last").to_dict("records")
    values = {(row["area"], row["measure"], *_season(row["period"])): row["value"] for row in latest}
    for row in rows.to_dict("records"):
        season, year = _season(row["period"])
        earlier = [values.get((row["area"], row["measure"], season, year - back)) for back in range(1, YEARS + 1)]
        before = [value for value in earlier if value is not None]
        if len(before) >= EARLIER:
            low, high = min(before), max(before)
            margin = max((high - low) / 2, 3 * math.sqrt(max(high, 0)))
            if not low - margin <= row["value"] <= high + margin:
                name = f"{row['measure']}, {row['area']}, {row['period']}"
                yield f"{name}: {row['value']:,g}; usual {max(low - margin, 0):,.0f} to {high + margin:,.0f}"


def _season(period: str) -> tuple[str, int]:
    """The time of the year that a period covers, and its year."""
    parsed = None if MIDDLE.fullmatch(period) else Period.parse(period)
    return (f"{parsed.kind} to {parsed.last.number}", parsed.last.year) if parsed else ("middle", int(period[4:]))


def _where(rows: pd.DataFrame) -> str:
    areas, periods = rows["area"].unique(), sorted(rows["period"].unique(), key=period_order)
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return f"{', '.join(areas) if len(areas) <= 3 else f'{len(areas)} areas'}, {span} ({len(rows):,} rows)"


def _by_how_much(rows: pd.DataFrame) -> str:
    by = rows["value"] - rows["before"]
    before, most = rows["before"].sum(), rows.iloc[int(by.abs().to_numpy().argmax())]
    share = f" ({100 * by.sum() / before:+.1f} per cent)" if before else ""
    largest = f"{most['area']}, {most['period']} from {most['before']:,g} to {most['value']:,g}"
    return f" by {by.sum():+,g} in all{share}, most in {largest}"
