"""Pages written by as many processes as there are cores."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.site.builder import A_PAGE, even_shares
from planbook.site.parallel import JOBS

if TYPE_CHECKING:
    from tests.site.conftest import Book

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
PAGES = 7
"""Sphinx reads and writes at once from six pages on."""


@pytest.mark.slow
def test_many_processes_write_what_one_writes(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links across pages, an image on each, and one that all show: the same files, byte for byte."""
    names = [f"page{number}" for number in range(PAGES)]
    index = (book.root / "index.md").read_text(encoding="utf-8")
    listed = "\n".join(names)
    book.write("index.md", f"{index}\n```{{toctree}}\n{listed}\n```\n")
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        (book.root / f"{name}.png").write_bytes(PIXEL)
        text = f"# Title of {name}\n\nSee [the other]({other}.md).\n\n![One]({name}.png)\n\n![All](shared.png)\n"
        book.write(f"{name}.md", text)
    (book.root / "shared.png").write_bytes(PIXEL)
    made = []
    for jobs in ("1", "3"):
        monkeypatch.setenv(JOBS, jobs)
        shutil.rmtree(book.root / "out", ignore_errors=True)
        done = book.build()
        assert (0, "") == (done.returncode, done.stderr)
        files = sorted(
            path for path in (book.root / "out").rglob("*") if path.is_file() and ".doctrees" not in path.parts
        )
        made.append({path.relative_to(book.root).as_posix(): path.read_bytes() for path in files})
    assert {f"out/_images/{name}.png" for name in (*names, "shared")} <= set(made[0])
    assert sorted(made[0]) == sorted(made[1])
    assert [] == [name for name, content in made[0].items() if content != made[1][name]]


SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(0, 1_000_000), min_size=1, max_size=30)


@given(sizes=SIZES, shares=st.integers(1, 6))
def test_shares_hold_each_page_once_in_its_order_and_are_even(sizes: dict[str, int], shares: int) -> None:
    """None is empty, and none takes longer than another by more than its longest page."""
    held = even_shares(sizes, shares)
    order = list(sizes)
    assert sorted(order) == sorted(page for share in held for page in share)
    assert held == [sorted(share, key=order.index) for share in held]
    assert min(shares, len(sizes)) == len(held)
    taken = [sum(A_PAGE + sizes[page] for page in share) for share in held]
    assert max(taken) - min(taken) <= A_PAGE + max(sizes.values())


def test_the_longest_page_has_a_share_of_its_own() -> None:
    """The others, read meanwhile, take no longer than it."""
    sizes = {"book/a": 3_000, "book/edition/05": 440_000, "book/b": 9_000, "book/data": 2_000}
    assert [["book/edition/05"], ["book/a", "book/b", "book/data"]] == even_shares(sizes, 2)
