"""The notebook of one force and year in numbers, run in this process."""

from __future__ import annotations

import io
import json
import math
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planbook.core.ledger import Edition
from planbook.core.receipt import working_of
from planbook.edge.holdings import UnknownArea
from planbook.notebook.numbers import NumbersNotebook, open_numbers
from planbook.notebook.outcome import AlreadyRecorded

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "force" / "00_numbers.ipynb"
KENT = Edition("FY2015-16", "", "", "", "kent", "", "", False, "0", (), ())  # noqa: FBT003


@pytest.fixture
def numbers(screen: Any) -> Callable[..., NumbersNotebook]:
    """Runs the notebook's code with parameters; no kernel is started."""

    def run(force: str, period: str) -> NumbersNotebook:
        names: dict[str, Any] = {"force": force, "period": period, "as_at": ""}
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and cell["id"] != "parameters":
                exec("".join(cell["source"]), names)  # noqa: S102 - the project's own notebook
        found = names["numbers"]
        assert isinstance(found, NumbersNotebook)
        return found

    return run


def rows_of(force: str, measure: str, year: str) -> float:
    """The count of a year, added up from the table itself."""
    table = pd.read_csv(ROOT / "data" / "series" / "recorded_crime_by_force.csv")
    chosen = table[(table["area"] == force) & (table["measure"] == measure) & table["period"].str.startswith(year)]
    return float(chosen["value"].sum())


def test_the_count_is_that_of_the_table(numbers: Callable[..., NumbersNotebook], screen: Any) -> None:
    """Count and change are those of the published rows, and stand on the page."""
    found = numbers("kent", "FY2015-16")
    now, before = (rows_of("kent", "robbery", year) for year in ("FY2015-16", "FY2014-15"))
    assert now == found.claims["robbery.count"].value
    assert 100 * (now - before) / before == pytest.approx(found.claims["robbery.change_pct"].value)
    assert f"{now:,.0f}" in screen.html
    assert "Total recorded crime" in screen.html


def test_records_are_claims_and_verdicts_of_every_measure(numbers: Callable[..., NumbersNotebook], screen: Any) -> None:
    """Each measure leaves its claims and two verdicts, in the order of the page."""
    found = numbers("kent", "FY2015-16")
    claims = [record.name for record in screen.kept if record.kind == "claim"]
    assert list(found.claims) == claims
    verdicts = {record.name for record in screen.kept if record.kind == "verdict"}
    assert {"robbery.level", "robbery.year_on_year", "arson.level"} <= verdicts


def test_the_place_is_among_42_forces(numbers: Callable[..., NumbersNotebook]) -> None:
    """The City of London is left out of the ranking."""
    claim = numbers("kent", "FY2015-16").claims["robbery.force_rank"]
    assert "of 42 forces, lowest first" == claim.unit
    assert claim.value is not None
    assert 1 <= claim.value <= 42


def test_the_recipe_of_the_place_gives_it_again(
    numbers: Callable[..., NumbersNotebook], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reader is told to run on the rows of all forces prints the place."""
    claim = numbers("kent", "FY2015-16").claims["robbery.force_rank"]
    crime, people = (
        pd.read_csv(ROOT / "data" / "series" / f"{name}.csv")
        for name in ("recorded_crime_by_force", "denominators_by_force")
    )
    rows = pd.concat(
        [
            crime[(crime["measure"] == "robbery") & crime["period"].str.startswith("FY2015-16")],
            people[(people["measure"] == "population") & (people["period"] == "MID-2015")],
        ]
    )
    monkeypatch.chdir(tmp_path)
    rows[rows["area"] != "city_of_london"].to_csv("rows.csv", index=False)
    with redirect_stdout(io.StringIO()) as said:
        exec(working_of(claim, KENT, {}, None, "rows.csv").check, {})  # noqa: S102 - the recipe under test
    assert claim.value == float(said.getvalue())


def test_no_rate_is_made_with_residents_of_another_year(numbers: Callable[..., NumbersNotebook], screen: Any) -> None:
    """After the last estimate the columns of rates are gone, and the page says why once."""
    claims = numbers("kent", "FY2018-19").claims
    assert "absent" == claims["robbery.rate"].status
    said = "No rate and no place: no estimate of residents or households is held for the middle of 2018/19."
    assert said == claims["robbery.rate"].reason
    assert "Rate per 1,000" not in screen.html.split("</table>")[0]


def test_a_quarter_below_zero_has_no_chart_and_says_so(numbers: Callable[..., NumbersNotebook], screen: Any) -> None:
    """In one quarter the City of London took back more dwelling burglaries than it recorded."""
    claims = numbers("city_of_london", "FY2016-17").claims
    assert "absent" == claims["burglary_dwelling.process_average"].status
    assert "more was taken back than recorded" in screen.html
    assert "No rate and no place: few people live in the City of London" in screen.html


def test_few_offences_have_no_percentage(numbers: Callable[..., NumbersNotebook], screen: Any) -> None:
    """Three arsons after seven are no fall of 57 per cent: the counts stand alone, and the page says why."""
    claims = numbers("city_of_london", "FY2016-17").claims
    assert (3.0, 7.0) == (claims["arson.count"].value, claims["arson.baseline"].value)
    assert {"absent"} == {claims[f"arson.change_{name}"].status for name in ("pct", "low", "high")}
    assert "Arson: the two years count too few offences for a percentage." in screen.html
    assert "computed" == claims["total_recorded_crime.change_pct"].status


def test_a_measure_that_ended_is_told(numbers: Callable[..., NumbersNotebook], screen: Any) -> None:
    """Burglary of dwellings ended in 2016/17; the new measure has nothing to be compared with in its first year."""
    found = numbers("kent", "FY2017-18")
    assert "burglary_dwelling" not in found.measures
    assert "Burglary dwelling: the measure ended with" in screen.html
    assert "absent" == found.claims["residential_burglary.change_pct"].status


def test_a_force_that_is_not_held_is_refused(screen: Any) -> None:
    """The nearest name is given."""
    with pytest.raises(UnknownArea, match="nearest: kent"):
        open_numbers(period="FY2015-16", force="knet")


def test_a_measure_is_kept_once(numbers: Callable[..., NumbersNotebook]) -> None:
    """A second record of the same figures is a mistake of the notebook's author."""
    found = numbers("kent", "FY2015-16")
    counts = found.quarters("robbery")
    level = found.control_chart(counts)
    with pytest.raises(AlreadyRecorded, match=r"robbery\.count"):
        found.keep(counts, level, found.year_on_year(counts, level), of=42, count=math.nan)
