"""The blocks of the front page, on the small book."""

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import Book


@pytest.fixture(scope="module")
def front(sound: Book) -> BeautifulSoup:
    """The small front page."""
    return sound.soup("front")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    """Texts of what a selector finds, white space as one."""
    return [" ".join(tag.get_text(" ").split()) for tag in page.select(selector)]


def test_a_headline_and_its_sentences_name_and_link_the_promises(front: BeautifulSoup) -> None:
    """The answer stands first; what is missed leads to its block; what is open has its reason."""
    assert [
        "Of 2 promises, 1 can be judged: none is met in full and 1 is not met.",
        "Nothing was met in full.",
        "Not met: delivery plan and performance reporting (missed, +1.0 per cent).",
        "Cannot be judged: 1 of the 2 promises, because 1 describes activity without a measure.",
    ] == [text.replace(" .", ".") for text in words(front, ".pb-summary p")]
    (link,) = front.select(".pb-summary a")
    assert "book/edition/10_national_policing.html#m10-2" == link["href"]


def test_without_an_edition_before_one_sentence_says_so(elsewhere: Book) -> None:
    """No list, and no guess."""
    page = elsewhere.soup("front")
    told = "No earlier edition is held beside this one, so no change of status can be shown."
    assert [told] == words(page, ".pb-since > p:not(.pb-block-title)")
    assert [] == page.select(".pb-since li")


def test_each_row_of_the_table_carries_what_it_is_sorted_by(front: BeautifulSoup) -> None:
    """Outcome, status, group and roles; a milestone without a figure says how it stands in their place."""
    open_row, judged = front.select("table.pb-register tr[data-status]")
    assert ("O8", "narrative", "open") == tuple(open_row[f"data-{name}"] for name in ("outcome", "status", "group"))
    assert "Police and Crime Commissioner|Victims Commission" == open_row["data-owners"]
    assert ["Status", "Target", "How it stands", "Owner"] == [cell["data-label"] for cell in open_row.select("td")]
    assert ["Status", "Target", "Baseline", "Actual", "Gap", "Owner"] == [
        cell["data-label"] for cell in judged.select("td")
    ]
    assert int(judged["data-rank"]) < int(open_row["data-rank"])


def test_the_lists_offer_what_the_table_holds(front: BeautifulSoup) -> None:
    """Statuses of this edition alone, in groups; the list waits hidden for its script."""
    offered = [option["value"] for option in front.select("#by-status option")]
    assert ["", "group:missed", "missed", "group:open", "narrative"] == offered
    assert 1 == len(front.select("#promise-filters[hidden]"))
    assert ["register.js"] == [str(script["src"])[8:19] for script in front.select("script[src*=register][defer]")]
