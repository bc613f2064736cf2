"""A rebuild uses the edition's own library, and leaves nothing outside its folder."""

import sys
from pathlib import Path

import pytest

from planbook.audit.evidence import LedgerEdition
from planbook.audit.run import RebuildFailed, rebuild

EDITION = LedgerEdition("FY2014-15", "west_midlands", "", "West Midlands", "2014/15")


def test_evidence_without_a_library_is_not_rebuilt_with_the_auditors(tmp_path: Path) -> None:
    """Python would find that one, and the audit would say nothing of the edition's."""
    with pytest.raises(RebuildFailed, match=r"holds no library to rebuild with: src/planbook/cli\.py is missing"):
        rebuild(tmp_path, sys.executable, EDITION, with_banner=False)


def test_what_a_rebuild_makes_for_itself_goes_with_it(tmp_path: Path) -> None:
    """Home and scratch folder lie beside the edition, so that they are removed with it, however it ends."""
    library = tmp_path / "edition" / "src" / "planbook"
    library.mkdir(parents=True)
    (library / "__init__.py").touch()
    told = "import os, sys, tempfile\nheld = (tempfile.gettempdir(), os.environ['HOME'])\n"
    told += "sys.exit(' '.join(map(os.path.relpath, held)))\n"
    (library / "cli.py").write_text(told, encoding="utf-8")
    with pytest.raises(RebuildFailed) as failed:
        rebuild(tmp_path / "edition", sys.executable, EDITION, with_banner=False)
    assert "../scratch ../home" == str(failed.value)
