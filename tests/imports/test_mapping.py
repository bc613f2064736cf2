"""Mappings say what they hold, or are refused with a sentence."""

from pathlib import Path

import pytest

from planbook import Refusal
from planbook.imports.mapping import read_mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums = {}", "unknown field `colums`. Nearest: columns"),
        ('columns = {perod = "year"}', "'perod' is no part of an observation. Nearest: period"),
        ("columns = ", "m.toml: not TOML"),
        ('period_form = "year_endin"', "Invalid enum value 'year_endin'"),
        ('sheet = "("', "missing \\), unterminated subpattern"),
        ('[query]\nsql = "postgresql://reader:secret@host/crime"', "holds the address of a database"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """What is not known here is named with the nearest; a password in the file is never read further."""
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(Refusal, match=words) as refused:
        read_mapping("table", tmp_path / "m.toml")
    assert "secret" not in str(refused.value)


def test_a_mapping_is_laid_over_its_kind(tmp_path: Path) -> None:
    """What the kind says of the publisher stays; what the mapping says of a column takes its place."""
    (tmp_path / "m.toml").write_text('kind = "residents"\n[source]\nrelease = "Mid-2016"\n[columns]\narea = "Name"\n')
    mapping = read_mapping(path=tmp_path / "m.toml")
    assert ("Office for National Statistics", "Mid-2016", "Name", "MID-{}") == (
        mapping.source.publisher,
        mapping.source.release,
        mapping.columns["area"],
        mapping.period_text,
    )


def test_every_mapping_of_the_project_is_read(root: Path) -> None:
    """Each table of series has one of its own name."""
    mappings = {path.stem: read_mapping(path=path) for path in (root / "data" / "mappings").glob("*.toml")}
    assert {path.stem for path in (root / "data" / "series").glob("*.csv")} == set(mappings)
    assert all(name == mapping.table for name, mapping in mappings.items())
