"""How far the verdicts of a measure can be trusted: the same under other settings, and every doubt in a sentence.

Each of the other settings is reasonable and can overturn a verdict; a word that one would change is called fragile.
Two words that find the same, such as "similar" and "no clear change", do not differ here. Each doubt is a record with
its own sentence, so that a page can list them and an auditor can count them.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from planbook.statistics.annual import FEWEST_YEARS, YEARS, Options, Spread, annual_spread, change_on_year, years_back
from planbook.statistics.change import Change
from planbook.statistics.constants import CONFIDENCE, PERIODS_A_YEAR, USUAL_CORRELATION
from planbook.statistics.level import FEWEST, LONGEST, RUN, Level, level_of
from planbook.statistics.season_model import days_of, fit, seasons
from planbook.statistics.sentences import join_words, number
from planbook.statistics.series import Floats, PhaseStart
from planbook.statistics.verdicts import change_verdict, level_verdict

# The highest correlation that any measure shows in 43 forces (stalking and harassment, 0.52).
UPPER_CORRELATION: Final = 0.5
# Where leaving out the season raises the dispersion by more than this factor, to leave it out is no reasonable way.
SEASON_SHOWS: Final = 1.5
# A change whose p is within this factor of the 5 per cent at which the word turns is called close. Ours.
NEAR: Final = 2.0
DRAWS: Final = 2000
SEED: Final = 20150331
UP, DOWN, NO_WORD = "up", "down", "no word: neighbours alike"
# What words that differ in wording alone have found.
FINDINGS: Final = {
    "rising": UP,
    "on a higher level": UP,
    "not stable: high": UP,
    "falling": DOWN,
    "on a lower level": DOWN,
    "not stable: low": DOWN,
    "similar to last year": "no clear change on last year",
}


@dataclass(frozen=True)
class Outcome:
    """The word under one alternative, and whether it is the published one."""

    alternative: str
    word: str
    holds: bool


@dataclass(frozen=True)
class Robustness:
    """A published word and what became of it under each alternative."""

    word: str
    outcomes: tuple[Outcome, ...]

    @property
    def held(self) -> int:
        """Alternatives under which the word holds."""
        return sum(outcome.holds for outcome in self.outcomes)

    @property
    def flips(self) -> tuple[Outcome, ...]:
        """Alternatives under which another word would stand."""
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def fragile(self) -> bool:
        """Whether any alternative gives another word."""
        return bool(self.flips)

    @property
    def sentence(self) -> str:
        """How far the word holds and which settings would change it to what; empty where none was tried."""
        tried = len(self.outcomes)
        if not tried:
            return ""
        under = f"{self.held} of {tried}" if self.fragile else f"all {tried}"
        quoted = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}".format
        lead = f"{quoted(self.word)} is the verdict under {under} other reasonable settings."
        settings: dict[str, list[str]] = defaultdict(list)
        for flip in self.flips:
            settings[flip.word].append(flip.alternative)
        others = [f"{quoted(word)} with {join_words(names)}" for word, names in settings.items()]
        return f"{lead} It would be {'; '.join(others)}." if others else lead


def change_alternatives(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    prior: float = USUAL_CORRELATION,
    residents: pd.Series | None = None,
    back: int = 1,
) -> Robustness:
    """The verdict on the year under other settings; a small count has the exact test and no alternative.

    Arguments and faults as `change_on_year`; `residents` by period are for the change of the rate, None where they are
    not held; `back` as of `Options`.
    """
    setting = partial(Options, back=back)
    again = partial(change_on_year, series, window, starts=starts, prior=prior)
    published = again(options=setting())
    if published.exact:
        return Robustness(change_verdict(published).word, ())
    spread = annual_spread(series, window, starts=starts, prior=prior, options=setting())
    per = PERIODS_A_YEAR[window.freqstr[0]]
    long = spread.periods - len(window) > (FEWEST_YEARS - 1) * per
    enough = spread.periods - len(window) >= (FEWEST_YEARS - 1) * per
    plain = annual_spread(series, window, starts=starts, prior=prior, options=setting(seasonal=False))
    options = {
        **({"three years in place of five": setting(years=FEWEST_YEARS)} if long else {}),
        **({"no season": setting(seasonal=False)} if plain.single < SEASON_SHOWS * spread.single else {}),
        **({"the year before left out of the dispersion": setting(without_baseline=True)} if enough else {}),
        "neighbours unlike": setting(correlation=0.0),
        "neighbours very alike": setting(correlation=UPPER_CORRELATION),
    }
    changes = {name: again(options=option) for name, option in options.items()}
    # It has t's place and the residuals' own shape: what is left of the published rule is the dispersion.
    low, high = bootstrap_interval(series, window, spread, back)
    changes["a bootstrap"] = replace(published, low=low, high=high)
    if residents is not None:
        now, before = (float(residents.reindex(which).mean()) for which in (window, window - per * back))
        low, high, percent = (
            100 * ((1 + each / 100) * before / now - 1) for each in (published.low, published.high, published.percent)
        )
        changes["a rate"] = replace(published, low=low, high=high, percent=percent)
    return _robustness(
        change_verdict(published).word, ((name, change_verdict(each).word) for name, each in changes.items())
    )


def level_alternatives(
    series: pd.Series,
    window: pd.PeriodIndex,
    *,
    starts: Sequence[PhaseStart] = (),
    prior: float = USUAL_CORRELATION,
) -> Robustness:
    """The verdict on the level with 12 or 20 quarters, runs of 7 or 9, and without declared phases.

    A setting that gives no word overturns none, and where none was published there is nothing to try.

    Arguments and faults as `level_of`.
    """
    again = partial(level_of, series, window, starts=starts, prior=prior)
    published = again()
    if published.few or published.judged is None or published.judged.withheld[0]:
        return Robustness(level_verdict(published).word, ())
    breaks = [start for start in starts if start.forced]
    others = [(f"{longest} quarters", again(longest=longest)) for longest in (FEWEST, LONGEST + 4)]
    others += [(f"a run of {run}", again(run=run)) for run in (RUN - 1, RUN + 1)]
    if len(breaks) < len(starts):
        others.append(("no declared phase", again(starts=breaks)))
    return _robustness(level_verdict(published).word, ((name, level_verdict(each).word) for name, each in others))


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


def trust(
    level: Level,
    change: Change,
    *,
    starts: Sequence[PhaseStart] = (),
    robustness: Sequence[Robustness] = (),
    inspection: str = "",
) -> Trust:
    """Every doubt that the statistics know of, and those handed in.

    Args:
        level: for a break of definition among the quarters looked at.
        change: for a verdict close to its turn.
        starts: declared phases and breaks of definition.
        robustness: verdicts under other settings.
        inspection: sentence on what an inspection found of the recording, empty where none did.
    """
    doubts = [
        Doubt("a break of definition", f"The series was broken here: {start.reason.rstrip('.')}.")
        for start in starts
        if start.forced and start.start == level.index[0]
    ]
    turn, p = 1 - CONFIDENCE, change.p_value
    if change.presentation == "percentage" and turn / NEAR < p < turn * NEAR:
        close = f"p is {number(100 * p, 1)} per cent, and the word turns at 5 per cent"
        doubts.append(Doubt("a change close to its margin", f"The change is close to where its word turns: {close}."))
    doubts += [Doubt("a fragile verdict", each.sentence) for each in robustness if each.fragile]
    doubts += [Doubt("recording found wanting by inspection", inspection)] if inspection else []
    return Trust(tuple(doubts))


def bootstrap_interval(series: pd.Series, window: pd.PeriodIndex, spread: Spread, back: int = 1) -> tuple[float, float]:
    """95 per cent interval of the change in per cent, from residuals drawn anew in place of t.

    The residuals are those of season and year, scaled to the dispersion of the change. The draw is seeded.
    """
    n, per, length = spread.periods, PERIODS_A_YEAR[window.freqstr[0]], len(window)
    index, values = pd.PeriodIndex(series.index)[-n:], series.to_numpy(dtype=float)[-n:]
    years = np.eye(max(YEARS, back + 1))[years_back(n, length, per)][:, 1:]
    design = np.column_stack([seasons(index), years, np.arange(n) >= n - spread.since])
    fits = fit(design[:, design.any(axis=0)], values[None], days_of(index))
    residuals = fits.residuals[0] * math.sqrt(n * spread.dispersion / max(fits.squares[0], np.finfo(float).tiny))
    drawn = residuals[np.random.default_rng(SEED).integers(0, n, (DRAWS, n))]
    counts: Floats = np.maximum(0.0, fits.expected + np.sqrt(fits.expected) * drawn)
    now, before = (counts[:, at : at + length].sum(axis=1) for at in (n - length, n - length - per * back))
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(np.maximum(now, 0.5) / np.maximum(before, 0.5), [tail, 100 - tail])
    return 100 * (float(low) - 1), 100 * (float(high) - 1)


def _robustness(published: str, others: Iterable[tuple[str, str]]) -> Robustness:
    # A missing word is no other word: it says that the setting cannot tell.
    finding = FINDINGS.get(published, published)
    return Robustness(
        published, tuple(Outcome(name, word, FINDINGS.get(word, word) in {finding, NO_WORD}) for name, word in others)
    )
