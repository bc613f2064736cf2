"""Counts of texts are kept between builds, and only as long as text and figures stay the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planbook.prose.readability import readability
from planbook.site import reading_ages
from planbook.site.reading_ages import KeptCounts, spoken_sentences
from tests.site.conftest import CLAIM

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = {CLAIM.id: CLAIM}
TEXT = "Robbery in the area changed by {claim}`robbery.change_pct` in the year that ended."


def test_counts_are_those_of_the_text_and_are_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build counts nothing."""
    expected = readability(spoken_sentences(TEXT, CLAIMS))
    first = KeptCounts(tmp_path / "kept.json", CLAIMS)
    assert (expected, None) == (first.readability(TEXT), first.readability("# A heading"))
    first.write()

    monkeypatch.setattr(reading_ages, "readability", lambda _: pytest.fail("counted again"))
    again = KeptCounts(tmp_path / "kept.json", CLAIMS)
    assert (expected, None) == (again.readability(TEXT), again.readability("# A heading"))


def test_a_figure_that_changed_is_counted_again(tmp_path: Path) -> None:
    """The text is the same; what readers see in it is longer."""
    kept = KeptCounts(tmp_path / "kept.json", CLAIMS)
    longer = {CLAIM.id: replace(CLAIM, number="1,234,567.8")}
    before = kept.readability(TEXT)
    kept.write()
    after = KeptCounts(tmp_path / "kept.json", longer).readability(TEXT)
    assert before is not None
    assert after is not None
    assert before.letters < after.letters


@pytest.mark.parametrize("held", ["", "[]", '{"a": 1}', "{"])
def test_a_damaged_store_is_made_anew(tmp_path: Path, held: str) -> None:
    """It holds what was asked for since, and no more."""
    path = tmp_path / "kept.json"
    path.write_text(held, encoding="utf-8")
    kept = KeptCounts(path, CLAIMS)
    kept.readability(TEXT)
    kept.write()
    assert 1 == len(json.loads(path.read_text(encoding="utf-8")))
