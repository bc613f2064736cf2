"""What the preview shows, and what is news to a browser."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from planbook.preview.shown import Shown

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "book/methods.html"
LONG = 10.0
"""Seconds; news comes at once."""


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """A site of two pages."""
    (tmp_path / "book").mkdir()
    (tmp_path / PAGE).write_text("as built", encoding="utf-8")
    (tmp_path / "index.html").write_text("the front", encoding="utf-8")
    return Shown(tmp_path)


def test_a_newer_page_stands_before_the_built_one_until_the_site_is_built(shown: Shown) -> None:
    """The touched page is seen at once, the site's own once it is whole again."""
    shown.show({PAGE: b"as saved"})
    assert shown.page(PAGE) == b"as saved"
    shown.show_site(newer_too=True)
    assert shown.page(PAGE) == b"as saved"
    shown.show_site(newer_too=False)
    assert shown.page(PAGE) == b"as built"


def test_the_index_of_the_site_is_a_page(shown: Shown) -> None:
    """The address of the server alone leads to the front page; a folder without an index to none."""
    assert shown.page("") == b"the front"
    assert shown.page("book/") is None


def test_only_pages_are_shown(shown: Shown, tmp_path: Path) -> None:
    """Other files are sent as they are, by the server."""
    (tmp_path / "ledger.json").write_text("{}", encoding="utf-8")
    assert shown.page("ledger.json") is None


def test_faults_leave_the_last_good_page_and_go_when_they_are_mended(shown: Shown) -> None:
    """A fault is news about every page, and its end is too."""
    good = shown.news(PAGE)
    shown.tell(("book/methods.md:3: a fault",))
    told = shown.wait_for_news(PAGE, good, LONG)
    assert told is not None
    assert good is not None
    assert (good.digest, ("book/methods.md:3: a fault",)) == (told.digest, told.faults)
    shown.show({})
    assert good == shown.wait_for_news(PAGE, told, LONG)


def test_a_page_that_another_change_leaves_alone_is_not_news(shown: Shown) -> None:
    """A browser is not made to reload a page whose contents are the same."""
    known = shown.news(PAGE)
    shown.show({"index.html": b"another front"})
    assert shown.wait_for_news(PAGE, known, 0.01) is None


def test_one_who_waits_is_told(shown: Shown) -> None:
    """News reaches a browser that is already listening."""
    known, heard = shown.news(PAGE), []
    listener = Thread(target=lambda: heard.append(shown.wait_for_news(PAGE, known, LONG)))
    listener.start()
    shown.show({PAGE: b"as saved"})
    listener.join(LONG)
    assert [shown.news(PAGE)] == heard
