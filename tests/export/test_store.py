"""Files that are kept between builds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from planbook.export.store import kept, names_kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Maker:
    """Makes two files and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Iterable[tuple[str, bytes]]:
        """One in a folder."""
        self.times += 1
        return [("b.csv", b"2"), ("a/a.csv", b"1")]


def test_files_are_made_once_under_a_key(tmp_path: Path) -> None:
    """The second time they are found; under another key they are made, and the old ones go."""
    make = Maker()
    folder = kept(tmp_path, "kind", "one", make)
    assert (folder, 1) == (kept(tmp_path, "kind", "one", make), make.times)
    assert ("a/a.csv", "b.csv") == names_kept(folder)
    assert [b"1", b"2"] == [(folder / name).read_bytes() for name in names_kept(folder)]
    other = kept(tmp_path, "kind", "two", make)
    assert ({other, other.with_suffix(".sums")}, 2) == (set((tmp_path / "kind").iterdir()), make.times)


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    """The next folder takes it over; what differs is a new file, and a name that was a folder may become a file."""
    first = kept(tmp_path, "kind", "one", lambda: [("a/a.csv", b"1"), ("b.csv", b"2"), ("c/c.csv", b"3")])
    (tmp_path / "linked").hardlink_to(first / "b.csv")
    same = (first / "a" / "a.csv").stat().st_ino
    other = kept(tmp_path, "kind", "two", lambda: [("a/a.csv", b"1"), ("b.csv", b"4"), ("c", b"5")])
    assert (same, b"4", b"5") == (
        (other / "a" / "a.csv").stat().st_ino,
        (other / "b.csv").read_bytes(),
        (other / "c").read_bytes(),
    )
    assert b"2" == (tmp_path / "linked").read_bytes()
    assert [other] == [path for path in (tmp_path / "kind").iterdir() if path.is_dir()]


@pytest.mark.parametrize("harm", ["altered", "gone", "no sums", "odd sums"])
def test_what_was_damaged_is_made_again(tmp_path: Path, harm: str) -> None:
    """One byte, a file that is gone, or a list of hashes that cannot be read."""
    make = Maker()
    folder = kept(tmp_path, "kind", "one", make)
    match harm:
        case "altered":
            (folder / "b.csv").write_bytes(b"3")
        case "gone":
            (folder / "b.csv").unlink()
        case "no sums":
            folder.with_suffix(".sums").unlink()
        case _:
            folder.with_suffix(".sums").write_text("[]", encoding="utf-8")
    assert (b"2", 2) == ((kept(tmp_path, "kind", "one", make) / "b.csv").read_bytes(), make.times)


def test_whoever_does_not_wait_is_told_that_another_is_at_it(tmp_path: Path) -> None:
    """Others wait, and find what was made."""
    begun, go_on, make = Event(), Event(), Maker()

    def slowly() -> Iterable[tuple[str, bytes]]:
        begun.set()
        go_on.wait(30)
        return make()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept, tmp_path, "kind", "one", slowly)
        assert begun.wait(30)
        with pytest.raises(BlockingIOError):
            kept(tmp_path, "kind", "one", make, wait=False)
        second = pool.submit(kept, tmp_path, "kind", "one", make)
        go_on.set()
        assert (first.result(30), 1) == (second.result(30), make.times)
