"""What a saved file asks for; the preview as a whole, and what stands when it has ended."""

import contextlib
import shutil
from urllib.request import urlopen

import psutil
import pytest

from planbook.build.site import BuildFailed, build_site
from planbook.data.places import Places
from planbook.preview.watch import Kind, faults_of, kind_of
from tests.conftest import RunningPreview, digests, with_last_line

COMMENTARY, NOTEBOOK = (
    "data/plans/west_midlands_2014_15/commentary/fy2014-15/M10.1.md",
    "notebooks/west_midlands_2014_15/10_national_policing.ipynb",
)
PAGE = "book/edition/10_national_policing.html"
WORDS = "This sentence is read in the preview."


def shown(preview: RunningPreview) -> str:
    """The page as a browser gets it."""
    with urlopen(f"{preview.address}{PAGE}", timeout=30) as answer:  # noqa: S310 - this machine
        return str(answer.read().decode())


def processes_of(places: Places) -> list[str]:
    """Processes that work for a project, by their environment."""
    names = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get("PLANBOOK_ROOT") == str(places.root):
                names.append(process.name())
    return names


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("book/methods.md", Kind.TEXT),
        ("book/_styles/base.css", Kind.TEXT),
        ("data/plans/west_midlands_2014_15/commentary/fy2014-15/M5.1.md", Kind.TEXT),
        ("notebooks/west_midlands_2014_15/05_reduce_crime.ipynb", Kind.NOTEBOOK),
        ("data/plans/west_midlands_2014_15/commentary/fy2014-15/paragraphs.csv", Kind.REGISTER),
        ("data/series/robbery.csv", Kind.REGISTER),
        ("_toc.yml", Kind.REGISTER),
        ("book/edition/05_reduce_crime.ipynb", None),
        ("book/edition.new/ledger.json", None),
        ("book/.methods.md.swp", None),
        ("notebooks/.ipynb_checkpoints/05_reduce_crime-checkpoint.ipynb", None),
        ("README.md", None),
        ("_build/html/index.html", None),
    ],
)
def test_sources_are_told_apart(file: str, kind: Kind | None) -> None:
    """A source says what has to be done; what a build or an editor leaves is none, or the preview would never rest."""
    assert kind is kind_of(file)


def test_faults_are_told_one_by_one_with_files_below_the_root(places: Places) -> None:
    """Those of a build, and a single error of another kind."""
    assert ("a.md:1: WARNING", "b.md:2: WARNING") == faults_of(BuildFailed("a.md:1: WARNING\nb.md:2: WARNING"), places)
    assert ("data/x.csv is not there",) == faults_of(
        FileNotFoundError(f"{places.root}/data/x.csv is not there"), places
    )
    assert ("no such row",) == faults_of(KeyError("no such row"), places)


@pytest.mark.slow
def test_what_is_saved_is_shown_and_what_is_left_is_what_a_build_makes(preview: RunningPreview) -> None:
    """Paragraph and cell are shown; faults leave the good page; the site is that of a whole build, byte for byte."""
    paragraph, notebook = preview.read(COMMENTARY), preview.read(NOTEBOOK)
    before = shown(preview)

    preview.save(COMMENTARY, f"{paragraph}\n\nIt fell by 4,321 offences.\n")
    line = 3 + len(paragraph.rstrip("\n").splitlines())
    preview.wait_for(f"{COMMENTARY}:{line}:")
    assert shown(preview) == before
    preview.save(COMMENTARY, f"{paragraph}\n\n{WORDS}\n")
    preview.wait_for("built:", 2)
    assert WORDS in shown(preview)

    preview.save(NOTEBOOK, with_last_line(notebook, "raise LookupError('not there')"))
    preview.wait_for("LookupError: not there")
    preview.save(NOTEBOOK, with_last_line(notebook, "print('A cell speaks.')"))
    preview.wait_for("built:", 3)
    assert "A cell speaks." in shown(preview)

    register = "data/glossary.csv"
    preview.save(register, preview.read(register))
    preview.wait_for("the preview starts again")
    preview.wait_for("built:", 4)
    assert "A cell speaks." in shown(preview)

    assert preview.end() == 0
    assert "Traceback" not in preview.said()
    assert [] == processes_of(preview.places)
    made = digests(preview.places.site)
    assert "planbook-preview" not in (preview.places.site / PAGE).read_text(encoding="utf-8")
    shutil.rmtree(preview.places.build / "book")
    build_site(preview.places)
    assert made == digests(preview.places.site)
