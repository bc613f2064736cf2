"""Compiled templates are found again, and damaged ones are compiled anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from planbook.site.compiled import KeptTemplates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _bytecode_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Python does unless it is told otherwise."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


TEXT = "{{ x }} and {% for y in z %}{{ y }}{% endfor %}"


def filled(folder: Path, text: str = TEXT) -> str:
    """The template, filled by an environment that has compiled nothing yet."""
    environment = Environment(loader=DictLoader({"a": text}), bytecode_cache=KeptTemplates(folder), autoescape=True)
    return environment.get_template("a").render(x=1, z=[2])


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second environment finds what the first compiled; a changed template is compiled."""
    assert "1 and 2" == filled(tmp_path / "kept")
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", lambda *_: pytest.fail("compiled again"))
        assert "1 and 2" == filled(tmp_path / "kept")
    assert "1 or 2" == filled(tmp_path / "kept", TEXT.replace("and", "or"))


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where bytecode is switched off, nor where the folder cannot be written to."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert ("1 and 2", False) == (filled(tmp_path / "kept"), (tmp_path / "kept").exists())
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").touch()
    assert "1 and 2" == filled(tmp_path / "file" / "kept")


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_damage_anywhere_is_seen(
    tmp_path_factory: pytest.TempPathFactory, where: float, bit: int, *, cut: bool
) -> None:
    """One bit, or a file cut short: the page is the same, and what is kept is whole again."""
    folder = tmp_path_factory.mktemp("kept")
    filled(folder)
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    place = int(where * len(whole))
    kept.write_bytes(whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    assert "1 and 2" == filled(folder)
    assert whole == kept.read_bytes()
