"""The monthly view of a measure: its chart, or the reason in words why there is none."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from planbook.charts.labels import number, period_label
from planbook.charts.months import render_months

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart
    from planbook.data.periods import Period
    from planbook.notebook.drawing import Setting

CAUTION = (
    "These are the records that police.uk publishes by place, added up over the districts; the quarterly chart shows "
    "the Home Office's count. The two agree closely and are not the same. No verdict rests on months."
)


def months_in(period: Period) -> pd.PeriodIndex:
    """The months of a period, as pandas counts them."""
    return pd.PeriodIndex([str(month) for month in period.months], freq="M", name="month")


def why_no_months(counts: pd.DataFrame, window: pd.PeriodIndex, differs: str | None, setting: Setting) -> str:
    """Why no month of the period can be shown, in one sentence; empty where one can."""
    label, period = setting.measure.label_inside, setting.period.label
    if differs is not None:
        return f"No monthly view of {label}: open data by month are those of police.uk, and {differs}."
    if counts.empty:
        return f"No monthly view of {label}: no month of {setting.area} is held as known for this edition."
    if not window.isin(counts.dropna(how="all").index).any():
        first, last = (period_label(counts.index[place]) for place in (0, -1))
        return f"No monthly view of {label} for {period}: the months held run from {first} to {last}."
    return ""


def no_months(place: str, text: str) -> str:
    """Why a measure has no monthly view, at an id that the switch of views looks for."""
    return f'<p class="pb-note pb-no-months" id="{escape(place)}">{escape(text)}</p>'


def draw_months(counts: pd.DataFrame, window: pd.PeriodIndex, setting: Setting) -> RenderedChart:
    """The months up to the end of the period as columns, under a title that names the highest of the period."""
    measure = setting.measure
    months = counts[counts.index <= window[-1]]
    own = months[months.index.isin(window)].sum(axis=1, skipna=False).dropna()
    title = f"{measure.label} by month in {setting.period.label}: {_highest(own, len(window))}"
    return render_months(setting.spec("months", title, note=f"{_late(months, window)}{CAUTION}"), months, window=window)


def _late(months: pd.DataFrame, window: pd.PeriodIndex) -> str:
    """Say so where the months begin after the period does."""
    if months.index[0] <= window[0]:
        return ""
    return f"No month before {period_label(months.index[0])} is held, because the source is known to be short. "


def _highest(own: pd.Series, asked: int) -> str:
    which = "month" if len(own) == asked else f"of the {len(own)} months held"
    return f"{number(own.max())} in {period_label(own.index[int(own.argmax())])}, the highest {which}"
