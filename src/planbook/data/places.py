"""Where the project's folders are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from planbook import Refusal

EDITION_PAGES = "book/edition"  # the folder of the outcome pages below the root, and the beginning of their names


class Below:
    """A path below the root of a project, read as an attribute of its :class:`Places`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __get__(self, places: Places, owner: type[Places]) -> Path:
        return places.root / self.path


@dataclass(frozen=True)
class Places:
    """The folders of a project, all under its root."""

    root: Path

    data = Below("data")
    """Registers, series, plans."""
    plans = Below("data/plans")
    """All that belongs to one plan, a folder a plan, and the file that says which is built by default."""
    notebooks = Below("notebooks")
    """The notebooks as written, a folder a plan."""
    edition = Below(EDITION_PAGES)
    """The edition that was last run: executed pages and the ledger, read by Jupyter Book."""
    build = Below("_build")
    """Everything that can be built again."""
    built_from = Below("_build/book/built_from")
    """Digests of what the site was built from, the last one of all files: what it must still be published from."""
    cache = Below("_build/cache")
    """What is kept between builds to save work; it can be deleted at any time."""
    results = Below("_build/cache/results")
    """Results of notebooks that can be used again."""
    pictures = Below("_build/cache/pictures")
    """Pictures of charts, by hashes of what they show."""
    site = Below("_build/html")
    """The finished site."""
    library = Below("_build/published")
    """Published editions, unless a command names another folder."""

    def plan(self, plan: str) -> Path:
        """The folder of a plan: its register, report, commentary, peers and sign-offs."""
        return self.plans / plan

    def notebook(self, plan: str, name: str) -> Path:
        """A notebook of a plan, named as in its register of outcomes."""
        return self.notebooks / plan / f"{name}.ipynb"


def find_places(start: Path | None = None) -> Places:
    """The project at or above ``start`` (the working directory), or the one that PLANBOOK_ROOT names.

    Raises:
        Refusal: there is none.
    """
    # Kernels and workers start elsewhere than the command that sends them: the environment tells them the project.
    project = os.environ.get("PLANBOOK_ROOT")
    first = Path(project) if project else (start or Path.cwd())
    for folder in (first, *first.parents):
        if (folder / "_config.yml").is_file() and (folder / "data").is_dir():
            return Places(folder)
    raise Refusal(
        f"no planbook project at or above {first.name!r}: run inside the folder that holds _config.yml and data/, "
        "or set PLANBOOK_ROOT to it"
    )
