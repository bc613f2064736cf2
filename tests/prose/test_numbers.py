"""Figures that are no quantities."""

from planbook.prose.numbers import exempt_spans


def test_years_dates_paragraphs_and_telephone_numbers_are_found() -> None:
    """A financial year, a year by itself, a date, a paragraph and a number of a service."""
    text = "In 2014/15, as in 2013, the paper of 3 May (paragraph 12) gave 101 as the number to call."
    spans = {text[start:end] for start, end in exempt_spans(text)}
    assert {"2014/15", "2013", "3 May", "paragraph 12", "101"} <= spans
