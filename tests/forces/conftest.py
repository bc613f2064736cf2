"""A small project in a folder of its own."""

from pathlib import Path

import pytest

from planbook.data.places import Places
from tests.conftest import copy_project


@pytest.fixture
def project(tmp_path: Path) -> Places:
    """Configuration, the real data, styles, pictures, and the notebooks of the plan of all forces."""
    (tmp_path / "_config.yml").write_text('title: "A small book"\n', encoding="utf-8")
    return copy_project(tmp_path, "data", "book/_styles", "book/_static", "notebooks/national_priorities")
