"""How far the verdicts of a count can be trusted.

The same verdicts under other reasonable settings, what chance alone would give, and what inspections found of the
recording.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from planbook.notebook.reading import Behind
from planbook.statistics.change import Change
from planbook.statistics.error_rates import nearest_rates
from planbook.statistics.level import Level
from planbook.statistics.trust import Robustness, change_alternatives, level_alternatives, trust


class Scrutiny(NamedTuple):
    """What is known against the two verdicts of one measure, and for them.

    ``sentences`` say it one by one, the robustness of the verdicts first; ``records`` hold what the ledger keeps beside
    each verdict, by its kind.
    """

    sentences: tuple[str, ...]
    records: Mapping[str, Mapping[str, Any]]


def scrutinise(
    counts: pd.Series,
    level: Level,
    change: Change,
    behind: Behind,
    *,
    residents: pd.Series | None = None,
    inspection: str = "",
    back: int = 1,
) -> Scrutiny:
    """Put the two verdicts of a count to the test.

    Args:
        counts: by quarter, up to the end of the window of ``level``.
        level: what the level verdict was derived from.
        change: what the verdict on the year was derived from.
        behind: declared phases and breaks of definition, and how alike neighbours are.
        residents: by quarter, for the change of the rate; None where they are not held for every quarter.
        inspection: a sentence on what an inspection found of the recording.
        back: years from the window to the baseline of the change.
    """
    model: dict[str, Any] = {"starts": behind.starts, "prior": behind.prior}
    of_level = level_alternatives(counts, level.window, **model)
    of_year = change_alternatives(counts, level.window, **model, residents=residents, back=back)
    confidence = trust(level, change, starts=behind.starts, robustness=(of_level, of_year), inspection=inspection)
    # The robustness of each verdict says already which of them is fragile.
    doubts = [doubt.sentence for doubt in confidence.doubts if doubt.kind != "a fragile verdict"]
    sentences = (of_level.sentence, of_year.sentence, change.basis, *doubts)
    return Scrutiny(
        tuple(text for text in sentences if text),
        {
            "level": {**_record(of_level, confidence.word), **_of_level(level)},
            "year on year": {**_record(of_year, confidence.word), **_of_change(change)},
        },
    )


def _record(robustness: Robustness, trusted: str) -> dict[str, Any]:
    return {
        "alternatives": len(robustness.outcomes),
        "holds": robustness.held,
        "fragile": robustness.fragile,
        "flips": [f"{flip.alternative}: {flip.word}" for flip in robustness.flips],
        "trust": trusted,
    }


def _of_level(level: Level) -> dict[str, Any]:
    """Whether the level signals, and how often a level that never changes would by chance."""
    if level.judged is None or level.judged.withheld[0]:
        return {}
    rates = nearest_rates(len(level.index), float(level.judged.correlation[0]))
    return {
        "signals_seen": int(level.judged.signal[0]),
        "signals_by_chance": rates.false_level / 100,
        "lag_1": float(level.judged.lag[0]),
    }


def _of_change(change: Change) -> dict[str, Any]:
    """Whether the change is significant, how often none would be by chance, and its p for the edition as a family."""
    if change.exact:
        return {}
    rates, p = nearest_rates(change.periods, change.correlation), change.p_value
    significant = int(change.low > 0 or change.high < 0)
    return {"signals_seen": significant, "signals_by_chance": rates.false_change / 100, "p": p}
