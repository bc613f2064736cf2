"""What is worked out before a build forks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from planbook.edge.press import FIXED

if TYPE_CHECKING:
    from planbook.data.places import Places

STEPS = """
import json, sys
from pathlib import Path
from planbook.site.beforehand import beforehand

for step in beforehand(*sys.argv[1:]):
    step()
threads = len(list(Path("/proc/self/task").iterdir())) if sys.platform == "linux" else 1

from planbook.data.periods import Period
from planbook.edge import registers, series
from planbook.data.places import Places
from planbook.editions.revised_figures import revisions_of
from planbook.site.compare import Asked, forces_of, map_of

places = Places(Path(sys.argv[1]))
asked = Asked(places, Period.parse("FY2014-15"), "west_midlands", "", registers.measures(places))
wanted = {map_of: (asked,), forces_of: (asked,), revisions_of: (places, "west_midlands")}
held = []
for function, given in wanted.items():
    before = function.cache_info().misses
    function(*given)
    held.append(function.cache_info().misses == before)
print(json.dumps([threads, held]))
"""


def test_a_build_finds_it_done_and_no_thread_begun(tree: Places) -> None:
    """Each answer is the one that pages will ask for; a thread would be missing in every fork, and waited for."""
    told = subprocess.run(
        [sys.executable, "-c", STEPS, str(tree.root), "FY2014-15", "west_midlands", ""],
        env={**os.environ, **FIXED},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [1, [True, True, True]] == json.loads(told.stdout)
