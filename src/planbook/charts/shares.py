"""Charts of shares: a share by period with limits that follow its base, and single shares with their intervals."""

import math
import textwrap
from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from planbook.charts.canvas import BESIDE_Y, Canvas, Style, band, draw, round_ticks
from planbook.charts.chart import ChartSpec, RenderedChart, require_rows
from planbook.charts.labels import number, period_label, span_label
from planbook.charts.level import spread, starts_at_zero
from planbook.charts.style import COLOURS, LINE_WIDTH, text_width
from planbook.claims.display import listed_words
from planbook.claims.records import Spots
from planbook.statistics.xmr import ShareChart

SIZE = 7.5
ROWS, HEAD, FOOT = (48, 62), 16, 46  # height of a row on the wide and on the narrow drawing, and room round the rows
NARROW_LINE = 36  # letters of a row's label on a line of the narrow drawing
RULES = {
    "astronomical": "outside the limits",
    "shift": "part of seven in a row on one side of the mean",
    "trend": "part of seven that only rise or fall",
    "two_of_three": "one of two in three that lie close to a limit",
}


def render_share(spec: ChartSpec, chart: ShareChart, window: pd.PeriodIndex) -> RenderedChart:
    """Return the p-chart of a share, the reporting period shaded; raises ``EmptyChart`` without a point."""
    require_rows(spec.id, chart.points, "points")
    points = _in_per_cent(chart)
    span, last = span_label(points.index[0], points.index[-1]), points.iloc[-1]
    out = [period_label(period) for period in points.index[points["outside"]]]
    named = f"Outside the limits: {listed_words(out)}." if out else "No point lies outside the limits."
    limits = f"limits {number(last['lower'], 1)} to {number(last['upper'], 1)}"
    lowest, highest = (number(points["value"].agg(end), 1) for end in ("min", "max"))
    axis = "" if starts_at_zero(*_reach(points)) else " The vertical axis does not start at zero."
    return RenderedChart.of(
        "share",
        spec,
        draw(lambda axes: _mark(axes, points), lambda canvas: _Layout(points, window, canvas).lay_out(), spec.id),
        subtitle=f"{spec.label}: per cent, {spec.area}, {span}",
        alt=f"Chart of shares, {spec.label}, {spec.area}, {span}: latest {number(last['value'], 1)} per cent, "
        f"mean {number(last['mean'], 1)}, {limits}. {named}",
        description=f"{len(points)} points; the lowest share is {lowest} and the highest {highest} per cent. {named}",
        table=_table(points),
        places={"Share, %": 1, "Mean, %": 1, "Lower limit, %": 1, "Upper limit, %": 1},
        note=f"The limits follow how many each share is of.{axis}",
    )


def _in_per_cent(chart: ShareChart) -> pd.DataFrame:
    """The points in per cent, with their place and whether they lie outside their limits."""
    columns = ["value", "mean", "lower", "upper"]
    outside = [("astronomical" in names) for names in chart.points["rules"]]
    points = chart.points.assign(**{name: 100 * chart.points[name] for name in columns})
    return points.assign(place=range(len(points)), outside=outside)


def _table(points: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Quarter": [period_label(period) for period in points.index],
            "Share, %": points["value"].to_numpy(),
            "Counted": points["numerator"].to_numpy(),
            "Of": points["denominator"].to_numpy(),
            "Mean, %": points["mean"].to_numpy(),
            "Lower limit, %": points["lower"].to_numpy(),
            "Upper limit, %": points["upper"].to_numpy(),
            "Signal": [listed_words([RULES[rule] for rule in names]) or "none" for names in points["rules"]],
        }
    )


def _reach(points: pd.DataFrame) -> tuple[float, float]:
    drawn = points[["value", "lower", "upper"]]
    return float(drawn.min().min()), float(drawn.max().max())


def _mark(axes: Axes, points: pd.DataFrame) -> None:
    band(axes, points)
    line: Style = {"x": "place", "y": "value", "ax": axes}
    sns.lineplot(points, color=COLOURS["line"], linewidth=LINE_WIDTH, estimator=None, **line)
    edge: Style = {"edgecolor": COLOURS["paper"], "linewidth": 0.8, "legend": False, "zorder": 3, "s": SIZE**2}
    for outside, members in points.groupby("outside"):
        look = {"color": COLOURS["signal"], "marker": "D"} if outside else {"color": COLOURS["line"], "marker": "o"}
        sns.scatterplot(members, **line, **edge, **look)


