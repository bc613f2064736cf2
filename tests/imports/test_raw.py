"""Files as they come, in each format."""

from pathlib import Path

import odfdo
import pandas as pd
import pytest

from planbook import Refusal
from planbook.data.places import Places
from planbook.imports.importing import Request, read_release
from planbook.imports.mapping import read_mapping
from planbook.imports.raw import read_tables

HOME_OFFICE = "home_office_prc_pfa_2017_18.csv"


@pytest.fixture(scope="module")
def quarter(raw: Path) -> pd.DataFrame:
    """The first quarter of Kent and Action Fraud, as released."""
    table = pd.read_csv(raw / HOME_OFFICE, dtype=str)
    return table[(table["Financial Quarter"] == "1") & table["Force Name"].isin(["Kent", "Action Fraud"])]


def sheet_rows(quarter: pd.DataFrame) -> list[list[str]]:
    """The rows of a sheet: two of title, a blank one, headings, figures."""
    top = [[words, *[""] * 7] for words in ("Police recorded crime", "Crown copyright", "")]
    return [*top, list(quarter.columns), *quarter.to_numpy().tolist()]


def write_xlsx(path: Path, quarter: pd.DataFrame) -> None:
    """A workbook with a page of notes, figures as numbers below a title, and a blank column behind."""
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Notes"], ["Figures are revised"]]).to_excel(book, sheet_name="Notes", index=False, header=False)
        rows = pd.DataFrame(
            sheet_rows(quarter.assign(**{"Number of Offences": quarter["Number of Offences"].astype(int)}))
        )
        rows.to_excel(book, sheet_name="2017_18", index=False, header=False)


def write_ods(path: Path, quarter: pd.DataFrame) -> None:
    """The same as an OpenDocument spreadsheet."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("2017_18")
    table.set_values(sheet_rows(quarter))
    document.body.append(table)
    document.save(str(path))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "parquet"])
def test_each_format_gives_the_same_counts(places: Places, quarter: pd.DataFrame, tmp_path: Path, ending: str) -> None:
    """CSV with semicolons in an old encoding, XLSX, ODS and Parquet of one quarter of Kent."""
    path = tmp_path / f"prc.{ending}"
    if ending == "csv":
        quarter.to_csv(path, index=False, sep=";", encoding="cp1252")
    elif ending == "xlsx":
        write_xlsx(path, quarter)
    elif ending == "ods":
        write_ods(path, quarter)
    else:
        import duckdb

        duckdb.from_df(quarter).write_parquet(str(path))
    release = read_release(places, Request("home-office", (path,), "recorded_crime_by_force", "2018-07"))
    counts = dict(zip(release.observations["measure"], release.observations["value"], strict=True))
    assert (41233, 2988, 398) == (counts["total_recorded_crime"], counts["theft_from_shops"], counts["robbery"])


def test_a_column_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    """The row that comes nearest to the headings says what it lacks."""
    (tmp_path / "some.csv").write_text("Financial Year,Quarter,Force Name,Offence Code,Number of Offence\n")
    with pytest.raises(Refusal, match=r"no column Number of Offences\|offences \(nearest: Number of Offence\)"):
        list(read_tables(tmp_path / "some.csv", read_mapping("home-office")))


def test_a_file_of_another_format_or_cut_short_is_refused(tmp_path: Path) -> None:
    """The sentence says which formats are read, or to fetch the file again."""
    mapping = read_mapping("home-office")
    with pytest.raises(Refusal, match=r"prc.pdf: a file of another format. Give one of .csv, .ods"):
        list(read_tables(tmp_path / "prc.pdf", mapping))
    for name in ("prc.xlsx", "prc.ods", "prc.parquet"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 cut")
        with pytest.raises(Refusal, match=f"{name}: cannot be read.*Fetch the file again"):
            list(read_tables(tmp_path / name, mapping))
