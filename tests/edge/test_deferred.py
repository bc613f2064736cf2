"""Modules whose import is put off are loaded at their first use."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from planbook.edge.deferred import deferred

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAPERMILL = """
import sys
from planbook.edge.deferred import import_papermill
papermill = import_papermill()
import papermill.execute
assert "urllib3" not in sys.modules, "imported with Papermill"
import requests
assert issubclass(requests.exceptions.ConnectionError, OSError)
assert "urllib3" in sys.modules
from papermill.iorw import requests as known_to_papermill
assert known_to_papermill is requests
"""


def test_papermill_comes_without_what_it_fetches_with() -> None:
    """A run reads files; what would fetch them is there once it is asked for."""
    done = subprocess.run([sys.executable, "-c", PAPERMILL], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_module_is_loaded_when_one_of_its_names_is_asked_for(tmp_path: Path) -> None:
    """Not when it is imported; modules that are not named are imported as ever, and later imports too."""
    (tmp_path / "put_off.py").write_text("import at_once_by_put_off\nvalue = 1\n", encoding="utf-8")
    (tmp_path / "at_once_by_put_off.py").write_text("", encoding="utf-8")
    (tmp_path / "at_once.py").write_text("value = 2\n", encoding="utf-8")
    code = (
        "import sys\n"
        "from planbook.edge.deferred import deferred\n"
        "with deferred('put_off', 'not_there'):\n"
        "    import at_once, put_off\n"
        "assert 'at_once_by_put_off' not in sys.modules\n"
        "assert (2, 1) == (at_once.value, put_off.value)\n"
        "assert 'at_once_by_put_off' in sys.modules\n"
        "import put_off as again\n"
        "assert again is put_off\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_nothing_is_put_off_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever imports later imports as Python does, and nobody's list of finders changes while it is gone through."""
    (tmp_path / "imported_later.py").write_text("value = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with deferred("imported_later"):
        before = list(sys.meta_path)
    assert before == sys.meta_path
    import imported_later  # type: ignore[import-not-found]

    assert "value" in vars(imported_later)
