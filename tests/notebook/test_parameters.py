"""Misspelt parameters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from planbook.notebook import parameters
from planbook.notebook.parameters import UnknownParameter, injected_names, refuse_unknown_parameters


def shell(*cells: str) -> Any:
    """A running kernel that has run these cells."""
    return SimpleNamespace(history_manager=SimpleNamespace(input_hist_raw=["", *cells]))


def test_only_the_injected_cell_is_read() -> None:
    """Papermill marks its cell in the first line; what other cells assign is their own affair."""
    assert ("period", "forse") == injected_names('# Parameters\nperiod = "FY2014-15"\nforse = "x"\n')
    assert () == injected_names('forse = "x"\n')


def test_a_misspelt_parameter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook does not run on its default: the nearest name is given."""
    monkeypatch.setattr(parameters, "get_ipython", lambda: shell('period = "FY2014-15"', '# Parameters\nperoid = "x"'))
    with pytest.raises(UnknownParameter, match="'peroid' does not exist; nearest: period; the notebook declares"):
        refuse_unknown_parameters()


def test_declared_parameters_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three may be given."""
    cell = '# Parameters\nperiod = "FY2014-15"\nas_at = ""\nforce = "merseyside"'
    monkeypatch.setattr(parameters, "get_ipython", lambda: shell(cell))
    refuse_unknown_parameters()


def test_outside_a_kernel_nothing_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script may open an outcome."""
    monkeypatch.setattr(parameters, "get_ipython", lambda: None)
    refuse_unknown_parameters()
