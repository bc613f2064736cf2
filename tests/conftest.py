"""What tests of several folders share: the project's own folder, and small copies of it that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planbook.core.claims import Claim
from planbook.edge.places import Places

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def places() -> Places:
    """The folders of the project."""
    return Places(ROOT)


@pytest.fixture
def tree(tmp_path: Path) -> Places:
    """A small project in a folder of its own: configuration, the real data, and the notebook of one outcome."""
    (tmp_path / "_config.yml").write_text('title: "A small book"\n', encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "10_national_policing.ipynb", tmp_path / "notebooks")
    (tmp_path / "book").mkdir()
    return Places(tmp_path)


@pytest.fixture
def robbery_change() -> Claim:
    """The claim that most tests quote: robbery fell by 9.0 per cent."""
    return Claim(
        id="robbery.change_pct", label="Change, per cent", value=-9.02661, number="−9.0", unit="per cent",
        window="FY2014-15", outcome="O10", milestone="M10.2", method="100 × (count − earlier count) ÷ earlier count.",
        inputs=("data/series/recorded_crime_by_measure.csv",), status="computed", source="Home Office",
    )  # fmt: skip
