"""What IPython does for a notebook of planbook: ids complete with Tab, an error is the cell's line and one sentence.

Everything is set up by ``open_outcome`` and works alike in JupyterLab and under Papermill. Without IPython, as in a
script, nothing is set up.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
import traceback
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, NamedTuple

import pandas as pd
from IPython import get_ipython
from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher
from IPython.core.interactiveshell import InteractiveShell

from planbook.claims.statistics_table import STATISTICS
from planbook.data.series import period_of
from planbook.data.values import nearest

PARAMETERS = ("as_at", "force", "period", "plan")
INJECTED = "# Parameters"  # the first line of the cell that Papermill injects
CALL = re.compile(r"""\.(\w+)\(\s*["']([\w.]*)$""")
"""The text up to the cursor inside the first argument of a method."""
STATISTIC = re.compile(r"\.record\(.+,\s*(\w*)$")
TAKE_A_PROMISE = ("milestone", "judge")
MOST_ROWS = 60  # of a table that a cell shows; the middle of a longer one is left out, as pandas does


class UnknownParameter(ValueError):
    """A parameter that the notebook does not declare."""

    def __init__(self, wanted: str) -> None:
        near, names = nearest(wanted, PARAMETERS, 1), ", ".join(PARAMETERS)
        super().__init__(f"parameter {wanted!r} does not exist; nearest: {near}; the notebook declares {names}")


def refuse_unknown_parameters() -> None:
    """Look through the cells run so far for injected parameters, and refuse an unknown one.

    Raises:
        UnknownParameter: the nearest declared name is given.
    """
    # Papermill injects any name, and a notebook with a misspelt period would run on its default.
    shell = get_ipython()
    cells = shell.history_manager.input_hist_raw if shell else ()
    for node in (node for cell in cells if cell.startswith(INJECTED) for node in ast.walk(ast.parse(cell))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id not in PARAMETERS:
            raise UnknownParameter(node.id)


class CellRun(NamedTuple):
    """One run of a cell; ``cell`` is empty where the front end does not say which it is."""

    cell: str = ""
    number: int = 0

    def repeats(self, earlier: CellRun) -> bool:
        """Whether the same cell ran before."""
        return bool(self.cell) and self.cell == earlier.cell and self.number != earlier.number


def this_run() -> CellRun:
    """The run of the cell that is running."""
    shell = get_ipython()
    if not hasattr(shell, "get_parent"):  # a terminal, or no IPython at all
        return CellRun()
    return CellRun(shell.get_parent().get("metadata", {}).get("cellId", ""), shell.execution_count)


def show_errors_in_one_line() -> None:
    """Have an error show the line of the cell and one sentence; ``%tb`` still shows the whole way."""
    shell = get_ipython()
    if shell:
        shell.set_custom_exc((Exception,), _show_error)


def _show_error(
    shell: InteractiveShell, kind: type[Exception], error: Exception, way: TracebackType, tb_offset: int | None = None
) -> list[str]:
    own = [
        (frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(way) if frame.f_globals is shell.user_ns
    ]
    if not own:  # a cell that cannot be parsed has no line that ran
        shell.showtraceback((kind, error, way), tb_offset=tb_offset)
        return []
    file, line = own[-1]
    sys.last_type, sys.last_value, sys.last_traceback = kind, error, way  # where %tb and %debug look
    sentence = str(error.args[0]) if len(error.args) == 1 else str(error)  # str() of a KeyError is in quotation marks
    told = [f"line {line}: {linecache.getline(file, line).strip()}", f"{kind.__name__}: {sentence}"]
    if not kind.__module__.startswith("planbook"):
        told.append("%tb shows the whole way there.")
    shell._showtraceback(kind, sentence, told)  # noqa: SLF001 - as the handlers of IPython itself do
    return told


def complete(measures: Iterable[str], promises: Iterable[str]) -> None:
    """Have Tab complete ids of measures and promises inside quotation marks, and statistics in ``record``."""
    shell = get_ipython()
    if not shell:
        return
    ids = {"measure": tuple(measures), "promise": tuple(promises)}

    @context_matcher()  # type: ignore[untyped-decorator]
    def planbook_ids(context: CompletionContext) -> dict[str, Any]:
        kind, begun, names = _on_offer(context.text_until_cursor, ids)
        found = [SimpleCompletion(text=name, type=kind) for name in names if name.startswith(begun)]
        return {"completions": found, "matched_fragment": begun, "suppress": bool(found)}

    matchers = shell.Completer.custom_matchers
    # The cell that opens an outcome may run again, with another outcome.
    matchers[:] = [*(one for one in matchers if one.__name__ != planbook_ids.__name__), planbook_ids]


def _on_offer(text: str, ids: Mapping[str, tuple[str, ...]]) -> tuple[str, str, tuple[str, ...]]:
    """What may stand at the end of a text: its kind, what is begun, and all names."""
    if call := CALL.search(text):
        kind = "promise" if call[1] in TAKE_A_PROMISE else "measure"
        return kind, call[2], ids[kind]
    if statistic := STATISTIC.search(text):
        return "statistic", statistic[1], tuple(f"{name}=" for name in STATISTICS)
    return "", "", ()


def name_quarters() -> None:
    """Have series and tables show their quarters as readers name them, and not as pandas does: ``2014/15 Q1``."""
    shell = get_ipython()
    if not shell:
        return
    as_html, as_text = (shell.display_formatter.formatters[f"text/{kind}"] for kind in ("html", "plain"))
    for kind in (pd.Series, pd.DataFrame):
        as_html.for_type(kind, lambda data: _named(data).to_html(max_rows=MOST_ROWS))
        as_text.for_type(kind, lambda data, printer, _: printer.text(repr(_named(data))))
    as_text.for_type(pd.PeriodIndex, lambda index, printer, _: printer.text(", ".join(map(_name, index))))


def _named(data: pd.Series | pd.DataFrame) -> pd.DataFrame:
    frame = data.to_frame() if isinstance(data, pd.Series) else data
    return frame.set_axis(list(map(_name, frame.index))) if isinstance(frame.index, pd.PeriodIndex) else frame


def _name(period: pd.Period) -> str:
    if period.freqstr == "Q-MAR":
        return f"{period_of(period.asfreq('Y-MAR')).label} Q{period.quarter}"
    return period_of(period).label if period.freqstr == "Y-MAR" else str(period)
