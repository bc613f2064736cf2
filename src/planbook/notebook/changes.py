"""All changes on the year of an outcome in one chart, read back from the claims that were recorded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from planbook.charts.change import render_change
from planbook.charts.chart import ChartSpec
from planbook.charts.labels import count_noun
from planbook.claims.summary import listed_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planbook.charts.chart import RenderedChart
    from planbook.claims.claims import Claim
    from planbook.data.measures import Measures
    from planbook.data.periods import Period

STATISTICS = {"percent": "change_pct", "low": "change_low", "high": "change_high"}


def change_rows(claims: Mapping[str, Claim], measures: Measures, targets: Mapping[str, float]) -> pd.DataFrame:
    """One row a measure whose change and interval were recorded, in the order of recording.

    ``targets`` are in per cent by measure. Returns columns measure, label, percent, low, high and target.
    """
    rows = []
    for name in dict.fromkeys(claim.measure for claim in claims.values()):
        values = {column: _value(claims, f"{name}.{statistic}") for column, statistic in STATISTICS.items()}
        if not any(math.isnan(value) for value in values.values()):
            label = measures[name].label
            rows.append({"measure": name, "label": label, **values, "target": targets.get(name, math.nan)})
    return pd.DataFrame(rows, columns=["measure", "label", *STATISTICS, "target"])


def _value(claims: Mapping[str, Claim], wanted: str) -> float:
    claim = claims.get(wanted)
    return math.nan if claim is None or claim.value is None else claim.value


def draw_changes(rows: pd.DataFrame, *, outcome: str, period: Period, area: str, source: str) -> RenderedChart:
    """The changes of ``rows`` with their intervals, under a title that counts falls and rises."""
    spec = ChartSpec(f"{period.slug}-{outcome.lower()}-changes", _title(rows, period), area, source=source)
    return render_change(spec, rows, period=period.label, comparison=period.comparison.label)


def _title(rows: pd.DataFrame, period: Period) -> str:
    fell, rose = int((rows["high"] < 0).sum()), int((rows["low"] > 0).sum())
    open_ = len(rows) - fell - rose
    parts = [
        *([f"{fell} fell"] if fell else []),
        *([f"{rose} rose"] if rose else []),
        *([f"{open_} {'shows' if open_ == 1 else 'show'} no clear change"] if open_ else []),
    ]
    return f"Of {count_noun(len(rows), 'measure', 'measures')} in {period.label}, {listed_words(parts)}"
