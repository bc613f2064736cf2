"""The notebook of one force and year in numbers, run in this process, and the page that its records make."""

import io
import json
import math
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from planbook import Refusal
from planbook.claims.ledger import Edition, Ledger, collect
from planbook.claims.receipt import working_of
from planbook.forces.force_years import ForceYear, measure_records
from planbook.forces.numbers import NumbersNotebook, open_numbers
from planbook.forces.pages import Frame, edition_page
from planbook.notebook import screen
from planbook.notebook.outcome import AlreadyRecorded

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "force" / "00_numbers.ipynb"
KENT = Edition("FY2015-16", "", "", "", "kent", "", "", "", "", False, "0", (), ())  # noqa: FBT003


@dataclass
class Executed:
    """The notebook of a force and year as run: the object that it opened, and its cells with their outputs."""

    numbers: NumbersNotebook
    notebook: dict[str, Any]

    @property
    def ledger(self) -> Ledger:
        """The ledger of its records."""
        numbers = self.numbers
        words = (numbers.period.canonical, numbers.period.label, numbers.period.long_label, "", numbers.force)
        edition = Edition(*words, numbers.area_name, "", "", "", False, "0", (), ())  # noqa: FBT003
        return collect(edition, [(NOTEBOOK.name, self.notebook)])

    @property
    def page(self) -> BeautifulSoup:
        """The page of its records."""
        force, period = self.numbers.force, self.numbers.period.canonical
        frame = Frame("A book", ((force, self.numbers.area_name),), (period,))
        page = edition_page(frame, ForceYear(force, period), self.ledger, self.notebook)
        return BeautifulSoup(page, "html.parser")


@cache
def run(force: str, period: str) -> Executed:
    """The notebook's code, run once a force and period; no kernel is started."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"force": force, "period": period, "as_at": ""}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANBOOK_ROOT", str(ROOT))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code" and cell["id"] != "parameters":
                outputs: list[Any] = []
                patch.setattr(screen, "display", lambda data, outputs=outputs, **_: outputs.append({"data": data}))
                exec("".join(cell["source"]), names)  # noqa: S102 - the project's own notebook
                cell["outputs"] = outputs
    return Executed(names["numbers"], notebook)


def kent() -> Executed:
    """The year that most tests look at."""
    return run("kent", "FY2015-16")


def rows_of(force: str, measure: str, year: str) -> float:
    """The count of a year, added up from the table itself."""
    table = pd.read_csv(ROOT / "data" / "series" / "recorded_crime_by_force.csv")
    chosen = table[(table["area"] == force) & (table["measure"] == measure) & table["period"].str.startswith(year)]
    return float(chosen["value"].sum())


def test_the_count_is_that_of_the_table() -> None:
    """Count and change are those of the published rows, stand on the page, and are looked at as a table."""
    done = kent()
    now, before = (rows_of("kent", "robbery", year) for year in ("FY2015-16", "FY2014-15"))
    assert now == done.numbers.claims["robbery.count"].value
    assert 100 * (now - before) / before == pytest.approx(done.numbers.claims["robbery.change_pct"].value)
    row = next(row for row in done.page.select(".pb-numbers tbody tr") if row.a["href"] == "#robbery")
    assert ["Robbery", f"{now:,.0f}"] == [cell.text for cell in row.select("th, td")][:2]
    assert f"{now:,.0f} offences" == done.numbers.overview().loc["Robbery", "Count in the period"]


def test_records_are_claims_verdicts_and_the_chart_of_every_measure() -> None:
    """In the order of the page; the quarters add up to the count, and the chart is drawn."""
    done = kent()
    assert list(done.numbers.claims) == [claim.id for claim in done.ledger.claims]
    verdicts = {(one.measure, one.kind) for one in done.ledger.verdicts}
    assert {("robbery", "level"), ("robbery", "year on year"), ("arson", "level")} <= verdicts
    for record in measure_records(done.notebook):
        claim = done.ledger.claim(f"{record.measure}.count")
        assert claim.value == sum(one.count for one in record.quarters[-4:])
        assert record.chart.startswith("<svg")
        assert "limits" in record.caption


def test_each_measure_has_a_section_and_the_page_a_list_of_them() -> None:
    """Chart, verdicts and figures stand in it, every figure once; the counts behind the charts stand below."""
    done = kent()
    sections = done.page.select("section.pb-number")
    measures = [measure.replace("_", "-") for measure in done.numbers.measures]
    assert measures == [section.h2["id"] for section in sections]
    assert [f"#{name}" for name in (*measures, "behind")] == [a["href"] for a in done.page.select(".pb-contents a")]
    assert {(1, 2)} == {(len(one.select("svg")), len(one.select("dl > div"))) for one in sections}
    printed = [data["value"] for data in done.page.select("data.pb-claim")]
    assert list(done.numbers.claims) == printed
    rows = done.page.select("#behind ~ details")[0].select("tbody tr")
    assert len(done.numbers.quarters("robbery")) == len(rows)


def test_the_place_is_among_42_forces_and_its_recipe_gives_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The City of London is left out; what a reader is told to run on the rows of all forces prints the place."""
    claim = kent().numbers.claims["robbery.force_rank"]
    assert "of 42 forces, lowest first" == claim.unit
    crime, people = (
        pd.read_csv(ROOT / "data" / "series" / f"{name}.csv")
        for name in ("recorded_crime_by_force", "denominators_by_force")
    )
    offences = crime[(crime["measure"] == "robbery") & crime["period"].str.startswith("FY2015-16")]
    rows = pd.concat([offences, people[(people["measure"] == "population") & (people["period"] == "MID-2015")]])
    monkeypatch.chdir(tmp_path)
    rows[rows["area"] != "city_of_london"].to_csv("rows.csv", index=False)
    with redirect_stdout(io.StringIO()) as said:
        exec(working_of(claim, KENT, {}, None, "rows.csv").check, {})  # noqa: S102 - the recipe under test
    assert claim.value == float(said.getvalue())


