"""Offence codes count in measures, each in its dates."""

from pathlib import Path

import pandas as pd
import pytest

from planbook.data.places import Places
from planbook.data.tables import Fault
from planbook.imports.offences import Codes, read_codes, with_noughts


@pytest.fixture(scope="module")
def codes(root: Path) -> Codes:
    """The register of the project."""
    return read_codes(Places(root))


def test_a_code_counts_where_the_register_puts_it_in_that_quarter(codes: Codes) -> None:
    """Harassment moves in 2013/14; what has ended counts in the total alone, fraud nowhere, a name as its subgroup."""
    total = "total_recorded_crime"
    assert ("violence_without_injury", total) == codes.of("8L", "FY2012-13Q4")
    assert ("stalking_and_harassment", total) == codes.of("8L", "FY2013-14Q1")
    assert ("vehicle_offences", total, "vehicle_crime") == codes.of("45", "FY2017-18Q1")
    assert (total,) == codes.of("31", "FY2017-18Q1")
    assert () == codes.of("AF", "FY2017-18Q1")
    assert ("shoplifting", "theft_from_shops", total) == codes.of("Shoplifting", "FY2017-18Q1")
    assert isinstance(codes.of("46Z", "FY2017-18Q1"), Fault)


def test_every_code_of_the_raw_release_is_registered(codes: Codes, raw: Path) -> None:
    """The 132 codes of 2017/18."""
    released = pd.read_csv(raw / "home_office_prc_pfa_2017_18.csv", dtype=str)["Offence Code"].unique()
    assert 132 == len(released)
    assert [] == [code for code in released if isinstance(codes.of(code, "FY2017-18Q1"), Fault)]


def test_noughts_stand_where_a_measure_is_counted_and_the_area_reports(codes: Codes) -> None:
    """Homicide of a quarter without one is 0; what has ended by then, and a force without any row, get none."""
    rows = [
        ("FY2017-18Q1", "kent", "arson"),
        ("FY2017-18Q2", "kent", "homicide"),
        ("FY2016-17Q4", "kent", "domestic_burglary"),
    ]
    counts = pd.DataFrame([(*row, 1.0) for row in rows], columns=["period", "area", "measure", "value"])
    made = with_noughts(counts, codes)
    noughts = made[made["value"] == 0]
    assert [
        ("FY2016-17Q4", "arson"),
        ("FY2016-17Q4", "homicide"),
        ("FY2017-18Q1", "homicide"),
        ("FY2017-18Q2", "arson"),
    ] == sorted(zip(noughts["period"], noughts["measure"], strict=True))
