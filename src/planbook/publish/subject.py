"""What is published: an edition's ledger, the registers behind it, and the folders that hold the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planbook.core.drawings import drawings_of
from planbook.data.periods import Period

if TYPE_CHECKING:
    from pathlib import Path

    from planbook.claims.ledger import Ledger
    from planbook.data.measures import Measures
    from planbook.data.places import Places
    from planbook.data.plan import Plan

__all__ = ["Subject"]


@dataclass(frozen=True)
class Subject:
    """The edition that is to be published as data."""

    places: Places
    ledger: Ledger
    plan: Plan
    measures: Measures

    @property
    def period(self) -> Period:
        """The reporting period."""
        return Period.parse(self.ledger.edition.period)

    @property
    def ledger_path(self) -> Path:
        """Where the ledger stands."""
        return self.places.edition / "ledger.json"

    @property
    def runs(self) -> tuple[Path, ...]:
        """The notebooks as run, in order."""
        return tuple(sorted((self.places.edition / "as_run").glob("*.ipynb")))

    def drawings(self) -> dict[str, str]:
        """The inline SVG of each chart, by id."""
        return {
            chart: svg for path in self.runs for chart, svg in drawings_of(json.loads(path.read_text(encoding="utf-8")))
        }

    def has_table(self, name: str) -> bool:
        """Whether a table of observations is held."""
        return bool(name) and (self.places.data / "series" / f"{name}.csv").is_file()
