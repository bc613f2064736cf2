"""Verdicts: a word derived by rule, with one plain sentence that says it with its figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from planbook.statistics.change import Change
from planbook.statistics.constants import PERIODS_A_YEAR
from planbook.statistics.level import Level
from planbook.statistics.sentences import (
    ADJECTIVES,
    change_sentence,
    join_words,
    number,
    per_cent,
    period_name,
    period_noun,
    period_span,
    subject,
)
from planbook.statistics.words import Evidence, Kind, Word, holding

LAST_YEAR = "last year"


@dataclass(frozen=True)
class Verdict:
    """A word derived by rule.

    Attributes:
        kind: "level", "year on year", "level and year on year" or "record".
        word: the verdict. sentence: one plain sentence that says it with its figures.
        licensed: words that prose may use, the verdict first.
    """

    kind: Kind
    word: str
    sentence: str
    licensed: tuple[str, ...]


def level_verdict(level: Level, *, label: str = "", unit: str = "offences") -> Verdict:
    """The word for the level of a process in a reporting window.

    Args:
        level: the level, with the season modelled.
        label: the measure in prose ("robbery").
        unit: what is counted ("offences").
    """
    words = holding("level", level_evidence(level))
    return _verdict(words, _level_sentence(words[0].word, level, label or level.measure.replace("_", " "), unit))


def change_verdict(
    change: Change, *, label: str = "the measure", unit: str = "offences", baseline: str = ""
) -> Verdict:
    """The word for a change on last year, or on a fixed `baseline` year that the plan names ("2019/20")."""
    few = change.presentation == "counts"
    evidence = Evidence(change_low=change.low, change_high=change.high, counts_only=few)
    words = holding("year on year", evidence)
    sentence = change_sentence(words[0].word, change, subject(label, unit), unit, baseline or "the year before")
    return on_baseline(_verdict(words, sentence), baseline)


def on_baseline(verdict: Verdict, baseline: str) -> Verdict:
    """A verdict on the year in the words of a fixed baseline year; as it is where there is none."""
    if not baseline:
        return verdict
    licensed = tuple(word.replace(LAST_YEAR, baseline) for word in verdict.licensed)
    return replace(verdict, word=verdict.word.replace(LAST_YEAR, baseline), licensed=licensed)


def record_verdict(yearly: pd.Series, *, label: str, unit: str = "offences") -> Verdict | None:
    """Verdict "lowest on record" or "highest on record" for the last year of a yearly series, or None.

    Ties share the lower rank: a year that equals an earlier lowest is the lowest, "equal" said.
    """
    last = float(yearly.iloc[-1])
    lower, equal = int((yearly < last).sum()), int((yearly == last).sum())
    top = lower + equal == len(yearly) and lower > 0
    # Highest only where some year was lower: years that are all alike are equal lowest.
    words = holding("record", Evidence(rank=len(yearly) if top else lower + 1, of=len(yearly)))
    if not words:
        return None
    about, first = subject(label, unit), yearly.index[0]
    adjective = words[0].word.removesuffix(" on record")
    rank = f"equal {adjective}" if equal > 1 else adjective
    since = f"{first.year - 1}/{first.year % 100:02d}" if hasattr(first, "year") else str(first)
    sentence = f"{about.capital} {about.was} the {rank} of {len(yearly)} years since {since} ({number(last)})."
    return _verdict(words, sentence)


def _verdict(words: tuple[Word, ...], sentence: str) -> Verdict:
    licensed = dict.fromkeys(word for each in words for word in (each.word, *each.licenses))
    return Verdict(words[0].kind, words[0].word, sentence, tuple(licensed))


def level_evidence(level: Level) -> Evidence:
    """What the words are derived from."""
    rules = frozenset(rule for names in level.points["rules"] for rule in names)
    high = low = 0
    if level.judged:
        high, low = int((level.judged.outside > 0).sum()), int((level.judged.outside < 0).sum())
    # Five years up and one down are no rise: the trend must be that of the year judged.
    goes_on = level.growth * level.moved > 0
    # A rise that stops is no lower level: half of a sudden change must show against the same quarters a year before.
    stands = not len(level.sudden) or (goes_on and abs(level.moved) > abs(level.growth) / 2)
    return Evidence(
        n=len(level.index),
        rules=rules,
        high=high,
        low=low,
        trend=(1 if level.growth > 0 else -1) if level.shape == "trend" and goes_on else 0,
        step=level.growth if level.shape == "step" and stands else 0.0,
        alike=bool(level.judged and level.judged.withheld[0]),
        rare=level.few == "counts",
    )


def _level_sentence(word: str, level: Level, label: str, unit: str) -> str:
    about, index = subject(label, unit), level.index
    noun = period_noun(index[0], len(index))
    span = f"{period_span(index[0], index[-1])}, {len(index)} {noun}"
    lead = f"{ADJECTIVES[index.freqstr[0]]} {about.noun}"
    size, expected = per_cent(abs(level.growth)), number(level.usual[0])
    around = f"around an expected value of {expected} a {period_noun(index[0])} ({span})"
    whole = len(level.window) == PERIODS_A_YEAR[index.freqstr[0]]
    months = period_span(level.window[0], level.window[-1]) if len(level.window) > 1 else period_name(level.window[0])
    when = "through the year" if whole else f"in {months}"
    higher = "above" if level.growth > 0 else "below"
    before = len(index) - len(level.window)
    run = int(level.judged.run.sum()) if level.judged else 0
    unsettled = f"{run} in a row lie on one side of the expected value"
    if level.shape == "trend" or len(level.sudden):
        unsettled = "the year does not go on with the trend of the years before"
    sentences = {
        "too few points to say": f"{about.capital} {about.has} {len(index)} {noun} in this phase ({span}): {word}.",
        "too few to judge": f"{about.capital} {about.was} too few to judge a level ({span}).",
        "no word: neighbours alike": f"No word on the level of {about.noun}: neighbouring {noun} stay alike ({span}), "
        "so the limits would be too narrow.",
        "unsettled": f"{lead} {about.was} unsettled {when}: {unsettled} ({span}).",
    }
    if word in sentences:
        return sentences[word]
    if word in {"rising", "falling"}:
        return f"{lead} {about.was} {word} {when}, by {size} a year ({span})."
    if word.startswith("on a ") and len(level.sudden):
        since = period_span(level.sudden[0], level.sudden[-1])
        return f"{lead} stood, in {since}, {size} {higher} the trend before, season allowed for ({span})."
    if word.startswith("on a "):
        return f"{lead} stood, {when}, {size} {higher} the {before} {noun} before, season allowed for ({span})."
    if word.startswith("not stable"):
        return f"{lead} {about.was} not stable {when}: {_outside(level)}, {around}."
    return f"{lead} {about.was} {word} {when} {around}."


def _outside(level: Level) -> str:
    points = level.points.loc[level.outside]
    parts = []
    for side, marks in (
        ("above the upper limit", points["value"] > points["upper"]),
        ("below the lower limit", points["value"] < points["lower"]),
    ):
        names = [period_name(at) for at in points.index[marks]]
        if names:
            parts.append(f"{join_words(names)} {'lies' if len(names) == 1 else 'lie'} {side}")
    return join_words(parts)
