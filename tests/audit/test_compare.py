"""Two copies of a site: every difference is named by what a reader can look for, and nothing hides behind another."""

import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.audit.compare import byte_difference, compare_trees
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


def against(file: str, old: str, new: str) -> Comparison:
    """The comparison of a copy in which one text of a file was replaced by another."""
    assert old.encode() in SITE[file]
    return compare_trees({**SITE, file: SITE[file].replace(old.encode(), new.encode(), 1)}, SITE, allows)


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "name"),
    [
        ("page.html", "<td>5,373", "<td>5,374", "cell", "table 'Robbery by year', row '2013/14', column 'Offences'"),
        ("page.html", "9.0 per", "9.1 per", "text", "#m5-4b, p"),
        ("page.html", "Robbery fell", "Robbery\u00a0fell", "text", "#m5-4b, p"),
        ("page.html", "</main>", "\n</main>", "file", "markup or white space in line 6, after #m5-4b, byte "),
        ("page.html", "M0 1L2 3", "M0 1L2 4", "drawing", "#m5-4b, <path> "),
        ("page.html", '1">4,888', '1">4,889', "drawing", "#m5-4b, text"),
        ("page.html", "r.html", "s.html", "attribute", "#m5-4b, <a> "),
        ("page.html", "Robbery</h2>", "Burglary</h2>", "text", "#m5-4b, h2"),
        ("ledger.json", "-9.02661", "-9.03661", "claim", "robbery.change_pct, value"),
        ("ledger.json", "−9.0 per", "−9.1 per", "detail", "robbery.change_pct, display"),
        ("ledger.json", '"met"', '"missed"', "verdict", "status of M5.4b, status"),
        ("ledger.json", "5373.0", "5374.0", "chart", "chart robbery-years, row 2013/14"),
        ("ledger.json", '"00"', '"01"', "value", "edition, data"),
        ("data/robbery.csv", "5373", "5374", "cell", "line 2 (2013/14), column 'offences'"),
        ("as_run/one.ipynb", '"2"', '"3"', "value", "cell a, output 1: data.text/plain"),
        ("objects.inv", "INV", "INW", "file", "content"),
    ],
)
def test_one_fault_is_one_difference_with_its_name(file: str, old: str, new: str, kind: str, name: str) -> None:
    """A digit, a word, a stroke or a link: exactly one thing differs, and it is called what it is."""
    (one,) = against(file, old, new).differences
    assert (kind, True, DIFFERS) == (one.kind, one.name.startswith(name), one.result)


def test_rows_swapped_or_gone_are_named() -> None:
    """All values are there in another order; the rows after one that is gone are not blamed."""
    rows = "2013/14,5373\n", "2014/15,4888\n"
    swapped = against("data/robbery.csv", "".join(rows), "".join(rows[::-1]))
    gone = against("data/robbery.csv", rows[0], "")
    assert {"cell"} == {one.kind for one in swapped.differences}
    assert [(None, "2013/14"), (None, "5373")] == [(one.published, one.rebuilt) for one in gone.differences]


def test_the_same_and_a_value_within_its_tolerance_are_sound() -> None:
    """Everything is counted; the tenth figure of a computed value may differ, and is shown."""
    same, near = compare_trees(SITE, SITE, allows), against("ledger.json", "-9.02661", "-9.026610000001")
    assert (True, ()) == (same.sound, same.differences)
    counts = {("claim", 1), ("chart", 4), ("detail", 2), ("drawing", 4)}
    assert counts <= {(tally.kind, tally.same) for tally in same.tallies}
    assert (True, [WITHIN]) == (near.sound, [one.result for one in near.differences])


def test_things_paired_in_order_are_told_only_where_they_differ() -> None:
    """In tables too long to be matched, a changed first and last cell leave those between them alone."""
    rows = [f"{number},{number}" for number in range(4500)]
    content, copy = ("\n".join(["a,b", *lines]).encode() for lines in (rows, ["0,7", *rows[1:-1], "4499,7"]))
    differences = compare_trees({"a.csv": copy}, {"a.csv": content}, allows).differences
    assert ["line 2 (0), column 'b'", "line 4501 (4499), column 'b'"] == [one.name for one in differences]


def test_files_that_are_missing_added_renamed_or_exchanged_are_told_as_that() -> None:
    """By the name under which the rebuild has the content."""
    copy = {**SITE, "extra.html": b"<p>"}
    del copy["objects.inv"]
    copy["data/thefts.csv"] = copy.pop("data/robbery.csv")
    copy["page.html"], copy["ledger.json"] = SITE["ledger.json"], SITE["page.html"]
    differences = compare_trees(copy, SITE, allows).differences
    assert {"data/robbery.csv", "objects.inv"} == {one.file for one in differences if one.published is None}
    assert {"data/thefts.csv", "extra.html"} == {one.file for one in differences if one.rebuilt is None}
    assert {
        "extra.html": "the whole file",
        "objects.inv": "the whole file",
        "data/robbery.csv": "the whole file, published as data/thefts.csv",
        "data/thefts.csv": "the whole file, whose content the rebuild has as data/robbery.csv",
        "ledger.json": "the whole file, whose content the rebuild has as page.html",
        "page.html": "the whole file, whose content the rebuild has as ledger.json",
    } == {one.file: one.name for one in differences}


