"""Rates of similar forces: sorted bars from zero with intervals, the group mean and its usual range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import seaborn as sns
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import BESIDE_X, BESIDE_Y, draw, widest
from planbook.charts.chart import RenderedChart, require_rows
from planbook.charts.labels import number
from planbook.charts.style import COLOURS, text_width
from planbook.core.names import nearest

if TYPE_CHECKING:
    import pandas as pd

    from planbook.charts.canvas import Canvas
    from planbook.charts.chart import ChartSpec, Spots

WIDE_ROW, NARROW_ROW = 40, 58
HEAD, FOOT = 32, 48
OWN = "\u25b6"
LABEL_AT = (4, 24)
"""Where a name stands on a narrow chart: clear of the axis, above its bar."""


class UnknownArea(KeyError):
    """The force of the page is not among the forces compared."""

    def __init__(self, own: str, areas: list[str]) -> None:
        super().__init__(f"{own!r} is not in the comparison; nearest name: {nearest(own, areas)}")


@dataclass(frozen=True)
class Group:
    """The group's mean, its usual range, and what a rate counts (``offences per 1,000 residents``)."""

    mean: float
    usual: tuple[float, float]
    unit: str
    places: int

    @property
    def words(self) -> str:
        """Mean and range as a chart says them."""
        low, high = (number(end, self.places) for end in self.usual)
        return f"group mean {number(self.mean, self.places)}, usual range {low} to {high}"


def render_peers(
    spec: ChartSpec, rates: pd.DataFrame, *, mean: float, usual: tuple[float, float], period: str
) -> RenderedChart:
    """Return the peer chart of ``rates``, lowest first; the specification's area is the force of the page.

    ``rates`` has areas as index and columns rate, low and high in the specification's unit (``offences per 1,000
    residents``); ``mean`` and ``usual`` (a range) are the group's. Raises ``EmptyChart`` for no rows and
    ``UnknownArea`` when the force is not among them.
    """
    require_rows(spec.id, rates, "rates")
    own = spec.area
    if own not in rates.index:
        raise UnknownArea(own, [str(area) for area in rates.index])
    ranked = rates.sort_values("rate", kind="stable")
    places = 1 if ranked["rate"].max() >= 10 else 2
    group = Group(mean, usual, spec.unit, places)
    heights = HEAD + FOOT + WIDE_ROW * len(ranked), HEAD + FOOT + NARROW_ROW * len(ranked)
    return RenderedChart.of(
        "peers",
        spec,
        draw(lambda canvas: _Painter(ranked, own, group, canvas).paint(), spec.id, heights),
        subtitle=f"{spec.label}: {spec.unit}, {period}, {own} and similar forces",
        alt=_alt(spec, ranked, group, period),
        description=_description(ranked, group),
        along="y",
        table=_table(ranked),
        places={"Rate": places, "Interval from": places, "Interval to": places},
        note=f"{OWN} {own}. Thin lines: 95% intervals; {group.words}.",
    )


def _alt(spec: ChartSpec, ranked: pd.DataFrame, group: Group, period: str) -> str:
    rank = list(ranked.index).index(spec.area) + 1
    rate = number(ranked["rate"][spec.area], group.places)
    return (
        f"Bar chart of {spec.label}, {spec.unit}, {period}, {len(ranked)} forces from lowest to highest. "
        f"{spec.area} has {rate}, rank {rank} of {len(ranked)} (1 is lowest); {group.words}."
    )


def _description(ranked: pd.DataFrame, group: Group) -> str:
    bars = (
        f"{area} {number(row['rate'], group.places)} (95% interval {number(row['low'], group.places)} to "
        f"{number(row['high'], group.places)})"
        for area, row in ranked.iterrows()
    )
    return f"From lowest to highest: {'; '.join(bars)}. {group.words[0].upper()}{group.words[1:]}."


