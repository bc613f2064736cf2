"""What IPython does for a notebook: Tab, errors, quarters, cells that run again. In a shell of IPython's own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from planbook.notebook import shell as shell_module
from planbook.notebook.outcome import AlreadyRecorded
from planbook.notebook.shell import CellRun, UnknownParameter, refuse_unknown_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPEN = """from planbook.notebook import open_outcome
outcome = open_outcome("O5", plan="west_midlands_2014_15", period="FY2014-15", force="west_midlands")"""


@pytest.fixture
def ipython(screen: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[InteractiveShell]:
    """IPython with an outcome opened in its first cell."""
    del screen
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell()
    monkeypatch.setattr(shell_module, "get_ipython", lambda: shell)
    shell.run_cell(OPEN)
    yield shell
    shell.history_manager.end_session()


def completed(shell: InteractiveShell, cell: str) -> list[str]:
    """What Tab offers at the end of a cell."""
    with provisionalcompleter():
        return [one.text for one in shell.Completer.completions(cell, len(cell))]


def test_ids_and_statistics_complete_inside_the_call_that_needs_them(ipython: InteractiveShell) -> None:
    """Measures for a series, promises of the outcome for a promise, statistics for a record; files are not offered."""
    ipython.run_cell(OPEN)  # a cell that ran twice does not offer all things twice
    assert ["burglary_dwelling"] == completed(ipython, 'outcome.quarters("burglary_d')
    assert ["M5.4", "M5.4a", "M5.4b", "M5.4c", "M5.4d"] == completed(ipython, 'outcome.milestone("M5.4')
    assert ["M5.3"] == completed(ipython, "a = 1\noutcome.judge('M5.3")
    statistics = completed(ipython, "outcome.record(counts, count=sum(a), change")
    assert {"change=", "change_pct=", "change_low=", "change_high="} == set(statistics)


def test_an_error_is_the_line_of_the_cell_and_one_sentence(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    """No frame of the library: the nearest id is what helps; the whole way can be had."""
    result = ipython.run_cell('a = 1\ncounts = outcome.quarters("robery")')
    told = capsys.readouterr().out.splitlines()
    assert 'line 2: counts = outcome.quarters("robery")' == told[0]
    assert told[1].startswith("UnknownMeasure: measure 'robery' is not in the catalogue; nearest: robbery")
    assert 2 == len(told)
    assert result.error_in_exec is not None
    ipython.run_cell("%tb")
    assert "reading.py" in capsys.readouterr().out


def test_an_error_of_another_library_says_how_to_see_more(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be the analyst's or ours; a cell that cannot be parsed is shown as ever."""
    ipython.run_cell('outcome.quarters("robbery")["never"]')
    told = capsys.readouterr().out.splitlines()
    assert ('line 1: outcome.quarters("robbery")["never"]', "%tb shows the whole way there.") == (told[0], told[-1])
    ipython.run_cell("a = (")
    assert "SyntaxError" in capsys.readouterr().out


def test_an_outcome_that_cannot_be_opened_says_why_in_one_line(
    ipython: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cell that opens it is where a misspelt period is met."""
    ipython.run_cell(OPEN.replace("FY2014-15", "FY2014"))
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("line 2: outcome = open_outcome(")
    assert told[1].startswith("BadPeriod: ")


def test_quarters_and_years_are_shown_as_readers_name_them(ipython: InteractiveShell) -> None:
    """Series, tables and windows; what is not by period stays as it is."""
    formatted = ipython.display_formatter.format
    quarters, _ = formatted(ipython.ev('outcome.quarters("robbery").tail(1)'))
    assert "2014/15 Q4" in quarters["text/html"]
    assert "2014/15 Q4" in quarters["text/plain"]
    assert "2014/15" in formatted(ipython.ev('outcome.years("robbery").to_frame().tail(1)'))[0]["text/html"]
    window, _ = formatted(ipython.ev("outcome.window"))
    assert "2014/15 Q1, 2014/15 Q2, 2014/15 Q3, 2014/15 Q4" == window["text/plain"]
    peers, _ = formatted(ipython.ev('outcome.peers("robbery")'))
    assert "<th>West Midlands</th>" in peers["text/html"]


def test_a_cell_may_run_again_and_another_may_not_record_the_same(
    ipython: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JupyterLab says which cell runs; a statistic that two cells record is refused as under Papermill."""
    outcome = ipython.user_ns["outcome"]
    for run in (CellRun("a", 1), CellRun("a", 2)):
        monkeypatch.setattr(shell_module, "this_run", lambda run=run: run)
        outcome.record("robbery", count=run.number)
    assert 2 == outcome.claims["robbery.count"].value
    for run in (CellRun("a", 2), CellRun("b", 3), CellRun("", 4)):
        monkeypatch.setattr(shell_module, "this_run", lambda run=run: run)
        with pytest.raises(AlreadyRecorded):
            outcome.record("robbery", count=1)


def test_the_cell_is_the_one_that_the_front_end_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under Papermill no cell is named, and in a script there is no shell."""
    jupyter = SimpleNamespace(get_parent=lambda: {"metadata": {"cellId": "a"}}, execution_count=3)
    papermill = SimpleNamespace(get_parent=lambda: {"metadata": {}}, execution_count=3)
    runs = []
    for shell in (jupyter, papermill, None):
        monkeypatch.setattr(shell_module, "get_ipython", lambda shell=shell: shell)
        runs.append(shell_module.this_run())
    assert [("a", 3), ("", 3), ("", 0)] == runs


@pytest.mark.parametrize(
    "cells", [None, ['forse = "x"'], ['# Parameters\nperiod = ""\nas_at = ""\nforce = "merseyside"']]
)
def test_declared_parameters_pass(monkeypatch: pytest.MonkeyPatch, cells: list[str] | None) -> None:
    """A script may open an outcome, a cell may assign what it likes, and all three parameters may be given."""
    monkeypatch.setattr(shell_module, "get_ipython", lambda: None if cells is None else shell(*cells))
    refuse_unknown_parameters()


def test_a_misspelt_parameter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook does not run on its default: the nearest name is given."""
    cells = 'period = "FY2014-15"', '# Parameters\nperoid = "x"'
    monkeypatch.setattr(shell_module, "get_ipython", lambda: shell(*cells))
    with pytest.raises(UnknownParameter, match="'peroid' does not exist; nearest: period; the notebook declares"):
        refuse_unknown_parameters()


def shell(*cells: str) -> Any:
    """A running kernel that has run these cells."""
    return SimpleNamespace(history_manager=SimpleNamespace(input_hist_raw=["", *cells]))
