"""The changes of an edition together."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from planbook.statistics.family import family
from planbook.statistics.series import ManyFaults

P_VALUES = {"violence": 0.004, "sexual": 0.02, "robbery": 0.03, "shops": 0.2}


@settings(max_examples=20)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_values_agree_with_other_code(values):
    """Holm as in statsmodels."""
    found = family({str(at): p for at, p in enumerate(values)}).members
    p = np.array([each.p for each in found])
    assert [each.holm for each in found] == pytest.approx(multipletests(p, method="holm")[1])


def test_the_family_says_which_stand():
    """Three are significant alone; together the smallest stands."""
    found = family(P_VALUES)
    assert [each.name for each in found.members if each.alone] == ["violence", "sexual", "robbery"]
    assert [each.name for each in found.members if each.stands] == ["violence"]
    assert found.sentence == (
        "Of 4 changes, 3 are significant one by one, where chance alone gives up to 0.2; with all taken together, "
        "violence stands (Holm)."
    )
    assert family({"a": 0.5}).sentence.endswith("none stands (Holm).")
    assert family({}).sentence == ""


def test_p_that_is_no_number_is_refused():
    """Every fault is named."""
    with pytest.raises(ManyFaults):
        family({"a": math.nan, "b": math.inf})
