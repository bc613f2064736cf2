"""Chart of the level of one measure: the counts as recorded, and what season and level let expect of each period.

The expected value and its limits carry the season, so that the raw series can be read against them. They are drawn
for the periods that the model was fitted to; earlier periods stand without.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from planbook.charts.canvas import BESIDE_Y, LEADING, Canvas, Style, band, draw
from planbook.charts.chart import ChartSpec, RenderedChart, require_rows
from planbook.charts.labels import (
    key_text,
    leading_rule,
    mark_of,
    number,
    period_label,
    signals,
    span_label,
)
from planbook.charts.style import COLOURS, HAIR, LINE_WIDTH, text_width
from planbook.claims.display import listed_words
from planbook.claims.records import Spots
from planbook.data.values import counted
from planbook.statistics.level import Level
from planbook.statistics.series import PhaseStart

ZERO_SHARE = 0.4  # the vertical axis starts at zero when the lowest thing drawn lies below this share of the highest
WHOLE = ("trend", "step")  # what the reporting period as a whole shows
PERIOD_NOUNS = {"Q-MAR": "quarter", "M": "month", "Y-MAR": "year"}
APRIL = 4
POINT_SIZE, SIGNAL_SIZE = 7.5, 9.5  # diameters in units, on the wide drawing
NARROW_SHARE = 0.85  # of them on the narrow drawing


@dataclass(frozen=True)
class LevelChart:
    """A level with what is drawn beside it; a point stands at its row number. ``breaks`` are changes of definition."""

    spec: ChartSpec
    level: Level
    breaks: Sequence[PhaseStart]

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points with their place and leading rule; a trend or a step is of the whole period and marks no point."""
        points = self.level.points
        rules = [leading_rule(tuple(name for name in names if name not in WHOLE)) for names in points["rules"]]
        return points.assign(place=range(len(points)), rule=rules)

    @property
    def fitted(self) -> pd.DataFrame:
        """The points that have an expected value."""
        return self.points.dropna(subset="mean")

    @property
    def index(self) -> pd.PeriodIndex:
        """All periods drawn."""
        return pd.PeriodIndex(self.points.index)

    @property
    def noun(self) -> str:
        """What one period is called."""
        return PERIOD_NOUNS[self.index.freqstr]

    @property
    def span(self) -> str:
        """The first and the last period, in words."""
        return span_label(self.index[0], self.index[-1])

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest value drawn."""
        drawn = self.points[["value", "lower", "upper"]]
        return float(drawn.min().min()), float(drawn.max().max())

    @property
    def shape(self) -> str:
        """A trend or a step of the expected values, in words; empty for one level."""
        up = self.level.growth > 0
        return {
            "trend": "a steady rise" if up else "a steady fall",
            "step": "a higher level than before" if up else "a lower level than before",
        }.get(self.level.shape, "")

    def place(self, period: pd.Period) -> int:
        """Where a period stands on the horizontal axis."""
        return int(period.ordinal - self.index[0].ordinal)


def starts_at_zero(low: float, high: float) -> bool:
    """Say whether an axis that shows ``low`` to ``high`` starts at zero: the scale rule of control charts."""
    return low < ZERO_SHARE * high


def render_level(spec: ChartSpec, level: Level, *, breaks: Sequence[PhaseStart] = ()) -> RenderedChart:
    """Return the chart of ``level``, its period shaded; raises ``EmptyChart`` for a series without a point."""
    require_rows(spec.id, level.series, "points")
    chart = LevelChart(spec, level, breaks)
    return RenderedChart.of(
        "level",
        spec,
        draw(lambda axes: _mark(axes, chart), lambda canvas: _Layout(chart, canvas).lay_out(), spec.id),
        subtitle=f"{spec.label}: {spec.unit} a {chart.noun}, {spec.area}, {chart.span}",
        alt=_alt(chart),
        description=_description(chart),
        table=_table(chart),
        places={"Expected": 1, "Lower limit": 1, "Upper limit": 1},
        note=_note(chart),
    )


def _alt(chart: LevelChart) -> str:
    spec, window, latest = chart.spec, chart.level.window, chart.points["value"].iloc[-1]
    points, where = chart.points.loc[window], f"in {span_label(window[0], window[-1])}"
    causes = [
        f"{period_label(points.index[place])} {mark_of(rule).words}"
        for rule, places in signals(points["rule"].map(lambda rule: (rule,) if rule else ()))
        for place in places
    ]
    lead = (
        f"Chart of {spec.unit} a {chart.noun}, {spec.label}, {spec.area}, {chart.span}, with what the season lets "
        f"expect: latest {number(latest)}"
    )
    if chart.level.judged is None:
        return f"{lead}. No expected values: {_why_none(chart)}."
    mean, lower, upper = chart.points[["mean", "lower", "upper"]].iloc[-1]
    signal = f"Signals {where}: {listed_words(causes)}." if causes else f"No point {where} stands out."
    shape = f" The level shows {chart.shape}." if chart.shape else ""
    limits = f"{number(lower)} to {number(upper)}"
    return f"{lead}, expected {number(mean)}, limits {limits}. {signal}{shape}"


def _why_none(chart: LevelChart) -> str:
    return "too few periods" if chart.level.few == "points" else "the counts are too small"


def _description(chart: LevelChart) -> str:
    values, fitted = chart.points["value"], chart.fitted
    low, high = (chart.index[int(place)] for place in (values.argmin(), values.argmax()))
    expected = (
        f"Expected values from {period_label(fitted.index[0])} on run from {number(fitted['mean'].min())} to "
        f"{number(fitted['mean'].max())} with the season. "
        if len(fitted)
        else ""
    )
    return (
        f"{counted(len(values), 'point')}. {expected}The lowest value is {number(values.min())} "
        f"({period_label(low)}) and the highest {number(values.max())} ({period_label(high)})."
    )


def _note(chart: LevelChart) -> str:
    """Key of shapes, breaks and the scale, each only where it applies."""
    causes = signals(chart.points["rule"].map(lambda rule: (rule,) if rule else ()))
    parts = [f"Signals: {key_text(causes)}." if causes else ""]
    parts += [f"[b] {change.reason}, from {period_label(change.start)}." for change in chart.breaks]
    if not starts_at_zero(*chart.reach):
        parts.append("The vertical axis does not start at zero.")
    return " ".join(part for part in parts if part)


def _table(chart: LevelChart) -> pd.DataFrame:
    """One row a point: period, value, expected value, limits, signal in words."""
    points = chart.level.points
    causes = [listed_words([mark_of(rule).words for rule in rules]) if rules else "none" for rules in points["rules"]]
    return pd.DataFrame(
        {
            chart.noun.capitalize(): [period_label(period) for period in points.index],
            chart.spec.unit.capitalize(): points["value"].to_numpy(),
            "Expected": points["mean"].to_numpy(),
            "Lower limit": points["lower"].to_numpy(),
            "Upper limit": points["upper"].to_numpy(),
            "Signal": causes,
        }
    )


def _mark(axes: Axes, chart: LevelChart) -> None:
    """Draw the band that the season lets expect, breaks and points, from the back to the front."""
    fitted = chart.fitted
    if len(fitted):
        band(axes, fitted)
    for change in chart.breaks:
        axes.axvline(chart.place(change.start) - 0.5, color=COLOURS["ink"], linewidth=HAIR, linestyle=(0, (2, 3)))
    sns.lineplot(
        chart.points, x="place", y="value", color=COLOURS["line"], linewidth=LINE_WIDTH, estimator=None, ax=axes
    )
    edge: Style = {"edgecolor": COLOURS["paper"], "linewidth": 0.8, "legend": False, "zorder": 3, "ax": axes}
    for rule, members in chart.points.groupby("rule"):
        colour, marker = (COLOURS["signal"], mark_of(str(rule)).marker) if rule else (COLOURS["line"], "o")
        size = SIGNAL_SIZE if rule else POINT_SIZE
        sns.scatterplot(members, x="place", y="value", color=colour, marker=marker, s=size**2, **edge)


@dataclass(frozen=True)
class _Layout:
    """Scales and labels one chart on one canvas; ``boxes`` are those of the labels already written."""

    chart: LevelChart
    canvas: Canvas
    boxes: list[Bbox] = field(default_factory=list)

    def lay_out(self) -> Spots:
        chart, window = self.chart, self.chart.level.window
        self._scale()
        self.canvas.shade(chart.place(window[0]), chart.place(window[-1]), span_label(window[0], window[-1]))
        self._name_breaks()
        if self.canvas.frame.narrow:  # too small for the names of rules; the note has the key of shapes
            for marks in self.canvas.axes.findobj(PathCollection):
                marks.set(sizes=marks.get_sizes() * NARROW_SHARE**2)
        else:
            for rule, members in chart.points.groupby("rule"):
                if rule:
                    self._name_signal(str(rule), members)
        self._name_ends(self._ends())
        return self.canvas.spots(chart.points["place"], chart.points["value"])

    def _scale(self) -> None:
        """Lay out the axes, and label the first period of as many years as there is room for."""
        chart, canvas, text = self.chart, self.canvas, self.canvas.frame.text
        right = text_width("\n".join(name for _, name, _ in self._ends()), text) + 12
        title = f"{chart.spec.unit.capitalize()} a {chart.noun}"
        canvas.upright(title, self._ticks(), (-0.8, len(chart.points) - 0.2), right, foot=3.2)
        starts = [place for place, period in enumerate(chart.index) if period.start_time.month == APRIL]
        canvas.name_periods(chart.index, canvas.fitting(starts))

    def _ticks(self) -> list[float]:
        """Round values that hold everything drawn, from zero where the scale rule says so."""
        low, high = self.chart.reach
        floor = 0.0 if starts_at_zero(low, high) else low - 0.04 * (high - low)
        bins = 5 if self.canvas.frame.narrow else 6
        locator = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10], integer=high > bins)
        step = float(np.diff(locator.tick_values(floor, high))[0])
        first, last = int(floor // step), math.ceil((high + 0.05 * (high - floor)) / step)
        return [place * step for place in range(first, last + 1)]

    def _name_breaks(self) -> None:
        top, frame = self.canvas.axes.get_ylim()[1], self.canvas.frame
        for change in self.chart.breaks:
            place = self.chart.place(change.start) - 0.35
            words = "[b]" if frame.narrow else f"[b] {change.reason}"
            self.canvas.label(words, (place, top), va="top", fontsize=frame.text - 1, gid="halo")

    def _name_signal(self, rule: str, members: pd.DataFrame) -> None:
        """Write the rule at the point furthest from what was expected, on the far side of it."""
        away = members["value"] - members["mean"]
        point = members.iloc[int(away.abs().argmax())]
        height = self.canvas.unit * ((self.canvas.frame.text - 1) * 0.6 + 8)
        rise = math.copysign(height, point["value"] - point["mean"])
        self._write(mark_of(rule).short, (point["place"], point["value"] + rise), "signal")

    def _write(self, text: str, place: tuple[float, float], colour: str) -> None:
        """Write a label centred on a place, unless it would lie on another one."""
        size = self.canvas.frame.text - 1
        width, height = text_width(text, size), size * LEADING
        x, y = self.canvas.axes.transData.transform(place)
        box = Bbox.from_bounds(x - width / 2, y - height / 2, width, height)
        if not any(box.overlaps(other) for other in self.boxes):
            self.boxes.append(box)
            style: Style = {"ha": "center", "va": "center_baseline", "fontsize": size, "gid": "halo"}
            self.canvas.label(text, place, color=COLOURS[colour], **style)

    def _ends(self) -> list[tuple[float, str, str]]:
        """Level, text and colour of the labels at the right-hand end of the lines."""
        latest, narrow = self.chart.points.iloc[-1], self.canvas.frame.narrow
        joint, limit = ("\n", "") if narrow else (" ", " limit")
        ends = [
            (latest["upper"], f"Upper{limit}", "muted"),
            (latest["mean"], "Expected", "mean"),
            (latest["lower"], f"Lower{limit}", "muted"),
            (latest["value"], "Latest", "line"),
        ]
        return [(float(at), f"{name}{joint}{number(at)}", ink) for at, name, ink in ends if math.isfinite(at)]

    def _name_ends(self, ends: list[tuple[float, str, str]]) -> None:
        """Write the labels beside their lines, moved apart where two lines are close."""
        low, high = self.canvas.axes.get_ylim()
        gap = self.canvas.unit * self.canvas.frame.text * 1.16 * (2 if self.canvas.frame.narrow else 1)
        levels = spread([level for level, _, _ in ends], gap, low + gap * 0.3, high)
        for (_, text, colour), level in zip(ends, levels, strict=True):
            weight = "bold" if text.startswith("Latest") else "normal"
            self.canvas.label(text, (1, level), BESIDE_Y, (7, 0), color=COLOURS[colour], weight=weight, va="center")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move label positions apart to at least ``gap``, in order, as little as a single pass each way allows.

    Positions stay within ``low`` to ``high`` while there is room.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [0.0] * len(wanted)
    floor = low
    for place in order:
        placed[place] = max(wanted[place], floor)
        floor = placed[place] + gap
    ceiling = high
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed
