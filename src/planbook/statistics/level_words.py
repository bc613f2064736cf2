"""The words for a level judged with the season modelled, as a table, and the verdict with its sentence.

The rows take the place of those of kind "level" in `words.WORDS`; the order is that of precedence.
"""

from functools import partial
from typing import Final

import pandas as pd

from planbook.statistics.constants import PERIODS_A_YEAR
from planbook.statistics.level import FEWEST, Level
from planbook.statistics.sentences import (
    ADJECTIVES,
    join_words,
    number,
    per_cent,
    period_name,
    period_noun,
    period_span,
    subject,
)
from planbook.statistics.words import Evidence, Verdict, Word

_level = partial(Word, "level")

LEVEL_WORDS: Final[tuple[Word, ...]] = (
    _level(
        "too few points to say",
        "The current phase has fewer than 12 quarters.",
        "5 quarters since the definition changed: too few points to say.",
        lambda e: e.n < FEWEST,
    ),
    _level(
        "too few to judge",
        "The quarters hold fewer than 5 offences each, on average: limits would mean nothing.",
        "3 homicides a quarter: too few to judge.",
        lambda e: e.rare,
    ),
    _level(
        "no word: neighbours alike",
        "The lag-1 correlation that season, trend or step leave is above 0.6: limits would be too narrow.",
        "Neighbouring quarters stay alike (correlation 0.72), so no word is given.",
        lambda e: e.alike,
    ),
    _level(
        "rising",
        "A steady trend upwards over the quarters looked at has a p under 1.5 per cent, with neighbours allowed "
        "for, describes them better than a step, and the reporting year lies above the year before.",
        "Rising by 7.0 per cent a year over 16 quarters.",
        lambda e: e.judged and e.trend > 0,
        ("not stable",),
    ),
    _level(
        "falling",
        "A steady trend downwards over the quarters looked at has a p under 1.5 per cent, with neighbours allowed "
        "for, describes them better than a step, and the reporting year lies below the year before.",
        "Falling by 4.0 per cent a year over 16 quarters.",
        lambda e: e.judged and e.trend < 0,
        ("not stable",),
    ),
    _level(
        "significant increase in level",
        "The reporting year as a whole stands above the quarters before it with a p under 1.5 per cent, season "
        "and neighbours allowed for, and a step describes them better than a trend.",
        "The year stands 9.6 per cent above the 12 quarters before it.",
        lambda e: e.judged and e.step > 0,
        ("not stable",),
    ),
    _level(
        "significant decrease in level",
        "The reporting year as a whole stands below the quarters before it with a p under 1.5 per cent, season "
        "and neighbours allowed for, and a step describes them better than a trend.",
        "The year stands 8.1 per cent below the 12 quarters before it.",
        lambda e: e.judged and e.step < 0,
        ("significant reduction in level", "not stable"),
    ),
    _level(
        "not stable: high",
        "A quarter of the reporting year lies above its upper limit, which carries the season; it is named.",
        "Not stable: July to September 2014 lies above the upper limit.",
        lambda e: e.judged and e.high > 0,
        ("not stable", "unusually high"),
    ),
    _level(
        "not stable: low",
        "A quarter of the reporting year lies below its lower limit, which carries the season; it is named.",
        "Not stable: January to March 2015 lies below the lower limit.",
        lambda e: e.judged and e.low > 0,
        ("not stable", "unusually low"),
    ),
    _level(
        "unsettled",
        "No quarter lies outside its limits, but 8 in a row that reach into the reporting year lie on one side of "
        "the expected value, or a clear trend is not gone on with in the reporting year.",
        "Unsettled: 8 quarters in a row lie above the expected value.",
        lambda e: e.judged and bool(e.rules) and not (e.high or e.low or e.trend or e.step),
    ),
    _level(
        "stable",
        "12 quarters or more, and nothing signals: no quarter of the reporting year outside its limits, no 8 in a "
        "row on one side, no trend, no other level than before.",
        "Stable: every quarter of 2014/15 lies within the limits and no rule fires.",
        lambda e: e.judged and not e.rules,
        ("stable since", "process average"),
    ),
)
"""Every word for a level with its rule, in order of precedence."""


