"""What ``planbook audit`` says where there is nothing to audit or nowhere to write, and what it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planbook.audit.records import Comparison, Difference
from planbook.audit.report import Audit
from planbook.audit.run import AuditResult
from planbook.cli import main


def test_a_certificate_of_an_earlier_audit_does_not_stand_for_one_that_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is taken away before anything else is done; a folder that cannot be written is told in one line."""
    for name in ("audit.json", "index.html"):
        (tmp_path / name).write_text("passed", encoding="utf-8")
    assert 1 == main(["audit", str(tmp_path / "none.zip"), "--to", str(tmp_path)])
    assert [] == [path.name for path in tmp_path.iterdir()]
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert 1 == main(["audit", str(tmp_path), "--to", str(tmp_path / "file" / "below")])
    output = capsys.readouterr().err
    assert ("the certificate cannot be written to" in output, "--to FOLDER" in output) == (True, True)


@pytest.mark.parametrize(("differences", "code"), [((), 0), ((Difference("cell", "a.csv", "b", "1", "2"),), 1)])
def test_the_exit_code_tells_whether_everything_came_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, differences: tuple[Difference, ...], code: int
) -> None:
    """For the shell too; the certificate says the same."""
    audit = Audit("West Midlands", "ab", "Rebuilt here.", comparison=Comparison((), differences))
    monkeypatch.setattr("planbook.audit.run.subject_at", lambda *_: None)
    monkeypatch.setattr("planbook.audit.run.run_audit", lambda *_, **__: AuditResult(audit, {}))
    assert code == main(["audit", str(tmp_path), "--to", str(tmp_path / "out")])
    assert (not code) == json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))["passed"]


def test_a_reader_of_the_output_may_go_away() -> None:
    """As ``head`` does: the command ends without a traceback."""
    end, start = os.pipe()
    os.close(end)
    command = [sys.executable, "-m", "planbook.cli", "periods"]
    process = subprocess.run(command, stdout=start, stderr=subprocess.PIPE, text=True, check=False)
    os.close(start)
    assert (1, "") == (process.returncode, process.stderr)


def test_an_audit_that_is_interrupted_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, nothing kept, and the end that shells expect."""

    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("planbook.audit.run.files_of", interrupted)
    assert 130 == main(["audit", str(tmp_path), "--to", str(tmp_path / "out")])
    assert "\nplanbook: the audit was stopped; nothing of it is kept\n" == capsys.readouterr().err
    assert [] == list((tmp_path / "out").iterdir())
