"""Editions built as known at a date, strictly, in a copy of the project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of 2014/15 as known in July 2018."""
    folder = tmp_path_factory.mktemp("as_at")
    for name in ("book", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("edition", "edition.new"))
    for name in ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.lock"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder)
    environment = {**os.environ, "PLANBOOK_ROOT": str(folder)}
    for command in (["run", "--as-at", "2018-07"], ["build"]):
        done = subprocess.run(
            [sys.executable, "-m", "planbook.cli", *command],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
    return folder / "_build" / "html"


def page(site: Path, name: str) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_figures_are_those_of_the_annual_table(site: Path) -> None:
    """No claim rests on a row that became known after July 2018, and no control chart is drawn."""
    ledger = json.loads((site / "ledger.json").read_text(encoding="utf-8"))
    tables = {rows["table"] for claim in ledger["claims"] for rows in claim["rows"]}
    assert {"asb_incidents", "households", "population", "recorded_crime_year_ending_march"} == tables
    robbery = next(claim for claim in ledger["claims"] if claim["id"] == "robbery.count")
    assert (4888, "computed") == (robbery["value"], robbery["status"])
    assert not [chart for chart in ledger["charts"] if "quarter" in chart["title"].lower()]


def test_each_outcome_says_which_measures_were_not_known(site: Path) -> None:
    """By name: known by year, cited from the report, not known."""
    said = page(site, "book/edition/05_reduce_crime").select_one(".pb-known")
    assert said is not None
    told = {term.text: definition.text for term, definition in zip(said.select("dt"), said.select("dd"), strict=True)}
    assert "Built as known in July 2018." in said.text
    assert "Robbery" in told["Known by year"]
    assert "Vehicle crime" in told["Cited only: as the original report printed it"]
    assert "Criminal damage" == told["Not known in this form"]


def test_verdicts_rest_on_the_year_or_on_what_was_printed(site: Path) -> None:
    """Robbery is judged on two annual totals, vehicle crime on the report's figure and so labelled."""
    ledger = json.loads((site / "ledger.json").read_text(encoding="utf-8"))
    found = {status["milestone"]: status for status in ledger["milestones"]}
    assert ("met", "series") == (found["M5.4b"]["status"], found["M5.4b"]["evidence"])
    assert ("direction_met", "published") == (found["M5.4c"]["status"], found["M5.4c"]["evidence"])
    assert "interval" not in found["M5.4b"]["sentence"]


def test_the_comparison_of_forces_is_withheld(site: Path) -> None:
    """Its quarters were not known; the page says so and carries no later figure."""
    comparison = page(site, "book/compare")
    assert "By quarter nothing is held that was known in July 2018" in comparison.text
    assert not comparison.select("#pb-compare-data")
