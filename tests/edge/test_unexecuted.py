"""MyST-NB without its cache of executed notebooks."""

from __future__ import annotations

import subprocess
import sys

import pytest

ALONE = """
import sys
from planbook.edge.unexecuted import ExecutionAsked, import_myst_nb
import_myst_nb()
assert "myst_nb.sphinx_ext" in sys.modules
assert not [name for name in sys.modules if name.partition(".")[0] in {"sqlalchemy", "jupyter_cache"}], "imported"
import jupyter_cache
assert callable(jupyter_cache.get_cache), "the cache can no longer be imported"
from myst_nb.core.execute.cache import get_cache
try:
    get_cache("somewhere")
except ExecutionAsked as refused:
    assert 'execute_notebooks: "off"' in str(refused)
else:
    raise AssertionError("not refused")
"""
MORE = """
import sys
import planbook.edge.unexecuted as unexecuted
unexecuted.NAMES["jupyter_cache.base"] = ()
unexecuted.import_myst_nb()
from myst_nb.core.execute.cache import get_cache
import jupyter_cache
assert get_cache is jupyter_cache.get_cache
"""
BEFORE = """
import jupyter_cache
from planbook.edge.unexecuted import import_myst_nb
import_myst_nb()
from myst_nb.core.execute.cache import get_cache
assert get_cache is jupyter_cache.get_cache
"""


@pytest.mark.parametrize("code", [ALONE, MORE, BEFORE], ids=["alone", "asks for more", "imported before"])
def test_the_cache_is_imported_only_where_it_is_needed(code: str) -> None:
    """Left out; taken as it is where MyST-NB asks for a name that no stand-in has, or where it is there already."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
