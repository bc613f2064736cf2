"""Orders to another process, and its answers."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from planbook.preview.makers import ENDED, Answer, Maker, take_orders

if TYPE_CHECKING:
    from pathlib import Path

ECHO = """
import os, sys
from planbook.preview.makers import Answer, take_orders

def follow(*, files):
    if files == ["end"]:
        sys.exit(1)
    return Answer((os.environ["PLANBOOK_ROOT"],), tuple(files))

take_orders(sys.stdout, follow)
"""


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """A process that answers with what it was asked, and ends when it is asked for that."""
    (tmp_path / "echoing.py").write_text(ECHO, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", ":".join([str(tmp_path), *sys.path]))
    return Maker("echoing", tmp_path)


def test_an_order_is_answered(maker: Maker, tmp_path: Path) -> None:
    """Faults and pages come back as they were sent, from a process that knows the project."""
    answers = [maker.ask(files=["a", "b"]), maker.ask(files=["c"])]
    maker.end()
    assert [Answer((str(tmp_path),), ("a", "b")), Answer((str(tmp_path),), ("c",))] == answers


def test_a_process_that_broke_off_is_a_fault_and_is_replaced(maker: Maker) -> None:
    """The preview goes on after a crash."""
    answers = [maker.ask(files=["end"]), maker.ask(files=["a"])]
    maker.end()
    assert [(ENDED,), ("a",)] == [answers[0].faults, answers[1].pages]


def test_every_order_is_followed_until_the_input_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in, one line out."""
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"site": true}\n{"site": false}\n'))
    out = io.StringIO()
    take_orders(out, lambda *, site: Answer(pages=(str(site),)))
    assert out.getvalue() == '{"faults": [], "pages": ["True"]}\n{"faults": [], "pages": ["False"]}\n'