@dataclass(frozen=True)
class _Layout:
    points: pd.DataFrame
    window: pd.PeriodIndex
    canvas: Canvas

    def lay_out(self) -> Spots:
        points, canvas, text = self.points, self.canvas, self.canvas.frame.text
        last = points.iloc[-1]
        ends = [
            ("Upper", "upper", "muted"),
            ("Mean", "mean", "mean"),
            ("Lower", "lower", "muted"),
            ("Latest", "value", "line"),
        ]
        names = [f"{name} {number(last[column], 1)}" for name, column, _ in ends]
        low, high = _reach(points)
        ticks = round_ticks(0.0 if starts_at_zero(low, high) else low, high, 5 if canvas.frame.narrow else 6)
        places = 0 if float(ticks[1] - ticks[0]).is_integer() else 1
        canvas.upright(
            "Per cent", ticks, (-0.8, len(points) - 0.2), text_width("\n".join(names), text) + 12, 3.2, places
        )
        starts = [place for place, period in enumerate(points.index) if period.quarter == 1 or len(points) < 4]
        canvas.name_periods(points.index, canvas.fitting(starts))
        first, final = (int(period.ordinal - points.index[0].ordinal) for period in (self.window[0], self.window[-1]))
        canvas.shade(first, final, span_label(self.window[0], self.window[-1]))
        levels = spread(
            [float(last[column]) for _, column, _ in ends], canvas.unit * text * 1.16, *canvas.axes.get_ylim()
        )
        for name, level, (_, _, colour) in zip(names, levels, ends, strict=True):
            canvas.label(name, (1, level), BESIDE_Y, (7, 0), color=COLOURS[colour], va="center")
        return canvas.spots(points["place"], points["value"])


def render_intervals(spec: ChartSpec, rows: pd.DataFrame) -> RenderedChart:
    """Return single shares side by side, each a dot, with its interval as a line where one is known.

    ``rows`` has columns label, percent, low and high, in per cent; low and high are missing without an interval. Raises
    ``EmptyChart`` for no rows.
    """
    require_rows(spec.id, rows, "rows")
    told = " ".join(_told(*row) for row in rows.itertuples(index=False, name=None))
    wide, narrow = (HEAD + FOOT + row * len(rows) for row in ROWS)
    columns = ["Share of", "Per cent", "Interval from", "Interval to"]
    return RenderedChart.of(
        "intervals",
        spec,
        draw(
            lambda axes: _mark_intervals(axes, rows),
            lambda canvas: _lay_out_rows(rows, canvas),
            spec.id,
            (wide, narrow),
        ),
        subtitle=f"{spec.label}: per cent, {spec.area}",
        alt=f"Dots with intervals where they are known, {spec.label}, {spec.area}. {told}",
        description=told,
        along="y",
        table=rows[["label", "percent", "low", "high"]].set_axis(columns, axis="columns"),
        places=dict.fromkeys(columns[1:], 1),
        note="Dot: share. Line: the interval that was printed with it. The axis does not start at zero.",
    )


def _told(label: str, percent: float, low: float, high: float) -> str:
    known = f"interval {number(low, 1)} to {number(high, 1)}" if math.isfinite(low) else "no interval was printed"
    return f"{label}: {number(percent, 1)} per cent ({known})."


def _mark_intervals(axes: Axes, rows: pd.DataFrame) -> None:
    places, known = -np.arange(len(rows)), rows["low"].notna().to_numpy()
    axes.hlines(
        places[known], rows["low"][known], rows["high"][known], color=COLOURS["line"], linewidth=LINE_WIDTH + 0.5
    )
    # A hollow dot has no interval behind it.
    for own, colour in ((known, COLOURS["line"]), (~known, COLOURS["paper"])):
        if own.any():
            style: Style = {"color": colour, "edgecolor": COLOURS["line"], "linewidth": 2, "s": 100, "legend": False}
            sns.scatterplot(x=rows["percent"].to_numpy()[own], y=places[own], zorder=3, ax=axes, **style)


def _lay_out_rows(rows: pd.DataFrame, canvas: Canvas) -> Spots:
    places = -np.arange(len(rows))
    canvas.place(20, text_width("100.0%", canvas.frame.text) + 18, HEAD, FOOT)
    values = rows[["percent", "low", "high"]].to_numpy(float)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    # Room on both sides, so that an interval of a point does not fill the drawing.
    ticks = round_ticks(max(0.0, low - 2), min(100.0, high + 2), 4, (1, 2, 5, 10))
    canvas.axes.set(xlim=(ticks[0], ticks[-1]), ylim=(0.4 - len(rows), 0.7))
    canvas.scale("x", ticks, [f"{number(tick)}%" for tick in ticks])
    canvas.label("Per cent", (0.5, 0), "axes fraction", (0, -38), ha="center", color=COLOURS["muted"])
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        bold: Style = {"va": "center", "weight": "bold", "color": COLOURS["line"]}
        canvas.label(f"{number(row['percent'], 1)}%", (1, float(place)), BESIDE_Y, (8, 0), **bold)
        words = textwrap.fill(row["label"], NARROW_LINE) if canvas.frame.narrow else str(row["label"])
        above = 17 + canvas.frame.text * 0.6 * words.count("\n")
        canvas.label(words, (0, float(place)), BESIDE_Y, (0, above), va="center", gid="halo")
    return canvas.spots(rows["percent"], places)
