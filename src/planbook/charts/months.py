"""A measure by month: columns from zero, a gap where a month is not held, the reporting period shaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import Margins, draw, grid_lines, lines_text, shifted, spots_of
from planbook.charts.figure import Figure, require_rows
from planbook.charts.labels import MISSING, count_noun, listing, number, period_label, span_label
from planbook.charts.lettering import text_width
from planbook.charts.style import COLOURS, HAIR

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.canvas import Spots
    from planbook.charts.style import Frame

__all__ = ["months_figure"]

WIDE_HEIGHT, NARROW_HEIGHT = 330, 290
APRIL = 4


def months_figure(  # noqa: PLR0913 - one keyword for each thing a chart must say
    parts: pd.DataFrame,
    *,
    id: str,  # noqa: A002 - the word of the page
    title: str,
    label: str,
    unit: str,
    area: str,
    window: pd.PeriodIndex,
    note: str = "",
    source: str = "",
) -> Figure:
    """Return the column chart of the sum of ``parts``, which has months as index and one column a district.

    ``window`` is the reporting period in months. A month that a district lacks has no column, and is said to be
    missing. Raises ``EmptyChart`` for no month.
    """
    require_rows(id, parts, "months")
    total = parts.sum(axis=1, skipna=False)
    drawn = draw(_MonthsDrawing(total, unit, window), id, wide_height=WIDE_HEIGHT, narrow_height=NARROW_HEIGHT)
    names = [period_label(month) for month in total.index]
    span = f"{names[0]} to {names[-1]}"
    missing = [name for name, value in zip(names, total, strict=True) if pd.isna(value)]
    gaps = f"{MISSING} not held, because the source is known to be short: {listing(missing)}." if missing else ""
    high, low = (total.index[int(place)] for place in (total.argmax(), total.argmin()))
    ends = (
        f"The highest month held is {period_label(high)}, {number(total.max())}; the lowest is {period_label(low)}, "
        f"{number(total.min())}."
    )
    values = "; ".join(f"{name} {number(value)}" for name, value in zip(names, total, strict=True))
    head = {"Month": names, unit.capitalize(): total.to_numpy()}
    return Figure(
        id=id,
        title=title,
        subtitle=f"{label}: {unit} a month, {area}, {span}",
        alt=f"Column chart of {unit} a month, {label}, {area}, {span}. {ends}",
        description=f"{count_noun(len(total), 'month', 'months')}. {values}. {ends} {gaps}".strip(),
        svg=drawn.wide,
        narrow=drawn.narrow,
        spots=(drawn.wide_spots, drawn.narrow_spots),
        table=pd.DataFrame(head | {str(name): parts[name].to_numpy() for name in parts.columns}),
        note=" ".join(part for part in (gaps, note) if part),
        source=source,
    )


@dataclass(frozen=True)
class _MonthsDrawing:
    """A painter; the column of a month stands at its number of months from the first."""

    total: pd.Series[float]
    unit: str
    window: pd.PeriodIndex

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        top = float(self.total.max())
        ticks = [float(tick) for tick in MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top * 1.06)]
        left = max(text_width(number(tick), frame.text) for tick in ticks) + 10
        axes = Margins(left, 14, frame.text * 2.4, frame.text * 3.2).axes(drawing)
        axes.set(xlim=(-0.8, len(self.total) - 0.2), ylim=(0, ticks[-1]))
        grid_lines(axes, ticks, [number(tick) for tick in ticks])
        self._window(axes)
        axes.bar(range(len(self.total)), self.total.fillna(0), width=0.72, color=self._colours(), linewidth=0, zorder=2)
        self._gaps(axes, frame)
        self._months(axes, frame)
        title = shifted(axes, axes.transAxes, 4 - left, 12)
        axes.text(0, 1, f"{self.unit.capitalize()} a month", transform=title, color=COLOURS["muted"])
        axes.axhline(0, color=COLOURS["axis"], linewidth=HAIR)
        return spots_of(axes, range(len(self.total)), self.total.fillna(0))

    def _colours(self) -> list[str]:
        return [COLOURS["line" if month in self.window else "soft"] for month in self.total.index]

    def _window(self, axes: Axes) -> None:
        held = [place for place, month in enumerate(self.total.index) if month in self.window]
        if not held:
            return
        axes.axvspan(held[0] - 0.5, held[-1] + 0.5, color=COLOURS["window"], linewidth=0, zorder=0)
        base = shifted(axes, axes.get_xaxis_transform(), 0, 5)
        name = span_label(self.total.index[held[0]], self.total.index[held[-1]])
        short = name if "/" in name else "period"
        axes.text((held[0] + held[-1]) / 2, 1, short, transform=base, ha="center", color=COLOURS["muted"])

    def _gaps(self, axes: Axes, frame: Frame) -> None:
        """Mark each month that is not held, so that a gap is not read as nought."""
        style: dict[str, Any] = {"ha": "center", "va": "center", "color": COLOURS["muted"], "fontsize": frame.text - 2}
        for place, missing in enumerate(self.total.isna()):
            if missing:
                base = shifted(axes, axes.get_xaxis_transform(), 0, 8)
                axes.text(place, 0, MISSING, transform=base, **style)

    def _months(self, axes: Axes, frame: Frame) -> None:
        """Label every April and October, on two lines, where there is room for both."""
        half = frame.text * 5.2 < axes.bbox.width / max(1, len(self.total)) * 6
        wanted = {APRIL, APRIL + 6} if half else {APRIL}
        chosen = [place for place, month in enumerate(self.total.index) if month.month in wanted] or [0]
        for place in chosen:
            base = shifted(axes, axes.get_xaxis_transform(), 0, -7)
            words = period_label(self.total.index[place]).replace(" ", "\n")
            lines_text(axes, (place, 0), words, base, ha="center", va="top", color=COLOURS["muted"])
