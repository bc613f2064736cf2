"""Where the time goes: what is timed is there, and its seconds add up."""

from importlib import import_module
from operator import attrgetter

import pytest

from benchmarks.peers.parts import STEPS, added_up, note, timed
from benchmarks.peers.project import CONFIGURATION, ROOT


@pytest.mark.parametrize(("module", "name", "part"), STEPS, ids=lambda text: text)
def test_every_step_is_a_function_of_its_module(module: str, name: str, part: str) -> None:
    """A function that is gone would stop the benchmark after all rounds; without the extension parts would miss."""
    assert "planbook.site]" in (ROOT / CONFIGURATION).read_text(encoding="utf-8")
    assert callable(attrgetter(name)(import_module(module)))


def test_a_timed_function_answers_as_before_and_notes_its_seconds(tmp_path, monkeypatch) -> None:
    """Each call adds a line to the file of the run."""
    monkeypatch.setenv("PLANBOOK_BENCH_PARTS", str(tmp_path / "parts"))
    assert 3 == timed("a part", max)(1, 3)
    note("another", 0.5)
    first, second = (tmp_path / "parts").read_text().splitlines()
    assert first.startswith('["a part", ')
    assert '["another", 0.5]' == second


def test_parts_stand_in_the_order_of_the_command_and_the_rest_at_the_end() -> None:
    """What lies inside a step (with a dot) does not count towards the whole again."""
    noted = [
        ("run notebooks", 3.0),
        ("· notebooks, added up", 2.0),
        ("· notebooks, added up", 2.5),
        ("check the tables", 0.5),
        ("check the words, build the book", 3.0),
        ("· Sphinx: write pages", 2.0),
    ]
    assert [
        ("check the tables", 0.5),
        ("run notebooks", 3.0),
        ("· notebooks, added up", 4.5),
        ("check the words, build the book", 3.0),
        ("· Sphinx: write pages", 2.0),
        ("imports, start and end of the process", 1.5),
        ("the whole", 8.0),
    ] == added_up(noted, 8.0)