def test_no_rate_is_made_with_residents_of_another_year() -> None:
    """After the last estimate the columns of rates are gone, and the page says why once."""
    done = run("kent", "FY2018-19")
    claims = done.numbers.claims
    assert "absent" == claims["robbery.rate"].status
    said = "No rate and no place: no estimate of residents or households is held for the middle of 2018/19."
    assert said == claims["robbery.rate"].reason
    heads = [head.text for head in done.page.select(".pb-numbers thead th")]
    assert ["Measure", "Count", "Change on the year", "Change could be", "Control chart"] == heads
    assert 1 == [notice.text for notice in done.page.select(".pb-notice")].count(said)


def test_figures_that_would_mislead_are_not_shown() -> None:
    """In one quarter the City of London took back more dwelling burglaries than it recorded, so no chart is drawn.

    Three arsons after seven are no fall of 57 per cent: the counts stand alone, and the page says why.
    """
    done = run("city_of_london", "FY2016-17")
    claims, text = done.numbers.claims, done.page.text
    assert "absent" == claims["burglary_dwelling.process_average"].status
    assert "more was taken back than recorded" in text
    assert "No rate and no place: few people live in the City of London" in text
    assert (3.0, 7.0) == (claims["arson.count"].value, claims["arson.baseline"].value)
    assert {"absent"} == {claims[f"arson.change_{name}"].status for name in ("pct", "low", "high")}
    assert "Arson: the two years count too few offences for a percentage." in text
    assert "computed" == claims["total_recorded_crime.change_pct"].status


def test_a_measure_that_ended_is_told() -> None:
    """Burglary of dwellings ended in 2016/17; the new measure has nothing to be compared with in its first year."""
    done = run("kent", "FY2017-18")
    assert "burglary_dwelling" not in done.numbers.measures
    assert "Burglary dwelling: the measure ended with" in done.page.text
    assert "absent" == done.numbers.claims["residential_burglary.change_pct"].status


def test_mistakes_of_a_notebooks_author_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A force that is not held, with the nearest name; a second record of the same figures."""
    monkeypatch.setenv("PLANBOOK_ROOT", str(ROOT))
    with pytest.raises(Refusal, match="nearest: kent"):
        open_numbers(period="FY2015-16", force="knet")
    numbers = kent().numbers
    counts = numbers.quarters("robbery")
    with pytest.raises(AlreadyRecorded, match=r"robbery\.count"):
        numbers.keep(counts, numbers.level(counts), numbers.change(counts), of=42, count=math.nan)