@given(st.sampled_from(sorted(SITE)), st.data())
def test_no_changed_byte_passes(file: str, data: st.DataObject) -> None:
    """Whatever single byte is changed in whatever file, the copy is not sound, unless it is within a tolerance."""
    content = SITE[file]
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    copy = {**SITE, file: content[:place] + bytes([byte]) + content[place + 1 :]}
    comparison = compare_trees(copy, SITE, lambda *_: False)
    assert (False, {file}) == (comparison.sound, {difference.file for difference in comparison.differences})


def package(*parts: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (b"\xef\xbb\xbfa\nb\n", ("a byte order mark at the start", "a byte order mark", "none")),
        (b"a\r\nb\r\n", ("ends of lines", "2 × carriage return and line feed", "2 × line feed")),
        (b"a\nb", ("ends of lines", "1 × line feed", "2 × line feed")),
        (b"a\n b\n", ("markup or white space in line 2, byte 2", "a\n b\n", "a\nb\n")),
    ],
)
def test_the_place_is_named(published: bytes, expected: tuple[str, str, str]) -> None:
    """A mark, the ends of lines, or line and byte."""
    assert expected == byte_difference(published, b"a\nb\n")


def test_of_a_package_the_part_is_named() -> None:
    """Where no part differs, that it is packed otherwise."""
    parts = ("a.xml", b"<a/>"), ("b.xml", b"<b/>")
    whole, packed = package(*parts), package(*parts, method=zipfile.ZIP_DEFLATED)
    place, *_ = byte_difference(package(parts[0], ("b.xml", b"<b />")), whole)
    assert "part b.xml: markup or white space in line 1, byte 2" == place
    assert byte_difference(package(parts[0]), whole)[0].startswith("part b.xml: ")
    assert "order, dates or packing of the archive" == byte_difference(packed, whole)[0]


HERE, THERE = "-9.02661455425", "-9.02661455426"


def site(value: str, *, page: str = "", extra: str = "", digest: str = "") -> dict[str, bytes]:
    """A ledger with one claim, a page and a list that quote it and its hash, and a list of that list."""
    claim = f'{{"id": "robbery.change_pct", "value": {value}, "display": "−9.0 per cent"{extra}}}'
    ledger = f'{{"claims": [{claim}], "milestones": [], "verdicts": [], "charts": []}}'.encode()
    stated = digest or hashlib.sha256(ledger).hexdigest()
    lines = json.dumps({"sha256": stated, "bytes": len(ledger)}).encode()
    again = json.dumps({"sha256": hashlib.sha256(lines).hexdigest()}).encode()
    text = f"<p>{page or value}</p><p>SHA-256 {stated}</p>"
    return {"ledger.json": ledger, "page.html": text.encode(), "list.json": lines, "lists.json": again}


def results(published: dict[str, bytes], rebuilt: dict[str, bytes]) -> set[str]:
    """The results of all differences, where a value may differ by one part in a thousand million."""
    comparison = compare_trees(published, rebuilt, lambda _, one, other: abs(one - other) <= 1e-9 * abs(one))
    return {one.result for one in comparison.differences}


@pytest.mark.parametrize("there", [THERE, "-9.0266145543"])
def test_what_states_a_value_within_tolerance_or_its_hash_is_within_it(there: str) -> None:
    """The hash of the ledger, its size, and the hash of a list that states them, however many steps away."""
    assert {WITHIN} == results(site(HERE), site(there))


@pytest.mark.parametrize("form", ["−{}", "{:.10}", "It prints −{}."])
def test_a_value_is_recognised_in_the_forms_in_which_it_is_written(form: str) -> None:
    """With a typographic minus, and where a sentence holds it."""
    here, there = (form.format(value.lstrip("-")) for value in (HERE, THERE))
    assert {WITHIN} == results(site(HERE, page=here), site(THERE, page=there))


def test_short_hashes_and_spreadsheet_figures_are_recognised() -> None:
    """The first twelve characters of a hash, and a value to sixteen figures."""
    one, other = site("-1.3439343580177954"), site("-1.3439343580179297")
    for content, figures in ((one, "1.343934358017795"), (other, "1.34393435801793")):
        digest = hashlib.sha256(content["ledger.json"]).hexdigest()[:12]
        content["page.html"] += f"<p>{digest}</p><p>{figures}</p>".encode()
    assert {WITHIN} == results(one, other)


@pytest.mark.parametrize("forged", [{"extra": ', "display": "−9.0 per cent"'}, {"page": "−9.1"}, {"digest": "0" * 64}])
def test_nothing_hides_behind_a_value_within_tolerance(forged: dict[str, str]) -> None:
    """A second value of one name, which a reader of JSON does not see; another figure; another hash."""
    assert DIFFERS in results(site(HERE, **forged), site(THERE))


def test_a_value_beyond_its_tolerance_takes_its_echoes_with_it() -> None:
    """Nothing is excused."""
    assert {DIFFERS} == results(site("-9.1"), site(THERE))
