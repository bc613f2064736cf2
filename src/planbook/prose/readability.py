"""Reading age: how many years of age a text asks for, by two published formulas that count letters and words.

Automated Readability Index (Senter and Smith 1967, AMRL-TR-66-220) and the index of Coleman and Liau (1975,
*Journal of Applied Psychology* 60). Both give a grade of American schools; five years more make an age.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HIGHEST_READING_AGE: Final = 17.0
"""No page may ask for more, in years."""
HIGHEST_OF_A_COMMENTARY: Final = 18.0
"""No single commentary may ask for more, in years; it is short, and names of bodies are long words."""
AGE_OF_GRADE_NOUGHT: Final = 5
WORD: Final = re.compile(r"[A-Za-z0-9][\w’'.,%£+−-]*")


@dataclass(frozen=True)
class Readability:
    """Counts of a text and what follows from them; ``letters`` are letters and digits."""

    letters: int
    words: int
    sentences: int

    @property
    def words_per_sentence(self) -> float:
        """The mean length of a sentence in words."""
        return self.words / self.sentences

    @property
    def automated_index(self) -> float:
        """4.71 letters a word + 0.5 words a sentence less 21.43."""
        return 4.71 * self.letters / self.words + 0.5 * self.words_per_sentence - 21.43

    @property
    def coleman_liau(self) -> float:
        """0.0588 letters a hundred words less 0.296 sentences a hundred words less 15.8."""
        return 0.0588 * 100 * self.letters / self.words - 0.296 * 100 * self.sentences / self.words - 15.8

    @property
    def reading_age(self) -> float:
        """The mean of the two grades, as an age in years."""
        return (self.automated_index + self.coleman_liau) / 2 + AGE_OF_GRADE_NOUGHT


def readability(sentences: Iterable[str]) -> Readability | None:
    """The counts of a text, sentence by sentence; None where it holds no word."""
    spoken = [words for sentence in sentences if (words := WORD.findall(sentence))]
    letters = sum(sum(map(str.isalnum, word)) for words in spoken for word in words)
    return Readability(letters, sum(map(len, spoken)), len(spoken)) if spoken else None
