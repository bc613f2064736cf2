"""A small edition of real figures: robbery with its control chart, ready to be published as data."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planbook.charts.chart import ChartSpec
from planbook.charts.level import render_level
from planbook.claims.claims import claim_of
from planbook.claims.ledger import Ledger
from planbook.claims.records import scrap
from planbook.claims.status import MilestoneStatus
from planbook.data import registers, series
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.export.edition_files import EditionExport
from planbook.notebook.screen import chart_drawing, chart_record, page_record
from planbook.statistics.level import level_of

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart
    from planbook.claims.ledger import Edition

ROOT = Path(__file__).parents[2]
WHERE = {"window": "FY2014-15", "milestone": ("O5", "M5.4b"), "source": "Home Office"}
STATUS = MilestoneStatus(
    "M5.4b", "O5", "met", "The change reaches the target.", ("robbery.change_pct",), "series", "reduce by 5 per cent"
)


@pytest.fixture(scope="session")
def figure() -> RenderedChart:
    """The control chart of robbery to March 2015, of the real quarters."""
    counts = series.read_series(Places(ROOT), "recorded_crime_by_measure", "robbery", "west_midlands")
    title = "Robbery in 2014/15: stable"
    spec = ChartSpec("fy2014-15-robbery-level", title, "West Midlands", "Robbery", "offences", source="Home Office")
    upto = counts[counts.index <= pd.Period("2015Q4", "Q-MAR")]
    return render_level(spec, level_of(upto, pd.PeriodIndex(upto.index[-4:])))


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory, figure: RenderedChart, edition: Edition) -> EditionExport:
    """The small edition in a folder of its own, with the project's data."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(ROOT / "data", folder / "data")
    places = Places(folder)
    measures = registers.measures(places, "west_midlands_2014_15")
    claims = (
        claim_of(measures["robbery"], "count", 4888.0, **WHERE),
        claim_of(measures["robbery"], "change_pct", -9.026614554253676, **WHERE),
        claim_of(measures["robbery"], "rank", math.nan, reason="No group of similar forces is held.", **WHERE),
    )
    chart = chart_record(figure, "robbery", "O5", "M5.4b")
    ledger = Ledger(edition, claims, (), (STATUS,), (chart,))
    output = {"data": scrap(chart.id, [page_record(chart.id, chart_drawing(figure))])[0]}
    notebook = {"cells": [{"cell_type": "code", "id": "a", "outputs": [output]}]}
    (places.edition / "as_run").mkdir(parents=True)
    (places.edition / "as_run" / "05.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (places.edition / "ledger.json").write_text(json.dumps(ledger.as_record()), encoding="utf-8")
    plan = registers.plan_for(places, "west_midlands_2014_15", Period.parse(edition.period), "west_midlands").plan
    return EditionExport(places, ledger, plan, measures)