def _table(ranked: pd.DataFrame) -> pd.DataFrame:
    table = ranked[["rate", "low", "high"]].rename_axis("Force").reset_index()
    table.columns = ["Force", "Rate", "Interval from", "Interval to"]
    return table


@dataclass(frozen=True)
class _Painter:
    """Draws the rates on one canvas; row r stands at r and the axis runs downwards."""

    ranked: pd.DataFrame
    own: str
    group: Group
    canvas: Canvas

    def paint(self) -> Spots:
        """Fill the canvas."""
        frame, highest = self.canvas.frame, float(self.ranked["high"].max())
        left = 4.0 if frame.narrow else widest(map(self._name, self.ranked.index), frame.text) + 14
        self.canvas.place(left, text_width(number(highest, self.group.places), frame.text) + 14, HEAD, FOOT)
        self._bars()
        end = max(highest, self.group.usual[1]) * 1.02
        self.canvas.limit((0, end), (len(self.ranked) - 0.5, -0.62 if frame.narrow else -0.5))
        locator = MaxNLocator(nbins=4 if frame.narrow else 6)
        ticks = [float(tick) for tick in locator.tick_values(0, highest) if tick <= end]
        places = 0 if all(tick == int(tick) for tick in ticks) else 1
        self.canvas.scale("x", ticks, [number(tick, places) for tick in ticks])
        self._group()
        for place, (area, row) in enumerate(self.ranked.iterrows()):
            self._labels(place, str(area), row)
        return self.canvas.spots(self.ranked["rate"], range(len(self.ranked)))

    def _name(self, area: str) -> str:
        return f"{OWN} {area}" if area == self.own else area

    def _bars(self) -> None:
        """Draw bars with their intervals, each edged in paper so that it shows on the dark bar."""
        rates, places = self.ranked["rate"], range(len(self.ranked))
        sns.barplot(
            x=rates.to_numpy(),
            y=places,
            hue=self.ranked.index == self.own,
            palette={True: COLOURS["line"], False: COLOURS["soft"]},
            width=0.36 if self.canvas.frame.narrow else 0.62,
            orient="y",
            saturation=1,
            linewidth=0,
            dodge=False,
            native_scale=True,
            errorbar=None,
            legend=False,
            ax=self.canvas.axes,
        )
        reach = [rates - self.ranked["low"], self.ranked["high"] - rates]
        for colour, width in (("paper", 4.5), ("ink", 1.6)):
            look = {"color": COLOURS[colour], "elinewidth": width, "capthick": width, "capsize": 4, "zorder": 4}
            self.canvas.axes.errorbar(rates, places, xerr=reach, fmt="none", **look)

    def _group(self) -> None:
        axes, group, unit = self.canvas.axes, self.group, self.group.unit
        axes.axvspan(*group.usual, color=COLOURS["window"], linewidth=0, zorder=0)
        axes.axvline(group.mean, color=COLOURS["target"], linewidth=1.6, linestyle=(0, (4, 2)), zorder=3)
        axes.spines["left"].set_visible(True)
        text = f"Group mean {number(group.mean, group.places)}"
        self.canvas.label(text, (group.mean, 1), BESIDE_X, (0, 9), ha="center", color=COLOURS["target"])
        foot = f"{unit[0].upper()}{unit[1:]}"
        self.canvas.label(foot, (0.5, 0), "axes fraction", (0, -40), ha="center", color=COLOURS["muted"])

    def _labels(self, place: int, area: str, row: pd.Series[Any]) -> None:
        """Write the force's name before its bar, or above it on a narrow chart, and its rate behind it."""
        look = {"va": "center", "weight": "bold" if area == self.own else "normal", "gid": "halo"}
        offset, side = (LABEL_AT, "left") if self.canvas.frame.narrow else ((-8, 0), "right")
        self.canvas.label(self._name(area), (0, place), BESIDE_Y, offset, ha=side, **look)
        self.canvas.label(number(row["rate"], self.group.places), (row["high"], place), "data", (7, 0), **look)
