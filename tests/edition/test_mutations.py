"""Single faults planted in a built site and in what it is made from: every one is found and named.

One edition is built and audited; faults of its site are set beside that rebuild, faults of its evidence beside the
lists of hashes. Four are carried through to a rebuild, two of them in one, their lists of hashes made to fit by
whoever planted them.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import planbook
from planbook.audit.compare import compare_trees
from planbook.audit.evidence import evidence_faults, ledger_in
from planbook.audit.evidence_files import files_of, subject_at, subject_in
from planbook.audit.run import AuditResult, Environment, Rebuilt, allows, audit_of, run_audit
from tests.edition.honest import bundle_of, honest_edition
from tests.edition.planted import planted

pytestmark = pytest.mark.slow
CRIME = "data/series/recorded_crime_by_measure.csv"
PROVENANCE = CRIME.replace(".csv", ".provenance.json")
PLAN = "data/plan/2014-15/milestones.csv"
DISPLAY = "src/planbook/core/display.py"
CONSTANTS = "src/planbook/statistics/constants.py"
WORDS = "data/commentary/fy2014-15/M5.4b.md"
NOTEBOOK = "notebooks/05_reduce_crime.ipynb"


@dataclass(frozen=True)
class Edition:
    """An honest edition: its bundle, and what the audit of it made."""

    bundle: dict[str, bytes]
    done: AuditResult


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The honest edition of 2014/15, audited."""
    bundle = bundle_of(honest_edition(tmp_path_factory))
    return Edition(files_of(bundle), run_audit(subject_at(bundle)))


def test_the_honest_edition_passes(edition: Edition) -> None:
    """Not one byte differs, and its time is told beside that of the comparison."""
    print(
        f"audit: rebuilt in {edition.done.rebuild_seconds:.1f} s, compared in {edition.done.comparison_seconds:.1f} s"
    )
    found = edition.done.audit
    assert (True, (), ()) == (found.passed, found.comparison.differences, found.evidence)


def test_every_fault_of_the_site_is_found_and_named(edition: Edition) -> None:
    """Text, cells, charts, downloads, ledger, receipts, notebooks, scripts: file, kind and place, and no other file."""
    rebuilt = edition.done.rebuilt
    faults = planted(rebuilt)
    assert len(faults) >= 140
    assert len(faults) == len({(fault.file, fault.content) for fault in faults})
    missed = []
    for fault in faults:
        copy = {fault.file: fault.content} if fault.content is not None else {}
        honest = {fault.file: rebuilt[fault.file]} if fault.file in rebuilt else {}
        found = compare_trees(copy, honest, allows)
        named = [one for one in found.differences if fault.kind in {"", one.kind} and re.search(fault.name, one.name)]
        if found.sound or not named or {fault.file} != {one.file for one in found.differences}:
            missed.append((str(fault), fault.name, found.differences[:3]))
    assert [] == missed


def test_a_fault_is_found_among_all_files(edition: Edition) -> None:
    """In the whole site, one digit of one page is the one difference."""
    rebuilt = edition.done.rebuilt
    fault = planted(rebuilt)[0]
    found = compare_trees({**rebuilt, fault.file: fault.content or b""}, rebuilt, allows)
    assert {fault.file} == {one.file for one in found.differences}


def turned(old: str, new: str) -> Callable[[bytes], bytes]:
    """An edit that puts one text in the place of another, once."""

    def edit(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return edit


def without_line(start: str) -> Callable[[bytes], bytes]:
    """An edit that drops the lines that begin so."""

    def edit(content: bytes) -> bytes:
        lines = content.decode().splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines), start
        return "".join(kept).encode()

    return edit


def swapped(content: bytes) -> bytes:
    """An edit that swaps the second and third row."""
    header, first, second, *rest = content.splitlines(keepends=True)
    return b"".join([header, second, first, *rest])


def added(content: bytes) -> bytes:
    """An edit that adds a word at the end."""
    return content + b"More.\n"


