"""Grid lines with their labels, drawn as one: as four objects each, Matplotlib's own ticks are half of the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from planbook.charts.style import COLOURS, HAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

__all__ = ["Scale", "add_scale"]

PAD = 6.0
"""Units between the axes and a label."""
BEHIND = 0.5
"""Where Matplotlib draws an axis that lies below the marks."""


@dataclass(frozen=True)
class Scale:
    """Values of one axis with their labels; ``upright`` is the axis that runs upwards, ``lined`` draws the grid."""

    values: Sequence[float]
    labels: Sequence[str]
    upright: bool
    lined: bool = True


class _Ticks(Artist):
    """The lines and labels of one scale."""

    def __init__(self, axes: Axes, scale: Scale) -> None:
        super().__init__()
        self.set_zorder(BEHIND)
        self._scale, self._drawn_in = scale, axes
        ha, va = ("right", "center_baseline") if scale.upright else ("center", "top")
        self._label = Text(ha=ha, va=va, color=COLOURS["muted"], fontsize=mpl.rcParams["font.size"])
        self._label.set_figure(axes.figure)

    def draw(self, renderer: RendererBase) -> None:
        """Draw each line and, after it, its label; nothing outside the limits of the axes."""
        axes, scale = self._drawn_in, self._scale
        low, high = sorted(axes.get_ylim() if scale.upright else axes.get_xlim())
        gc = renderer.new_gc()
        gc.set_foreground(to_rgba(COLOURS["grid"]), isRGBA=True)
        gc.set_linewidth(HAIR)
        box = axes.bbox
        for value, label in zip(scale.values, scale.labels, strict=True):
            if not low <= value <= high:
                continue
            x, y = axes.transData.transform((0.0, value) if scale.upright else (value, 0.0))
            ends = ((box.x0, y), (box.x1, y)) if scale.upright else ((x, box.y0), (x, box.y1))
            if scale.lined:
                renderer.draw_path(gc, Path(ends), IdentityTransform())
            place = (box.x0 - PAD, y) if scale.upright else (x, box.y0 - PAD)
            self._label.set_position(place)
            self._label.set_text(label)
            self._label.draw(renderer)
        gc.restore()


def add_scale(axes: Axes, scale: Scale) -> None:
    """Add lines and labels to axes whose limits are set before they are drawn."""
    axes.add_artist(_Ticks(axes, scale))
