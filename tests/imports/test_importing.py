"""Whole imports: a release read, compared and added."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.table_files import check_data
from planbook.imports.importing import Release, Request, add_release, read_release
from planbook.imports.observations import CannotImport

HOME_OFFICE = "home_office_prc_pfa_2017_18.csv"
BY_FORCE = "recorded_crime_by_force"
LICENCE = """
[source]
publisher = "A plan made up for a test"
title = "Shares of recorded robbery"
licence = "Open Government Licence v3.0"
attribution = "Contains public sector information licensed under the Open Government Licence v3.0"
"""


def removed(places: Places, table: str) -> None:
    """Take a table away, but for its schema."""
    for end in (".csv", ".provenance.json"):
        (places.data / "series" / f"{table}{end}").unlink()


def released_2018(places: Places, raw: Path) -> Release:
    """The quarters of 2017/18 as first released, for all forces."""
    return read_release(places, Request("home-office", (raw / HOME_OFFICE,), BY_FORCE, "2018-07"))


@pytest.fixture
def vintages(places: Places, raw: Path) -> Places:
    """A table by force that holds the release of 2018 alone, of all 43 forces."""
    removed(places, BY_FORCE)
    assert 1720 == add_release(released_2018(places, raw))
    return places


def test_a_vintage_is_added_below_what_stands(vintages: Places, raw: Path) -> None:
    """Today's release revises that of 2018: 8 years on, rows that it does not change are not repeated."""
    path = vintages.data / "series" / f"{BY_FORCE}.csv"
    before = path.read_text(encoding="utf-8")
    today = read_release(
        vintages, Request("home-office", (raw / "recorded_crime_subgroups_all_forces.parquet",), BY_FORCE, "2026-04")
    )
    found = today.changes
    assert 23478 == len(found.new) + len(found.revised) + found.unchanged
    assert (21758, 0) == (len(found.new), len(found.vanished))
    added = add_release(today)
    assert len(found.new) + len(found.revised) == added
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before)
    assert added == text.removeprefix(before).count("\n")
    assert () == check_data(vintages.data)
    assert 0 == add_release(today)


def test_a_record_says_where_each_release_came_from(vintages: Places, raw: Path) -> None:
    """Publisher, title, release, hash of the raw file; the release before stands below ``earlier``."""
    add_release(
        read_release(
            vintages,
            Request("home-office", (raw / "recorded_crime_subgroups_all_forces.parquet",), BY_FORCE, "2026-04"),
        )
    )
    record = json.loads((vintages.data / "series" / f"{BY_FORCE}.provenance.json").read_text(encoding="utf-8"))
    assert ("Home Office", "2026-04", "f4d67e1efac8c37671c5d949ef46fc6518311d557236d46c68a22cf7db668819") == (
        record["publisher"],
        record["release_month"],
        record["source_sha256"],
    )
    [earlier] = record["earlier"]
    assert ("Release of July 2018", HOME_OFFICE) == (earlier["release"], earlier["source_file"])
    assert "72e2f98aaad643ef615654a3fdfb4af45641644bf2c5b3e0ce4bf797acf8f683" == earlier["source_sha256"]


def test_a_schema_gets_the_vintage_into_its_key(vintages: Places) -> None:
    """A second vintage of a row is no second row."""
    schema = json.loads((vintages.data / "series" / f"{BY_FORCE}.schema.json").read_text(encoding="utf-8"))
    assert ["period", "area", "measure", "vintage"] == schema["primaryKey"]


def test_a_vintage_that_is_held_with_other_values_is_refused(vintages: Places, raw: Path, tmp_path: Path) -> None:
    """A correction has a month of its own."""
    text = (raw / HOME_OFFICE).read_text(encoding="utf-8")
    (tmp_path / "corrected.csv").write_text(
        text.replace(
            "Kent,Arson endangering life,Criminal damage and arson,Arson,56A, ",
            "Kent,Arson endangering life,Criminal damage and arson,Arson,56A, 1",
        )
    )
    corrected = read_release(vintages, Request("home-office", (tmp_path / "corrected.csv",), BY_FORCE, "2018-07"))
    with pytest.raises(Refusal, match="rows are held in vintage 2018-07 with other values"):
        add_release(corrected)


def test_the_last_year_of_a_release_is_provisional_until_its_march(places: Places, raw: Path) -> None:
    """Three quarters of 2025/26 are provisional, and no others."""
    removed(places, BY_FORCE)
    add_release(
        read_release(
            places, Request("home-office", (raw / "recorded_crime_subgroups_all_forces.parquet",), BY_FORCE, "2026-04")
        )
    )
    table = pd.read_csv(places.data / "series" / f"{BY_FORCE}.csv")
    assert {"FY2025-26Q1", "FY2025-26Q2", "FY2025-26Q3"} == set(table.loc[table["status"] == "provisional", "period"])


