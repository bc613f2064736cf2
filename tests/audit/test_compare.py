"""Two copies of a site: every difference is found and named by what a reader knows."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.audit.compare import compare_trees
from planbook.audit.records import DIFFERS, WITHIN, Comparison

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Reduce crime</title></head><body><main id="top">
<h1>Reduce crime</h1><section id="m5-4b"><h2>Robbery</h2><p>Robbery fell by <a href="r.html">9.0 per cent</a> to
4,888.</p><table><caption>Robbery by year</caption><thead><tr><th scope="col">Year</th><th scope="col">Offences</th>
</tr></thead><tbody><tr><th scope="row">2013/14</th><td>5,373</td></tr><tr><th scope="row">2014/15</th><td>4,888</td>
</tr></tbody></table><svg role="img" aria-label="A line"><path d="M0 1L2 3"/><text x="1">4,888</text></svg></section>
</main></body></html>"""
LEDGER = {
    "format": "planbook-ledger/1",
    "edition": {"period": "FY2014-15", "data": {"data/a.csv": "00"}},
    "claims": [{"id": "robbery.change_pct", "value": -9.02661, "display": "−9.0 per cent"}],
    "milestones": [{"milestone": "M5.4b", "status": "met"}],
    "verdicts": [{"verdict": "level", "measure": "robbery", "word": "stable"}],
    "charts": [{"id": "robbery-years", "title": "Robbery", "rows": [["2013/14", 5373.0], ["2014/15", 4888.0]]}],
}
SITE = {
    "page.html": PAGE.encode(),
    "ledger.json": json.dumps(LEDGER, ensure_ascii=False).encode(),
    "data/robbery.csv": b"year,offences\n2013/14,5373\n2014/15,4888\n",
    "as_run/one.ipynb": json.dumps(
        {"cells": [{"id": "a", "source": "1 + 1", "outputs": [{"data": {"text/plain": "2"}}]}], "nbformat": 4}
    ).encode(),
    "objects.inv": b"\x89INV",
}


def allows(claim: str, published: float, rebuilt: float) -> bool:
    """Nine figures for the one claim of these tests."""
    return claim == "robbery.change_pct" and abs(published - rebuilt) <= 1e-9 * abs(published)


def against(**changed: tuple[str, str]) -> Comparison:
    """The comparison of a copy in which one text of a file was replaced by another."""
    copy = dict(SITE)
    for name, (old, new) in changed.items():
        file = next(file for file in SITE if file.endswith(name.replace("_", ".")))
        assert old.encode() in copy[file]
        copy[file] = copy[file].replace(old.encode(), new.encode(), 1)
    return compare_trees(copy, SITE, allows)


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "name"),
    [
        ("page_html", "<td>5,373", "<td>5,374", "cell", "table 'Robbery by year', row '2013/14', column 'Offences'"),
        ("page_html", "9.0 per", "9.1 per", "text", "#m5-4b, p"),
        ("page_html", "Robbery fell", "Robbery\u00a0fell", "text", "#m5-4b, p"),
        ("page_html", "</main>", "\n</main>", "file", "markup or white space in line 6, after #m5-4b, byte "),
        ("page_html", "M0 1L2 3", "M0 1L2 4", "drawing", "#m5-4b, <path> "),
        ("page_html", '1">4,888', '1">4,889', "drawing", "#m5-4b, text"),
        ("page_html", "r.html", "s.html", "attribute", "#m5-4b, <a> "),
        ("page_html", "Robbery</h2>", "Burglary</h2>", "text", "#m5-4b, h2"),
        ("ledger_json", "-9.02661", "-9.03661", "claim", "robbery.change_pct, value"),
        ("ledger_json", "−9.0 per", "−9.1 per", "detail", "robbery.change_pct, display"),
        ("ledger_json", '"met"', '"missed"', "verdict", "status of M5.4b, status"),
        ("ledger_json", "5373.0", "5374.0", "chart", "chart robbery-years, row 2013/14"),
        ("ledger_json", '"00"', '"01"', "value", "edition, data"),
        ("robbery_csv", "5373", "5374", "cell", "line 2 (2013/14), column 'offences'"),
        ("one_ipynb", '"2"', '"3"', "value", "cell a, output 1: data.text/plain"),
        ("objects_inv", "INV", "INW", "file", "content"),
    ],
)
def test_one_fault_is_one_difference_with_its_name(file: str, old: str, new: str, kind: str, name: str) -> None:
    """A digit, a word, a stroke or a link: exactly one thing differs, and it is called what it is."""
    (found,) = against(**{file: (old, new)}).differences
    assert (kind, True, DIFFERS) == (found.kind, found.name.startswith(name), found.result)


