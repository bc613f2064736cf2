"""The certificate of an audit says what was compared and what came out, in words and as data."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from planbook.audit.records import DIFFERS, WITHIN, Comparison, Difference, Fault, Tally
from planbook.audit.report import Audit, audit_table, text_pair, write_certificate
from planbook.site.theme import POLICY

CLAIM = Difference("claim", "ledger.json", "robbery.count, value", "4888.0", "<4889.0>", DIFFERS, "data: a row")
LAST = Difference("claim", "ledger.json", "robbery.rate, value", "1.0", "1.0000000001", WITHIN, "environment")
GOOD = Audit(
    edition="West Midlands, 2014/15",
    ledger="ab" * 32,
    environment="Rebuilt here.",
    comparison=Comparison((Tally("claim", 250, 0, 0), Tally("cell", 9, 0, 0)), ()),
    compared="A site, against a rebuild.",
)
BAD = replace(
    GOOD,
    comparison=Comparison((Tally("claim", 248, 1, 1),), (CLAIM, LAST)),
    evidence=(Fault("data", "data/a.csv", "is missing"),),
    cause="data: a row",
)


def page(folder: Path, audit: Audit) -> BeautifulSoup:
    """The page of an audit."""
    write_certificate(folder, audit, {"_static/planbook.css": b"p {}"})
    return BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_a_passed_audit_says_what_was_compared_and_how_much(tmp_path: Path) -> None:
    """Edition, environment, hash of the ledger, counts by kind."""
    soup = page(tmp_path, GOOD)
    facts = [fact.get_text() for fact in soup.select("dd")]
    assert ["West Midlands, 2014/15", "A site, against a rebuild.", "Rebuilt here.", "ab" * 32] == facts
    assert "yes" == soup.select("[data-passed]")[0]["data-passed"]
    assert [["Claims", "250", "0", "0"], ["Table cells", "9", "0", "0"]] == [
        [cell.get_text() for cell in row.select("th, td")] for row in soup.select("tbody tr")
    ]


def test_a_failed_audit_names_each_difference_with_its_cause(tmp_path: Path) -> None:
    """What differs stands before what is within its tolerance; values are text; a rebuild that failed says why."""
    soup = page(tmp_path, BAD)
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select("table")[1].select("tbody tr")]
    assert [
        ["ledger.json robbery.count, value", "4888.0", "<4889.0>", "Differs", "data: a row"],
        ["ledger.json robbery.rate, value", "1.0", "1.0000000001", "Same within its stated tolerance", "environment"],
    ] == rows
    assert "data/a.csv is missing" in soup.get_text()
    assert "1 published thing differs from the rerun; 1 fault of the evidence was found." in soup.get_text()
    failed = page(tmp_path, replace(GOOD, failure="data.csv: line 3"))
    assert ("data.csv: line 3", True) == (failed.pre and failed.pre.get_text(), "could not be" in failed.get_text())


def test_page_and_record_are_complete_and_the_same_each_time(tmp_path: Path) -> None:
    """All differences, counts and faults; under the strict policy, scripts and styles from files beside the page."""
    soup = page(tmp_path, BAD)
    first = (tmp_path / "audit.json").read_bytes()
    record = json.loads(first)
    counts = len(record["differences"]), len(record["evidence"])
    assert ("planbook-audit/1", False, (2, 1)) == (record["format"], record["passed"], counts)
    assert POLICY == soup.select("meta[http-equiv]")[0]["content"]
    assert [] == [tag for tag in soup.select("style, script, [style]") if not tag.get("src")]
    assert b"p {}" == (tmp_path / "planbook.css").read_bytes()
    assert (str(page(tmp_path, BAD)), (tmp_path / "audit.json").read_bytes()) == (str(soup), first)


def test_the_terminal_shows_table_differences_and_cause() -> None:
    """In the order of an audit."""
    output = audit_table(BAD).splitlines()
    assert ["claims", "248", "1", "1"] in [line.split() for line in output]
    assert "differs: ledger.json, robbery.count, value: published 4888.0, rebuilt <4889.0> (data: a row)" in output
    assert ["evidence: data: data/a.csv is missing"] == [line for line in output if line.startswith("evidence")]
    assert "likely cause: data: a row" == output[-1]


LONG = "Offences of robbery in the force area, counted by quarter from April 2012 to March 2015, "


def test_what_differs_is_in_view_however_far_on_it_stands() -> None:
    """A digit at the end of a long text."""
    one, other = text_pair(f"{LONG}4,888", f"{LONG}4,889", 60)
    assert (True, True) == (one.endswith("4,888"), other.endswith("4,889"))
    assert len(one) <= 62


@pytest.mark.parametrize(
    ("published", "rebuilt", "texts"),
    [
        ("-9.0", "−9.0", ("⟨U+002D⟩9.0", "⟨U+2212⟩9.0")),
        ("a\u00a0b", "a b", ("a⟨U+00A0⟩b", "a⟨U+0020⟩b")),
        ("4\u200b,888", "4,888", ("4⟨U+200B⟩,888", "4⟨no character⟩,888")),
        ("1177 ", "1177", ("1177⟨U+0020⟩", "1177⟨no character⟩")),
        (None, "1177", ("nothing", "1177")),
    ],
)
def test_characters_that_look_alike_are_told_by_their_numbers(
    published: str | None, rebuilt: str, texts: tuple[str, str]
) -> None:
    """Hyphen and minus, spaces of two kinds, what cannot be seen, and what is not there."""
    assert texts == text_pair(published, rebuilt, 60)


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from([20, 60, 160]))
def test_two_texts_that_differ_never_look_the_same(one: str, other: str, width: int) -> None:
    """Unless all that differs is plain white space between words, which is told by its place in the file."""
    texts = text_pair(one, other, width)
    assert (one == other) == (texts[0] == texts[1])
