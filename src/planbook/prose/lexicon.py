"""Words as data, read from ``lexicon.toml``: nouns that tell a quantity, and words that only a verdict permits.

The licences are those of :data:`planbook.statistics.words.WORDS`; a word that none of them names is
never permitted as a statement of the publication's own.
"""

import re
from pathlib import Path
from typing import Final

import msgspec


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statistical word.

    Attributes:
        patterns: regular expressions, whatever the case of letters.
        licences: words of verdicts any of which permits it, or the name of a group of them.
        of_a_measure: whether it says something statistical only beside a measure.
        quotable: whether a figure quoted in the sentence permits it as well.
        instead: the name of what to write where no verdict permits it.
    """

    patterns: tuple[str, ...]
    licences: tuple[str, ...] | str = ()
    of_a_measure: bool = False
    quotable: bool = False
    instead: str = ""


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lists: dict[str, tuple[str, ...]]
    exempt: dict[str, tuple[str, ...]]
    phrases: dict[str, float]
    patterns: dict[str, tuple[str, ...]]
    licences: dict[str, tuple[str, ...]]
    advice: dict[str, str]
    words: tuple[Entry, ...]


SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VALUES: Final = {word: value for value, word in enumerate(SMALL)} | {
    word: 10 * place for place, word in enumerate(TENS, start=2)
}
# The longest first: "six" would be found in "sixteen".
SPELLED: Final = "|".join([*sorted(VALUES, key=len, reverse=True), *SCALES])
_WORDS: Final = msgspec.toml.decode(Path(__file__).with_name("lexicon.toml").read_bytes(), type=_Words)


def _filled(pattern: str) -> str:
    """The pattern with the lists that it names, which may name others, put in."""
    return re.sub(r"<([A-Z_]+)>", lambda name: f"(?:{one_of(name[1])})", pattern)


def one_of(name: str) -> str:
    """A pattern for any word of a list."""
    return SPELLED if name == "SPELLED" else _filled("|".join(_WORDS.lists[name]))


def words_of(name: str) -> frozenset[str]:
    """The words of a list that holds no patterns."""
    return frozenset(_WORDS.lists[name])


def each_of(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns under a name, whatever the case of letters."""
    return tuple(re.compile(_filled(pattern), re.IGNORECASE) for pattern in _WORDS.patterns[name])


def any_of(name: str) -> re.Pattern[str]:
    """The patterns under a name as one, whatever the case of letters."""
    return re.compile(_filled("|".join(_WORDS.patterns[name])), re.IGNORECASE)


def _entry(entry: Entry) -> tuple[re.Pattern[str], Entry]:
    pattern = re.compile(_filled("|".join(entry.patterns)), re.IGNORECASE)
    licences = _WORDS.licences[entry.licences] if isinstance(entry.licences, str) else entry.licences
    instead = _WORDS.advice[entry.instead] if entry.instead else ""
    return pattern, msgspec.structs.replace(entry, licences=licences, instead=instead)


MEASURES: Final = one_of("MEASURES")
COUNTED: Final = one_of("COUNTED")
MEASURED: Final = one_of("MEASURED")
CHANGE_NOUNS: Final = one_of("CHANGE_NOUNS")
YEAR: Final = one_of("YEAR")
# Compiled once: the gate asks all of them of every passage.
EXEMPT: Final = (
    *(re.compile(_filled(pattern), re.IGNORECASE) for pattern in _WORDS.exempt["caseless"]),
    *(re.compile(_filled(pattern)) for pattern in _WORDS.exempt["cased"]),
)
"""Figures that are no quantities: dates, paragraphs, law, titles, ages, addresses, telephone numbers, fixed terms."""
PHRASES: Final = tuple((re.compile(_filled(words), re.IGNORECASE), value) for words, value in _WORDS.phrases.items())
"""Quantities that are no plain numbers, with their values, or 0 where the words give none."""
LEXICON: Final = tuple(map(_entry, _WORDS.words))  # statistical words, each with its pattern
