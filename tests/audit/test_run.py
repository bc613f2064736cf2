"""A rebuild uses the edition's own library, and leaves nothing outside its folder."""

import sys
from pathlib import Path

import pytest

from planbook.audit.evidence import LedgerEdition
from planbook.audit.run import RebuildFailed, rebuild, unpack

EDITION = LedgerEdition("FY2014-15", "west_midlands", "", "West Midlands", "2014/15")


def test_nothing_of_a_bundle_is_written_outside_its_folder(tmp_path: Path) -> None:
    """Whatever its names say; the site that is to be built again is not laid out."""
    folder = tmp_path / "deep" / "folder"
    unpack({"../../away.txt": b"", "data/a.csv": b"", "site/a.html": b"", "site/before/ledger.json": b""}, folder)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert ["deep/folder/data/a.csv", "deep/folder/site/before/ledger.json"] == files


def library(folder: Path, **modules: str) -> None:
    """A library of a few modules in an unpacked edition."""
    packages = {"__init__": "", **{f"{Path(name).parent}/__init__": "" for name in modules}}
    for name, program in {**packages, **modules}.items():
        path = folder / "src" / "planbook" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(program, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "missing"),
    [
        ("src/planbook/cli/__init__.py", "src/planbook/__init__.py"),
        ("src/planbook/__init__.py", "src/planbook/cli/__main__.py or src/planbook/cli.py"),
    ],
)
def test_evidence_without_a_library_is_not_rebuilt_with_the_auditors(tmp_path: Path, file: str, missing: str) -> None:
    """Python would find that one, and the audit would say nothing of the edition's."""
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(RebuildFailed) as failed:
        rebuild(tmp_path, sys.executable, EDITION, with_banner=False)
    assert f"the evidence holds no library to rebuild with: {missing} is missing" == str(failed.value)


COMMAND = pytest.mark.parametrize("command", ["cli", "cli/__main__"])
"""The module of the command in older libraries, and in this one."""


@COMMAND
def test_what_a_rebuild_makes_for_itself_goes_with_it(tmp_path: Path, command: str) -> None:
    """Home and scratch folder lie beside the edition, so that they are removed with it, however it ends."""
    write = "import os, sys, tempfile\nfolders = (tempfile.gettempdir(), os.environ['HOME'])\n"
    library(tmp_path / "edition", **{command: f"{write}sys.exit(' '.join(map(os.path.relpath, folders)))\n"})
    with pytest.raises(RebuildFailed) as failed:
        rebuild(tmp_path / "edition", sys.executable, EDITION, with_banner=False)
    assert "../scratch ../home" == str(failed.value)


@pytest.mark.parametrize(
    ("command", "banner"), [("cli", "site/as_published"), ("cli/__main__", "publish/revision_banner")]
)
def test_an_edition_gets_its_banner_from_its_own_library(tmp_path: Path, command: str, banner: str) -> None:
    """Under the names that the modules had then, or that they have now."""
    write = "import pathlib\nfolder = pathlib.Path('_build/{0}')\nfolder.mkdir(parents=True)\n"
    write += "(folder / 'a.html').write_text('{0}')\n"
    library(tmp_path / "edition", **{command: write.format("html"), banner: write.format("as_published")})
    rebuilt = rebuild(tmp_path / "edition", sys.executable, EDITION, with_banner=True)
    assert ({"a.html": b"html"}, {"a.html": b"as_published"}) == (rebuilt.site, rebuilt.published)
