"""The certificate of an audit says what was compared and what came out, in words and as data."""

import json
from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup

from planbook.audit.records import DIFFERS, WITHIN, Comparison, Difference, Fault, Tally
from planbook.audit.report import Audit, audit_table, write_certificate
from planbook.site.theme import POLICY

CLAIM = Difference("claim", "ledger.json", "robbery.count, value", "4888.0", "<4889.0>", DIFFERS, "data: a row")
LAST = Difference("claim", "ledger.json", "robbery.rate, value", "1.0", "1.0000000001", WITHIN, "environment")
GOOD = Audit(
    edition="West Midlands, 2014/15",
    ledger="ab" * 32,
    environment="Rebuilt here.",
    evidence=(),
    versions=(),
    comparison=Comparison((Tally("claim", 250, 0, 0), Tally("cell", 9, 0, 0)), ()),
    cause="",
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
    """What differs stands before what is within its tolerance; values are text, never markup."""
    soup = page(tmp_path, BAD)
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select("table")[1].select("tbody tr")]
    assert [
        ["ledger.json robbery.count, value", "4888.0", "<4889.0>", "Differs", "data: a row"],
        ["ledger.json robbery.rate, value", "1.0", "1.0000000001", "Same within its stated tolerance", "environment"],
    ] == rows
    assert "data/a.csv is missing" in soup.get_text()
    assert "1 published thing differs from the rerun; 1 fault of the evidence was found." in soup.get_text()


def test_a_rebuild_that_failed_is_told(tmp_path: Path) -> None:
    """With what it said."""
    soup = page(tmp_path, replace(GOOD, failure="data.csv: line 3"))
    assert "data.csv: line 3" == soup.select("pre")[0].get_text()
    assert "could not be rebuilt" in soup.get_text()


def test_the_page_is_under_the_strict_policy_and_holds_no_script_or_style(tmp_path: Path) -> None:
    """Everything comes from files beside it."""
    soup = page(tmp_path, BAD)
    assert POLICY == soup.select("meta[http-equiv]")[0]["content"]
    assert [] == [tag for tag in soup.select("style, script, [style]") if not tag.get("src")]
    assert b"p {}" == (tmp_path / "planbook.css").read_bytes()


def test_the_record_holds_everything(tmp_path: Path) -> None:
    """All differences, counts, faults; the same audit gives the same bytes."""
    texts = []
    for _ in range(2):
        page(tmp_path, BAD)
        texts.append((tmp_path / "audit.json").read_bytes())
    record = json.loads(texts[0])
    counts = len(record["differences"]), len(record["evidence"])
    assert ("planbook-audit/1", False, (2, 1)) == (record["format"], record["passed"], counts)
    assert texts[0] == texts[1]


def test_the_terminal_shows_table_differences_and_cause() -> None:
    """In the order of an audit."""
    output = audit_table(BAD).splitlines()
    assert ["claims", "248", "1", "1"] in [line.split() for line in output]
    assert "differs: ledger.json, robbery.count, value: published 4888.0, rebuilt <4889.0> (data: a row)" in output
    assert ["evidence: data: data/a.csv is missing"] == [line for line in output if line.startswith("evidence")]
    assert "likely cause: data: a row" == output[-1]
