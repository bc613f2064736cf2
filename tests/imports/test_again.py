"""Every table of series is made again from its raw file."""

import json
from pathlib import Path

import pytest

from planbook import Refusal
from planbook.data.places import Places
from planbook.imports.again import made_again
from planbook.imports.mapping import read_mapping
from planbook.imports.vintages import source_file


def test_every_table_of_series_is_made_again_to_the_unit(root: Path, raw: Path) -> None:
    """Each row of each table with its status: 33,000 figures from eight raw files, whose hashes are those recorded."""
    made = dict(made_again(Places(root), [raw]))
    tables = {path.stem for path in (root / "data" / "series").glob("*.csv")}
    assert {table: [] for table in tables} == made
    for table in tables:
        record = json.loads((root / "data" / "series" / f"{table}.provenance.json").read_text(encoding="utf-8"))
        file = read_mapping(path=root / "data" / "mappings" / f"{table}.toml").file
        assert (record["source_file"], record["source_sha256"]) == (file, source_file(raw / file).sha256)


def test_what_differs_is_told_row_by_row(places: Places, raw: Path) -> None:
    """A figure that was changed by hand stands beside the one that the raw file gives."""
    path = places.data / "series" / "recorded_crime_quarters_2017_18.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("FY2017-18Q1,greater_manchester,arson,719", "FY2017-18Q1,greater_manchester,arson,791")
    )
    [(table, differences)] = made_again(places, [raw], "recorded_crime_quarters_2017_18")
    assert "recorded_crime_quarters_2017_18" == table
    assert [
        "made: FY2017-18Q1, greater_manchester, arson, 719.0, final",
        "held: FY2017-18Q1, greater_manchester, arson, 791.0, final",
    ] == differences


def test_a_raw_file_that_is_not_there_is_named(places: Places, tmp_path: Path) -> None:
    """The file and its table are told."""
    with pytest.raises(Refusal, match=r"asb_incidents_by_force\.csv: the raw file of asb_incidents is not in"):
        list(made_again(places, [tmp_path / "none"]))
    with pytest.raises(Refusal, match="holds no mapping robberies"):
        list(made_again(places, [tmp_path], "robberies"))
