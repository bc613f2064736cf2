"""A small project in a folder of its own, and two forces in two years of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planbook.data.places import Places
from planbook.forces.force_years import force_years, parse_years
from planbook.forces.pages import Frame
from planbook.forces.tasks import EditionTask
from tests.conftest import copy_project

FORCES = ("city_of_london", "kent")
YEARS = "2015-16..2016-17"


@pytest.fixture
def project(tmp_path: Path) -> Places:
    """Configuration, the real data, styles, pictures, and the notebook of numbers."""
    (tmp_path / "_config.yml").write_text('title: "A small book"\n', encoding="utf-8")
    return copy_project(tmp_path, "data", "book/_styles", "book/_static", "notebooks/force")


@pytest.fixture
def tasks(project: Places) -> Callable[..., list[EditionTask]]:
    """The tasks of some editions of the small project; each call is a run of its own."""

    def made(run: str, years: str = YEARS, target: str = "all") -> list[EditionTask]:
        frame = Frame("A small book", (("city_of_london", "City of London"), ("kent", "Kent")), parse_years(years))
        editions = force_years(FORCES, years, FORCES)
        return [EditionTask(str(project.root), str(project.build / target), one, frame, run) for one in editions]

    return made
