"""One row of a register is written, and every other byte stays."""

import shutil
from pathlib import Path

import pytest

from planbook import Refusal
from planbook.data.places import Places
from planbook.data.row_edits import set_cells


@pytest.fixture(params=["as kept", "as Excel saves it"])
def register(request: pytest.FixtureRequest, places: Places, tmp_path: Path) -> Path:
    """The real register of milestones, as it is kept and with a byte-order mark and CRLF."""
    path = tmp_path / "milestones.csv"
    shutil.copy(places.plan("west_midlands_2014_15") / "milestones.csv", path)
    if request.param != "as kept":
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    return path


def test_other_rows_and_cells_stay_byte_for_byte(register: Path) -> None:
    """Of all lines one differs, and in it only the cells that were written."""
    before = register.read_bytes().splitlines(keepends=True)
    set_cells(register, "M1.2", {"delivered_on": "2015-03-01", "delivered_evidence": 'Paper "9", agenda'})
    after = register.read_bytes().splitlines(keepends=True)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert 1 == len(changed)
    (old, new) = changed[0]
    assert old == new.replace(b'2015-03-01,"Paper ""9"", agenda"', b",")


def test_what_is_not_there_is_refused_with_the_nearest(register: Path) -> None:
    """An id and a column."""
    with pytest.raises(Refusal, match=r"'M1\.22'; nearest: M1\.2"):
        set_cells(register, "M1.22", {"due": "2015-03-01"})
    with pytest.raises(Refusal, match="nearest: delivered_on"):
        set_cells(register, "M1.2", {"delivered": "2015-03-01"})


def test_a_register_in_another_form_is_refused(register: Path) -> None:
    """Quotation marks that the form kept here does not have would go elsewhere too; nothing is written."""
    register.write_bytes(register.read_bytes().replace(b"M1.2,", b'"M1.2",', 1))
    before = register.read_bytes()
    with pytest.raises(Refusal, match="planbook check --mend"):
        set_cells(register, "M1.2", {"due": "2015-03-01"})
    assert before == register.read_bytes()
