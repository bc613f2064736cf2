"""Where the project's folders are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

EDITION_PAGES = "book/edition"
"""The folder of the outcome pages below the root, and the beginning of their names."""


class NoProject(RuntimeError):
    """No project folder at or above the working directory."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"no planbook project at or above {start.name!r}: run inside the folder that holds _config.yml and data/, "
            "or set PLANBOOK_ROOT to it"
        )


@dataclass(frozen=True)
class Places:
    """The folders of a project, all under its root."""

    root: Path

    @property
    def data(self) -> Path:
        """Registers, series, commentary, published values."""
        return self.root / "data"

    @property
    def signoff(self) -> Path:
        """Who signed which milestone off; about editions, and so no part of what makes one."""
        return self.data / "signoff"

    @property
    def notebooks(self) -> Path:
        """The ten notebooks, as written."""
        return self.root / "notebooks"

    @property
    def edition(self) -> Path:
        """The edition that was last run: executed pages and the ledger, read by Jupyter Book."""
        return self.root / EDITION_PAGES

    @property
    def build(self) -> Path:
        """Everything that can be built again."""
        return self.root / "_build"

    @property
    def built_from(self) -> Path:
        """Digests of what the site was built from, the last one of all files: what it must still be published from."""
        return self.build / "book" / "built_from"

    @property
    def cache(self) -> Path:
        """What is kept between builds to save work; it can be deleted at any time."""
        return self.build / "cache"

    @property
    def results(self) -> Path:
        """Results of notebooks that can be used again."""
        return self.cache / "results"

    @property
    def pictures(self) -> Path:
        """Pictures of charts, by hashes of what they show."""
        return self.cache / "pictures"

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.build / "html"

    @property
    def library(self) -> Path:
        """Published editions, unless a command names another folder."""
        return self.build / "published"


def find_places(start: Path | None = None) -> Places:
    """The project at or above ``start`` (the working directory), or the one that PLANBOOK_ROOT names.

    Raises:
        NoProject: there is none.
    """
    named = os.environ.get("PLANBOOK_ROOT")
    first = Path(named) if named else (start or Path.cwd())
    for folder in (first, *first.parents):
        if (folder / "_config.yml").is_file() and (folder / "data").is_dir():
            return Places(folder)
    raise NoProject(first)
