"""A difference is laid at the right door."""

from planbook.audit.evidence import ALTERED, Circumstances, LedgerRows, RowsByClaim, explained, likely_cause
from planbook.audit.records import Comparison, Difference, Fault

CRIME = "data/series/crime.csv"
CLAIM = Difference("claim", "ledger.json", "robbery.count, value", "4888.0", "4889.0")
ROW = Difference("cell", CRIME, "line 2 (FY2014-15Q1), column 'value'", "1177", "1178")
TEXT = Difference("text", "book/a.html", "#m5, p", "It fell.", "It rose.")


def behind(digest: str) -> RowsByClaim:
    """Rows with a hash behind one claim."""
    return {"robbery.count": (LedgerRows("crime", digest),)}


def cause(
    *differences: Difference,
    evidence: tuple[Fault, ...] = (),
    versions: tuple[Fault, ...] = (),
    altered: frozenset[str] = frozenset(),
    rows: str = "aa",
) -> str:
    """The cause of the first of some differences."""
    circumstances = Circumstances(evidence, versions, altered, behind("aa"), behind(rows))
    return explained(Comparison((), differences), circumstances).differences[0].cause


def test_other_rows_are_the_cause_with_the_first_that_differs() -> None:
    """Before anything else that is known."""
    expected = f"data: {CRIME}, first differing row: {ROW.name}, published 1177, rebuilt 1178"
    assert expected == cause(CLAIM, ROW, rows="bb", versions=(Fault("package", "numpy", "is other"),))
    assert "data: the rows behind the figure are others" == cause(CLAIM, rows="bb")


def test_a_file_that_was_altered_afterwards_is_its_own_cause() -> None:
    """Nothing is wrong with the evidence then."""
    assert ALTERED == cause(TEXT, altered=frozenset({"book/a.html"}))


def test_words_do_not_change_figures_and_tables_only_what_rests_on_them() -> None:
    """The fault that can have done it is named, not the first of the list."""
    words, other, code = (
        Fault("commentary", "data/commentary/M5.md", "is missing"),
        Fault("data", "data/series/people.csv", "is missing"),
        Fault("code", "src/planbook/claims/display.py", "is missing"),
    )
    assert str(code) == cause(CLAIM, evidence=(other, words, code))
    assert str(words) == cause(TEXT, evidence=(words,))


def test_without_a_fault_it_is_the_environment() -> None:
    """Library and packages that are known to be others, or what cannot be known."""
    expected = "package: numpy is other; or the figures were altered before the bundle was made"
    assert expected == cause(CLAIM, versions=(Fault("package", "numpy", "is other"),))
    assert cause(CLAIM).startswith("environment: ")


def test_the_likely_cause_is_that_of_most_differences() -> None:
    """Of none, what is wrong with the evidence."""
    comparison = explained(Comparison((), (CLAIM, TEXT, TEXT)), Circumstances(altered=frozenset({"book/a.html"})))
    assert likely_cause(comparison, ()).startswith(ALTERED)
    assert "code: a is missing" == likely_cause(Comparison((), ()), (Fault("code", "a", "is missing"),))