DIGIT = turned("FY2014-15Q1,west_midlands,robbery,1177,", "FY2014-15Q1,west_midlands,robbery,1178,")
INPUTS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a digit of the data": (CRIME, DIGIT),
    "a dropped quarter": (CRIME, without_line("FY2012-13Q1,west_midlands,robbery,")),
    "swapped rows": ("data/series/population.csv", swapped),
    "a provenance": (PROVENANCE, turned("Home Office", "Home office")),
    "a changed target": (PLAN, turned(",robbery,down,-5,", ",robbery,down,-9,")),
    "a phase": ("data/measures/phases.csv", added),
    "a definition": ("data/measures/measures.csv", added),
    "a printed value": ("data/published/cited.csv", added),
    "a term": ("data/glossary.csv", added),
    "an edited sentence of commentary": (WORDS, added),
    "a paragraph number": ("data/commentary/fy2014-15/paragraphs.csv", added),
    "a signature": ("data/signoff/fy2014-15.csv", added),
    "a line of a notebook": (NOTEBOOK, turned("FY2014-15", "FY2013-14")),
    "a changed rounding": (DISPLAY, turned("rounding=ROUND_HALF_UP", 'rounding="ROUND_DOWN"')),
    "a limit constant": (CONSTANTS, turned("2.66", "2.67")),
    "a template": ("src/planbook/site/templates/receipt.html", added),
    "a page's words": ("book/methods.md", added),
    "a style": ("book/_styles/base.css", added),
    "a package version": ("requirements.lock", turned("pandas==", "pandas==9")),
    "a setting": ("_config.yml", added),
    "a record of the revision": ("published.json", added),
    "the metadata": ("ro-crate-metadata.json", added),
    "a page in the bundle": ("site/book/methods.html", added),
}


def test_every_fault_of_the_evidence_is_found_and_named(edition: Edition) -> None:
    """By the file and what kind of thing it is; taken away and added files too."""
    ledger = ledger_in(edition.bundle["site/ledger.json"])
    causes = {"data": "data/", "notebook": "notebooks/", "code": "src/", "page": "book/", "published site": "site/"}
    for what, (name, edit) in INPUTS.items():
        faults = evidence_faults({**edition.bundle, name: edit(edition.bundle[name])}, ledger)
        assert name in {fault.name for fault in faults}, what
        for fault in faults:
            assert fault.name.startswith(causes.get(fault.cause, "")), what
        gone = {file: content for file, content in edition.bundle.items() if file != name}
        assert f"{name} is missing" in {f"{fault.name} {fault.how}" for fault in evidence_faults(gone, ledger)}, what
    more = evidence_faults({**edition.bundle, "src/planbook/more.py": b""}, ledger)
    assert [("code", "src/planbook/more.py")] == [(fault.cause, fault.name) for fault in more]


def fitted(bundle: dict[str, bytes], **changes: bytes) -> dict[str, bytes]:
    """A bundle with changed files, whose checksums and metadata were made to fit."""
    files = {**bundle, **changes}
    crate = json.loads(files["ro-crate-metadata.json"])
    for one in crate["@graph"]:
        if one.get("@id") in changes:
            one["sha256"] = hashlib.sha256(files[one["@id"]]).hexdigest()
    files["ro-crate-metadata.json"] = json.dumps(crate).encode()
    del files["checksums.txt"]
    listed = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**files, "checksums.txt": "".join(listed).encode()}


FORGED = ("ledger.json", "book/edition/05_reduce_crime.html", "downloads/figures.csv", "receipts/robbery.count.html")


def test_a_forgery_in_agreement_is_told_by_the_rebuild(edition: Edition) -> None:
    """Ledger, page, table, receipt and all lists of hashes say one false figure: only the rerun says another."""
    forged = {
        f"site/{name}": edition.bundle[f"site/{name}"].replace(b"4,888", b"4,881").replace(b"4888", b"4881")
        for name in FORGED
    }
    subject = subject_in(fitted(edition.bundle, **forged), "bundle")
    environment = Environment(sys.executable, "", {})
    found = audit_of(subject, Rebuilt(edition.done.rebuilt, edition.done.rebuilt), environment)
    assert () == subject.faults
    assert (False, set(FORGED)) == (found.passed, {one.file for one in found.differing})
    (claim,) = (one for one in found.differing if one.name == "robbery.count, value")
    assert ("4881.0", "4888.0") == (claim.published, claim.rebuilt)
    assert "the figures were altered before the bundle was made" in claim.cause