def test_a_dry_run_changes_nothing_and_a_run_tells_what_it_adds(places: Places, raw: Path) -> None:
    """The command prints the comparison; with --dry-run every file stays as it was."""
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(Path(__file__).parents[2] / name, places.root / name)
    before = {path: path.read_bytes() for path in (places.data / "series").iterdir()}
    command = [sys.executable, "-m", "planbook.cli", "import", "home-office", str(raw / HOME_OFFICE)]
    words = [*command, "--table", "recorded_crime_by_measure", "--vintage", "2018-07"]
    dry = subprocess.run([*words, "--dry-run"], cwd=places.root, capture_output=True, text=True, check=True).stdout
    assert before == {path: path.read_bytes() for path in (places.data / "series").iterdir()}
    assert "new: aggravated_offences, west_midlands, FY2017-18Q1 to FY2017-18Q4 (4 rows)" in dry
    assert "1 offence of code 31, humberside, FY2017-18Q1: out of the dates of the code" in dry
    assert dry.endswith("dry run: nothing was written\n")
    added = subprocess.run(words, cwd=places.root, capture_output=True, text=True, check=True).stdout
    assert added.endswith("data/series/recorded_crime_by_measure.csv: 52 rows added\n")


def test_a_survey_is_a_share_with_its_base(places: Places, tmp_path: Path) -> None:
    """Robberies of business of all robberies in West Midlands, put as a survey would: each wave has both figures."""
    (tmp_path / "waves.csv").write_text(
        "wave,area,yes,asked\n2014/15,West Midlands,513,5221\n2015/16,West Midlands,20,25\n"
    )
    (tmp_path / "m.toml").write_text(
        'columns = {period = "wave", area = "area", value = "yes"}\nconstants = {measure = "robbery"}\n'
        f'survey = {{base = "asked", answers = "counts"}}\n{LICENCE}'
    )
    release = read_release(
        places, Request("survey", (tmp_path / "waves.csv",), "robbery_shares", "2016-07", tmp_path / "m.toml")
    )
    assert ["1 wave of fewer than 30 asked: robbery_base, west_midlands, FY2015-16"] == release.notes
    add_release(release)
    assert () == check_data(places.data)
    text = (places.data / "series" / "robbery_shares.csv").read_text(encoding="utf-8")
    assert "FY2014-15,west_midlands,robbery,513,final,2016-07\n" in text
    assert "FY2014-15,west_midlands,robbery_base,5221,final,2016-07\n" in text


def test_a_share_outside_its_base_is_refused(places: Places, tmp_path: Path) -> None:
    """More answers than people asked, and nobody asked."""
    (tmp_path / "waves.csv").write_text("wave,area,yes,asked\n2014/15,Kent,5221,513\n2015/16,Kent,0,0\n")
    (tmp_path / "m.toml").write_text(
        'columns = {period = "wave", area = "area", value = "yes"}\nconstants = {measure = "robbery"}\n'
        'survey = {base = "asked"}\n'
    )
    with pytest.raises(CannotImport) as refused:
        read_release(places, Request("survey", (tmp_path / "waves.csv",), "shares", "2016-07", tmp_path / "m.toml"))
    assert ["5221 of 513 asked", "0 of 0 asked"] == [problem.what for problem in refused.value.problems]


def test_a_release_without_a_publisher_is_refused_before_anything_is_written(places: Places, tmp_path: Path) -> None:
    """What the record lacks is named, with where to write it."""
    (tmp_path / "some.csv").write_text("year,area,number\n2014/15,Kent,5\n")
    (tmp_path / "m.toml").write_text(
        'columns = {period = "year", area = "area", value = "number"}\nconstants = {measure = "robbery"}\n'
    )
    release = read_release(places, Request("table", (tmp_path / "some.csv",), "some", "2016-07", tmp_path / "m.toml"))
    with pytest.raises(
        Refusal, match=r"nothing is said of publisher, title, licence, attribution. Write it in \[source\]"
    ):
        add_release(release)
    assert [] == list((places.data / "series").glob("some*"))


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request("table", (), "some", "2016-07"), "no file is named"),
        (Request("table", (Path("none.csv"),), "some", "2016-07"), "none.csv: no such file or folder"),
        (Request("table", (), "Some table", "2016-07"), "in snake case"),
        (Request("table", (), "some", "July 2016"), "say the year and month of the release"),
    ],
)
def test_what_is_asked_for_is_looked_at_first(places: Places, request_: Request, words: str) -> None:
    """A sentence each for files, table and vintage."""
    with pytest.raises(Refusal, match=words):
        read_release(places, request_)
