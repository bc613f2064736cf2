"""The files of a board paper are put where they are offered, whole at each moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook.paper.gather import NothingToPrint, _made_of, _put, printed

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.data.places import Places


def test_a_file_that_stands_as_it_should_is_left_alone(tmp_path: Path) -> None:
    """Another process tells its size meanwhile."""
    path = tmp_path / "paper.pdf"
    _put(b"one", path)
    before = path.stat()
    _put(b"one", path)
    assert (before.st_ino, before.st_mtime_ns) == (path.stat().st_ino, path.stat().st_mtime_ns)


def test_a_changed_file_takes_the_place_of_the_old_in_one_move(tmp_path: Path) -> None:
    """Whoever has the old one open reads it to its end, and nothing is left beside the new one."""
    path = tmp_path / "paper.pdf"
    _put(b"one", path)
    with path.open("rb") as reading:
        _put(b"another", path)
        assert (b"one", b"another") == (reading.read(), path.read_bytes())
    assert [path] == list(tmp_path.iterdir())


COMMENTARY = "data/commentary/fy2014-15/M5.1.md"
BEHIND = ("book/edition/ledger.json", "book/edition/as_run/05.ipynb", COMMENTARY, "data/plan/2014-15/milestones.csv")


@pytest.fixture
def ran(tree: Places) -> Places:
    """A project in which an edition has been run."""
    (tree.edition / "as_run").mkdir(parents=True)
    (tree.edition / "ledger.json").write_text("{}", encoding="utf-8")
    return tree


@pytest.mark.parametrize("file", BEHIND)
def test_a_paper_is_made_again_when_a_file_behind_it_changes(ran: Places, file: str) -> None:
    """Ledger, notebooks as run, commentary, registers: each of them changes what it is filed under."""
    path = ran.root / file
    path.write_bytes(path.read_bytes() if path.is_file() else b"{}")
    before = _made_of(ran)
    assert before == _made_of(ran)
    path.write_bytes(path.read_bytes() + b"\n")
    assert before != _made_of(ran)


def test_pages_of_the_book_are_not_behind_a_paper(ran: Places) -> None:
    """A sentence more on a page of the site sets no paper."""
    before = _made_of(ran)
    (ran.root / "book" / "index.md").write_text("# A page\n", encoding="utf-8")
    assert before == _made_of(ran)


def test_without_an_edition_there_is_nothing_to_print(tree: Places) -> None:
    """Whoever asks is told what to do first."""
    with pytest.raises(NothingToPrint, match="run an edition first"):
        printed(tree)
