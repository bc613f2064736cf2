"""Drawn charts on the disk."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from planbook.edge.kept_drawings import KeptDrawings

from planbook.charts.drawing import Drawn
from planbook.edge import kept_drawings

if TYPE_CHECKING:
    from pathlib import Path

DRAWN = Drawn("<svg>ä</svg>", "<svg/>", ((1, 2), (3, 4)), ())


def refused() -> Drawn:
    """It should have been kept."""
    pytest.fail("drawn again")


def test_a_drawing_is_found_as_it_was_drawn(tmp_path: Path) -> None:
    """By another keeper of the same folder, too."""
    assert DRAWN == KeptDrawings(tmp_path / "kept")("key", lambda: DRAWN)
    assert DRAWN == KeptDrawings(tmp_path / "kept")("key", refused)


@pytest.mark.parametrize("harm", [b"", b"x", b"\xff\xff\n{}"])
def test_a_damaged_entry_is_drawn_again(tmp_path: Path, harm: bytes) -> None:
    """One that is empty, is cut short, or is something else."""
    keep = KeptDrawings(tmp_path)
    keep("key", lambda: DRAWN)
    keep.path_of("key").write_bytes(harm)
    other = Drawn("<svg>other</svg>", "", (), ())
    assert other == keep("key", lambda: other)
    assert other == keep("key", refused)


def test_one_altered_letter_is_seen(tmp_path: Path) -> None:
    """The entry carries a digest of itself."""
    keep = KeptDrawings(tmp_path)
    keep("key", lambda: DRAWN)
    held = keep.path_of("key").read_text("utf-8")
    keep.path_of("key").write_text(held.replace("<svg/>", "<sVg/>"), encoding="utf-8")
    assert Drawn("again", "", (), ()) == keep("key", lambda: Drawn("again", "", (), ()))


def test_those_used_longest_ago_go(tmp_path: Path) -> None:
    """Using one makes it the newest."""
    keep = KeptDrawings(tmp_path, most=2)
    for time, key in enumerate("ab"):
        keep(key, lambda: DRAWN)
        os.utime(keep.path_of(key), (time, time))
    keep("a", refused)
    keep("c", lambda: DRAWN)
    assert {keep.path_of("a"), keep.path_of("c")} == set(tmp_path.iterdir())


def test_other_code_has_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another Matplotlib drew is not taken for what this one draws."""
    keep = KeptDrawings(tmp_path)
    before = keep.path_of("key")
    monkeypatch.setattr(kept_drawings, "_made_with", lambda: "another")
    assert before != keep.path_of("key")


def test_kernels_that_keep_at_once_do_not_disturb_one_another(tmp_path: Path) -> None:
    """Entries come and go while others list them."""
    keep = KeptDrawings(tmp_path, most=3)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda place: keep(str(place), lambda: DRAWN), range(400)))
    assert [DRAWN] * 400 == kept
