"""A series at the size of a word, beside the number it belongs to; hidden from screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planbook.charts.figure import require_rows
from planbook.charts.style import COLOURS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sparkline"]

WIDTH, HEIGHT, EDGE = 120, 28, 4


def sparkline(series: pd.Series[Any]) -> str:
    """Return a small SVG line of ``series`` from its lowest to its highest value, the last point marked.

    Written by hand: a drawing this small needs no axes. Raises ``EmptyChart`` for an empty series.
    """
    require_rows("sparkline", series, "values")
    low, high = float(series.min()), float(series.max())
    across, up = (WIDTH - 2 * EDGE) / max(1, len(series) - 1), (HEIGHT - 2 * EDGE) / ((high - low) or 1.0)
    points = [
        (round(EDGE + place * across, 1), round(HEIGHT - EDGE - (float(value) - low) * up, 1))
        for place, value in enumerate(series)
    ]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    ink, signal = _variable("line"), _variable("signal")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pb-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" aria-hidden="true" focusable="false">'
        f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{points[-1][0]:g}" cy="{points[-1][1]:g}" r="2.8" fill="{signal}"/></svg>'
    )


def _variable(token: str) -> str:
    return f"var(--pb-chart-{token}, {COLOURS[token]})"