def level_evidence(level: Level) -> Evidence:
    """What the words are derived from."""
    rules = frozenset(rule for names in level.points["rules"] for rule in names)
    high = low = 0
    if level.judged:
        high, low = int((level.judged.outside > 0).sum()), int((level.judged.outside < 0).sum())
    # Five years up and one down are no rise: the trend must be that of the year judged.
    goes_on = level.growth * level.moved > 0
    return Evidence(
        n=len(level.index),
        rules=rules,
        high=high,
        low=low,
        trend=(1 if level.growth > 0 else -1) if level.shape == "trend" and goes_on else 0,
        step=level.growth if level.shape == "step" else 0.0,
        alike=bool(level.judged and level.judged.withheld[0]),
        rare=level.few == "counts",
    )


def level_word(level: Level, *, label: str = "", unit: str = "offences") -> Verdict:
    """The word for the level of a process in a reporting window.

    Args:
        level: the level, with the season modelled.
        label: the measure in prose ("robbery").
        unit: what is counted ("offences").
    """
    evidence = level_evidence(level)
    words = [word for word in LEVEL_WORDS if word.predicate(evidence)]
    expected, lower, upper = level.usual
    facts: dict[str, float | str] = {
        "process_average": expected,
        "lower_limit": lower,
        "upper_limit": upper,
        "phase_start": str(level.index[0]),
        "phase_points": len(level.index),
        "growth_pct": level.growth,
    }
    if level.judged:
        facts |= {"lag_1": float(level.judged.lag[0]), "level_p": float(level.judged.p[0])}
    licensed = dict.fromkeys(term for each in words for term in (each.word, *each.licenses))
    sentence = _sentence(words[0].word, level, label or level.measure.replace("_", " "), unit)
    return Verdict("level", words[0].word, sentence, tuple(licensed), tuple(facts.items()))


def _sentence(word: str, level: Level, label: str, unit: str) -> str:
    about, index = subject(label, unit), level.index
    noun = period_noun(index[0], len(index))
    span = f"{period_span(index[0], index[-1])}, {len(index)} {noun}"
    lead = f"{ADJECTIVES[index.freqstr[0]]} {about.noun}"
    size, expected = per_cent(abs(level.growth)), number(level.usual[0])
    around = f"around an expected value of {expected} a {period_noun(index[0])} ({span})"
    when = "through the year" if len(level.window) == PERIODS_A_YEAR[index.freqstr[0]] else f"in {_named(level.window)}"
    higher = "above" if level.growth > 0 else "below"
    before = len(index) - len(level.window)
    sentences = {
        "too few points to say": f"{about.capital} {about.has} {len(index)} {noun} in this phase ({span}): {word}.",
        "too few to judge": f"{about.capital} {about.was} too few to judge a level ({span}).",
        "no word: neighbours alike": f"No word on the level of {about.noun}: neighbouring {noun} stay alike ({span}), "
        "so the limits would be too narrow.",
        "unsettled": f"{lead} {about.was} unsettled {when}: {_unsettled(level)} ({span}).",
    }
    if word in sentences:
        return sentences[word]
    if word in {"rising", "falling"}:
        return f"{lead} {about.was} {word} {when}, by {size} a year ({span})."
    if word.startswith("significant"):
        return f"{lead} stood, {when}, {size} {higher} the {before} {noun} before, season allowed for ({span})."
    if word.startswith("not stable"):
        return f"{lead} {about.was} not stable {when}: {_outside(level)}, {around}."
    return f"{lead} {about.was} {word} {when} {around}."


def _named(window: pd.PeriodIndex) -> str:
    return period_name(window[0]) if len(window) == 1 else period_span(window[0], window[-1])


def _unsettled(level: Level) -> str:
    if level.shape == "trend":
        return "the year does not go on with the trend of the years before"
    run = int(level.judged.run.sum()) if level.judged else 0
    return f"{run} in a row lie on one side of the expected value"


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
