"""Figures that are no quantities."""

from __future__ import annotations

import re

from planbook.gate.exempt import PATTERNS, exempt_spans


def test_every_pattern_can_be_compiled() -> None:
    """They are compiled when a text gets as far: a slip in one must not wait for such a text."""
    assert all(isinstance(re.compile(pattern, flags), re.Pattern) for pattern, flags in PATTERNS)


def test_the_commonest_forms_come_first_and_all_are_found() -> None:
    """A financial year, a year by itself, a date, a paragraph and a number of a service."""
    text = "In 2014/15, as in 2013, the paper of 3 May (paragraph 12) gave 101 as the number to call."
    found = [text[start:end] for start, end in exempt_spans(text)]
    assert "2014/15" == found[0]
    assert {"2013", "3 May", "paragraph 12", "101"} <= set(found)
