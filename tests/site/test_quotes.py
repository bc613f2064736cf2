"""What a block says that it shows is all that it looks at: otherwise its page would not be read again in time."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from planbook.data import registers
from planbook.data.available import Known
from planbook.data.periods import Period
from planbook.data.places import Places
from planbook.site import MODULES
from planbook.site.edition_source import EDITION as HEAD
from planbook.site.edition_source import TABLE, WHOLE
from planbook.site.render import BlockDirective
from tests.site.conftest import EDITION

PLACES = Places(Path(__file__).parents[2])
BLOCKS = {
    name: directive
    for module in MODULES
    for name, directive in module.DIRECTIVES.items()
    if issubclass(directive, BlockDirective) and WHOLE not in directive.quotes
}
"""The blocks that say less than the whole ledger."""

_opened: list[set[Path]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _opened and event == "open" and isinstance(arguments[0], str | Path):
        _opened[-1].add(Path(arguments[0]))


sys.addaudithook(_hear)


def forget() -> None:
    """Empty the library's caches of files: what is read from one opens nothing."""
    modules = [module for name, module in sys.modules.items() if name.startswith("planbook.")]
    for value in [value for module in modules for value in vars(module).values()]:
        if callable(clear := getattr(value, "cache_clear", None)):
            clear()


def head_alone() -> Any:
    """The source of a build of which nothing can be looked at but registers, tables and the head of the edition."""
    period = Period.parse(EDITION.period)
    return SimpleNamespace(
        places=PLACES,
        period=period,
        plan=registers.plan_for(PLACES, "west_midlands_2014_15", period, "west_midlands").plan,
        measures=registers.measures(PLACES, "west_midlands_2014_15"),
        known=Known("quarters"),
        ledger=SimpleNamespace(edition=EDITION),
    )


# Three are named, so that none at all is a fault.
@pytest.mark.parametrize("name", sorted({"planbook-words", "planbook-edition", "planbook-force-map", *BLOCKS}))
def test_a_block_looks_at_nothing_that_it_does_not_say(name: str) -> None:
    """Of the ledger at its head alone, and of the tables of series at those that it names."""
    directive, source, opened = BLOCKS[name], head_alone(), set[Path]()
    forget()
    _opened.append(opened)
    try:
        directive.__new__(directive).values(source)
    finally:
        _opened.pop()
    series = {path.name.split(".")[0] for path in opened if path.parent == PLACES.data / "series"}
    assert series == {quoted.removeprefix(TABLE) for quoted in directive.quotes if quoted.startswith(TABLE)}
    assert HEAD in directive.quotes
