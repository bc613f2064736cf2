"""The drawing of a control chart: points, stepped mean and limits, special causes, window, target, breaks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import (
    Margins,
    Room,
    add_line,
    grid_lines,
    halo_text,
    lines_text,
    shifted,
    spots_of,
    spread,
)
from planbook.charts.control_parts import starts_at_zero
from planbook.charts.labels import number, period_label, span_label
from planbook.charts.lettering import text_width
from planbook.charts.marks import Signal, mark_of, signals
from planbook.charts.style import COLOURS, HAIR, LINE_WIDTH, MARK, SIGNAL_MARK, mark_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.control_parts import Break, ChartLike, PhaseLike
    from planbook.charts.drawing import Spots
    from planbook.charts.style import Frame

__all__ = ["ControlDrawing"]

LONG_NAME = 10
APRIL = 4


@dataclass(frozen=True)
class ControlDrawing:
    """A painter of one control chart; a point stands at its number of periods from the first."""

    chart: ChartLike
    axis_title: str
    target: float | None
    breaks: tuple[Break, ...]
    window: pd.PeriodIndex | None

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        """Fill ``drawing``."""
        labels = self._end_labels(frame)
        lines = [line for _, text, _ in labels for line in text.split("\n")]
        right = max(text_width(line, frame.text) for line in lines) + 12
        ticks = self._ticks(frame)
        left = max(text_width(number(tick), frame.text) for tick in ticks) + 10
        axes = Margins(left, right, frame.text * 2.4, frame.text * 3.2).axes(drawing)
        axes.set(xlim=(-0.8, len(self._span) - 0.2), ylim=(ticks[0], ticks[-1]))
        grid_lines(axes, ticks, [number(tick) for tick in ticks])
        axes.text(
            0,
            1,
            self.axis_title,
            transform=shifted(axes, axes.transAxes, -left + 4, 12),
            color=COLOURS["muted"],
        )
        self._periods(axes, frame)
        self._window(axes)
        room = Room()
        self._phases(axes)
        self._target_and_breaks(axes, frame)
        self._points(axes, frame)
        self._signals(axes, frame, room)
        for phase in self.chart.phases[:-1]:
            self._earlier_label(axes, frame, phase, room)
        self._write_end_labels(axes, frame, labels)
        points = self.chart.points
        return spots_of(axes, (self._x(period) for period in points.index), points["value"])

    @property
    def _span(self) -> pd.PeriodIndex:
        index = pd.PeriodIndex(self.chart.points.index)
        return pd.period_range(index[0], index[-1], freq=index.freq)

    def _x(self, period: pd.Period) -> int:
        return int(period.ordinal - self.chart.points.index[0].ordinal)

    def _ticks(self, frame: Frame) -> list[float]:
        """Return round values that hold everything drawn, from zero where the scale rule says so."""
        points, extra = self.chart.points, [] if self.target is None else [self.target]
        low = min([points["value"].min(), points["lower"].min(), *extra])
        high = max([points["value"].max(), points["upper"].max(), *extra])
        floor = 0.0 if starts_at_zero(low, high) else low - 0.04 * (high - low)
        bins = 5 if frame.narrow else 6
        locator = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10], integer=high > bins)
        step = float(locator.tick_values(floor, high)[1] - locator.tick_values(floor, high)[0])
        first, last = int(floor // step), -int(-(high + 0.05 * (high - floor)) // step)
        return [place * step for place in range(first, last + 1)]

    def _periods(self, axes: Axes, frame: Frame) -> None:
        """Label the first period of as many years as there is room for, on two lines."""
        span = self._span
        starts = [place for place, period in enumerate(span) if period.start_time.month == APRIL]
        room = axes.bbox.width / (frame.text * 5.2)
        every = max(1, -int(-len(starts) // room))
        chosen = starts[::every] or [0]
        for place in chosen:
            words = period_label(span[place]).replace(" ", "\n")
            base = shifted(axes, axes.get_xaxis_transform(), 0, -7)
            lines_text(axes, (place, 0), words, base, ha="center", va="top", color=COLOURS["muted"])
        axes.axhline(axes.get_ylim()[0], color=COLOURS["axis"], linewidth=HAIR)

    def _window(self, axes: Axes) -> None:
        if self.window is None or len(self.window) == 0:
            return
        first, last = self._x(self.window[0]), self._x(self.window[-1])
        axes.axvspan(first - 0.5, last + 0.5, color=COLOURS["window"], linewidth=0, zorder=0)
        name = span_label(self.window[0], self.window[-1])
        short = name if len(name) < LONG_NAME else "period"
        base = shifted(axes, axes.get_xaxis_transform(), 0, 5)
        axes.text((first + last) / 2, 1, short, transform=base, ha="center", color=COLOURS["muted"])

    def _phases(self, axes: Axes) -> None:
        """Draw mean and limits as steps; a phase of one point has no limits."""
        for phase in self.chart.phases:
            ends = [self._x(phase.start) - 0.5, self._x(phase.end) + 0.5]
            dashes = (0, (4, 3)) if phase.trial else "solid"
            for level in (phase.lower, phase.upper):
                add_line(axes, ends, [level] * 2, color=COLOURS["limit"], linewidth=1.2, linestyle=dashes)
            add_line(axes, ends, [phase.mean] * 2, color=COLOURS["mean"], linewidth=1.4)

    def _earlier_label(self, axes: Axes, frame: Frame, phase: PhaseLike, room: Room) -> None:
        """Name the mean of a phase that has ended, on its line, where the points are furthest away."""
        text, size = f"Mean {number(phase.mean)}", frame.text - 1
        unit = (axes.get_ylim()[1] - axes.get_ylim()[0]) / axes.bbox.height
        step = axes.bbox.width / (len(self._span) + 0.6)
        half = text_width(text, size) / 2 / step
        sides = (self._x(phase.start) - 0.4 + half, self._x(phase.end) + 0.4 - half)
        spots = [(x, phase.mean + away * unit * size * 0.75) for x in sides for away in (1, -1)]
        x, y = max(spots, key=lambda spot: self._nearest_point(spot, half, unit))
        clear = self._nearest_point((x, y), half, unit) > size
        if clear and phase.n * step > text_width(text, size) and room.take(axes, (x, y), text, size):
            style = {"ha": "center", "va": "center_baseline", "color": COLOURS["mean"]}
            halo_text(axes, x, y, text, fontsize=size, **style)

    def _nearest_point(self, spot: tuple[float, float], half: float, unit: float) -> float:
        """Return the distance in units from a label's middle line to the nearest point beside it."""
        values = self.chart.points["value"]
        places = [self._x(period) for period in self.chart.points.index]
        beside = [value for x, value in zip(places, values, strict=True) if abs(x - spot[0]) <= half + 0.5]
        return min((abs(value - spot[1]) / unit for value in beside), default=1e9)

    def _target_and_breaks(self, axes: Axes, frame: Frame) -> None:
        if self.target is not None:
            first = -0.8 if self.window is None else self._x(self.window[0]) - 0.5
            ends = [first, len(self._span) - 0.5]
            style = {"color": COLOURS["target"], "linewidth": LINE_WIDTH, "linestyle": (0, (1.5, 1.5))}
            add_line(axes, ends, [self.target] * 2, **style)
        for change in self.breaks:
            place = self._x(change.period) - 0.5
            axes.axvline(place, color=COLOURS["ink"], linewidth=HAIR, linestyle=(0, (2, 3)))
            text = "[b]" if frame.narrow else f"[b] {change.label}"
            halo_text(axes, place + 0.15, axes.get_ylim()[1], text, va="top", fontsize=frame.text - 1)

    def _points(self, axes: Axes, frame: Frame) -> None:
        """Join points within a phase only: the step between two phases is not a movement of the process."""
        for _, members in self.chart.points.groupby("phase"):
            places = [self._x(period) for period in members.index]
            add_line(axes, places, members["value"], color=COLOURS["line"], linewidth=LINE_WIDTH)
        plain = [not rules for rules in self.chart.points["rules"]]
        members = self.chart.points[plain]
        places = [self._x(period) for period in members.index]
        add_line(axes, places, members["value"], **mark_settings("line", size=MARK + (1.5 if frame.narrow else 3)))

    def _signals(self, axes: Axes, frame: Frame, room: Room) -> None:
        """Draw the marks, and on the wide chart the rule's words, single points first, where there is room."""
        size = SIGNAL_MARK if frame.narrow else SIGNAL_MARK + 1
        found = signals(self.chart.points["rules"])
        for signal in found:
            members = self.chart.points.iloc[list(signal.places)]
            places = [self._x(period) for period in members.index]
            style = mark_settings("signal", mark_of(signal.rule).marker, size)
            add_line(axes, places, members["value"], **style, zorder=4)
        if not frame.narrow:
            for signal in sorted(found, key=lambda signal: signal.rule):
                self._signal_label(axes, frame, signal, room)

    def _signal_label(self, axes: Axes, frame: Frame, signal: Signal, room: Room) -> None:
        """Write the rule at the point furthest from the mean, on the far side of it."""
        members = self.chart.points.iloc[list(signal.places)]
        away = (members["value"] - members["mean"]).abs()
        place = int(away.to_numpy().argmax())
        value, mean = (float(members[column].iloc[place]) for column in ("value", "mean"))
        side = 1 if value > mean else -1
        unit = (axes.get_ylim()[1] - axes.get_ylim()[0]) / axes.bbox.height
        text, size = mark_of(signal.rule).short, frame.text - 1
        spot = (self._x(members.index[place]), value + side * unit * (size * 0.6 + 8))
        if room.take(axes, spot, text, size):
            style: dict[str, Any] = {"ha": "center", "va": "center_baseline", "color": COLOURS["signal"]}
            halo_text(axes, *spot, text, fontsize=size, **style)

    def _end_labels(self, frame: Frame) -> list[tuple[float, str, str]]:
        """Return level, text and colour of the labels at the right-hand end of the lines."""
        phase, joint = self.chart.current, "\n" if frame.narrow else " "
        limit = "" if frame.narrow else " limit"
        named = [
            (phase.upper, f"Upper{limit}", "muted"),
            (phase.mean, "Mean", "mean"),
            (phase.lower, f"Lower{limit}", "muted"),
            (float(self.chart.points["value"].iloc[-1]), "Latest", "line"),
        ]
        if self.target is not None:
            named.append((self.target, "Target", "target"))
        drawn = [entry for entry in named if math.isfinite(entry[0])]
        return [(level, f"{name}{joint}{number(level)}", colour) for level, name, colour in drawn]

    def _write_end_labels(self, axes: Axes, frame: Frame, labels: list[tuple[float, str, str]]) -> None:
        """Write the labels beside their lines, moved apart where two lines are close."""
        low, high = axes.get_ylim()
        unit = (high - low) / axes.bbox.height
        lines = 2 if frame.narrow else 1
        gap = unit * frame.text * 1.16 * lines
        placed = spread([level for level, _, _ in labels], gap, low + gap * 0.3, high)
        for (_, text, colour), level in zip(labels, placed, strict=True):
            weight = "bold" if text.startswith(("Latest", "Target")) else "normal"
            base = shifted(axes, axes.get_yaxis_transform(), 7, 0)
            lines_text(axes, (1, level), text, base, color=COLOURS[colour], weight=weight, va="center")
