"""How much time a long run still needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.core.remaining import Remaining, duration_text


@given(st.integers(2, 60), st.floats(0.1, 100))
def test_even_parts_give_an_exact_answer(total: int, each: float) -> None:
    """When every part takes as long, what is left is the parts left times that."""
    course = Remaining(total, 0.0)
    for done in range(1, total + 1):
        course.add(done * each)
        assert course.seconds == pytest.approx((total - done) * each)


def test_the_latest_parts_decide() -> None:
    """A hundred kept results in a second promise nothing for those that must run."""
    course = Remaining(200, 0.0)
    for done in range(100):
        course.add((done + 1) * 0.01)
    for done in range(40):
        course.add(1 + (done + 1) * 2.0)
    assert course.seconds == pytest.approx(60 * 2.0)


def test_the_line_says_no_more_than_is_known() -> None:
    """Nothing before the first part, nothing after the last."""
    course = Remaining(2, 0.0)
    lines = [course.line]
    for now in (3.0, 6.0):
        course.add(now)
        lines.append(course.line)
    assert ["0 of 2 editions", "1 of 2 editions, about 3 s left", "2 of 2 editions"] == lines


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59, "59 s"), (61, "1 min"), (3000, "50 min"), (5400, "1.5 h")]
)
def test_durations_are_told_in_the_unit_of_a_person(seconds: float, words: str) -> None:
    """Seconds, minutes or hours."""
    assert words == duration_text(seconds)
