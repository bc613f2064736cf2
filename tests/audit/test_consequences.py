"""What follows from a value within its tolerance is within it too, and nothing hides behind it."""

import hashlib
import json

import pytest

from planbook.audit.compare import compare_trees
from planbook.audit.records import DIFFERS, WITHIN, Difference

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


def comparison(published: dict[str, bytes], rebuilt: dict[str, bytes]) -> tuple[Difference, ...]:
    """The differences, where a value may differ by one part in a thousand million."""
    near = 1e-9
    return compare_trees(published, rebuilt, lambda _, one, other: abs(one - other) <= near * abs(one)).differences


def test_hashes_and_texts_of_a_value_within_tolerance_are_within_it() -> None:
    """The hash of the ledger, and the hash of a list that states it, however many steps away."""
    differences = comparison(site(HERE), site(THERE))
    assert {"ledger.json", "page.html", "list.json", "lists.json"} == {one.file for one in differences}
    assert {WITHIN} == {one.result for one in differences}


def test_another_size_is_within_it_too() -> None:
    """A value of one figure less makes the ledger shorter."""
    assert {WITHIN} == {one.result for one in comparison(site(HERE), site("-9.0266145543"))}


@pytest.mark.parametrize("shown", ["−{}", "{:.10}", "It prints −{}."])
def test_a_value_is_known_in_the_forms_in_which_it_is_written(shown: str) -> None:
    """With a typographic minus, and where a sentence holds it."""
    pages = [shown.format(value.lstrip("-")) for value in (HERE, THERE)]
    differences = comparison(site(HERE, page=pages[0]), site(THERE, page=pages[1]))
    assert {WITHIN} == {one.result for one in differences}


def test_short_hashes_and_spreadsheet_figures_are_known() -> None:
    """The first twelve characters of a hash, and a value to sixteen figures."""
    one, other = site("-1.3439343580177954"), site("-1.3439343580179297")
    for content, figures in ((one, "1.343934358017795"), (other, "1.34393435801793")):
        content["page.html"] += f"<p>{hashlib.sha256(content['ledger.json']).hexdigest()[:12]}</p>".encode()
        content["page.html"] += f"<p>{figures}</p>".encode()
    assert {WITHIN} == {difference.result for difference in comparison(one, other)}


def test_nothing_hides_behind_a_value_within_tolerance() -> None:
    """A second value of one name, which a reader of JSON does not see, is found in the bytes."""
    hidden = comparison(site(HERE, extra=', "display": "−9.0 per cent"'), site(THERE))
    assert (True, True) == ("ledger.json" in {one.file for one in hidden}, DIFFERS in {one.result for one in hidden})
    assert DIFFERS in {one.result for one in comparison(site(HERE, page="−9.1"), site(THERE))}
    assert DIFFERS in {one.result for one in comparison(site(HERE, digest="0" * 64), site(THERE))}


def test_a_value_beyond_its_tolerance_takes_its_echoes_with_it() -> None:
    """Nothing is excused."""
    assert {DIFFERS} == {one.result for one in comparison(site("-9.1"), site(THERE))}
