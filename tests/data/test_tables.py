"""Each fault that a table can have is planted in a copy of a real table and must be named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.data.table_files import CheckedTable, check_provenance, check_references, check_table
from planbook.data.tables import BadSchema, DataProblems, Problem, Schema, parse_schema, problem_report

SERIES = Path(__file__).parents[2] / "data" / "series"
MEASURES = SERIES.parent / "measures"
FILE = "data/series/recorded_crime_by_measure.csv"
TABLE = (SERIES / "recorded_crime_by_measure.csv").read_text(encoding="utf-8")
SCHEMA = parse_schema((SERIES / "recorded_crime_by_measure.schema.json").read_text(encoding="utf-8"))
SUBGROUPS = (SERIES / "recorded_crime_by_subgroup.csv").read_text(encoding="utf-8")
SUBGROUP_SCHEMA = parse_schema((SERIES / "recorded_crime_by_subgroup.schema.json").read_text(encoding="utf-8"))
RECORD = (SERIES / "recorded_crime_by_measure.provenance.json").read_text(encoding="utf-8")
RECORD_FILE = "data/series/recorded_crime_by_measure.provenance.json"

LINES = TABLE.splitlines()
ROBBERY_START = next(at for at, line in enumerate(LINES) if ",robbery," in line)
AT = ROBBERY_START + 8
"""Index of robbery in FY2014-15Q1: a row with others of its run before and after it."""
ROW = AT + 1
"""The same row as a spreadsheet counts it."""
COUNT = LINES[AT].split(",")[3]


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    """The problems of a changed copy of the table."""
    data = text if isinstance(text, bytes) else text.encode()
    return check_table(data, SCHEMA, FILE).problems


def with_line(line: str, at: int = AT) -> str:
    """The table with one line replaced."""
    return "\n".join([*LINES[:at], line, *LINES[at + 1 :]]) + "\n"


def with_cell(column: str, text: str) -> str:
    """The table with one cell of one row replaced."""
    cells = LINES[AT].split(",")
    cells[SCHEMA.names.index(column)] = text
    return with_line(",".join(cells))


def only(problems: tuple[Problem, ...]) -> Problem:
    """The one problem there is."""
    assert 1 == len(problems), problem_report(problems)
    return problems[0]


@pytest.mark.parametrize(
    ("column", "text", "what", "remedy"),
    [
        *(
            ("value", text, "thousands separator in a number", "Write 1234")
            for text in ('"1,234"', "1 234", "1\u00a0234", "1\u202f234", "1'234")
        ),
        ("value", "-5", "negative", "A count cannot be below 0: see whether it corrects an earlier period"),
        *(("value", text, "text in a number", "Write digits only") for text in ("many", "12O7", "1e3")),
        *(
            ("value", text, "decimals where a whole number is due", "Give the count as it was published")
            for text in ("12.0", "12.5")
        ),
        *(
            ("value", text, "a word for no number or no end", "Give the figure, or take the row out")
            for text in ("NaN", "inf", "-Infinity", "N/A", "..")
        ),
        ("value", "", "blank where a value is required", "Give the value, such as 1234"),
        ("value", f"{COUNT} ", "spaces around the value", f"Write {COUNT}"),
        *(
            ("area", text, "unknown area", "Did you mean west_midlands?")
            for text in ("west_midland", "West Midlands", "WEST MIDLANDS")
        ),
        ("area", "atlantis", "unknown area", "Known: west_midlands"),
        ("area", "", "blank where a value is required", "such as west_midlands"),
        ("area", "west_midlands ", "spaces around the value", "Write west_midlands"),
        ("area", " ", "spaces in a blank cell", "Leave it empty"),
        ("measure", "robery", "unknown measure", "Did you mean robbery?"),
        *(("period", text, "wrong form of period", "Write FY2014-15Q1") for text in ("2014-15Q1", "2014/15 Q1")),
        *(("period", text, "wrong form of period", "Write it as FY2014-15Q1") for text in ("FY2014-15", "2014Q1")),
        ("period", "FY2014-16Q1", "no such period", "Did you mean FY2014-15Q1?"),
        ("status", "Revised", "unknown status", "Did you mean revised?"),
        *(("vintage", text, "wrong form of vintage", "such as 2026-04") for text in ("April 2026", "2026-13")),
    ],
)
def test_a_fault_in_a_cell_is_named(column: str, text: str, what: str, remedy: str) -> None:
    """One faulty cell gives one problem with its file, row, column, value and remedy."""
    problem = only(problems_of(with_cell(column, text)))
    place = (problem.file, problem.row, problem.column, problem.value, problem.what)
    assert (FILE, ROW, column, text.strip('"'), what) == place
    assert remedy in problem.remedy


def joined(lines: list[str]) -> str:
    """Lines as the text of a file."""
    return "\n".join(lines) + "\n"


SPLIT = "thousands separator that splits the number into two cells"
KEY = "FY2014-15Q1, west_midlands, robbery, 2026-04"
SHORT = LINES[AT].rsplit(",", 1)[0]
TURNED = [",".join(reversed(line.split(","))) for line in LINES]
ONE_PROBLEM = {
    "row taken out": (joined([*LINES[:AT], *LINES[AT + 1 :]]), (ROW, "period", "FY2014-15Q1"),
        "missing quarter of robbery, west_midlands", "Put the row back"),
    "row twice": (joined([*LINES, LINES[AT]]), (len(LINES) + 1, "period", KEY), "duplicate row", f"row {ROW}"),
    "second value": (joined([*LINES, LINES[AT].replace(f",{COUNT},", ",1,")]), (len(LINES) + 1, "period", KEY),
        "a second row for the same period, area, measure, vintage", f"row {ROW}, not both; a later release"),
    "comma in a number": (with_line(LINES[AT].replace(f",{COUNT},", ",1,234,")), (ROW, "value", "1,234"),
        SPLIT, "Write 1234"),
    "extra column": (joined([f"{LINES[0]},comment", *(f"{line},x" for line in LINES[1:])]), (1, "comment", "comment"),
        "extra column", "the columns are period, area"),
    "missing column": (joined([line.rsplit(",", 1)[0] for line in LINES]), (1, "vintage", ""),
        "missing column", "Add the column vintage"),
    "column twice": (joined([f"{line},{line.rsplit(',', 1)[1]}" for line in LINES]), (1, "vintage", "vintage"),
        "a column that stands twice", "Take one of them out"),
    "other order": (joined(TURNED), (1, None, TURNED[0].replace(",", ", ")),
        "columns in another order", "Write them as period"),
    "short row": (with_line(SHORT), (ROW, "vintage", SHORT), "5 cells where 6 are due", "Fetch the file again"),
    "blank row": (joined([*LINES[:AT], "", *LINES[AT:]]), (ROW, None, ""), "blank row", "Take it out"),
}  # fmt: skip
"""Damaged copies of the table: each has one problem, with its row, column, value and remedy."""


@pytest.mark.parametrize("name", ONE_PROBLEM)
def test_damage_is_one_problem_with_its_place(name: str) -> None:
    """However many rows it touches, and without spoiling the cells around it."""
    text, place, what, remedy = ONE_PROBLEM[name]
    problem = only(problems_of(text))
    assert (*place, what) == (problem.row, problem.column, problem.value, problem.what)
    assert remedy in problem.remedy


def test_a_later_release_stands_beside_the_earlier() -> None:
    """A second vintage of one quarter, or of a whole table, is no fault."""
    later = LINES[AT].replace("2026-04", "2026-07")
    assert () == problems_of(joined([*LINES, later]))
    assert () == problems_of(joined([*LINES, *(line.replace("2026-04", "2026-07") for line in LINES[1:])]))


def test_a_run_that_ends_early_is_named() -> None:
    """The last quarter of one force is missed where other forces of the measure have it."""
    lines = SUBGROUPS.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("FY2025-26Q3,merseyside,homicide"))
    problem = only(check_table(joined([*lines[:at], *lines[at + 1 :]]).encode(), SUBGROUP_SCHEMA, FILE).problems)
    assert ("FY2025-26Q3", at + 1, "missing quarter of homicide, merseyside") == (
        problem.value, problem.row, problem.what,
    )  # fmt: skip


def test_windows_1252_is_named() -> None:
    """A character saved as Windows-1252 is named with its row, column and text."""
    problems = problems_of(with_cell("area", "west_midlands\u2013").encode("cp1252"))
    assert {"wrong encoding: not UTF-8, perhaps Windows-1252", "unknown area"} == {each.what for each in problems}
    assert {(ROW, "area", "west_midlands\u2013")} == {(each.row, each.column, each.value) for each in problems}


@pytest.mark.parametrize(
    ("header", "column", "what", "remedy"),
    [
        ("period,area,measure,valeu,status,vintage", "valeu", "misspelt column", "Did you mean value?"),
        ("period,Area,measure,value,status,vintage", "Area", "misspelt column", "Did you mean area?"),
        ("period,area ,measure,value,status,vintage", "area", "spaces around a column's name", "Write area"),
        ("period,area,measure,value,status,xqzw", "xqzw", "extra column", "the columns are period, area"),
    ],
)
def test_a_fault_in_the_header_is_named(header: str, column: str, what: str, remedy: str) -> None:
    """A misspelt, spaced or strange column is named with the nearest right name."""
    problems = problems_of(with_line(header, at=0))
    problem = next(each for each in problems if each.what == what)
    assert (1, column) == (problem.row, problem.column)
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        *((TABLE[:-cut], len(LINES), "cut short") for cut in (1, 5, 9, 12, 20, 40)),
        (with_cell("area", '"west_midlands'), ROW, "quotation marks"),
        ("", None, "the file is empty"),
        ("\n", 1, "missing column"),
    ],
)
def test_a_broken_file_is_named(text: str, row: int | None, words: str) -> None:
    """A last line cut short anywhere, a quotation mark that is never closed, no header."""
    assert any(words in each.what and row == each.row for each in problems_of(text))


def test_all_problems_come_at_once() -> None:
    """Several faults in one table are all found, and raised with one readable report."""
    bad = with_cell("value", "-5").replace("FY2012-13Q1,west_midlands,arson", "FY2012-13Q1,west_midland,arson")
    error = DataProblems(problems_of(bad + LINES[3] + "\n"))
    assert {"negative", "unknown area", "duplicate row"} == {each.what for each in error.problems}
    assert str(error).startswith("3 problems in 1 file of data; nothing was built.")
    assert f"{FILE}, row {ROW}, column value: negative: '-5'." in str(error)


def test_a_report_counts_what_is_alike() -> None:
    """Ten problems of a kind are shown, the others counted with their rows."""
    bad = TABLE.replace(",2026-04", ",2026-4")
    lines = problem_report(problems_of(bad)).splitlines()
    assert 12 == len(lines)
    assert f"{len(LINES) - 11:,} more like it" in lines[-1]
    assert f", {len(LINES)}." in lines[-1]


def test_a_changed_file_is_named() -> None:
    """With both hashes and where to write the new one."""
    problem = only(check_provenance(with_cell("value", "1").encode(), RECORD, FILE, RECORD_FILE))
    assert problem.what.startswith("changed since its provenance was recorded")
    assert RECORD_FILE in problem.remedy


WITHOUT = {
    key: {name: value for name, value in json.loads(RECORD).items() if name != key} for key in json.loads(RECORD)
}


@pytest.mark.parametrize(
    ("record", "row", "column"),
    [
        *((json.dumps(WITHOUT[key]), None, key) for key in ("publisher", "licence", "sha256", "steps")),
        ("{\n,", 2, None),
        ("[]", None, None),
    ],
)
def test_a_fault_in_the_provenance_is_named(record: str, row: int | None, column: str | None) -> None:
    """A record without publisher, licence, hash or steps; one that is not JSON, at its line; one that is none."""
    problem = only(check_provenance(TABLE.encode(), record, FILE, RECORD_FILE))
    assert (RECORD_FILE, row, column) == (problem.file, problem.row, problem.column)


def checked(name: str, old: str = "", new: str = "") -> CheckedTable:
    """A table of data/measures, with a text in it replaced."""
    schema = parse_schema((MEASURES / f"{name}.schema.json").read_text(encoding="utf-8"))
    text = (MEASURES / f"{name}.csv").read_text(encoding="utf-8")
    return check_table((text.replace(old, new, 1) if old else text).encode(), schema, f"data/measures/{name}.csv")


@pytest.mark.parametrize(
    ("tables", "column", "what", "remedy"),
    [
        (
            {"measures": (), "breaks": ("residential_burglary,", "residental_burglary,")},
            "measure", "unknown measure", "Did you mean residential_burglary?",
        ),
        (
            {"measures": (",residential_burglary,,true", ",residential_burglery,,true")},
            "successor", "unknown successor", "Did you mean residential_burglary?",
        ),
        (
            {"breaks": ()},
            "measure", "refers to the table measures/measures, which is not there", "Put measures/measures.csv back",
        ),
    ],
)  # fmt: skip
def test_a_reference_to_nothing_is_named(
    tables: dict[str, tuple[str, ...]], column: str, what: str, remedy: str
) -> None:
    """A name that another table does not hold, or the same one; a table that is gone is one problem."""
    problem = only(check_references({f"measures/{name}": checked(name, *change) for name, change in tables.items()}))
    assert (column, what) == (problem.column, problem.what)
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "not JSON"),
        ("[]", "not a schema: Expected `object`, got `array`"),
        ('{"fields": [], "primarykey": ["a"]}', "unknown field `primarykey`.*Nearest: primaryKey"),
        ('{"fields": [{"name": "a", "type": "integr"}]}', r"'integr' - at `\$\.fields\[0\]\.type`\. Nearest: integer"),
        ('{"fields": [{"name": "a", "constraints": {"minLength": 3}}]}', "unknown field `minLength`"),
        ('{"fields": [{"name": "a"}], "primaryKey": ["b"]}', "column 'b' is not known here"),
        ('{"fields": [{"type": "string"}]}', "not a schema: Object missing required field `name`"),
    ],
)
def test_a_schema_that_would_not_be_checked_is_refused(text: str, what: str) -> None:
    """A rule that nothing checks may not stand in a schema."""
    with pytest.raises(BadSchema, match=what):
        parse_schema(text)


TYPED = """{"fields": [
    {"name": "n", "type": "number", "constraints": {"maximum": 10}},
    {"name": "b", "type": "boolean"},
    {"name": "d", "type": "date"},
    {"name": "m", "type": "yearmonth"}]}"""


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("1.5,true,2015-04-30,2015-04", []),
        (",,,", []),
        ("11,true,2015-04-30,2015-04", ["above 10, the highest value allowed"]),
        ("1,yes,2015-02-30,April", ["neither true nor false", "not a date", "not a yearmonth"]),
        (
            '"1,000.5",TRUE,30/04/2015,2015-13',
            ["thousands separator in a number", "not a yearmonth"],
        ),
    ],
)
def test_other_types_are_checked(row: str, faults: list[str]) -> None:
    """Numbers, truth values, dates and months are checked, and may be blank where not required."""
    schema: Schema = parse_schema(TYPED)
    problems = check_table(f"n,b,d,m\n{row}\n".encode(), schema, FILE).problems
    assert faults == [problem.what for problem in problems]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_stop_the_check(data: bytes) -> None:
    """Whatever a file holds, the check answers with problems and never with an exception."""
    assert check_table(data, SCHEMA, FILE).problems


@settings(deadline=None)
@given(st.data())
def test_no_damaged_byte_stops_the_check(draws: st.DataObject) -> None:
    """A real table with one byte changed is checked to its end."""
    data = bytearray(TABLE.encode())
    data[draws.draw(st.integers(0, len(data) - 1))] = draws.draw(st.integers(0, 255))
    check_table(bytes(data), SCHEMA, FILE)


@settings(deadline=None)
@given(st.sampled_from(range(ROBBERY_START + 1, ROBBERY_START + 54)))
def test_any_quarter_inside_a_run_is_missed(at: int) -> None:
    """Whichever inner quarter is taken out, exactly that one is reported."""
    problem = only(problems_of(joined([*LINES[:at], *LINES[at + 1 :]])))
    assert LINES[at].split(",")[0] == problem.value
