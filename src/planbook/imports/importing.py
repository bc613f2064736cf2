"""One import: read a release, compare it with its table, and add it as a vintage."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pandas as pd

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.tables import SCHEMA_END, parse_schema
from planbook.imports import police_uk
from planbook.imports.changes import Changes, changes
from planbook.imports.mapping import Mapping, Query, read_mapping
from planbook.imports.observations import KEY, Findings, observations_of
from planbook.imports.raw import read_tables, texts_frame
from planbook.imports.vintages import SourceFile, add_vintage, one_import, read_held, source_file, with_status


@dataclass(frozen=True)
class Request:
    """What is asked for: the kind, the files, and what stands in place of the mapping's own words."""

    kind: str
    files: tuple[Path, ...]
    table: str = ""
    vintage: str = ""
    mapping: Path | None = None


@dataclass(frozen=True)
class Release:
    """A release as it was read: its observations, where they came from, and in words what was left out."""

    mapping: Mapping
    path: Path
    observations: pd.DataFrame
    sources: tuple[SourceFile, ...]
    notes: list[str] = field(default_factory=list)

    @property
    def changes(self) -> Changes:
        """What it says beside the table that is held."""
        return changes(read_held(self.path), self.observations, self.mapping.vintage)


def read_release(places: Places, request: Request) -> Release:
    """Read what is asked for, and change nothing.

    Raises:
        Refusal, CannotImport: something is amiss; the message says what, where, and what to do.
    """
    mapping, found = _asked(request), Findings()
    path = places.data / "series" / f"{mapping.table}.csv"
    rules = path.with_name(path.stem + SCHEMA_END)
    schema = parse_schema(rules.read_text(encoding="utf-8")) if rules.is_file() else None
    try:
        frames, sources = _frames(places, request, mapping, found)
    except ImportError as error:
        raise Refusal(f"the package {error.name} is needed. Install it: pip install 'planbook[import]'") from None
    observations = observations_of(places, mapping, frames, schema, found)
    if observations.empty:
        raise Refusal(f"nothing is left to import: {'; '.join(found.notes) or 'no row'}. See to table and mapping")
    return Release(mapping, path, observations, sources, found.notes)


def _asked(request: Request) -> Mapping:
    mapping = read_mapping(request.kind, request.mapping)
    table, vintage = request.table or mapping.table, request.vintage or mapping.vintage
    if not re.fullmatch(r"[a-z][a-z0-9_]*", table):
        raise Refusal(f"table {table!r}: say which table of data/series takes the release: --table NAME, in snake case")
    if not re.fullmatch(r"20\d{2}-(0[1-9]|1[0-2])", vintage):
        raise Refusal(f"vintage {vintage!r}: say the year and month of the release: --vintage 2026-04")
    if absent := [file.name for file in request.files if not file.exists()]:
        raise Refusal(f"{', '.join(absent)}: no such file or folder")
    if not request.files and not (mapping.query and mapping.query.url_from):
        raise Refusal("no file is named. Give the files of the release, or a mapping with [query] and url_from")
    return msgspec.structs.replace(mapping, table=table, vintage=vintage)


def _frames(
    places: Places, request: Request, mapping: Mapping, found: Findings
) -> tuple[list[pd.DataFrame], tuple[SourceFile, ...]]:
    sources = tuple(map(source_file, request.files))
    if request.kind == "police-uk":
        counts, amiss = police_uk.monthly_counts(request.files)
        frame, left_out = police_uk.of_registers(places, counts, mapping)
        found.notes += [*amiss, *left_out]
        return [frame], sources
    if mapping.query:
        frame, snapshot = answer(mapping.query, request.files)
        return [frame], (*sources, snapshot)
    return [table for file in request.files for table in read_tables(file, mapping)], sources


def add_release(release: Release) -> int:
    """Add a release to its table as a vintage, and return the number of rows; 0 where it says nothing new.

    Raises:
        Refusal: the vintage is held with other values, or another import is at work.
        CannotImport: the table would not keep to its schema.
    """
    with one_import(release.path.parent):
        rows, vintage, held = release.changes.rows, release.mapping.vintage, read_held(release.path)
        other = rows.merge(held[held["vintage"] == vintage], on=KEY)
        if len(other):
            first = ", ".join(other[KEY].iloc[0])
            raise Refusal(
                f"{release.mapping.table}: {len(other):,} rows are held in vintage {vintage} with other values, such "
                f"as {first}. A release that corrects another has a month of its own: give it as --vintage"
            )
        if len(rows):
            fresh = with_status(rows, release.observations, release.mapping.status)
            add_vintage(release.path, fresh, release.mapping, release.sources, release.notes)
        return len(rows)


Answer = tuple[list[str], Sequence[Sequence[object]]]  # the columns of an answer, and its rows


def answer(query: Query, files: Sequence[Path]) -> tuple[pd.DataFrame, SourceFile]:
    """The rows that a query gives, as texts, with their hash: the snapshot that is imported.

    Raises:
        Refusal: the address is not set, or the database does not answer.
    """
    columns, rows = _of_database(query) if query.url_from else _of_files(query, files)
    frame = texts_frame(columns, rows, "the answer to the query")
    digest = hashlib.sha256(frame.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
    return frame, SourceFile("the answer to the query, as CSV", digest)


def _of_database(query: Query) -> Answer:
    import sqlalchemy

    url = os.environ.get(query.url_from, "")
    if not url:
        raise Refusal(
            f"the variable {query.url_from} is not set. Set it in the environment to the address of the database, "
            "such as postgresql+psycopg://user:password@host/name"
        )
    try:
        with sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool).connect() as connection:
            result = connection.execute(sqlalchemy.text(query.sql), query.parameters)
            return list(result.keys()), result.all()
    except sqlalchemy.exc.SQLAlchemyError as error:
        # An error may name host and user, and a shared log is read by many.
        text = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        for part in sorted(filter(None, re.split(r"[:/@?&=]+", url.partition("://")[2])), key=len, reverse=True):
            text = text.replace(part, "...")
        raise Refusal(f"the database that {query.url_from} names gave no answer: {text}") from None


def _of_files(query: Query, files: Sequence[Path]) -> Answer:
    import duckdb

    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        read = connection.read_parquet if files and files[0].suffix == ".parquet" else connection.read_csv
        try:
            read([str(file) for file in files]).create_view("records")
            sql = re.sub(r"(?<![:\w]):([A-Za-z_]\w*)", r"$\1", query.sql)  # DuckDB names parameters with dollars
            result = connection.execute(sql, query.parameters or None)
            return [column[0] for column in result.description or []], result.fetchall()
        except duckdb.Error as error:
            raise Refusal(f"DuckDB gave no answer: {str(error).partition(chr(10))[0]}") from None
