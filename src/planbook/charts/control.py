"""Control chart of one measure: the drawing, and the words and table of the same numbers.

Method: individuals and moving range chart (Shewhart 1931; Wheeler 1993, *Understanding Variation*), as NHS
England's *Making Data Count* draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planbook.charts.control_parts import Break, ChartLike, starts_at_zero
from planbook.charts.drawing import draw
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import count_noun, listing, number, period_label, span_label
from planbook.charts.marks import key_text, mark_of, signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planbook.charts.control_parts import PhaseLike

__all__ = ["Break", "control_figure"]

DRAWING = "control_drawing.ControlDrawing"
PERIOD_NOUNS = {"Q-MAR": "quarter", "M": "month", "Y-MAR": "year"}


def control_figure(  # noqa: PLR0913 - one keyword for each thing a chart must say
    chart: ChartLike,
    *,
    id: str,  # noqa: A002 - the word of the page
    title: str,
    label: str,
    unit: str,
    area: str,
    target: float | None = None,
    breaks: Sequence[Break] = (),
    window: pd.PeriodIndex | None = None,
    note: str = "",
    source: str = "",
) -> Figure:
    """Return the control chart of ``chart``.

    ``label`` names the measure, ``unit`` what is counted (plural), ``target`` is a level per period, ``window``
    the reporting period, shaded; ``note`` is added to what the chart says of itself. Raises ``EmptyChart`` when
    the chart has no point.
    """
    require_rows(id, chart.points, "points")
    words = _Words(chart, label=label, unit=unit, area=area, target=target, breaks=tuple(breaks), window=window)
    given = (chart, f"{unit.capitalize()} a {words.noun}", target, tuple(breaks), window)
    drawn = draw(DRAWING, given, id)
    return Figure(
        id=id,
        title=title,
        subtitle=words.subtitle(),
        alt=words.alt(),
        description=words.description(),
        svg=drawn.wide,
        narrow=drawn.narrow,
        spots=(drawn.wide_spots, drawn.narrow_spots),
        table=words.table(),
        places={"Mean": 1, "Lower limit": 1, "Upper limit": 1},
        note=f"{words.note()} {note}".strip(),
        source=source,
    )


class _Words:
    """Everything a control chart says in words, from the numbers that are drawn."""

    def __init__(
        self,
        chart: ChartLike,
        *,
        label: str,
        unit: str,
        area: str,
        target: float | None,
        breaks: tuple[Break, ...],
        window: pd.PeriodIndex | None,
    ) -> None:
        self.chart, self.label, self.unit, self.area = chart, label, unit, area
        self.target, self.breaks, self.window = target, breaks, window
        self.index = pd.PeriodIndex(chart.points.index)
        self.noun = PERIOD_NOUNS[self.index.freqstr]
        self.span = span_label(self.index[0], self.index[-1])

    def subtitle(self) -> str:
        return f"{self.label}: {self.unit} a {self.noun}, {self.area}, {self.span}"

    def alt(self) -> str:
        phase, latest = self.chart.current, self.chart.points["value"].iloc[-1]
        return (
            f"Control chart of {self.unit} a {self.noun}, {self.label}, {self.area}, {self.span}: latest "
            f"{number(latest)}, current mean {number(phase.mean)}, limits {number(phase.lower)} to "
            f"{number(phase.upper)}. {self._signals_in_window()}"
        )

    def _signals_in_window(self) -> str:
        points, where = self.chart.points, "in the whole chart"
        if self.window is not None and len(self.window) > 0:
            points = points[points.index.isin(self.window)]
            where = f"in {span_label(self.window[0], self.window[-1])}"
        found = [
            f"{period_label(points.index[place])} {mark_of(signal.rule).words}"
            for signal in signals(points["rules"])
            for place in signal.places
        ]
        return f"Special causes {where}: {listing(found)}." if found else f"No special cause {where}."

    def description(self) -> str:
        phases = " ".join(self._phase(phase) for phase in self.chart.phases)
        values = self.chart.points["value"]
        low, high = (self.index[int(place)] for place in (values.argmin(), values.argmax()))
        extremes = (
            f"The lowest value is {number(values.min())} ({period_label(low)}) and the highest "
            f"{number(values.max())} ({period_label(high)})."
        )
        target = f" The target level is {number(self.target)} a {self.noun}." if self.target is not None else ""
        return f"{count_noun(len(values), 'point', 'points')}, joined within each phase. {phases} {extremes}{target}"

    def _phase(self, phase: PhaseLike) -> str:
        kind = "trial limits" if phase.trial else "limits"
        return (
            f"{period_label(phase.start)} to {period_label(phase.end)} ({count_noun(phase.n, 'point', 'points')}): "
            f"mean {number(phase.mean)}, {kind} {number(phase.lower)} to {number(phase.upper)}."
        )

    def note(self) -> str:
        """Return key of shapes, trial limits, breaks and the scale, each only where it applies."""
        found = signals(self.chart.points["rules"])
        trial = [phase for phase in self.chart.phases if phase.trial]
        parts = [f"Special causes: {key_text(found)}." if found else ""]
        if trial:
            spans = listing([span_label(phase.start, phase.end) for phase in trial])
            parts.append(f"Dashed limits are trial limits, from fewer than 12 points ({spans}).")
        parts += [f"[b] {change.label}, from {period_label(change.period)}." for change in self.breaks]
        if not self._from_zero():
            parts.append("The vertical axis does not start at zero.")
        return " ".join(part for part in parts if part)

    def _from_zero(self) -> bool:
        points, extra = self.chart.points, [] if self.target is None else [self.target]
        low = min([points["value"].min(), points["lower"].min(), *extra])
        return starts_at_zero(low, max([points["value"].max(), points["upper"].max(), *extra]))

    def table(self) -> pd.DataFrame:
        """Return one row a point: period, value, mean, limits, special cause in words."""
        points = self.chart.points
        causes = [listing([mark_of(rule).words for rule in rules]) if rules else "none" for rules in points["rules"]]
        return pd.DataFrame(
            {
                self.noun.capitalize(): [period_label(period) for period in points.index],
                self.unit.capitalize(): points["value"].to_numpy(),
                "Mean": points["mean"].to_numpy(),
                "Lower limit": points["lower"].to_numpy(),
                "Upper limit": points["upper"].to_numpy(),
                "Special cause": causes,
            }
        )
