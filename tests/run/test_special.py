"""SciPy's special functions are there at once, and everything else of their package once it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

BEGIN = """
import sys
from planbook.kernels.special import import_special_functions
import_special_functions()
from scipy import special
"""
ALONE = """
assert "scipy.special._basic" not in sys.modules
assert 0.5 == special.ndtr(0.0)
assert special.__spec__.name == "scipy.special" and special.__file__.endswith("__init__.py")
assert "scipy.special._basic" not in sys.modules
"""
WHOLE = """
from scipy.special import comb, logsumexp
assert 10 == comb(5, 2)
import scipy, scipy.special as again
assert scipy.special is again
assert again.comb is comb is special.comb and again.ndtr is special.ndtr
assert [] == sorted(set(again.__all__) - set(dir(special)))
assert again.__all__ == special.__all__
"""
STARRED = """
from scipy.special import *
assert 10 == comb(5, 2) and 0.5 == ndtr(0.0)
import scipy.special._orthogonal
assert callable(scipy.special._orthogonal.legendre)
"""
SENT = """
import pickle, scipy.special
assert scipy.special is pickle.loads(pickle.dumps(special))
assert special.ndtr is pickle.loads(pickle.dumps(special.ndtr))
"""
MISSING = """
try:
    special.nothing_of_this_name
except AttributeError as missing:
    assert "nothing_of_this_name" in str(missing)
else:
    raise AssertionError("something")
"""
ELSEWHERE = """
import planbook.kernels.special
assert type(special) is type(sys), "a stand-in"
"""


@pytest.mark.parametrize(
    ("code", "arrays"),
    [(ALONE, ""), (WHOLE, ""), (STARRED, ""), (SENT, ""), (MISSING, ""), (ELSEWHERE, "1")],
    ids=["alone", "whole", "starred", "sent", "missing", "other arrays"],
)
def test_functions_are_imported_alone_until_more_is_wanted(code: str, arrays: str) -> None:
    """Light for who wants functions, and the same package for anybody else."""
    environment = {**os.environ, "SCIPY_ARRAY_API": arrays}
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code], env=environment, capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)


LAID_OUT_OTHERWISE = """
import sys
import planbook.kernels.special as ours
ours.FUNCTIONS = "scipy.special._somewhere_else"
ours.import_special_functions()
from scipy import special
assert type(special) is type(sys) and 0.5 == special.ndtr(0.0)
"""


def test_the_whole_package_is_imported_where_it_is_laid_out_otherwise() -> None:
    """A later SciPy may keep its functions elsewhere: then nothing is gained, and nothing is lost."""
    done = subprocess.run([sys.executable, "-c", LAID_OUT_OTHERWISE], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
