"""What the search finds."""

from __future__ import annotations

from planbook.data.plan import Outcome
from planbook.prose.glossary import Term
from planbook.site.search import KINDS, Entry, outcome_entry, records, term_entry


def test_records_are_numbered_in_their_order() -> None:
    """The program finds an entry by its number."""
    entries = [Entry("term", "A", "a", "x"), Entry("measure", "B", "b", "y", "stable")]
    assert [(0, "A", ""), (1, "B", "stable")] == [
        (record["id"], record["title"], record["status"]) for record in records(entries)
    ]


def test_every_kind_has_a_heading() -> None:
    """Milestones come first, whole paragraphs last."""
    assert ["Milestones", "Measures", "Outcomes", "Terms", "Paragraphs"] == list(KINDS.values())


def test_a_term_is_found_by_its_expansion() -> None:
    """Somebody who knows the words finds the short form."""
    entry = term_entry(Term("ASB", "Anti-social behaviour", "Nuisance."), "book/glossary.html#term-asb")
    assert ("ASB", "Anti-social behaviour. Nuisance.") == (entry.title, entry.text)


def test_an_outcome_is_found_by_its_number() -> None:
    """The id stands in the words."""
    outcome = Outcome(id="O5", position=5, title="Reduce crime", title_inferred=False, notebook="05", note="")
    assert "Outcome O5" == outcome_entry(outcome, "x").text
