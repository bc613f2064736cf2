"""Prose from Markdown: what a reader reads, each character with its place in the file.

Code, formulas, addresses and directives are no prose. A quoted claim stands as ``⟦id⟧``, anything else that is
not words as ``⟦⟧``, so that rules see that something stands there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from planbook.prose.findings import Place

Span = tuple[int, int]

CLAIM: Final = re.compile(r"⟦([a-z0-9_]+\.[a-z0-9_]+)((?::[a-z]+)*)⟧")
"""A quoted claim in a passage: its id and its modifiers."""
WORDLESS: Final = "⟦⟧"
DIRECTIVE: Final = re.compile(r"\{([a-z-]+)\}")
WITH_PROSE: Final = frozenset(
    "admonition attention caution danger dropdown error hint important margin note seealso sidebar table tip warning".split()
)
"""Directives whose content is prose."""
TAG: Final = re.compile(r"<[^>]*>")
SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘(⟦]?[A-Z0-9⟦])")
NO_END: Final = re.compile(r"(?:\b(?:No|Nos|para|paras|pp|ss|c|v|cf|vs|St|Dr|Mr|Mrs|Ms|e\.g|i\.e|[A-Z]))\.$")
"""Short forms whose full stop ends no sentence."""
QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘[^’]*’(?!\w)")
PLUGINS: Final = (
    myst_role_plugin,
    myst_block_plugin,
    front_matter_plugin,
    colon_fence_plugin,
    deflist_plugin,
    dollarmath_plugin,
)
# The plugins of MyST's own parser: what the site reads as a role or a directive is read so here.
PARSER: Final = MarkdownIt("commonmark").enable("table")
for plugin in PLUGINS:
    PARSER.use(plugin)


def covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether one of the spans overlaps ``start`` to ``end``."""
    return any(first < end and start < last for first, last in spans)


def covering(text: str, phrases: Iterable[str]) -> list[Span]:
    """Every span of the text that one of the phrases fills."""
    within = [phrase for phrase in phrases if phrase in text]
    starts = ((phrase, start) for phrase in within for start in range(len(text)) if text.startswith(phrase, start))
    return [(start, start + len(phrase)) for phrase, start in starts]


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item or table cell.

    Attributes:
        text: its words. places: line and column of each character of ``text``. titles: spans in italics, as titles are.
        cell: the number of the notebook's cell, or 0.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    titles: tuple[Span, ...] = ()
    cell: int = 0

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Start and end of every sentence."""
        return tuple(_sentences(self.text))

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """Start and end of what stands in quotation marks."""
        return tuple(quoted_spans(self.text))

    def place(self, at: int) -> Place:
        """Where a character of the text stands in the file."""
        return Place(*self.places[at], self.cell)

    def sentence_at(self, place: int) -> Span:
        """Start and end of the sentence in which a character stands."""
        return next((span for span in self.sentences if span[0] <= place < span[1]), (0, len(self.text)))


def quoted_spans(text: str) -> list[Span]:
    """What stands in quotation marks."""
    return [match.span() for match in QUOTED.finditer(text)]


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        if not NO_END.search(text[start : end.start()]):
            yield start, end.start()
            start = end.end()
    yield start, len(text)


def passages(markdown: str, cell: int = 0, first: int = 0) -> tuple[Passage, ...]:
    """The passages of a Markdown text in order; ``cell`` numbers a notebook's cell, ``first`` is the line before it."""
    return tuple(_passages(markdown, _Lines(markdown.split("\n"), first, cell)))


def _passages(markdown: str, lines: "_Lines") -> Iterator[Passage]:
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            yield _inline(token, lines)
        elif token.type == "html_block" and token.map:
            yield from _html(token.content, token.map[0], lines)
        elif token.type in {"fence", "colon_fence"} and token.map:
            # To the parser a directive is code; what a note or a table holds is read all the same.
            directive = DIRECTIVE.match(token.info.strip())
            if directive and directive[1] in WITH_PROSE:
                yield from passages(token.content, lines.cell, lines.first + token.map[0] + 1)


