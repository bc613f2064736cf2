"""A drawing written without measuring letters is the one that Matplotlib writes."""

from __future__ import annotations

import re
from io import StringIO

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing

from planbook.charts import canvas
from planbook.charts.renderer import write
from planbook.charts.style import WIDE, settings
from planbook.charts.svg import compact
from tests.charts.conftest import BUILDERS

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
DUST = 0.11
"""Units: places are told to a tenth, and both ways may round a half to different sides."""


def matplotlib_writes(drawing: Drawing) -> str:
    """What ``savefig`` gives."""
    out = StringIO()
    drawing.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


@pytest.mark.parametrize("va", ["baseline", "center", "center_baseline", "top", "bottom"])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
def test_a_text_stands_where_it_would(va: str, ha: str) -> None:
    """Brackets and letters below the line included."""
    with mpl.rc_context(settings(WIDE)):
        drawing = Drawing()
        FigureCanvasSVG(drawing)
        axes = drawing.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set_axis_off()
        for place, text in enumerate(("Mean 1,234", "[b] (q)", "−9.0", "aeo")):
            axes.text(0.3, 0.1 + place / 5, text, ha=ha, va=va)
        expected, actual = (compact(way(drawing), "a") for way in (matplotlib_writes, write))
    assert expected == actual


@pytest.mark.parametrize("kind", sorted(BUILDERS))
def test_every_kind_of_chart_is_drawn_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same elements, same words, and each number the same but for the rounding of the last place."""
    drawn: list[tuple[str, str]] = []

    def both(drawing: Drawing) -> str:
        drawn.append((matplotlib_writes(drawing), write(drawing)))
        return drawn[-1][1]

    monkeypatch.setattr(canvas, "write", both)
    assert BUILDERS[kind]().svg
    for raw in drawn:
        expected, actual = (compact(one, "a") for one in raw)
        assert NUMBER.sub("#", expected) == NUMBER.sub("#", actual)
        pairs = zip(NUMBER.findall(expected), NUMBER.findall(actual), strict=True)
        assert [] == [(one, other) for one, other in pairs if abs(float(one) - float(other)) > DUST]
