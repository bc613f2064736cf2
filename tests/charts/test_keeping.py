"""Drawings are kept under everything that they depend on."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest

from planbook.charts.control import control_figure
from planbook.charts.keeping import drawing_key, keep_drawings
from planbook.statistics.xmr import control_chart
from tests.charts.conftest import ROBBERY, control, robbery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planbook.charts.drawing import Drawn


class Kept:
    """Drawings in a dictionary."""

    def __init__(self) -> None:
        self.held: dict[str, Drawn] = {}
        self.asked = 0

    def __call__(self, key: str, draw: Callable[[], Drawn]) -> Drawn:
        """The drawing under a key."""
        self.asked += 1
        if key not in self.held:
            self.held[key] = draw()
        return self.held[key]


@pytest.fixture
def kept() -> Iterator[Kept]:
    """A keeper for the time of a test."""
    keeper = Kept()
    keep_drawings(keeper)
    yield keeper
    keep_drawings(None)


def one_more(place: int) -> str:
    """The chart of robbery with an offence more in one quarter."""
    counts = robbery()
    counts.iloc[place] += 1
    words = {"id": "a", "title": "t", "label": "Robbery", "unit": "offences", "area": "West Midlands Police"}
    return control_figure(control_chart(counts), **words).svg


def test_the_same_chart_is_drawn_once_and_is_what_is_drawn_without_a_keeper(kept: Kept) -> None:
    """The second is the first, which is the drawing that nobody kept."""
    figures = [control(), control()]
    keep_drawings(None)
    figures.append(control())
    assert (1, 2) == (len(kept.held), kept.asked)
    assert 1 == len({(figure.svg, figure.narrow, figure.spots) for figure in figures})


@pytest.mark.parametrize("place", range(12))
def test_one_offence_more_in_any_quarter_is_another_drawing(kept: Kept, place: int) -> None:
    """No quarter is overlooked."""
    assert 1 < len({one_more(place), control("a").svg})
    assert 2 == len(kept.held)


def test_id_window_and_settings_of_matplotlib_are_part_of_the_key(kept: Kept) -> None:
    """A notebook that changes how Matplotlib draws gets its own drawing."""
    control("one")
    control("two")
    with mpl.rc_context({"lines.linewidth": 9.0}):
        control("one")
    assert 3 == len(kept.held)


def test_what_cannot_be_written_down_is_drawn(kept: Kept) -> None:
    """Such a painter has no key, so the keeper is not asked."""
    with pytest.raises((pickle.PicklingError, AttributeError, TypeError)):
        pickle.dumps(lambda: None)
    assert "" == drawing_key((lambda: None,))
    assert 0 == kept.asked


KEY = f"""
import pandas as pd
from planbook.charts.keeping import drawing_key
from planbook.statistics.xmr import control_chart
quarters = pd.period_range(pd.Period("2013Q1", "Q-MAR"), periods=12, freq="Q-MAR")
counts = pd.Series({ROBBERY}, index=quarters, name="robbery", dtype=float)
print(drawing_key((control_chart(counts), "id", 380, 320)))
"""


def test_a_key_is_the_same_in_every_process() -> None:
    """Of one seed of hashes, as kernels have: sets are written in its order."""
    said = [
        subprocess.run(
            [sys.executable, "-c", KEY],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "0")
    ]
    assert said[0] == said[1]


def test_frozen_inputs_that_differ_in_one_field_have_keys_of_their_own() -> None:
    """Also where the field is no number."""
    chart = control_chart(robbery())
    assert drawing_key((chart,)) != drawing_key((replace(chart, phases=()),))
