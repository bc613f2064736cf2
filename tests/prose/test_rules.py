"""What the gate says of one text."""

from dataclasses import replace

import pytest

from planbook.prose.findings import Place, fault_report
from planbook.prose.rules import inspect

from .measuring import contexts

BARE, LICENSED, PAGE = (contexts()[name] for name in ("bare", "licensed", "page"))


def test_a_typed_number_names_file_line_and_nearest_claim() -> None:
    """The message says where, what, and which claims are nearest by value."""
    (fault,) = inspect(
        "data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.4b.md", "First.\n\nThe unit has 9.1 staff.", LICENSED
    )
    assert str(fault).startswith(
        "data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.4b.md:3:14: a number typed by hand"
    )
    assert "robbery.change_pct (−9.0 per cent)" in fault.advice


def test_the_nearest_claim_by_words_is_named() -> None:
    """A number near no value is answered with the claim whose name is in the sentence."""
    (fault,) = inspect("x.md", "The baseline was 71.", LICENSED)
    assert "robbery.baseline (5,373 offences)" in fault.advice


def test_an_unlicensed_word_is_answered_with_the_licensed_ones() -> None:
    """The message names the words that the verdicts permit."""
    (fault,) = inspect("x.md", "Robbery is rising.", LICENSED)
    assert "word" == fault.rule
    assert "reduced but stable" in fault.advice
    assert "stable since" in fault.advice


def test_without_a_verdict_no_word_is_permitted() -> None:
    """A milestone without verdicts says so."""
    (fault,) = inspect("x.md", "Confidence is stable.", BARE)
    assert "No verdict of M1.1 permits a statistical word" == fault.advice


def test_without_an_edition_only_words_that_nothing_licenses_are_stopped() -> None:
    """Before a run the verdicts are not known: "stable" waits, "best" does not."""
    unknown = replace(BARE, licences=None)
    assert [] == list(inspect("x.md", "Robbery is stable.", unknown))
    assert ["best"] == [fault.text for fault in inspect("x.md", "It was the best year.", unknown)]


def test_a_sentence_that_names_a_measure_is_held_to_its_verdicts() -> None:
    """The licence of one measure does not serve another of the same milestone."""
    (robbery,) = LICENSED.licences or ()
    other = replace(robbery, names=("violence", "Violence"), words=("rising",))
    both = replace(LICENSED, licences=(robbery, other))
    assert ["stable"] == [fault.text for fault in inspect("x.md", "Violence was stable.", both)]
    assert [] == list(inspect("x.md", "Robbery was stable.", both))


def test_a_page_may_explain_a_word() -> None:
    """A general statement on an explaining page needs no licence; one about the edition does."""
    assert [] == list(inspect("x.md", "A high level of crime can be stable.", PAGE))
    assert ["best"] == [fault.text for fault in inspect("x.md", "The force had its best year in 2014/15.", PAGE)]


def test_a_registered_number_passes_and_a_lost_one_is_told() -> None:
    """The register covers the words that it holds, and no row outlives its text."""
    page = replace(PAGE, registered=("7 points", "8 points"))
    (fault,) = inspect("book/methods.md", "A shift is 7 points in a row.", page)
    assert ("register", "8 points", Place(1, 1)) == (fault.rule, fault.text, fault.place)


def test_a_registered_title_is_left_alone() -> None:
    """A promise is quoted as the plan words it, with its number."""
    titled = replace(BARE, titles=("Reduce public place violence by 5 per cent",))
    assert [] == list(inspect("x.ipynb", "## M5.3 Reduce public place violence by 5 per cent", titled))


def test_a_notebook_fault_names_its_cell() -> None:
    """Cells are counted from one, as the notebook shows them."""
    (fault,) = inspect("notebooks/x.ipynb", "It has 14 staff.", BARE, cell=4)
    assert str(fault).startswith("notebooks/x.ipynb, cell 4:1:8:")


@pytest.mark.parametrize("quoted", ["“last year”", '"last year"', "‘last year’"])
def test_a_quotation_may_be_relative(quoted: str) -> None:
    """Somebody else's words stand in quotation marks."""
    assert [] == list(inspect("x.md", f"The report calls it {quoted}.", BARE))


def test_claims_count_as_their_values_where_points_are_looked_for() -> None:
    """A change of a percentage quoted from a claim in per cent is stopped too."""
    faults = inspect("x.md", "The target was missed by {claim}`satisfaction_crime.level`.", BARE)
    assert ["points"] == [fault.rule for fault in faults]


def test_the_report_is_in_the_order_of_the_files() -> None:
    """One heading with the counts, one line a fault."""
    faults = (
        *inspect("b.md", "It has 14 staff.", BARE),
        *inspect("a.md", "It has 14 staff. It ended last year.", BARE),
    )
    heading, *lines = fault_report(faults).splitlines()
    assert heading.startswith("3 faults in the words of 2 files")
    assert ["a.md", "a.md", "b.md"] == [line.strip().partition(":")[0] for line in lines]