@dataclass
class _Lines:
    """The lines of a text; ``reached`` is how far each is read, since the cells of a table row share one."""

    lines: list[str]
    first: int
    cell: int
    reached: dict[int, int] = field(default_factory=dict)

    def places(self, content: str, line: int) -> list[tuple[int, int]]:
        """Line and column of every character of ``content``, which starts on ``line``."""
        # The parser tells the line of a passage and no columns; they are found again in the source.
        places: list[tuple[int, int]] = []
        for number, part in enumerate(content.split("\n"), start=line):
            source = self.lines[number] if number < len(self.lines) else ""
            column = max(0, source.find(part, self.reached.get(number, 0)))
            self.reached[number] = column + len(part)
            # One more than there are letters: the line break has a place too.
            places += [(self.first + number + 1, column + step) for step in range(1, len(part) + 2)]
        return places


class _Text:
    """The words of one passage as they are put together from the Markdown ``content``."""

    def __init__(self, content: str, source: list[tuple[int, int]]) -> None:
        self.content, self.source = content, source
        self.at, self.text = 0, ""
        self.titles: list[Span] = []
        self.places: list[tuple[int, int]] = []

    def move_to(self, part: str) -> None:
        """Move to the next ``part``, if there is one."""
        # Where an escape or an entity changed the words, nothing is found and the place is that of the words before.
        start = self.content.find(part, self.at)
        self.at = start if start >= 0 else self.at

    def add(self, words: str) -> None:
        """Add words that stand here as they are."""
        here = self.source[self.at : self.at + len(words)]
        self.places += here + [self.source[self.at]] * (len(words) - len(here))
        self._go_on(words, len(words))

    def put(self, words: str, length: int) -> None:
        """Add words that stand for ``length`` characters of the content, all at the place of the first of these."""
        self.places += [self.source[self.at]] * len(words)
        self._go_on(words, length)

    def _go_on(self, words: str, length: int) -> None:
        self.text += words
        self.at = min(self.at + length, len(self.source) - 1)


def _inline(token: Token, lines: _Lines) -> Passage:
    words = _Text(token.content, lines.places(token.content, token.map[0] if token.map else 0))
    addresses: list[str] = []
    bare, title = False, 0
    for child in token.children or ():
        if child.type == "link_open":
            addresses.append(str(child.attrs.get("href", "")))
            bare = child.markup in {"autolink", "linkify"}
        elif child.type == "link_close":
            _pass_address(words, addresses.pop(), bare=bare)
            bare = False
        elif child.type == "em_open":
            title = len(words.text)
        elif child.type == "em_close":
            words.titles.append((title, len(words.text)))
        elif not bare:
            _add(words, child)
    return Passage(words.text, tuple(words.places), tuple(words.titles), lines.cell)


def _pass_address(words: _Text, address: str, *, bare: bool) -> None:
    if bare:
        words.move_to(">")
        words.put(WORDLESS, 1)
        return
    words.move_to("](")
    end = words.content.find(")", words.at + len(address))
    words.at = end + 1 if end >= 0 else words.at


def _add(words: _Text, child: Token) -> None:
    match child.type:
        case "text" | "image":
            words.move_to(child.content)
            words.add(child.content)
        case "softbreak" | "hardbreak":
            words.move_to("\n")
            words.add(" ")
        case "myst_role":
            name = child.meta["name"]
            words.move_to(f"{{{name}}}")
            words.put(f"⟦{child.content.strip()}⟧" if name == "claim" else WORDLESS, len(name) + len(child.content) + 4)
        case "code_inline" | "math_inline" | "math_inline_double":
            words.move_to(child.content)
            words.put(WORDLESS, len(child.content) + len(child.markup or "$"))


def _html(content: str, first: int, lines: _Lines) -> Iterator[Passage]:
    for number, line in enumerate(content.split("\n"), start=first):
        # Blanks in place of tags keep the columns.
        words = TAG.sub(lambda tag: " " * len(tag[0]), line)
        if words.strip():
            yield Passage(words, tuple(lines.places(line, number)[: len(words)]), cell=lines.cell)


# Reading age: how many years of age a text asks for, by two published formulas that count letters and words.
#
# Automated Readability Index (Senter and Smith 1967, AMRL-TR-66-220) and the index of Coleman and Liau (1975,
# *Journal of Applied Psychology* 60). Both give a grade of American schools; five years more make an age.
# Formulas that count syllables would need a dictionary or a guess.

HIGHEST_READING_AGE: Final = 17.0  # no page may ask for more, in years
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