def with_provenance(bundle: dict[str, bytes], edit: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """The table of crime edited, with the hash and the number of rows that its provenance states made to fit."""
    table = edit(bundle[CRIME])
    record = json.loads(bundle[PROVENANCE])
    record["sha256"] = hashlib.sha256(table).hexdigest()
    record |= {"rows": table.count(b"\n") - 1} if "rows" in record else {}
    return {CRIME: table, PROVENANCE: json.dumps(record, indent=2, ensure_ascii=False).encode() + b"\n"}


@dataclass(frozen=True)
class Rerun:
    """What ``planbook audit`` said of a bundle: how it ended, its table, its record."""

    code: int
    said: str
    record: dict[str, Any]

    @property
    def differing(self) -> list[dict[str, Any]]:
        """What differs."""
        return [one for one in self.record["differences"] if one["result"] == "differs"]


@pytest.fixture(scope="module")
def rerun(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rerun]:
    """Audits of bundles whose inputs were changed and whose lists were made to fit, two at a time."""
    held = edition.bundle
    changes = {
        "digit and target": with_provenance(held, DIGIT) | {PLAN: INPUTS["a changed target"][1](held[PLAN])},
        "quarter": with_provenance(held, without_line("FY2012-13Q1,west_midlands,robbery,")),
        "rounding": {DISPLAY: INPUTS["a changed rounding"][1](held[DISPLAY])},
    }
    folders = {name: tmp_path_factory.mktemp(name) for name in changes}

    def audited(name: str) -> Rerun:
        folder, out = folders[name] / "bundle", folders[name] / "certificate"
        for file, content in fitted(held, **changes[name]).items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        command = [sys.executable, "-m", "planbook.cli", "audit", str(folder), "--to", str(out)]
        environment = {**os.environ, "PYTHONPATH": str(Path(planbook.__file__).parents[1])}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        record = json.loads((out / "audit.json").read_text(encoding="utf-8"))
        return Rerun(done.returncode, done.stdout, record)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(changes, pool.map(audited, changes), strict=True))


def test_every_rerun_fails(rerun: dict[str, Rerun]) -> None:
    """For the shell too."""
    assert {(1, False)} == {(one.code, one.record["passed"]) for one in rerun.values()}


def test_a_digit_of_the_data_is_traced_to_its_row(rerun: dict[str, Rerun]) -> None:
    """Of two faults in one bundle the one behind the claim: that line of that table."""
    done = rerun["digit and target"]
    claims = [one for one in done.differing if one["name"] == "robbery.count, value"]
    assert [("4888.0", "4889.0")] == [(one["published"], one["rebuilt"]) for one in claims]
    told = f"data: {CRIME}, first differing row: line N (FY2014-15Q1), column 'value', published 1177, rebuilt 1178"
    assert told == re.sub(r"line \d+", "line N", claims[0]["cause"])
    assert ("data", CRIME) in {(fault["cause"], fault["name"]) for fault in done.record["evidence"]}


def test_a_dropped_quarter_is_named(rerun: dict[str, Rerun]) -> None:
    """The table, and the first row that is not there."""
    done = rerun["quarter"]
    assert f"data: {CRIME} has another content than the ledger says" in done.said
    assert "FY2012-13Q1" in json.dumps(done.record)


def test_a_changed_rounding_is_laid_to_the_library(rerun: dict[str, Rerun]) -> None:
    """Display texts of claims differ, their values do not, and the module is named."""
    done = rerun["rounding"]
    kinds = {one["kind"] for one in done.differing if one["file"] == "ledger.json"}
    assert (True, False) == ("detail" in kinds, "claim" in kinds)
    assert f"code: {DISPLAY} is another than in the library that runs this audit" in done.record["cause"]


def test_a_changed_target_is_named(rerun: dict[str, Rerun]) -> None:
    """The ledger still holds the hash of the register; the target level of the milestone differs."""
    done = rerun["digit and target"]
    assert f"data: {PLAN} has another content than the ledger says" in done.said
    assert "robbery.target_level, value" in {one["name"] for one in done.differing}
