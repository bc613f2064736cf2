"""Pages stamped again from the record in a bundle are the published ones."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from planbook.data.places import Places
from planbook.edge.audited import audited_at, files_of
from planbook.edge.rebuilding import unpack
from planbook.site.as_published import stamp_again
from tests.site.published import Desk

if TYPE_CHECKING:
    from pathlib import Path

R1 = "west_midlands/fy2014-15/r1"


@pytest.mark.parametrize("base", ["", "https://example.org/x"])
@pytest.mark.parametrize("revision", [1, 2])
def test_stamped_again_is_as_published_byte_for_byte(tree: Places, tmp_path: Path, base: str, revision: int) -> None:
    """First revisions and corrections, with a base address and without one; from bundle and built site alone."""
    (tree.root / "requirements.lock").write_text("pandas==3.0.1\n", encoding="utf-8")
    desk = Desk(tree)
    desk.build()
    desk.publish(base=base)
    if revision > 1:
        desk.build(title="Corrected")
        desk.publish(base=base, date="2015-07-30", reason="A heading was <wrong>.")
    audited = audited_at(desk.library / f"west_midlands/fy2014-15/r{revision}")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    unpack(audited.bundle, elsewhere)
    shutil.copytree(desk.places.site, elsewhere / "_build" / "html")
    assert dict(audited.site) == files_of(stamp_again(Places(elsewhere)))
