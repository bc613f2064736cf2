"""Libraries that are imported when they are first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from planbook.core.later import Later

CALENDAR = """
import sys
from planbook.data.periods import quarters_of
from planbook.data.periods import Period
assert "pandas" not in sys.modules, "imported too soon"
assert 4 == len(quarters_of(Period.parse("FY2014-15")))
assert "pandas" in sys.modules
"""


def test_pandas_is_imported_by_the_first_use() -> None:
    """Not by importing a module that may use it."""
    done = subprocess.run([sys.executable, "-c", CALENDAR], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_what_is_asked_for_is_the_modules_own() -> None:
    """Names come from the module, and a name that it lacks is its fault."""
    import math

    assert math.floor is Later("math").floor
    with pytest.raises(AttributeError, match="'math' has no attribute 'flor'"):
        _ = Later("math").flor
