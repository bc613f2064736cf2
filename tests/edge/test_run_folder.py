"""The folder of a run goes with it, and with a later one where the run was killed."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from planbook.edge.run_folder import FORGOTTEN, run_folder

from planbook.edge.places import Places

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_there_while_it_is_wanted(tmp_path: Path) -> None:
    """With what was written into it."""
    with run_folder(Places(tmp_path)) as made:
        (made / "05.reads").write_text("a\n", encoding="utf-8")
        assert made.parent == tmp_path / "_build" / "runs"
    assert [] == list((tmp_path / "_build" / "runs").iterdir())


def test_what_a_killed_run_left_goes_and_what_another_run_needs_stays(tmp_path: Path) -> None:
    """By its age: the processes of another machine cannot be seen."""
    runs = tmp_path / "_build" / "runs"
    for name, age in (("killed", FORGOTTEN + 60), ("running", FORGOTTEN - 60)):
        (runs / name).mkdir(parents=True)
        (runs / name / "05.reads").write_text("a\n", encoding="utf-8")
        os.utime(runs / name, (time.time() - age,) * 2)
    with run_folder(Places(tmp_path)) as made:
        assert {"running", made.name} == {folder.name for folder in runs.iterdir()}
    assert (runs / "running" / "05.reads").is_file()
