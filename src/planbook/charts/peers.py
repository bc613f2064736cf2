"""Rates of similar forces: sorted bars from zero with intervals, the group mean and its usual range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.container import BarContainer
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import BESIDE_X, BESIDE_Y, Canvas, Style, bars, draw
from planbook.charts.chart import ChartSpec, RenderedChart, require_rows
from planbook.charts.labels import number
from planbook.charts.style import COLOURS, text_width
from planbook.claims.records import Spots

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WIDE_ROW, NARROW_ROW = 40, 58
WIDE_BAR, NARROW_BAR = 0.62, 0.36  # height of a bar as a share of its row's
HEAD, FOOT = 32, 48
OWN = "\u25b6"
LABEL_AT = (4, 24)  # where a name stands on a narrow chart: clear of the axis, above its bar


def render_peers(
    spec: ChartSpec, rates: pd.DataFrame, *, mean: float, usual: tuple[float, float], period: str
) -> RenderedChart:
    """Return the peer chart of ``rates``, lowest first; the specification's area is the force of the page.

    ``rates`` has areas as index and columns rate, low and high in the specification's unit (``offences per 1,000
    residents``); ``mean`` and ``usual`` (a range) are the group's. Raises ``EmptyChart`` for no rows.
    """
    require_rows(spec.id, rates, "rates")
    ranked = rates.sort_values("rate", kind="stable")  # equal rates keep their order, so that builds agree
    places = 1 if ranked["rate"].max() >= 10 else 2  # three figures, as rates have on the pages
    low, high = (number(end, places) for end in usual)
    group = f"group mean {number(mean, places)}, usual range {low} to {high}"
    columns = ["Force", "Rate", "Interval from", "Interval to"]
    table = ranked[["rate", "low", "high"]].reset_index().set_axis(columns, axis="columns")
    heights = HEAD + FOOT + WIDE_ROW * len(ranked), HEAD + FOOT + NARROW_ROW * len(ranked)
    return RenderedChart.of(
        "peers",
        spec,
        draw(
            lambda axes: _mark(axes, ranked, spec.area, mean, usual),
            lambda canvas: _Layout(spec, ranked, mean, usual, places, canvas).lay_out(),
            spec.id,
            heights,
        ),
        subtitle=f"{spec.label}: {spec.unit}, {period}, {spec.area} and similar forces",
        alt=_alt(spec, ranked, places, group, period),
        description=_description(ranked, places, group),
        along="y",
        table=table,
        places={"Rate": places, "Interval from": places, "Interval to": places},
        note=f"{OWN} {spec.area}. Thin lines: 95% intervals; {group}.",
    )


def _alt(spec: ChartSpec, ranked: pd.DataFrame, places: int, group: str, period: str) -> str:
    rank = list(ranked.index).index(spec.area) + 1
    rate = number(ranked["rate"][spec.area], places)
    return (
        f"Bar chart of {spec.label}, {spec.unit}, {period}, {len(ranked)} forces from lowest to highest. "
        f"{spec.area} has {rate}, rank {rank} of {len(ranked)} (1 is lowest); {group}."
    )


def _description(ranked: pd.DataFrame, places: int, group: str) -> str:
    bars = (
        f"{area} {number(row['rate'], places)} (95% interval {number(row['low'], places)} to "
        f"{number(row['high'], places)})"
        for area, row in ranked.iterrows()
    )
    return f"From lowest to highest: {'; '.join(bars)}. {group[0].upper()}{group[1:]}."


def _mark(axes: Axes, ranked: pd.DataFrame, area: str, mean: float, usual: tuple[float, float]) -> None:
    """Draw bars with their intervals, and the group's lines."""
    rates, places = ranked["rate"], range(len(ranked))
    bars(axes, rates.to_numpy(), places, [name == area for name in ranked.index], WIDE_BAR, orient="y")
    reach = [rates - ranked["low"], ranked["high"] - rates]
    # An interval is edged in paper, so that it shows on the dark bar.
    for colour, width in (("paper", 4.5), ("ink", 1.6)):
        look: Style = {"color": COLOURS[colour], "elinewidth": width, "capthick": width, "capsize": 4, "zorder": 4}
        axes.errorbar(rates, places, xerr=reach, fmt="none", **look)
    axes.axvspan(*usual, color=COLOURS["window"], linewidth=0, zorder=0)
    axes.axvline(mean, color=COLOURS["target"], linewidth=1.6, linestyle=(0, (4, 2)), zorder=3)
    axes.spines["left"].set_visible(True)


@dataclass(frozen=True)
class _Layout:
    """Scales and labels the rates on one canvas; row r stands at r and the axis runs downwards."""

    spec: ChartSpec
    ranked: pd.DataFrame
    mean: float
    usual: tuple[float, float]
    places: int
    canvas: Canvas

    def lay_out(self) -> Spots:
        """Put everything beside the marks."""
        frame, highest = self.canvas.frame, float(self.ranked["high"].max())
        left = 4.0 if frame.narrow else text_width("\n".join(map(self._name, self.ranked.index)), frame.text) + 14
        self.canvas.place(left, text_width(number(highest, self.places), frame.text) + 14, HEAD, FOOT)
        if frame.narrow:
            self._thin_bars()
        end = max(highest, self.usual[1]) * 1.02
        self.canvas.axes.set(xlim=(0, end), ylim=(len(self.ranked) - 0.5, -0.62 if frame.narrow else -0.5))
        locator = MaxNLocator(nbins=4 if frame.narrow else 6)
        ticks = [float(tick) for tick in locator.tick_values(0, highest) if tick <= end]
        places = 0 if all(tick == int(tick) for tick in ticks) else 1
        self.canvas.scale("x", ticks, [number(tick, places) for tick in ticks])
        self._name_axis()
        for place, (area, row) in enumerate(self.ranked.iterrows()):
            self._labels(place, str(area), row)
        return self.canvas.spots(self.ranked["rate"], range(len(self.ranked)))

    def _name(self, area: str) -> str:
        return f"{OWN} {area}" if area == self.spec.area else area

    def _thin_bars(self) -> None:
        """Make room above each bar for the name of its force."""
        for container in self.canvas.axes.containers:
            for bar in container if isinstance(container, BarContainer) else ():
                bar.set(y=bar.get_y() + (WIDE_BAR - NARROW_BAR) / 2, height=NARROW_BAR)

    def _name_axis(self) -> None:
        """Write the group mean above its line and the unit below the axis."""
        unit = self.spec.unit
        text = f"Group mean {number(self.mean, self.places)}"
        self.canvas.label(text, (self.mean, 1), BESIDE_X, (0, 9), ha="center", color=COLOURS["target"])
        foot = f"{unit[0].upper()}{unit[1:]}"
        self.canvas.label(foot, (0.5, 0), "axes fraction", (0, -40), ha="center", color=COLOURS["muted"])

    def _labels(self, place: int, area: str, row: pd.Series[Any]) -> None:
        """Write the force's name before its bar, or above it on a narrow chart, and its rate behind it."""
        look = {"va": "center", "weight": "bold" if area == self.spec.area else "normal", "gid": "halo"}
        offset, side = (LABEL_AT, "left") if self.canvas.frame.narrow else ((-8, 0), "right")
        self.canvas.label(self._name(area), (0, place), BESIDE_Y, offset, ha=side, **look)
        self.canvas.label(number(row["rate"], self.places), (row["high"], place), "data", (7, 0), **look)
