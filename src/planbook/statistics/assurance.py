"""How sure a result is beside its target: whether the change under the count reached it, and whether the process would.

A promise is judged on the recorded figure. Two more questions are answered beside that verdict and never in its
place: how clear the figure is, and whether the same process would reach the target in another year.

Sources: NHS England, Making Data Count (assurance of a target from process limits); M. D. Mastrandrea and others,
Guidance Note on Consistent Treatment of Uncertainties, IPCC (2010), table 1 (words for likelihood); D. G. Altman and
J. M. Bland, BMJ 311 (1995), 485 (absence of evidence is not evidence of absence).
"""

import math
from typing import Final, Literal

Assurance = Literal["reliably reached", "reached in some years and not in others", "not reached"]
Clarity = Literal["clearly", "not clearly more than chance"]

LIKELIHOODS: Final = (
    (0.99, "virtually certain"),
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.10, "unlikely"),
    (0.01, "very unlikely"),
    (0.0, "exceptionally unlikely"),
)
"""Probability from which on a word may be said, and the word (IPCC 2010)."""


def clarity(low: float, high: float) -> Clarity:
    """The second word of a promise: whether the 95 per cent interval of its change leaves zero out.

    Example:
        >>> clarity(-7.9, -0.4)
        'clearly'
    """
    return "not clearly more than chance" if low <= 0 <= high else "clearly"


def likelihood_reached(percent: float, target: float, error: float, freedom: float, *, ceiling: bool = True) -> float:
    """Probability that the underlying change reached the target, given the recorded change; 0 to 1.

    Args:
        percent: recorded change in per cent, above -100.
        target: change asked for in per cent, above -100.
        error: standard error of the logarithm of the ratio, as of a `Change`; zero where nothing varies.
        freedom: degrees of freedom of `error`; infinite for the normal distribution.
        ceiling: the change should be at most the target, otherwise at least.

    Example:
        >>> round(likelihood_reached(-9.0, -5.0, 0.04, 8), 2)
        0.84
    """
    gap = math.log1p(target / 100) - math.log1p(percent / 100)
    gap = gap if ceiling else -gap
    if error == 0:
        return float(gap >= 0)
    # Imported here: words of clarity are asked for where nothing else needs SciPy.
    from scipy import special

    return float(special.ndtr(gap / error) if math.isinf(freedom) else special.stdtr(freedom, gap / error))


def likelihood_word(probability: float) -> str:
    """The word for a probability: ``likely`` for 0.84."""
    return next(word for least, word in LIKELIHOODS if probability >= least)


def assurance(target: float, lower: float, upper: float, *, ceiling: bool = True) -> Assurance:
    """Whether the process, as it runs, would reach a target year after year.

    Args:
        target: count of a year at which the target is just met.
        lower: lower limit of a year's count under the present process.
        upper: its upper limit.
        ceiling: the count should be at most the target, otherwise at least.

    Example:
        >>> assurance(5104, lower=4520, upper=5260)
        'reached in some years and not in others'
    """
    always, never = (upper <= target, lower > target) if ceiling else (lower >= target, upper < target)
    if always:
        return "reliably reached"
    return "not reached" if never else "reached in some years and not in others"
