"""The bundle described for machines, checked against what RO-Crate 1.1 requires; and for people, in ten lines."""

from dataclasses import replace
from typing import Any

import pytest

from planbook.publish.bundle import BundleFile, crate, instructions
from tests.editions.test_citing import CITED, DRAFT

FILES = (
    BundleFile("data/a.csv", 3, "aa"),
    BundleFile("notebooks/05.ipynb", 4, "bb"),
    BundleFile("site/as_run/05.ipynb", 5, "cc"),
    BundleFile("site/ledger.json", 6, "dd"),
)


@pytest.fixture
def entities() -> dict[str, dict[str, Any]]:
    """The entities of the crate by id."""
    graph = crate(CITED, "The edition.", FILES)["@graph"]
    assert len(graph) == len({entity["@id"] for entity in graph})
    return {entity["@id"]: entity for entity in graph}


def test_descriptor_and_root_have_what_the_format_requires(entities: dict[str, dict[str, Any]]) -> None:
    """RO-Crate 1.1: what it conforms to and is about; name, description, day, licence; every file is a part."""
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert ("CreativeWork", {"@id": "./"}) == (descriptor["@type"], descriptor["about"])
    assert {"@id": "https://w3id.org/ro/crate/1.1"} == descriptor["conformsTo"]
    assert ("Dataset", "2015-06-30") == (root["@type"], root["datePublished"])
    assert {"name", "description", "license"} <= set(root)
    assert [file.path for file in FILES] == [part["@id"] for part in root["hasPart"]]


def test_every_reference_has_an_entity_or_is_an_address(entities: dict[str, dict[str, Any]]) -> None:
    """The graph is closed."""

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [value["@id"]] if set(value) == {"@id"} else [r for part in value.values() for r in references(part)]
        return [reference for part in value for reference in references(part)] if isinstance(value, list) else []

    named = {reference for entity in entities.values() for reference in references(list(entity.values()))}
    assert set() == {name for name in named if name not in entities and not name.startswith("https://")}


def test_the_ledger_was_generated_by_the_run_from_the_notebooks(entities: dict[str, dict[str, Any]]) -> None:
    """PROV: entity, activity, agent; what was used is data and notebooks as written."""
    ledger, run = entities["site/ledger.json"], entities["#run"]
    assert {"@id": "#run"} == ledger["prov:wasGeneratedBy"]
    assert [{"@id": "site/as_run/05.ipynb"}] == ledger["prov:wasDerivedFrom"]
    assert [{"@id": "data/a.csv"}, {"@id": "notebooks/05.ipynb"}] == run["prov:used"]
    assert ("prov:Activity", "prov:SoftwareAgent") == (run["@type"][1], entities["#planbook"]["@type"][1])


def test_a_draft_claims_no_day() -> None:
    """The day is given at publication and never made up."""
    (root,) = (one for one in crate(DRAFT, "The edition.", FILES)["@graph"] if one["@id"] == "./")
    assert "datePublished" not in root


def test_the_instructions_are_ten_lines_for_this_edition() -> None:
    """With period, force and what the pages compare with."""
    text = instructions(CITED, since="site/before")
    numbered = [line for line in text.splitlines() if line[:1].isdigit()]
    assert [str(number) for number in range(1, 11)] == [line.partition(".")[0] for line in numbered]
    assert "book --period FY2014-15 --force west_midlands --since site/before`" in text
    as_at = replace(CITED, edition=replace(CITED.edition, as_at="2018-07"))
    assert "--as-at 2018-07 --since none`" in instructions(as_at, since="none")
