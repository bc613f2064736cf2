"""The drawing of a measure by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import MaxNLocator

from planbook.charts.canvas import Margins, grid_lines, lines_text, shifted, spots_of
from planbook.charts.labels import MISSING, number, period_label, span_label
from planbook.charts.lettering import text_width
from planbook.charts.style import COLOURS, HAIR

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from planbook.charts.drawing import Spots
    from planbook.charts.style import Frame

__all__ = ["MonthsDrawing"]

APRIL = 4


@dataclass(frozen=True)
class MonthsDrawing:
    """A painter; the column of a month stands at its number of months from the first."""

    total: pd.Series[float]
    unit: str
    window: pd.PeriodIndex

    def __call__(self, drawing: Drawing, frame: Frame) -> Spots:
        """Fill ``drawing``."""
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
