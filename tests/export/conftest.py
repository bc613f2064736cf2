"""A small edition of real figures: robbery with its control chart, ready to be published as data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planbook.charts.chart import ChartSpec
from planbook.charts.control import render_control
from planbook.claims.claims import Claim, claim_of
from planbook.claims.ledger import Ledger
from planbook.claims.records import Record, scrap
from planbook.claims.status import MilestoneStatus
from planbook.data import registers, series
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.export.edition_files import EditionExport
from planbook.notebook.screen import chart_drawing, chart_record, page_record
from planbook.statistics.xmr import control_chart

if TYPE_CHECKING:
    from planbook.charts.chart import RenderedChart
    from planbook.claims.ledger import Edition
    from planbook.claims.records import ChartRecord
    from planbook.data.measures import Measure

ROOT = Path(__file__).parents[2]
STATUS = MilestoneStatus(
    "M5.4b", "O5", "met", "The change reaches the target.", ("robbery.change_pct",), "series", "reduce by 5 per cent"
)


def robbery_claim(measure: Measure, name: str, value: float, reason: str = "") -> Claim:
    """A claim of robbery in 2014/15."""
    where, source = ("O5", "M5.4b"), "Home Office"
    return claim_of(measure, name, value, window="FY2014-15", milestone=where, source=source, reason=reason)


def robbery_figure(places: Places) -> RenderedChart:
    """The control chart of robbery to March 2015, of the real quarters."""
    counts = series.read_series(places, "recorded_crime_by_measure", "robbery", "west_midlands")
    title = "Robbery in 2014/15: stable"
    spec = ChartSpec("fy2014-15-robbery-level", title, "West Midlands", "Robbery", "offences", source="Home Office")
    return render_control(spec, control_chart(counts[counts.index <= pd.Period("2015Q4", "Q-MAR")]))


def chart_output(figure: RenderedChart, chart: ChartRecord) -> dict[str, Any]:
    """What a cell that shows the chart leaves in its outputs."""
    drawing = page_record(chart.id, chart_drawing(figure))
    return scrap(chart.id, [Record("chart", chart.id, chart.as_record()), drawing])[0]


@pytest.fixture(scope="session")
def figure() -> RenderedChart:
    """The chart of the small edition."""
    return robbery_figure(Places(ROOT))


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory, figure: RenderedChart, edition: Edition) -> EditionExport:
    """The small edition in a folder of its own, with the project's data."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(ROOT / "data", folder / "data")
    places = Places(folder)
    measures = registers.measures(places)
    robbery = measures["robbery"]
    claims = (
        robbery_claim(robbery, "count", 4888.0),
        robbery_claim(robbery, "change_pct", -9.026614554253676),
        robbery_claim(robbery, "rank", float("nan"), "No group of similar forces is held."),
    )
    charts = (chart_record(figure, "robbery", "O5", "M5.4b"),)
    ledger = Ledger(edition, claims, (), (STATUS,), charts)
    cell = {"cell_type": "code", "id": "a", "outputs": [{"data": chart_output(figure, charts[0])}]}
    (places.edition / "as_run").mkdir(parents=True)
    (places.edition / "as_run" / "05.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    (places.edition / "ledger.json").write_text(json.dumps(ledger.as_record()), encoding="utf-8")
    plan = registers.plan_for(places, Period.parse(edition.period)).plan
    return EditionExport(places, ledger, plan, measures)
