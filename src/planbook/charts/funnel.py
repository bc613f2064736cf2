"""The funnel of all forces: rate against residents, limits that narrow as forces grow, the force and its peers named.

Guidance: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202. Limits and words are those of
:mod:`planbook.statistics.funnel`: a force outside the outer curves is the one that the words call unusual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from planbook.charts.canvas import BESIDE_X, Canvas, Style, draw
from planbook.charts.chart import ChartSpec, RenderedChart
from planbook.charts.labels import number
from planbook.charts.style import COLOURS, text_width
from planbook.claims.display import ordinal_low_first
from planbook.claims.records import SIMILAR, Spots
from planbook.statistics.constants import NORMAL_95
from planbook.statistics.funnel import NORMAL_998, Funnel

MILLION = 1_000_000
CURVE_POINTS = 80
COLUMNS = {
    "rate": "Rate", "low": "Interval from", "high": "Interval to", "rank": "Rank", "rank_low": "Rank from",
    "rank_high": "Rank to", "outer_low": "Usual from", "outer_high": "Usual to", "place": "Place",
}  # fmt: skip
SIZES = {"own": 11.0, "peer": 8.0, "other": 6.0}  # diameters of the points in units
ROOM = 1.08  # how far the axes go beyond the last point, as a factor
NAME_GAP = 9  # from a point to its name, in units
DOUBLINGS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # sizes in millions that the horizontal axis names


@dataclass(frozen=True)
class FunnelChart:
    """A funnel with the force of the page and the forces that it is compared with by name."""

    spec: ChartSpec
    funnel: Funnel
    peers: Sequence[str]

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a force, lowest rate first: rate, size in millions, and who it is."""
        forces = self.funnel.forces
        who = ["own" if area == self.spec.area else "peer" if area in self.peers else "other" for area in forces.index]
        return forces.assign(size=forces["population"] / MILLION, who=who)

    @property
    def places(self) -> int:
        """Decimals of a rate."""
        return 1 if self.funnel.middle >= 10 else 2

    @property
    def own(self) -> pd.Series[Any]:
        """The row of the force."""
        return self.points[self.points["who"] == "own"].iloc[0]

    @property
    def smallest(self) -> float:
        """Where the horizontal axis begins."""
        return float(self.points["size"].min()) / ROOM

    @property
    def reach(self) -> tuple[float, float]:
        """The largest force and the highest rate that the axes hold."""
        # The outer curve runs off the top at small forces: the axes follow the points.
        return float(self.points["size"].max()) * ROOM, float(self.points[["rate", "high"]].max().max()) * ROOM


def render_funnel(spec: ChartSpec, funnel: Funnel, *, peers: Sequence[str], period: str, whom: str) -> RenderedChart:
    """Return the funnel chart; the specification's area is the force of the page, ``whom`` what a rate is per."""
    chart = FunnelChart(spec, funnel, peers)
    rank = ordinal_low_first(int(chart.own["rank"]), len(chart.points))
    interval = f"{int(chart.own['rank_low'])} to {int(chart.own['rank_high'])}"
    middle = number(funnel.middle, chart.places)
    return RenderedChart.of(
        "peers",
        spec,
        draw(lambda axes: _mark(axes, chart), lambda canvas: _lay_out(chart, canvas, whom), spec.id),
        subtitle=f"{spec.label}: {spec.unit}, {period}, {spec.area} among {len(chart.points)} forces",
        alt=(
            f"Funnel chart of {spec.label}, {spec.unit}, {period}, against the number of {whom} of {len(chart.points)} "
            f"forces. {spec.area} has {number(chart.own['rate'], chart.places)}, the {rank} (95% interval of the rank "
            f"{interval}): {chart.own['place']}."
        ),
        description=(
            f"The middle force has {middle}. "
            + "; ".join(f"{area} {number(row['rate'], chart.places)}" for area, row in _named(chart).iterrows())
            + "."
        ),
        along="xy",
        table=_table(chart),
        places=dict.fromkeys(("Rate", "Interval from", "Interval to", "Usual from", "Usual to"), chart.places),
        note=(
            f"Middle line: the middle force, {middle}. Curves: where 95 and 99.8 in 100 forces lie that differ by "
            "chance and by the usual spread between forces alone."
        ),
    )