def test_rows_swapped_or_gone_are_named() -> None:
    """All values are there in another order; the rows after one that is gone are not blamed."""
    rows = "2013/14,5373\n", "2014/15,4888\n"
    swapped, gone = against(robbery_csv=("".join(rows), "".join(rows[::-1]))), against(robbery_csv=(rows[0], ""))
    assert {"cell"} == {one.kind for one in swapped.differences}
    assert [(None, "2013/14"), (None, "5373")] == [(one.published, one.rebuilt) for one in gone.differences]


def test_the_same_and_a_value_within_its_tolerance_are_sound() -> None:
    """Everything is counted; the tenth figure of a computed value may differ, and is shown."""
    same, near = against(), against(ledger_json=("-9.02661", "-9.026610000001"))
    assert (True, ()) == (same.sound, same.differences)
    counts = {("claim", 1), ("chart", 4), ("detail", 2), ("drawing", 4)}
    assert counts <= {(tally.kind, tally.same) for tally in same.tallies}
    assert (True, [WITHIN]) == (near.sound, [one.result for one in near.differences])


def test_a_file_too_many_or_too_few_is_named() -> None:
    """On either side."""
    copy = {**SITE, "extra.html": b"<p>"}
    del copy["objects.inv"]
    found = compare_trees(copy, SITE, allows).differences
    assert [("extra.html", False), ("objects.inv", True)] == [(one.file, one.published is None) for one in found]


def test_things_paired_in_order_are_told_only_where_they_differ() -> None:
    """In tables too long to be matched, a changed first and last cell leave those between them alone."""
    rows = [f"{number},{number}" for number in range(4500)]
    content, copy = ("\n".join(["a,b", *lines]).encode() for lines in (rows, ["0,7", *rows[1:-1], "4499,7"]))
    found = compare_trees({"a.csv": copy}, {"a.csv": content}, allows).differences
    assert ["line 2 (0), column 'b'", "line 4501 (4499), column 'b'"] == [one.name for one in found]


def test_a_renamed_file_and_two_exchanged_files_are_told_as_that() -> None:
    """By the name under which the rebuild holds the content."""
    copy = dict(SITE)
    copy["data/thefts.csv"] = copy.pop("data/robbery.csv")
    copy["page.html"], copy["ledger.json"] = SITE["ledger.json"], SITE["page.html"]
    names = {one.file: one.name for one in compare_trees(copy, SITE, allows).differences}
    assert {
        "data/robbery.csv": "the whole file, published as data/thefts.csv",
        "data/thefts.csv": "the whole file, whose content the rebuild has as data/robbery.csv",
        "ledger.json": "the whole file, whose content the rebuild has as page.html",
        "page.html": "the whole file, whose content the rebuild has as ledger.json",
    } == names


@given(st.sampled_from(sorted(SITE)), st.data())
def test_no_changed_byte_passes(file: str, data: st.DataObject) -> None:
    """Whatever single byte is changed in whatever file, the copy is not sound, unless it is within a tolerance."""
    content = SITE[file]
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    copy = {**SITE, file: content[:place] + bytes([byte]) + content[place + 1 :]}
    found = compare_trees(copy, SITE, lambda *_: False)
    assert (False, {file}) == (found.sound, {difference.file for difference in found.differences})
