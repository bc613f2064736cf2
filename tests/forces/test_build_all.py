"""The command: a site of the statements of two forces, again in a moment, and what cannot be made is told."""

import json
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from planbook.data.places import Places
from planbook.forces.build_all import write_shared
from tests.conftest import digests, planbook

FORCES = ("kent", "dyfed_powys")
QUARTER = "FY2025-26Q3"
NOTEBOOK = "notebooks/short_plan_for_tests/01_homicide.ipynb"


def planbook_all(places: Places, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, run in a project of its own."""
    return planbook(places.root, "all", *words)


@pytest.mark.slow
@pytest.mark.xdist_group("forces")
def test_a_site_of_two_forces(project: Places) -> None:
    """Every link leads somewhere, shared files stand once, the ledger is that of the book, nothing is made twice."""
    done = planbook_all(project, "--forces", *FORCES)
    assert (0, "site: _build/all/index.html\n") == (done.returncode, done.stdout), done.stderr
    site = project.build / "all"
    pages = sorted(site.rglob("*.html"))
    assert 1 + 2 == len(pages)
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        ids = {tag["id"] for tag in soup.select("[id]")}
        for tag in soup.select("[href], [src]"):
            address = str(tag.get("href") or tag["src"])
            path, _, anchor = address.partition("#")
            assert address.startswith("https://") or not path or (page.parent / path).is_file(), (page, address)
            assert path or not anchor or anchor in ids
    assert 1 == len(list(site.rglob("planbook.css")))
    before = digests(site)
    again = planbook_all(project, "--forces", *FORCES, "--period", QUARTER)
    assert "2 of 2, 2 kept from before, 0 failed" in again.stderr
    assert before == digests(site)
    own = ("--plan", "national_priorities", "--force", "kent", "--period", QUARTER)
    planbook(project.root, "run", *own).check_returncode()
    standing = (project.edition / "ledger.json").read_bytes()
    assert standing == (site / "kent" / QUARTER.lower() / "ledger.json").read_bytes()


@pytest.mark.slow
@pytest.mark.xdist_group("forces")
def test_failures_are_named_and_the_others_stand(short: Places) -> None:
    """A notebook that fails for one force: its statement is told and left out, that of the other force is made."""
    path = short.root / NOTEBOOK
    record = json.loads(path.read_text(encoding="utf-8"))
    record["cells"][2]["source"].append("\nassert force != 'kent'")
    path.write_text(json.dumps(record), encoding="utf-8")
    done = planbook_all(short, "--forces", *FORCES)
    assert 1 == done.returncode
    assert "planbook: 1 of 2 statements failed; the others were made." in done.stderr
    assert "kent/fy2025-26q3 · N1 Reduce murder and other homicide · 01_homicide.ipynb · cell 3 (open)" in done.stderr
    soup = BeautifulSoup((short.build / "all" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert ["dyfed_powys/fy2025-26q3/index.html"] == [link["href"] for link in soup.select("table a")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--forces", "knet"), "'knet' (nearest: kent"),
        (("--period", "FY2030-31"), "period FY2030-31: no recorded crime is held for it. Periods that exist"),
        (("--plan", "national_prioritys"), "nearest: national_priorities"),
    ],
)
def test_what_is_not_held_is_refused_before_anything_runs(
    project: Places, words: tuple[str, ...], message: str
) -> None:
    """A misspelt force or plan with the nearest name, a period with those that exist; nothing is written."""
    done = planbook_all(project, *words)
    assert (1, "") == (done.returncode, done.stdout)
    assert message in done.stderr
    assert not project.build.exists()


def test_every_shared_file_is_there(project: Places, tmp_path: Path) -> None:
    """Style sheet, the frame's scripts, pictures."""
    target = tmp_path / "all"
    write_shared(project, target)
    names = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    static = ("favicon.svg", "frame.js", "planbook.css", "scheme.js", "wordmark-light.svg")
    assert [f"_static/{name}" for name in static] == names
    assert ".pb-all-forces" in (target / "_static" / "planbook.css").read_text(encoding="utf-8")
