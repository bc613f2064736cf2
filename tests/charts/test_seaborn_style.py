"""Seaborn's styles, taken from seaborn without importing all of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
import seaborn as sns

from planbook.charts.seaborn_style import seaborn_style

APART = """
import sys
from planbook.charts.seaborn_style import seaborn_style
style = seaborn_style("white")
assert not [name for name in sys.modules if name.partition(".")[0] == "seaborn"], "left behind"
assert "scipy.stats" not in sys.modules, "imported for nothing"
import seaborn
assert callable(seaborn.lineplot), "the whole package can no longer be imported"
assert style == seaborn.axes_style("white"), "not what seaborn says"
"""


ANOTHER_LAYOUT = """
import sys
import planbook.charts.seaborn_style as ours
ours.STYLES = "seaborn.moved"
style = ours.seaborn_style("white")
import seaborn
assert style == seaborn.axes_style("white"), "not what seaborn says"
"""


def test_where_seaborn_keeps_its_styles_elsewhere_all_of_it_is_imported() -> None:
    """The style is the same; it only takes longer."""
    done = subprocess.run([sys.executable, "-c", ANOTHER_LAYOUT], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_style_is_seaborns_own_and_the_package_can_still_be_imported() -> None:
    """In a fresh process: the style is the same, nothing hollow stays behind, SciPy's statistics are not imported."""
    done = subprocess.run([sys.executable, "-c", APART], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("name", ["white", "ticks"])
def test_where_seaborn_is_imported_it_is_asked(name: str) -> None:
    """A process that has imported seaborn gets the style from there."""
    assert sns.axes_style(name) == seaborn_style(name)


def test_a_style_that_seaborn_lacks_is_refused() -> None:
    """Seaborn names its styles."""
    with pytest.raises(ValueError, match="style must be one of"):
        seaborn_style("whyte")
