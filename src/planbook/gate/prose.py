"""Prose from Markdown: what a reader reads, each character with its place in the file.

Code, formulas, addresses and directives are no prose. A quoted claim stands as ``⟦id⟧``, anything else that is
not words as ``⟦⟧``, so that rules see that something stands there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from planbook.gate.faults import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

__all__ = ["CLAIM", "Passage", "passages"]

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
COLUMNS: Final = 1_000_000
"""Places are packed as line times this plus column."""
NO_END: Final = re.compile(r"(?:\b(?:No|Nos|para|paras|pp|ss|c|v|cf|vs|St|Dr|Mr|Mrs|Ms|e\.g|i\.e|[A-Z]))\.$")


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item or table cell.

    Attributes:
        text: its words. packed: the place of each character of ``text``. titles: spans in italics, as titles are.
        cell: the number of the notebook's cell, or 0.
    """

    text: str
    packed: tuple[int, ...]
    titles: tuple[tuple[int, int], ...] = ()
    cell: int = 0

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every sentence."""
        return tuple(_sentences(self.text))

    def place(self, at: int) -> Place:
        """Where a character of the text stands in the file."""
        return Place(*divmod(self.packed[at], COLUMNS), self.cell)

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence in which a character stands."""
        return next((span for span in self.sentences if span[0] <= place < span[1]), (0, len(self.text)))


def passages(markdown: str, cell: int = 0) -> tuple[Passage, ...]:
    """The passages of a Markdown text in order; ``cell`` numbers a notebook's cell."""
    return tuple(_passages(markdown, 0, cell))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (myst_role_plugin, myst_block_plugin, front_matter_plugin, colon_fence_plugin, deflist_plugin):
        parser.use(plugin)
    return parser.use(dollarmath_plugin)


def _passages(markdown: str, first: int, cell: int) -> Iterator[Passage]:
    cursor = _Cursor(markdown.split("\n"), first, cell)
    for token in _parser().parse(markdown):
        if token.type == "inline":
            yield _inline(token, cursor)
        elif token.type == "html_block" and token.map:
            yield from _html(token, cursor)
        elif token.type in {"fence", "colon_fence"} and token.map and _holds_prose(token):
            yield from _passages(token.content, first + token.map[0] + 1, cell)


def _holds_prose(token: Token) -> bool:
    named = DIRECTIVE.match(token.info.strip())
    return bool(named and named[1] in WITH_PROSE)


class _Cursor:
    """Where the lines of a text stand; the cells of a table row are found one after the other."""

    def __init__(self, lines: list[str], first: int, cell: int) -> None:
        self.lines, self.first, self.cell = lines, first, cell
        self.reached: dict[int, int] = {}

    def packed(self, content: str, line: int) -> list[int]:
        """The packed place of every character of ``content``, which starts on ``line``."""
        found: list[int] = []
        for number, part in enumerate(content.split("\n"), start=line):
            source = self.lines[number] if number < len(self.lines) else ""
            column = max(0, source.find(part, self.reached.get(number, 0)))
            self.reached[number] = column + len(part)
            start = (self.first + number + 1) * COLUMNS + column + 1
            found.extend(range(start, start + len(part) + 1))
        return found


class _Text:
    """The words of one passage as they are put together."""

    def __init__(self, content: str, packed: list[int]) -> None:
        self.content, self.source = content, packed
        self.at, self.text, self.titles = 0, "", list[tuple[int, int]]()
        self.packed: list[int] = []

    def find(self, part: str) -> None:
        """Move to the next ``part``, if there is one."""
        found = self.content.find(part, self.at)
        self.at = found if found >= 0 else self.at

    def emit(self, words: str, *, length: int | None = None) -> None:
        """Add words that stand here, over ``length`` characters of the source, by default as many."""
        last = len(self.source) - 1
        here = self.source[self.at : self.at + len(words)] if length is None else []
        self.packed += here + [self.source[self.at]] * (len(words) - len(here))
        self.text += words
        self.at = min(self.at + (len(words) if length is None else length), last)


def _inline(token: Token, cursor: _Cursor) -> Passage:
    line = token.map[0] if token.map else 0
    made = _Text(token.content, cursor.packed(token.content, line))
    addresses: list[str] = []
    skipping, title = False, 0
    for child in token.children or ():
        if child.type == "link_open":
            addresses.append(str(child.attrs.get("href", "")))
            skipping = child.markup in {"autolink", "linkify"}
        elif child.type == "link_close":
            _past_address(made, addresses.pop(), bare=skipping)
            skipping = False
        elif child.type == "em_open":
            title = len(made.text)
        elif child.type == "em_close":
            made.titles.append((title, len(made.text)))
        elif not skipping:
            _add(made, child)
    return Passage(made.text, tuple(made.packed), tuple(made.titles), cursor.cell)


def _past_address(made: _Text, address: str, *, bare: bool) -> None:
    if bare:
        made.find(">")
        made.emit(WORDLESS, length=1)
        return
    made.find("](")
    end = made.content.find(")", made.at + len(address))
    made.at = end + 1 if end >= 0 else made.at


def _add(made: _Text, child: Token) -> None:
    if child.type == "text":
        made.find(child.content)
        made.emit(child.content)
    elif child.type in {"softbreak", "hardbreak"}:
        made.find("\n")
        made.emit(" ")
    elif child.type == "myst_role":
        made.find(f"{{{child.meta['name']}}}")
        quoted = f"⟦{child.content.strip()}⟧" if child.meta["name"] == "claim" else WORDLESS
        made.emit(quoted, length=len(child.meta["name"]) + len(child.content) + 4)
    elif child.type in {"code_inline", "math_inline", "math_inline_double"}:
        made.find(child.content)
        made.emit(WORDLESS, length=len(child.content) + len(child.markup or "$"))
    elif child.type == "image":
        made.find(child.content)
        made.emit(child.content)


def _html(token: Token, cursor: _Cursor) -> Iterator[Passage]:
    assert token.map is not None  # noqa: S101 - the caller asks for it
    for step, line in enumerate(token.content.split("\n")):
        words = TAG.sub(lambda found: " " * len(found[0]), line)
        if words.strip():
            packed = cursor.packed(line, token.map[0] + step)
            yield Passage(words, tuple(packed[: len(words)]), cell=cursor.cell)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        if not NO_END.search(text[start : end.start()]):
            yield start, end.start()
            start = end.end()
    yield start, len(text)
