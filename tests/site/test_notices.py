"""The notice of an edition built as known at a date."""

from __future__ import annotations

from planbook.data.measures import Measures
from planbook.site.evidence import measures_known
from tests.data.test_available import DAMAGE, HATE, ROBBERY, claim


def test_each_measure_is_said_to_be_known_cited_or_unknown() -> None:
    """By year where a figure was worked out, cited where one was printed, else not known in this form."""
    claims = [
        claim("robbery.count", "computed"),
        claim("robbery.dispersion", "absent"),
        claim("hate_crime.level", "published"),
        claim("damage.count", "absent"),
    ]
    assert {
        "Known by year": ["Robbery"],
        "Cited only: as the original report printed it": ["Hate crime"],
        "Not known in this form": ["Damage"],
    } == measures_known(claims, Measures((ROBBERY, HATE, DAMAGE)), "years")
