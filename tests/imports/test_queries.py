"""Queries to PostgreSQL, with credentials from the environment alone, and to files through DuckDB."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.table_files import check_data
from planbook.imports.importing import Request, add_release, read_release

SECRET, USER = "not-for-a-record", "crime_reader"
MAPPING = '''
table = "from_database"
vintage = "2018-07"
offence_codes = true

[query]
url_from = "CRIME_DATABASE"
sql = """
SELECT fy || ' ' || quarter AS period, force, code, offences FROM crime WHERE fy = :year AND force = ANY(:forces)
"""
parameters = {year = "2017/18", forces = ["West Midlands", "Kent"]}

[columns]
period = "period"
area = "force"
measure = "code"
value = "offences"

[source]
publisher = "Home Office"
title = "Police recorded crime, in a database"
licence = "Open Government Licence v3.0"
attribution = "Contains public sector information licensed under the Open Government Licence v3.0"
'''


def program(name: str) -> str:
    """A program of PostgreSQL, which stands outside the path on Debian."""
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    assert found, f"PostgreSQL is needed: install it (Debian: postgresql), {name} was not found"
    return found


def run(*command: str) -> None:
    """Run a program as somebody who is not root, as PostgreSQL demands."""
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*other, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="module")
def database(raw: Path) -> Iterator[str]:
    """The address of a private PostgreSQL, reached by a socket and a password, with the release of 2017/18."""
    with tempfile.TemporaryDirectory() as place:  # a socket's path must be short
        folder, password = Path(place) / "socket", Path(place) / "password"
        folder.mkdir()
        password.write_text(SECRET)
        for path in (Path(place), folder, password):
            path.chmod(0o700)
            if os.geteuid() == 0:
                shutil.chown(path, "postgres")
        data = str(folder / "data")
        run(program("initdb"), "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", str(password), "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(program("pg_ctl"), "-D", data, "-o", settings, "-l", str(folder / "log"), "-w", "start")
        try:
            url = f"postgresql+psycopg://{USER}:{SECRET}@/postgres?host={folder}"
            fill(url, raw / "home_office_prc_pfa_2017_18.csv")
            yield url
        finally:
            run(program("pg_ctl"), "-D", data, "-m", "immediate", "stop")


def fill(url: str, file: Path) -> None:
    """Copy the release into a table, numbers as numbers."""
    columns = "fy text, quarter text, force text, words text, kind text, subgroup text, code text, offences int"
    connection = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool).raw_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE crime ({columns})")
        with cursor.copy("COPY crime FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(file.read_bytes())
    connection.commit()
    connection.close()


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A request with the mapping above."""
    (tmp_path / "m.toml").write_text(MAPPING)
    return Request("table", (), mapping=tmp_path / "m.toml")


@pytest.mark.slow
def test_a_query_to_postgresql_is_imported_without_a_secret(
    places: Places, database: str, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counts are those of the raw file; the record has query, parameters and hash, and neither host nor user."""
    monkeypatch.setenv("CRIME_DATABASE", database)
    release = read_release(places, request_)
    held = (places.data / "series" / "recorded_crime_quarters_2017_18.csv").read_text(encoding="utf-8")
    made = {f"{row.period},{row.area},{row.measure},{row.value:.0f}," for row in release.observations.itertuples()}
    lines = [line for line in held.splitlines() if ",west_midlands," in line]
    assert 48 == len(lines)
    assert all(any(line.startswith(own) for own in made) for line in lines)
    add_release(release)
    assert () == check_data(places.data)
    text = (places.data / "series" / "from_database.provenance.json").read_text(encoding="utf-8")
    assert {"year": "2017/18", "forces": ["West Midlands", "Kent"]} == json.loads(text)["query"]["parameters"]
    assert 64 == len(json.loads(text)["source_sha256"])
    assert not [word for word in (SECRET, USER, "socket", "postgresql") if word in text]


@pytest.mark.slow
def test_a_database_that_refuses_tells_no_secret(
    places: Places, database: str, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password and a wrong column are one sentence each, without the address."""
    for url, mapping, words in (
        (database.replace(SECRET, "wrong-word"), MAPPING, "password authentication failed"),
        (database, MAPPING.replace("code, offences", "code, offense"), 'column "offense" does not exist'),
    ):
        assert request_.mapping is not None
        request_.mapping.write_text(mapping)
        monkeypatch.setenv("CRIME_DATABASE", url)
        with pytest.raises(Refusal, match=words) as refused:
            read_release(places, request_)
        assert not [word for word in (SECRET, "wrong-word", USER, "socket") if word in str(refused.value)]


def test_an_address_that_is_not_set_is_asked_for(places: Places, request_: Request) -> None:
    """The variable is named, with the form of an address."""
    with pytest.raises(Refusal, match=r"the variable CRIME_DATABASE is not set\. Set it in the environment"):
        read_release(places, request_)


def test_files_are_asked_through_duckdb(places: Places, raw: Path, tmp_path: Path) -> None:
    """Without an address the files given are the table ``records``, with parameters bound."""
    (tmp_path / "m.toml").write_text(
        """
period_form = "year_ending_march"
constants = {measure = "robbery"}
columns = {period = "year_ending", area = "force", value = "number"}

[query]
parameters = {force = "West Midlands", kind = "Robbery"}
sql = '''
SELECT year_ending, force, sum(offences_12m) AS number FROM records
WHERE force = :force AND offence = :kind GROUP BY ALL
'''
"""
    )
    file = raw / "recorded_crime_year_ending_march_2003_2018.csv"
    release = read_release(
        places, Request("table", (file,), "recorded_crime_year_ending_march", "2018-07", tmp_path / "m.toml")
    )
    assert (16, 0) == (release.changes.unchanged, len(release.changes.rows))
    (tmp_path / "m.toml").write_text((tmp_path / "m.toml").read_text().replace("offences_12m", "offences_13m"))
    with pytest.raises(Refusal, match="DuckDB gave no answer: Binder Error"):
        read_release(places, Request("table", (file,), "some", "2018-07", tmp_path / "m.toml"))
