"""The repository as a whole: small files, nothing of one machine, roles and not names."""

import re
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST = 2_000_000
"""Bytes that a tracked file may hold at most."""
HIDDEN = {".venv", ".venv-newest", "_build", ".git"}
TEXT = {".py", ".md", ".ipynb", ".csv", ".json", ".yml", ".toml", ".lock", ".css", ".html", ".svg", ""}
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[a-zA-Z]")
REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|test\.pypi)\.org\b|anaconda\.(?:org|com)\b|\bregistry\.npmjs\b")
BESIDE = re.compile(r"\.\./shared")
RANK = (
    "(?:Constable|Sergeant|Inspector|Superintendent|Commissioner|Commander|Officer|Sir|Dame|Lord|Lady|"
    "Councillor|Cllr|Mr|Mrs|Ms|Dr|PC|DCI|ACC|DCC)"
)
NAMED = re.compile(rf"\b{RANK}\.?\s+[A-Z][a-z]+\s+[A-Z][a-z]+")
ROLES = re.compile(
    r"\b(?:Chief|Assistant|Deputy|Police|Force|Crime|Registrar|Policing|Local|Community|Support|Head|Lead)\b"
)


@lru_cache(maxsize=1)
def tracked() -> tuple[Path, ...]:
    """The files that git tracks and that are there; without git, all outside hidden and built folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git the machine has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not HIDDEN & set(path.relative_to(ROOT).parts))


def lines_matching(pattern: re.Pattern[str], paths: tuple[Path, ...]) -> list[str]:
    """``file:line: text`` for each line of a text file that matches."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in paths
        if path.suffix in TEXT and path.name != Path(__file__).name
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := pattern.search(line))
    ]


def test_what_is_tracked_is_small_whole_and_written_by_hand() -> None:
    """No file of more than two megabytes, no link, no site, executed notebook or cache."""
    built = ("_build/", "book/edition/", ".venv/", "__pycache__/")
    assert [] == [
        path.name
        for path in tracked()
        if path.stat().st_size > LARGEST
        or path.is_symlink()
        or path.suffix == ".pyc"
        or path.relative_to(ROOT).as_posix().startswith(built)
    ]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY, BESIDE], ids=["a machine's path", "a registry", "a neighbour"])
def test_the_project_names_nothing_of_one_machine(pattern: re.Pattern[str]) -> None:
    """The project works wherever it stands, installs from wherever its user says and reads no folder beside it."""
    assert [] == lines_matching(pattern, tracked())


@pytest.mark.parametrize("folder", ["data/plans", "book", "notebooks"])
def test_people_are_named_by_role_alone(folder: str) -> None:
    """No rank is followed by a first and a last name in what is published."""
    kinds = {".md", ".csv", ".ipynb"}
    texts = tuple(path for path in (ROOT / folder).rglob("*") if path.suffix in kinds and "edition" not in path.parts)
    named = lines_matching(NAMED, texts)
    assert [] == [line for line in named if not ROLES.search(line.rsplit(": ", 1)[1].split(" ", 1)[1])]
    assert NAMED.search("said Inspector Ada Example, who")  # the check is at work


OF_ONE_PLAN = re.compile(r"west.midlands|2014|\bten\b|original report", re.IGNORECASE)
EXAMPLES = re.compile(
    # Forms of a period, an address and a file name made of them, and dated facts about the statistics of all forces.
    r"(?:FY|R12-|YTD-|MID-)?2014(?:-\d\d|/15)(?:[QH]\d)?|(?:YTD|MID)-2014|mid-2014|fy2014-15\S*"
    r"|(?:April|July|September|December|Jun|Dec|Apr) 2014|SEED: Final = 2014|January 2014|since 2014",
    re.IGNORECASE,
)
NUMERALS = {"lexicon.toml", "lexicon.py", "numbers.py"}
"""Where the gate on words knows the names of numbers."""


def test_neither_the_library_nor_the_book_speaks_of_one_plan() -> None:
    """Force, year, number of outcomes and report are the plan's; a period that shows a form is none."""
    kinds = {".py", ".html", ".md", ".js", ".typ", ".toml"}
    files = [path for folder in ("src", "book") for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    own = [path for path in files if not {"edition", "edition.new", "vendor"} & set(path.parts)]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in own
        if path.name not in NUMERALS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OF_ONE_PLAN.search(EXAMPLES.sub("", line.replace("\\u2014", "")))
    ]
    assert [] == found
