"""Texts become observations; each fault has its sentence."""

from pathlib import Path

import pytest

from planbook.data.places import Places
from planbook.imports.importing import Release, Request, read_release
from planbook.imports.observations import CannotImport

MAPPING = """
columns = {period = "year", area = "force", measure = "offence", value = "number"}
"""
HOME_OFFICE = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,"
    "Number of Offences\n"
)


def read(places: Places, tmp_path: Path, lines: str, mapping: str = MAPPING, table: str = "some") -> Release:
    """A small table read through a mapping."""
    (tmp_path / "some.csv").write_text(f"year,force,offence,number\n{lines}", encoding="utf-8")
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    return read_release(places, Request("table", (tmp_path / "some.csv",), table, "2016-07", tmp_path / "m.toml"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "2014/15,West Midland,Robbery,5221",
            (
                "some.csv, row 2, column force: unknown area: 'West Midland'. Did you mean west_midlands? Say so under "
                "meanings.area of the mapping, name it under leave_out.area, or add it to data/measures/areas.csv."
            ),
        ),
        (
            "2014/15,Kent,Robery,5221",
            (
                "some.csv, row 2, column offence: unknown measure: 'Robery'. Did you mean robbery? Say so under "
                "meanings.measure of the mapping, name it under leave_out.measure, or add it to data/measures/"
                "measures.csv."
            ),
        ),
        (
            "2014/15,Kent,Robbery,[x]",
            (
                "some.csv, row 2, column number: text where a number should be: '[x]'. Give the figure, or name "
                "the text under leave_out.value."
            ),
        ),
        (
            "2014/16,Kent,Robbery,5221",
            (
                "some.csv, row 2, column year: no such period: '2014/16'. period '2014/16': the second year does not "
                "follow "
                "the first. Did you mean FY2014-15?"
            ),
        ),
        (
            "2014/15,Kent,Robbery,5221\nFY2014-15,kent,robbery,5222",
            (
                "some.csv, row 3, column period: a second row for the same period, area, measure: 'FY2014-15, kent, "
                "robbery'. Keep this row or row 2, or write add_up = true if they are parts of one figure."
            ),
        ),
    ],
)
def test_each_fault_has_its_sentence(places: Places, tmp_path: Path, line: str, words: str) -> None:
    """File, row, column, the text, and what to do, with the nearest valid name."""
    with pytest.raises(CannotImport) as refused:
        read(places, tmp_path, f"{line}\n")
    assert words == str(refused.value.problems[0])


def test_a_text_that_stands_for_nothing_is_told_once_with_its_rows(places: Places, tmp_path: Path) -> None:
    """A heading of a million rows is one sentence."""
    with pytest.raises(CannotImport) as refused:
        read(places, tmp_path, "2014/15,Kant,Robbery,1\n2015/16,Kant,Robbery,2\n2016/17,Kant,Robbery,x\n")
    assert ["unknown area (3 rows)", "text where a number should be"] == [p.what for p in refused.value.problems]


def test_an_unknown_offence_code_is_refused_with_the_register(places: Places, tmp_path: Path) -> None:
    """A code that the register lacks stops the import: its offences would count nowhere."""
    (tmp_path / "new.csv").write_text(f"{HOME_OFFICE}2025/26,4,Kent,A new offence,Theft offences,Shoplifting,46Z, 3 \n")
    with pytest.raises(
        CannotImport, match=r"row 2, column offence code: unknown offence code: '46Z'\. Add a row to data/"
    ):
        read_release(places, Request("home-office", (tmp_path / "new.csv",), "recorded_crime_by_force", "2026-07"))


def test_an_area_of_another_spelling_is_known(places: Places, tmp_path: Path) -> None:
    """Names, codes, and the names that other publishers use stand for one area."""
    lines = '2014/15,"London, City of",Robbery,1\n2015/16,E23000034,Robbery,2\n2016/17,City of London,Robbery,3\n'
    assert ["city_of_london"] * 3 == list(read(places, tmp_path, lines).observations["area"])


def test_spans_meanings_and_sums_make_measures(places: Places, tmp_path: Path) -> None:
    """One text is two measures, each in its own years, and a third is their sum."""
    mapping = f"""{MAPPING}
[meanings.measure]
Burglary = ["burglary_dwelling", "residential_burglary"]
[spans]
burglary_dwelling = "..FY2016-17"
residential_burglary = "FY2017-18.."
[sums]
robbery = ["burglary_dwelling", "residential_burglary"]
"""
    made = read(places, tmp_path, '2016/17,Kent,Burglary,"5,221"\n2017/18,Kent,Burglary,5000\n', mapping).observations
    assert [
        ("FY2016-17", "burglary_dwelling", 5221),
        ("FY2017-18", "residential_burglary", 5000),
        ("FY2016-17", "robbery", 5221),
        ("FY2017-18", "robbery", 5000),
    ] == [tuple(row) for row in made[["period", "measure", "value"]].itertuples(index=False)]


def test_a_known_error_is_left_out_while_it_is_the_one_known(places: Places, raw: Path) -> None:
    """The months that are short go, with the reason; were one mended, the import would stop and say so."""
    mapping = places.data / "mappings" / "police_uk_by_month.toml"
    request = Request("table", (raw / "police_uk_monthly_by_district.csv",), mapping=mapping)
    assert (
        "7 rows of 2024-09 left out: the source is known to be short of records in this month"
        in read_release(places, request).notes
    )
    register = places.data / "measures" / "source_faults.csv"
    register.write_text(register.read_text().replace("2024-09,,,502", "2024-09,,,503"))
    with pytest.raises(CannotImport, match="the error known of 2024-09 is no longer there: 503 expected, 502 found"):
        read_release(places, request)
