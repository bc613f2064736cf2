"""What the list of files says of each."""

from __future__ import annotations

import hashlib
import json

import pytest

from planbook.export.downloads import MIT, Column, DataFile, manifest, table_schema


def file(path: str, content: bytes = b"a") -> DataFile:
    """A file."""
    return DataFile(path, "A title", "What it holds.", "edition", MIT, content)


@pytest.mark.parametrize(
    ("path", "size", "form", "kilobytes"),
    [("a.csv", 1, "CSV", "0.1"), ("b/c.schema.json", 1_250, "JSON", "1.2"), ("d.ods", 1_234_567, "ODS", "1,234.6")],
)
def test_a_reader_is_told_form_and_size(path: str, size: int, form: str, kilobytes: str) -> None:
    """The form as readers know it, by the ending; kilobytes of 1,000 bytes, and never nothing."""
    one = file(path, b"a" * size)
    assert (form, kilobytes) == (one.format, one.kilobytes)


def test_the_manifest_has_the_size_and_hash_of_each_file() -> None:
    """One line a file."""
    (line,) = json.loads(manifest([file("a.csv", b"ab")]))["files"]
    assert ("a.csv", 2, hashlib.sha256(b"ab").hexdigest()) == (line["path"], line["bytes"], line["sha256"])
    assert ("MIT License", None, True) == (line["licence"], line["rows"], line["listed"])


def test_a_schema_names_columns_with_their_units() -> None:
    """In the order given; a column without a unit has none, and a table without a key has none."""
    columns = (Column("period", "string", "When."), Column("value", "number", "How many.", unit="offences"))
    schema = table_schema(columns, "Robbery", "Offences by quarter.")
    assert ["period", "value"] == [field["name"] for field in schema["fields"]]
    assert [None, "offences"] == [field.get("unit") for field in schema["fields"]]
    assert "primaryKey" not in schema
    assert ["period"] == table_schema(columns, "Robbery", "Offences.", ("period",))["primaryKey"]
