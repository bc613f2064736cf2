"""What the parent of a book's kernels leaves out is there for whoever asks, and changes no figure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from planbook.kernels import preload
from planbook.kernels.preload import BESIDE, CHARTS, DRAWING

SHOWN = """
import sys
from planbook.kernels.preload import import_all
import_all()
print([name for name in ("debugpy", "scipy.special._basic", "matplotlib") if name in sys.modules])
import numpy, scipy.special, scipy.stats
print(numpy.f2py.__name__, scipy.special.logsumexp([0, 0]), scipy.special.expit is scipy.special._ufuncs.expit)
print(scipy.special.gammaincinv(3, 0.5), scipy.stats.norm.cdf(1))
import debugpy, matplotlib.figure
"""


def shown(variable: str) -> list[str]:
    """What a process prints that has imported everything, with charts drawn beside it or by itself."""
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        env={**os.environ, CHARTS: variable},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_what_is_left_out_can_be_imported_afterwards() -> None:
    """A book's kernels begin without a debugger, Matplotlib and most of SciPy; others have what they always had."""
    without, everything = shown(BESIDE), shown("")
    assert ("[]", "['debugpy', 'scipy.special._basic', 'matplotlib']") == (without[0], everything[0])
    assert "numpy.f2py 0.6931471805599453 True" == without[1]
    assert without[1:] == everything[1:]


def test_every_painter_is_imported_before_it_is_asked_for() -> None:
    """A new kind of chart is not imported anew for each kernel."""
    charts = Path(preload.__file__).parents[1] / "charts"
    painters = {f"planbook.charts.{path.stem}" for path in charts.glob("*_drawing.py")}
    assert painters == {name for name in DRAWING if name.endswith("_drawing")}
