"""The words of an edition."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from planbook.data import registers
from planbook.editions.wording import Wording, paragraphs_of, wording_of

if TYPE_CHECKING:
    from planbook.data.places import Places


def test_paragraphs_are_parted_by_blank_lines_and_numbered() -> None:
    """Line breaks inside a paragraph are no change; empty blocks are no paragraphs."""
    parted = paragraphs_of("M1.1", "One\ntwo.\n\n\n\nThree  {claim}`a.b`.\n")
    assert [(1, "One two."), (2, "Three {claim}`a.b`.")] == [(one.place, one.text) for one in parted]


def test_words_are_read_back_the_same(places: Places) -> None:
    """Written as JSON and read again, every definition, promise and paragraph is there."""
    plan = registers.read_plan(places.data / "plan" / "2014-15")
    words = wording_of(plan, registers.measures(places), paragraphs_of("M1.1", "One."))
    assert words == msgspec.convert(json.loads(json.dumps(msgspec.to_builtins(words))), Wording)
    assert (len(plan.milestones), 1) == (len(words.promises), len(words.commentary))


def test_a_promise_carries_its_dates(places: Places) -> None:
    """The register's due date, and what it waits for, are kept as written."""
    words = wording_of(registers.read_plan(places.data / "plan" / "2014-15"), registers.measures(places), ())
    promise = next(one for one in words.promises if one.milestone == "M4.4")
    assert ("2015-09-01", "2015-03") == (promise.due, promise.awaiting_since)
