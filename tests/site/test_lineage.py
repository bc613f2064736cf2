"""Lineage of claims, in words and in PROV terms."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset, Namespace
from rdflib.namespace import PROV, RDF

from planbook.claims.claims import UnknownClaim
from planbook.claims.ledger import Edition, Ledger
from planbook.claims.status import MilestoneStatus
from planbook.data.rows import Rows
from planbook.site.edition_source import Quote
from planbook.site.lineage import CITED_TABLE, as_prov, flows, rows_words, trace, trace_lines

if TYPE_CHECKING:
    from planbook.claims.claims import Claim

TABLE = "data/series/crime.csv"
QUARTERS = tuple(f"FY{year}Q{number}" for year in ("2013-14", "2014-15") for number in range(1, 5))
ROWS = Rows("crime", ("west_midlands",), ("robbery",), QUARTERS, 8, "a" * 64)
EDITION = Edition(
    period="FY2014-15",
    label="2014/15",
    long_label="2014/15",
    as_at="",
    force="west_midlands",
    force_name="West Midlands",
    plan_year="2014/15",
    plan_in_force=True,
    version="0.1",
    data=((CITED_TABLE, "c" * 64), (TABLE, "d" * 64)),
    notebooks=(("notebooks/05_reduce_crime.ipynb", "e" * 64),),
)
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated.*:DeprecationWarning")
"""rdflib's reader of JSON-LD uses names that rdflib itself is about to drop."""
QUOTES = (Quote("robbery.change_pct", "book/edition/05_reduce_crime", "Reduce crime", "quoted-1", "M5.4b", "It fell."),)
HERE = Namespace("urn:planbook:west_midlands:FY2014-15:latest:")


@pytest.fixture
def ledger(robbery_change: Claim) -> Ledger:
    """A count, the change made from it, a printed value, and two milestones."""
    change = replace(
        robbery_change,
        outcome="O5",
        milestone="M5.4b",
        inputs=("robbery.count", TABLE),
        rows=(ROWS,),
        notebook="05_reduce_crime.ipynb",
        cell="m5-4b-report",
    )
    count = replace(change, id="robbery.count", number="4,888", unit="offences", value=4888.0, inputs=(TABLE,))
    printed = replace(change, id="robbery.published_change_pct", status="published", inputs=(), rows=())
    statuses = (
        MilestoneStatus("M5.4", "O5", "met_in_part", "Some.", basis=("robbery.change_pct",)),
        MilestoneStatus("M5.4b", "O5", "met", "Met.", basis=("robbery.change_pct",)),
    )
    return Ledger(EDITION, (count, change, printed), (), statuses, ())


@pytest.fixture
def graph(ledger: Ledger) -> Dataset:
    """The published lineage, read by an independent library."""
    record = json.dumps(as_prov(ledger, QUOTES, {TABLE: "Home Office"}))
    read = Dataset(default_union=True)
    read.parse(data=record, format="json-ld")
    return read


def test_a_trace_goes_back_to_rows_and_forth_to_milestones(ledger: Ledger) -> None:
    """Inputs, rows, what is made from it, and every milestone that rests on it."""
    found = trace(ledger, "robbery.change_pct")
    assert ["robbery.count"] == [part.claim.id for part in found.inputs]
    assert ((ROWS,), ("M5.4", "M5.4b")) == (found.claim.rows, found.milestones)
    assert ["robbery.change_pct"] == [claim.id for claim in trace(ledger, "robbery.count").used_by]


def test_an_unknown_claim_names_the_nearest(ledger: Ledger) -> None:
    """A misspelt id is answered with ids that exist."""
    with pytest.raises(UnknownClaim, match=r"robbery\.change_pct"):
        trace(ledger, "robery.change_pct")


def test_a_trace_reads_as_a_tree(ledger: Ledger) -> None:
    """Every step from the table to the page stands on a line."""
    titles = {"M5.4": "Property-related crime", "M5.4b": "Robbery"}
    rows = f"{TABLE}  robbery, west_midlands, FY2013-14Q1 to FY2014-15Q4 (8 rows)"
    assert [
        "robbery.change_pct  −9.0 per cent  (Change, per cent, FY2014-15)",
        "made from",
        "├─ robbery.count  4,888 offences",
        f"│  └─ {rows}",
        f"├─ {rows}",
        "└─ notebooks/05_reduce_crime.ipynb, cell m5-4b-report",
        "used in",
        "├─ milestone  M5.4  Property-related crime",
        "├─ milestone  M5.4b  Robbery",
        "└─ page       book/edition/05_reduce_crime, M5.4b",
    ] == list(trace_lines(trace(ledger, "robbery.change_pct"), titles, QUOTES))


def test_a_printed_value_comes_from_the_register_of_printed_values(ledger: Ledger) -> None:
    """It has no rows of a series."""
    lines = list(trace_lines(trace(ledger, "robbery.published_change_pct"), {}, ()))
    assert f"├─ {CITED_TABLE}  row robbery.published_change_pct" in lines


def test_one_row_is_a_row() -> None:
    """Singular and plural, one period and a span."""
    assert "robbery, west_midlands, FY2014-15Q4 (1 row)" == rows_words(replace(ROWS, periods=QUARTERS[-1:], count=1))


def test_flows_count_the_claims_of_table_measure_and_outcome(ledger: Ledger) -> None:
    """Printed values flow together, whatever their measure."""
    assert {(CITED_TABLE, "", "O5"): 1, (TABLE, "robbery", "O5"): 2} == flows(ledger)


def test_the_published_lineage_is_sound_prov(graph: Dataset) -> None:
    """Entities are generated by activities and derived from entities, and everything named is described."""
    kinds = {kind: set(graph.subjects(RDF.type, kind)) for kind in (PROV.Entity, PROV.Activity, PROV.Agent)}
    ranges = {
        PROV.wasDerivedFrom: (PROV.Entity, PROV.Entity),
        PROV.used: (PROV.Activity, PROV.Entity),
        PROV.wasGeneratedBy: (PROV.Entity, PROV.Activity),
        PROV.wasAttributedTo: (PROV.Entity, PROV.Agent),
        PROV.wasAssociatedWith: (PROV.Activity, PROV.Agent),
    }
    for relation, (subject_kind, object_kind) in ranges.items():
        pairs = list(graph.subject_objects(relation))
        assert pairs, relation
        assert [] == [pair for pair in pairs if pair[0] not in kinds[subject_kind] or pair[1] not in kinds[object_kind]]


def test_a_page_is_derived_from_the_data_by_way_of_claims(graph: Dataset) -> None:
    """An independent reader can walk from the page to the publisher."""
    page = HERE["page/book/edition/05_reduce_crime.html"]
    ancestors = set(graph.transitive_objects(page, PROV.wasDerivedFrom))
    assert {HERE["claim/robbery.change_pct"], HERE["claim/robbery.count"], HERE[f"file/{TABLE}"]} <= ancestors
    assert HERE["agent/home-office"] == graph.value(HERE[f"file/{TABLE}"], PROV.wasAttributedTo)