def _named(chart: FunnelChart) -> pd.DataFrame:
    return chart.points[chart.points["who"] != "other"]


def _table(chart: FunnelChart) -> pd.DataFrame:
    group = chart.points["who"].map({"own": "this force", "peer": SIMILAR, "other": "other"})
    table = chart.points.assign(Force=chart.points.index, Group=group).rename(columns=COLUMNS)
    return table[["Force", *COLUMNS.values(), "Group"]].reset_index(drop=True)


def _mark(axes: Axes, chart: FunnelChart) -> None:
    """Draw middle line, curves and points, those that are named last."""
    size, highest = chart.reach
    populations = np.geomspace(chart.smallest, size, CURVE_POINTS)
    axes.axhline(chart.funnel.middle, color=COLOURS["mean"], linewidth=1.2)
    for z, width in ((NORMAL_95, 0.8), (NORMAL_998, 1.4)):
        for limit in chart.funnel.limits(populations * MILLION, z):
            # A curve above the axes would be drawn over the title.
            axes.plot(populations, np.where(limit <= highest, limit, np.nan), color=COLOURS["limit"], linewidth=width)
    edge: Style = {"edgecolor": COLOURS["paper"], "linewidth": 0.8, "legend": False, "zorder": 3, "ax": axes}
    for who, colour in (("other", "soft"), ("peer", "limit"), ("own", "line")):
        members = chart.points[chart.points["who"] == who]
        sns.scatterplot(members, x="size", y="rate", color=COLOURS[colour], s=SIZES[who] ** 2, **edge)


def _lay_out(chart: FunnelChart, canvas: Canvas, whom: str) -> Spots:
    """Scale the axes and name the force and its peers beside their points."""
    size, highest = chart.reach
    ticks = [float(tick) for tick in MaxNLocator(nbins=5).tick_values(0, highest)]
    places = 0 if all(tick.is_integer() for tick in ticks) else 1
    canvas.upright(chart.spec.unit.capitalize(), ticks, (chart.smallest, size), 16, foot=3.2, places=places)
    # Half the forces have less than a million residents: doublings take the same room, so that these stand apart.
    canvas.axes.set_xscale("log", base=2)
    canvas.axes.set_xticks([])
    canvas.axes.set_xticks([], minor=True)
    for million in DOUBLINGS:
        if chart.smallest <= million <= size:
            look: Style = {"ha": "center", "va": "top", "color": COLOURS["muted"]}
            canvas.label(f"{million:g}m", (million, 0), BESIDE_X, (0, -7), **look)
    foot: Style = {"ha": "right", "va": "top", "color": COLOURS["muted"]}
    canvas.label(f"{whom.capitalize()}, millions", (1, 0), "axes fraction", (0, -24), **foot)
    _name_forces(chart, canvas)
    return canvas.spots(chart.points["size"], chart.points["rate"])


def _name_forces(chart: FunnelChart, canvas: Canvas) -> None:
    """Write each name to the right of its point, or to the left where it would leave the axes or meet a name."""
    text = canvas.frame.text
    taken: list[Bbox] = []
    # A narrow drawing has room for one name; the table names them all.
    named = _named(chart).sort_values("size", ascending=False)
    named = named[named["who"] == "own"] if canvas.frame.narrow else named
    for area, row in named.iterrows():
        x, y = canvas.axes.transData.transform((row["size"], row["rate"]))
        width = text_width(str(area), text) + NAME_GAP
        right = Bbox.from_bounds(x, y - text * 0.6, width, text * 1.2)
        left = right.x1 > canvas.axes.bbox.x1 or any(right.overlaps(other) for other in taken)
        taken.append(Bbox.from_bounds(x - width, right.y0, width, right.height) if left else right)
        look: Style = {"va": "center", "ha": "right" if left else "left", "gid": "halo"}
        offset, weight = (-NAME_GAP if left else NAME_GAP, 0), "bold" if row["who"] == "own" else "normal"
        canvas.label(str(area), (row["size"], row["rate"]), "data", offset, weight=weight, **look)
