"""How far the data behind a verdict can be trusted, in one plain sentence, and a second test of randomness.

Each doubt is a record with its own sentence, so that a page can list them and an auditor can count them. The
runs test is a second opinion on a series for the audit appendix.

Source of the runs test: J. Anhoej and A. V. Olesen, PLoS ONE 9(11) (2014) e113825; as in the R package
qicharts2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from planbook.statistics.alternatives import Robustness
from planbook.statistics.change import Change
from planbook.statistics.checks import checked_series
from planbook.statistics.constants import CLOSE, FULL_PHASE
from planbook.statistics.seasonality import autocorrelation_note
from planbook.statistics.sentences import number
from planbook.statistics.xmr import ControlChart

NARROW: Final = 1.5
"""A verdict whose dispersion is within this factor of the flip is called close. Ours."""

CROSSINGS_QUANTILE: Final = 0.05
RUN_ALLOWANCE: Final = 3


@dataclass(frozen=True)
class Doubt:
    """One reason for care: its kind, in few words, and a sentence."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class Trust:
    """All doubts about one measure; none is a statement too."""

    doubts: tuple[Doubt, ...]

    @property
    def word(self) -> str:
        """The verdict: "no known doubt" or "with care"."""
        return "with care" if self.doubts else "no known doubt"


def trust(chart: ControlChart, change: Change, *, robustness: Sequence[Robustness] = (), inspection: str = "") -> Trust:
    """Every doubt that the statistics know of, and those handed in.

    Args:
        chart: for trial limits, autocorrelation and breaks.
        change: for a verdict close to its flip.
        robustness: verdicts under other settings.
        inspection: sentence on what an inspection found of the recording, empty where none did.
    """
    doubts = [*_of_chart(chart), *_of_change(change)]
    doubts += [Doubt("a fragile verdict", each.sentence) for each in robustness if each.fragile]
    doubts += [Doubt("recording found wanting by inspection", inspection)] if inspection else []
    return Trust(tuple(doubts))


def _of_chart(chart: ControlChart) -> Iterator[Doubt]:
    phase = chart.current
    if phase.trial:
        yield Doubt("trial limits", f"Limits rest on {phase.n} points, fewer than {FULL_PHASE}.")
    if phase.forced:
        yield Doubt("a break of definition", f"The series was broken here: {phase.reason}.")
    note = autocorrelation_note(chart)
    if note:
        yield Doubt("neighbouring points alike", note)


def _of_change(change: Change) -> Iterator[Doubt]:
    ratio = change.flip_dispersion / change.dispersion
    if change.presentation == "percentage" and 1 / NARROW < ratio < NARROW:
        flip, held = number(change.flip_dispersion, 1), number(change.dispersion, 1)
        sentence = f"The verdict flips at a dispersion of {flip}; the series has {held}."
        yield Doubt("a change close to its margin", sentence)


@dataclass(frozen=True)
class RunsTest:
    """Longest run and crossings of the centre line, with the limits they are held against.

    Attributes:
        useful: points off the centre line. longest_run, longest_allowed: a longer run is a signal.
        crossings, fewest_allowed: fewer crossings are a signal.
    """

    useful: int
    longest_run: int
    longest_allowed: int
    crossings: int
    fewest_allowed: int

    @property
    def signal(self) -> bool:
        """Whether either test signals."""
        return self.longest_run > self.longest_allowed or self.crossings < self.fewest_allowed


def runs_test(series: pd.Series) -> RunsTest:
    """Anhoej's test of one series of counts about its median.

    A run longer than round(log2 n) + 3 is a signal. So are fewer crossings than the 5 per cent quantile of a
    binomial with n - 1 trials of even chance; n counts the points off the centre line.

    Raises:
        SeriesFault: as `control_chart`.
    """
    _, values = checked_series(series, 0.0)
    line = float(np.median(values))
    gap = values - line
    side = np.sign(gap[np.abs(gap) > CLOSE * abs(line)])
    n = side.size
    if n < 2:
        return RunsTest(n, n, n + RUN_ALLOWANCE, 0, 0)
    turns = np.flatnonzero(np.diff(side)) + 1
    longest = int(np.diff(turns, prepend=0, append=n).max())
    allowed = round(float(np.log2(n))) + RUN_ALLOWANCE
    chance = special.bdtr(np.arange(n), n - 1, 0.5)
    return RunsTest(n, longest, allowed, turns.size, int(np.searchsorted(chance, CROSSINGS_QUANTILE)))
