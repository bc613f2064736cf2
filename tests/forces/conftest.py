"""A small project in a folder of its own, with the plan of all forces or a short one made from it."""

import csv
import shutil
from pathlib import Path

import pytest

from planbook.data.places import Places
from tests.conftest import copy_project


@pytest.fixture
def project(tmp_path: Path) -> Places:
    """Configuration, the real data, styles, pictures, and the notebooks of the plan of all forces."""
    (tmp_path / "_config.yml").write_text('title: "A small book"\n', encoding="utf-8")
    return copy_project(tmp_path, "data", "book/_styles", "book/_static", "notebooks/national_priorities")


SHORT, KEPT = "short_plan_for_tests", ("N1", "N5", "N6")


@pytest.fixture
def short(project: Places) -> Places:
    """The same, its plan of all forces cut to three of the priorities, whose notebooks run in a moment."""
    plan, notebooks = project.plan("national_priorities"), project.notebooks / "national_priorities"
    for name in ("outcomes.csv", "milestones.csv"):
        with (plan / name).open(encoding="utf-8", newline="") as table:
            head, *rows = list(csv.reader(table))
        place = head.index("outcome")
        with (plan / name).open("w", encoding="utf-8", newline="") as table:
            csv.writer(table, lineterminator="\n").writerows([head, *(row for row in rows if row[place] in KEPT)])
    for notebook in ("02_serious_violence", "03_drugs_and_county_lines", "04_neighbourhood_crime"):
        (notebooks / f"{notebook}.ipynb").unlink()
    shutil.move(plan, project.plan(SHORT))
    shutil.move(notebooks, project.notebooks / SHORT)
    return project
