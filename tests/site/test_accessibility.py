"""The result of the last accessibility check, read and shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planbook.site.catalogue import last_check
from planbook.site.render import render

if TYPE_CHECKING:
    from pathlib import Path

RECORD = {
    "checked_on": "1 May 2026",
    "tools": [{"name": "Chromium", "version": "140.0"}, {"name": "axe-core", "version": "4.12"}],
    "pages": 3,
    "widths": [320, 1440],
    "schemes": ["light", "dark"],
    "checks": [
        {"what": "A page has one h1.", "tried": 3, "failed": 0},
        {"what": "Links work.", "tried": 3, "failed": 1},
    ],
}


def written(folder: Path, record: object) -> Path:
    """A file with the record."""
    path = folder / "last_check.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_the_result_is_read_as_written(tmp_path: Path) -> None:
    """Checks keep their words and counts, and the failed ones are counted."""
    check = last_check(written(tmp_path, RECORD))
    assert check is not None
    assert RECORD == check


def test_a_failure_is_told_to_readers(tmp_path: Path) -> None:
    """The statement says how many checks failed, on what day, with which tools."""
    html = render("accessibility.html", check=last_check(written(tmp_path, RECORD)))
    assert "On 1 May 2026, 1 of 2 checks failed on some page." in html
    assert "3 pages were opened at 320, 1440 pixels in the light and the dark colour scheme" in html
    assert "with Chromium 140.0 and axe-core 4.12." in html
    assert '<th scope="row">Links work.</th><td class="pb-number">2 of 3</td>' in html


def test_without_a_date_or_failure_the_sentence_is_whole(tmp_path: Path) -> None:
    """No date is made up."""
    record = {**RECORD, "checked_on": "", "checks": RECORD["checks"][:1]}  # type: ignore[index]
    assert "<p>All 1 checks passed." in render("accessibility.html", check=last_check(written(tmp_path, record)))


def test_without_a_check_the_statement_says_so(tmp_path: Path) -> None:
    """No result is no claim."""
    assert last_check(tmp_path / "none.json") is None
    assert "No result of a check is kept" in render("accessibility.html", check=None)
