"""Control chart of one measure: points, mean and limits of each phase, special causes, target and breaks.

Method: individuals and moving range chart (Shewhart 1931; Wheeler 1993, *Understanding Variation*), as NHS
England's *Making Data Count* draws it.
"""

from __future__ import annotations

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

from planbook.charts.canvas import BESIDE_Y, LEADING, Canvas, Style, draw
from planbook.charts.chart import ChartSpec, RenderedChart, require_rows
from planbook.charts.labels import (
    count_noun,
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
from planbook.claims.records import ChartKind, Spots
from planbook.statistics.xmr import ControlChart, Phase, PhaseStart

ZERO_SHARE = 0.4  # the vertical axis starts at zero when the lowest thing drawn lies below this share of the highest
PERIOD_NOUNS = {"Q-MAR": "quarter", "M": "month", "Y-MAR": "year"}
APRIL = 4
POINT_SIZE, SIGNAL_SIZE = 7.5, 9.5  # diameters in units, on the wide drawing
NARROW_SHARE = 0.85  # of them on the narrow drawing


@dataclass(frozen=True)
class Control:
    """A control chart with what is drawn beside it; a point stands at its row number.

    ``target`` is a level per period, ``window`` the reporting period, ``breaks`` are changes of definition.
    """

    spec: ChartSpec
    chart: ControlChart
    target: float | None
    breaks: Sequence[PhaseStart]
    window: pd.PeriodIndex | None

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points with their place and leading rule."""
        points = self.chart.points
        return points.assign(place=range(len(points)), rule=[leading_rule(names) for names in points["rules"]])

    @property
    def noun(self) -> str:
        """What one period is called."""
        return PERIOD_NOUNS[self.chart.index.freqstr]

    @property
    def span(self) -> str:
        """The first and the last period, in words."""
        return span_label(self.chart.index[0], self.chart.index[-1])

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest value drawn."""
        target = [] if self.target is None else [self.target]
        low = min([self.points["value"].min(), self.points["lower"].min(), *target])
        return float(low), float(max([self.points["value"].max(), self.points["upper"].max(), *target]))


def starts_at_zero(low: float, high: float) -> bool:
    """Say whether an axis that shows ``low`` to ``high`` starts at zero: the scale rule of control charts."""
    return low < ZERO_SHARE * high


def render_control(
    spec: ChartSpec,
    chart: ControlChart,
    *,
    kind: ChartKind = "level",
    target: float | None = None,
    breaks: Sequence[PhaseStart] = (),
    window: pd.PeriodIndex | None = None,
) -> RenderedChart:
    """Return the control chart of ``chart``.

    ``target`` is a level per period. ``window`` is the reporting period, which is shaded. Raises ``EmptyChart`` when
    the chart has no point.
    """
    require_rows(spec.id, chart.points, "points")
    control = Control(spec, chart, target, breaks, window)
    return RenderedChart.of(
        kind,
        spec,
        draw(lambda axes: _mark(axes, control), lambda canvas: _Layout(control, canvas).lay_out(), spec.id),
        subtitle=f"{spec.label}: {spec.unit} a {control.noun}, {spec.area}, {control.span}",
        alt=_alt(control),
        description=_description(control),
        table=_table(control),
        places={"Mean": 1, "Lower limit": 1, "Upper limit": 1},
        note=_note(control),
    )


def _alt(control: Control) -> str:
    spec, phase, latest = control.spec, control.chart.current, control.points["value"].iloc[-1]
    points, where, window = control.points, "in the whole chart", control.window
    if window is not None and len(window):
        points = points[points.index.isin(window)]
        where = f"in {span_label(window[0], window[-1])}"
    causes = [
        f"{period_label(points.index[place])} {mark_of(rule).words}"
        for rule, places in signals(points["rules"])
        for place in places
    ]
    signal = f"Special causes {where}: {listed_words(causes)}." if causes else f"No special cause {where}."
    return (
        f"Control chart of {spec.unit} a {control.noun}, {spec.label}, {spec.area}, {control.span}: latest "
        f"{number(latest)}, current mean {number(phase.mean)}, limits {number(phase.lower)} to "
        f"{number(phase.upper)}. {signal}"
    )


def _description(control: Control) -> str:
    values = control.points["value"]
    low, high = (control.chart.index[int(place)] for place in (values.argmin(), values.argmax()))
    target = f" The target level is {number(control.target)} a {control.noun}." if control.target is not None else ""
    phases = [
        f"{period_label(phase.start)} to {period_label(phase.end)} ({count_noun(phase.n, 'point', 'points')}): "
        f"mean {number(phase.mean)}, {'trial limits' if phase.trial else 'limits'} {number(phase.lower)} to "
        f"{number(phase.upper)}."
        for phase in control.chart.phases
    ]
    return (
        f"{count_noun(len(values), 'point', 'points')}, joined within each phase. {' '.join(phases)} "
        f"The lowest value is {number(values.min())} ({period_label(low)}) and the highest "
        f"{number(values.max())} ({period_label(high)}).{target}"
    )


def _note(control: Control) -> str:
    """Key of shapes, trial limits, breaks and the scale, each only where it applies."""
    causes = signals(control.points["rules"])
    trial = [span_label(phase.start, phase.end) for phase in control.chart.phases if phase.trial]
    parts = [f"Special causes: {key_text(causes)}." if causes else ""]
    if trial:
        parts.append(f"Dashed limits are trial limits, from fewer than 12 points ({listed_words(trial)}).")
    parts += [f"[b] {change.reason}, from {period_label(change.start)}." for change in control.breaks]
    if not starts_at_zero(*control.reach):
        parts.append("The vertical axis does not start at zero.")
    return " ".join(part for part in parts if part)


def _table(control: Control) -> pd.DataFrame:
    """One row a point: period, value, mean, limits, special cause in words."""
    points = control.chart.points
    causes = [listed_words([mark_of(rule).words for rule in rules]) if rules else "none" for rules in points["rules"]]
    return pd.DataFrame(
        {
            control.noun.capitalize(): [period_label(period) for period in points.index],
            control.spec.unit.capitalize(): points["value"].to_numpy(),
            "Mean": points["mean"].to_numpy(),
            "Lower limit": points["lower"].to_numpy(),
            "Upper limit": points["upper"].to_numpy(),
            "Special cause": causes,
        }
    )


def _mark(axes: Axes, control: Control) -> None:
    """Draw mean and limits as steps, the target, breaks and points, from the back to the front."""
    for phase in control.chart.phases:
        ends = control.chart.place(phase.start) - 0.5, control.chart.place(phase.end) + 0.5
        # A phase of one point has no limits.
        limits = [level for level in (phase.lower, phase.upper) if math.isfinite(level)]
        dashes = (0, (4, 3)) if phase.trial else "solid"
        axes.hlines(limits, *ends, color=COLOURS["limit"], linewidth=1.2, linestyle=dashes)
        axes.hlines(phase.mean, *ends, color=COLOURS["mean"], linewidth=1.4)
    if control.target is not None:
        first = -0.8 if control.window is None else control.chart.place(control.window[0]) - 0.5
        dots: Style = {"linewidth": LINE_WIDTH, "linestyle": (0, (1.5, 1.5))}
        axes.hlines(control.target, first, len(control.points) - 0.5, color=COLOURS["target"], **dots)
    for change in control.breaks:
        place = control.chart.place(change.start) - 0.5
        axes.axvline(place, color=COLOURS["ink"], linewidth=HAIR, linestyle=(0, (2, 3)))
    _mark_points(axes, control.points)


def _mark_points(axes: Axes, points: pd.DataFrame) -> None:
    # Points are joined within a phase only: the step between two phases is not a movement of the process.
    line: Style = {"color": COLOURS["line"], "linewidth": LINE_WIDTH, "estimator": None, "units": "phase"}
    sns.lineplot(points, x="place", y="value", legend=False, ax=axes, **line)
    edge: Style = {"edgecolor": COLOURS["paper"], "linewidth": 0.8, "legend": False, "zorder": 3, "ax": axes}
    for rule, members in points.groupby("rule"):
        colour, marker = (COLOURS["signal"], mark_of(str(rule)).marker) if rule else (COLOURS["line"], "o")
        size = SIGNAL_SIZE if rule else POINT_SIZE
        sns.scatterplot(members, x="place", y="value", color=colour, marker=marker, s=size**2, **edge)


@dataclass(frozen=True)
class _Layout:
    """Scales and labels one control chart on one canvas; ``boxes`` are those of the labels already written."""

    control: Control
    canvas: Canvas
    boxes: list[Bbox] = field(default_factory=list)

    def lay_out(self) -> Spots:
        """Put everything beside the marks."""
        control = self.control
        self._scale()
        if control.window is not None and len(control.window):
            first, last = control.window[0], control.window[-1]
            self.canvas.shade(control.chart.place(first), control.chart.place(last), span_label(first, last))
        self._name_breaks()
        if self.canvas.frame.narrow:  # too small for the names of rules; the note has the key of shapes
            for marks in self.canvas.axes.findobj(PathCollection):
                marks.set(sizes=marks.get_sizes() * NARROW_SHARE**2)
        else:
            for rule, places in sorted(signals(control.points["rules"]), key=lambda signal: signal[0]):
                self._name_signal(rule, control.points.iloc[list(places)])
        for phase in control.chart.phases[:-1]:  # the current phase is named at its end
            self._name_mean(phase)
        self._name_ends(self._ends())
        return self.canvas.spots(control.points["place"], control.points["value"])

    def _scale(self) -> None:
        """Lay out the axes, and label the first period of as many years as there is room for."""
        control, canvas, text = self.control, self.canvas, self.canvas.frame.text
        right = text_width("\n".join(name for _, name, _ in self._ends()), text) + 12
        title = f"{control.spec.unit.capitalize()} a {control.noun}"
        canvas.upright(title, self._ticks(), (-0.8, len(control.points) - 0.2), right, foot=3.2)
        starts = [place for place, period in enumerate(control.chart.index) if period.start_time.month == APRIL]
        # A label of two lines takes about five type sizes across.
        every = max(1, math.ceil(len(starts) / (canvas.axes.bbox.width / (text * 5.2))))
        canvas.name_periods(control.chart.index, starts[::every] or [0])

    def _ticks(self) -> list[float]:
        """Round values that hold everything drawn, from zero where the scale rule says so."""
        low, high = self.control.reach
        floor = 0.0 if starts_at_zero(low, high) else low - 0.04 * (high - low)
        bins = 5 if self.canvas.frame.narrow else 6
        locator = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10], integer=high > bins)
        step = float(np.diff(locator.tick_values(floor, high))[0])
        first, last = int(floor // step), math.ceil((high + 0.05 * (high - floor)) / step)
        return [place * step for place in range(first, last + 1)]

    def _name_breaks(self) -> None:
        top, frame = self.canvas.axes.get_ylim()[1], self.canvas.frame
        for change in self.control.breaks:
            place = self.control.chart.place(change.start) - 0.35
            words = "[b]" if frame.narrow else f"[b] {change.reason}"
            self.canvas.label(words, (place, top), va="top", fontsize=frame.text - 1, gid="halo")

    def _name_mean(self, phase: Phase) -> None:
        """Name the mean of a phase that has ended, on its line, where the points are furthest away."""
        text, size, points = f"Mean {number(phase.mean)}", self.canvas.frame.text - 1, self.control.points
        width = text_width(text, size) / (self.canvas.axes.bbox.width / (len(points) + 0.6))
        first, last = self.control.chart.place(phase.start) - 0.4, self.control.chart.place(phase.end) + 0.4
        spots: dict[float, tuple[float, float]] = {}
        for x in (first + width / 2, last - width / 2):
            beside = points["value"][(points["place"] - x).abs() <= width / 2 + 0.5]
            for level in (phase.mean + side * self.canvas.unit * size * 0.75 for side in (1, -1)):
                spots.setdefault(float((beside - level).abs().min()) / self.canvas.unit, (x, level))
        if phase.n > width and max(spots) > size:
            self._write(text, spots[max(spots)], "mean")

    def _name_signal(self, rule: str, members: pd.DataFrame) -> None:
        """Write the rule at the point furthest from the mean, on the far side of it."""
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
        phase, narrow = self.control.chart.current, self.canvas.frame.narrow
        joint, limit = ("\n", "") if narrow else (" ", " limit")
        target = math.nan if self.control.target is None else self.control.target
        ends = [
            (phase.upper, f"Upper{limit}", "muted"),
            (phase.mean, "Mean", "mean"),
            (phase.lower, f"Lower{limit}", "muted"),
            (float(self.control.points["value"].iloc[-1]), "Latest", "line"),
            (target, "Target", "target"),
        ]
        return [(level, f"{name}{joint}{number(level)}", ink) for level, name, ink in ends if math.isfinite(level)]

    def _name_ends(self, ends: list[tuple[float, str, str]]) -> None:
        """Write the labels beside their lines, moved apart where two lines are close."""
        low, high = self.canvas.axes.get_ylim()
        gap = self.canvas.unit * self.canvas.frame.text * 1.16 * (2 if self.canvas.frame.narrow else 1)
        levels = spread([level for level, _, _ in ends], gap, low + gap * 0.3, high)
        for (_, text, colour), level in zip(ends, levels, strict=True):
            weight = "bold" if text.startswith(("Latest", "Target")) else "normal"
            self.canvas.label(text, (1, level), BESIDE_Y, (7, 0), color=COLOURS[colour], weight=weight, va="center")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move label positions apart to at least ``gap``, in order, as little as a single pass each way allows.

    Positions stay within ``low`` to ``high`` while there is room.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    levels = [0.0] * len(wanted)
    floor = low
    for place in order:
        levels[place] = max(wanted[place], floor)
        floor = levels[place] + gap
    ceiling = high
    for place in reversed(order):
        levels[place] = min(levels[place], ceiling)
        ceiling = levels[place] - gap
    return levels
