"""The folder of the edition that is being made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from planbook.edge.next_edition import next_edition

from planbook.core.ledger import Ledger
from planbook.core.periods import Period
from planbook.edge import registers
from tests.site.conftest import EDITION

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.core.plan import Plan
    from planbook.edge.places import Places

NAME = "10_national_policing.ipynb"
NOTEBOOK = {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# A heading"}]}
LEDGER = Ledger(
    EDITION,
    claims=(),
    verdicts=(),
    milestones=(),
    charts=(),
)


@pytest.fixture
def plan(tree: Places) -> Plan:
    """The plan of the small project."""
    return registers.plan_for(tree, Period.parse("FY2014-15")).plan


def names(folder: Path) -> list[str]:
    """The files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_takes_the_place_of_the_standing_one_with_its_ledger(tree: Places, plan: Plan) -> None:
    """Page, notebook as run and ledger; the page has the title of the register."""
    with next_edition(tree, plan) as fresh:
        fresh.add(NAME, NOTEBOOK)
        assert not tree.edition.exists()
        fresh.publish(LEDGER)
    assert [NAME, f"as_run/{NAME}", "ledger.json"] == names(tree.edition)
    assert "Ensure an effective contribution" in (tree.edition / NAME).read_text(encoding="utf-8")
    assert "# A heading" in (tree.edition / "as_run" / NAME).read_text(encoding="utf-8")


def test_what_is_not_published_goes(tree: Places, plan: Plan) -> None:
    """A fault on the way leaves what stands, and nothing beside it."""
    with next_edition(tree, plan) as fresh:
        fresh.publish(LEDGER)
    with pytest.raises(KeyError, match="11_unknown"), next_edition(tree, plan) as fresh:
        fresh.add("11_unknown.ipynb", NOTEBOOK)
    assert ["edition/ledger.json"] == names(tree.edition.parent)


def test_what_is_the_same_keeps_its_time(tree: Places, plan: Plan) -> None:
    """For those who go by times of files; what differs has a new one."""
    for _ in range(2):
        with next_edition(tree, plan) as fresh:
            fresh.add(NAME, NOTEBOOK)
            fresh.publish(LEDGER)
        for name in (NAME, "ledger.json"):
            os.utime(tree.edition / name, ns=(1, 1))
    with next_edition(tree, plan) as fresh:
        fresh.add(NAME, {"cells": []})
        fresh.publish(LEDGER)
    assert [False, True] == [(tree.edition / name).stat().st_mtime_ns == 1 for name in (NAME, "ledger.json")]
