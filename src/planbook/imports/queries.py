"""Asking a database, or record-level files through DuckDB, with parameters bound and credentials from outside."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from planbook import Refusal
from planbook.imports.mapping import Query
from planbook.imports.provenance import SourceFile
from planbook.imports.raw import texts_frame

Answer = tuple[list[str], Sequence[Sequence[object]]]
"""The columns of an answer, and its rows."""


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
    """The answer of DuckDB, to which the files given are one table, ``records``."""
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
