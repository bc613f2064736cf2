"""The edits that are measured, on a copy."""

import hashlib
import json
import shutil

import pytest

from benchmarks.peers.environments import requirements
from benchmarks.peers.project import COMMENTARY, EDITED, NOTEBOOK, PROVENANCE, ROOT, SERIES, Copy


@pytest.fixture
def copy(tmp_path):
    """The files that are edited, alone."""
    for path in EDITED:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, tmp_path / path)
    return Copy(tmp_path)


def test_a_changed_row_adds_one_offence_and_brings_the_hash_up_to_date(copy) -> None:
    """One line of the table differs, and the provenance gives the hash of the table as it now is."""
    copy.change_row()
    before, after = (ROOT / SERIES).read_text().splitlines(), (copy.folder / SERIES).read_text().splitlines()
    (old, new), *others = [(one, two) for one, two in zip(before, after, strict=True) if one != two]
    assert [] == others
    assert int(new.split(",")[3]) - int(old.split(",")[3]) == 1
    written = hashlib.sha256((copy.folder / SERIES).read_bytes()).hexdigest()
    assert written == json.loads((copy.folder / PROVENANCE).read_text())["sha256"]


def test_a_changed_cell_is_one_line_more_and_restoring_takes_every_edit_back(copy) -> None:
    """All other cells are as they were; after all three edits the files are again those of the project."""
    copy.change_paragraph("Words.")
    copy.change_row()
    copy.change_cell("# again")
    cells = [json.loads((top / NOTEBOOK).read_text())["cells"] for top in (ROOT, copy.folder)]
    changed = [two for one, two in zip(*cells, strict=True) if "".join(one["source"]) != "".join(two["source"])]
    assert ["# again"] == ["".join(cell["source"]).splitlines()[-1] for cell in changed]
    assert (ROOT / COMMENTARY).read_bytes() != (copy.folder / COMMENTARY).read_bytes()
    copy.restore()
    assert [] == [path for path in EDITED if (ROOT / path).read_bytes() != (copy.folder / path).read_bytes()]


def test_a_requirement_is_known_by_the_name_of_its_package() -> None:
    """Comments, extras and versions are not part of the name."""
    assert requirements("# peers\none==1.2\ntwo[cli]==3 # why\n") == {"one": "one==1.2", "two": "two[cli]==3"}
