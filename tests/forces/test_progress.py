"""The remaining time is an honest estimate."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.forces.build_all import Progress, ProgressLine, duration_words


def test_nothing_is_told_before_enough_is_known() -> None:
    """Four tasks are too few to tell the rest from; the fifth gives the first estimate."""
    progress = Progress(100, 2)
    for _ in range(4):
        progress.add(1.0, ran=True)
    assert (None, "4 of 100, time left not known yet") == (progress.remaining, progress.words)
    progress.add(1.0, ran=True)
    assert (47.5, "5 of 100, about 50 seconds left") == (progress.remaining, progress.words)


def test_results_kept_from_before_do_not_flatter_the_estimate() -> None:
    """Fifty results found in a moment say nothing of what a notebook takes that must run."""
    progress = Progress(110, 1)
    for _ in range(50):
        progress.add(0.01, ran=False)
    for _ in range(5):
        progress.add(2.0, ran=True)
    assert (110.0, "55 of 110, 50 kept from before, about 2 minutes left") == (progress.remaining, progress.words)


@given(st.lists(st.floats(0.1, 10), min_size=9, max_size=30), st.floats(100, 10_000))
def test_one_task_that_hangs_does_not_move_the_estimate_beyond_the_others(seconds: list[float], hung: float) -> None:
    """The estimate stays within what the ordinary tasks would take."""
    progress = Progress(1000, 1)
    for each in (*seconds, hung):
        progress.add(each, ran=True)
    assert progress.remaining is not None
    assert progress.remaining <= max(seconds) * (1000 - progress.done)


def test_the_end_and_failures_are_told() -> None:
    """A finished run has no time left to tell, and failures are counted."""
    progress = Progress(1, 2)
    progress.add(1.0, ran=True, failed=True)
    assert "1 of 1, 1 failed" == progress.words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "5 seconds"),
        (42, "40 seconds"),
        (61, "1 minute"),
        (200, "3 minutes"),
        (3600, "1 hour"),
        (8000, "2 hours 10 minutes"),
    ],
)
def test_durations_are_as_coarse_as_an_estimate(seconds: float, words: str) -> None:
    """No false precision."""
    assert words == duration_words(seconds)


def test_a_log_gets_a_line_now_and_then_and_a_terminal_one_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tasks that end at once are one line in a log; the last is always told."""
    log = io.StringIO()
    line, progress = ProgressLine(log), Progress(3, 1)
    for _ in range(3):
        progress.add(0.1, ran=True)
        line.write(progress)
    assert ["1 of 3, time left not known yet", "3 of 3"] == log.getvalue().splitlines()
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    line = ProgressLine(screen)
    line.write(progress)
    line.close()
    assert "\r\x1b[K3 of 3\n" == screen.getvalue()
