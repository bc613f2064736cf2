"""Single faults planted in a built site and in what it is made from: every one is found and named.

One edition is built and audited from its bundle alone, without a network. Faults of its site are compared with that
rebuild, faults of its evidence with the lists of hashes. Four are carried through to a rebuild, two of them in one,
with lists of hashes that were made to fit.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planbook.audit.compare import compare_trees
from planbook.audit.evidence import evidence_faults
from planbook.audit.evidence_files import files_of, subject_in
from planbook.audit.ledger import ledger_in
from planbook.audit.report import Audit
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


GUARD = """
import socket
import sys

HERE = {None, "127.0.0.1", "::1", "localhost"}


class Refusing(socket.socket):
    def connect(self, address):
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            raise OSError(f"no network: {address}")
        return super().connect(address)


def asked(host, *rest, ask=socket.getaddrinfo, **more):
    if host not in HERE:
        raise OSError(f"no network: {host}")
    return ask(host, *rest, **more)


def looked_at(event, names):
    if event in {"open", "os.listdir", "os.scandir"} and str(names[0]).startswith(REFUSED):
        raise OSError(f"a file of the project that the bundle was made in: {names[0]}")


socket.socket, socket.getaddrinfo = Refusing, asked
sys.addaudithook(looked_at)
"""
"""Refuses every connection that leaves this machine, and every file of the project ``REFUSED``."""


@dataclass(frozen=True)
class Edition:
    """An honest edition: its project, its bundle, and the audit of the bundle under guard."""

    project: Path
    bundle: dict[str, bytes]
    done: AuditResult

    @property
    def guard(self) -> bytes:
        """The guard as Python reads it when it starts."""
        return f"REFUSED = {str(self.project)!r}\n{GUARD}".encode()

    def audit(self, bundle: dict[str, bytes]) -> Audit:
        """A bundle compared with the rebuild of the honest one."""
        rebuilt = Rebuilt(self.done.rebuilt, self.done.rebuilt)
        return audit_of(subject_in(bundle, "bundle"), rebuilt, Environment(sys.executable, "", {}))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The honest edition of 2014/15, rebuilt from its bundle with a guard beside the library."""
    project = honest_edition(tmp_path_factory)
    bundle = files_of(bundle_of(project))
    start = Edition(project, bundle, AuditResult(Audit("", "", ""), {}))
    guarded = subject_in({**bundle, "src/sitecustomize.py": start.guard}, "bundle")
    return replace(start, done=run_audit(guarded))


def test_the_honest_edition_passes(edition: Edition) -> None:
    """A bundle is enough: rebuilt elsewhere and without a network, not one byte differs."""
    audit = edition.audit(edition.bundle)
    assert (True, (), ()) == (audit.passed, audit.comparison.differences, audit.evidence)
    under_guard = edition.done.audit
    assert ("", ["src/sitecustomize.py"]) == (under_guard.failure, [fault.name for fault in under_guard.evidence])


def test_the_guard_of_the_rebuild_refuses(edition: Edition, tmp_path: Path) -> None:
    """A connection, and a file of the project."""
    (tmp_path / "sitecustomize.py").write_bytes(edition.guard)
    connect, read = "socket.create_connection(('192.0.2.1', 80), timeout=1)", "open(REFUSED)"
    for program, refused in ((connect, "no network"), (read, "a file of the project")):
        command = [sys.executable, "-c", f"import socket; from sitecustomize import REFUSED; {program}"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert refused in done.stderr


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
    audit = edition.audit(fitted(edition.bundle, **forged))
    assert ((), False, set(FORGED)) == (audit.evidence, audit.passed, {one.file for one in audit.differing})
    (claim,) = (one for one in audit.differing if one.name == "robbery.count, value")
    assert ("4881.0", "4888.0") == (claim.published, claim.rebuilt)
    assert "the figures were altered before the bundle was made" in claim.cause


def with_provenance(bundle: dict[str, bytes], edit: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """The table of crime edited, with the hash and the number of rows that its provenance states made to fit."""
    table = edit(bundle[CRIME])
    record = json.loads(bundle[PROVENANCE])
    record["sha256"] = hashlib.sha256(table).hexdigest()
    record |= {"rows": table.count(b"\n") - 1} if "rows" in record else {}
    return {CRIME: table, PROVENANCE: json.dumps(record, indent=2, ensure_ascii=False).encode() + b"\n"}


@pytest.fixture(scope="module")
def rerun(edition: Edition) -> dict[str, Audit]:
    """Audits of bundles whose inputs were changed and whose lists were made to fit."""
    bundle = edition.bundle
    changes = {
        "digit and target": with_provenance(bundle, DIGIT) | {PLAN: INPUTS["a changed target"][1](bundle[PLAN])},
        "quarter": with_provenance(bundle, without_line("FY2012-13Q1,west_midlands,robbery,")),
        "rounding": {DISPLAY: INPUTS["a changed rounding"][1](bundle[DISPLAY])},
    }
    return {name: run_audit(subject_in(fitted(bundle, **files), name)).audit for name, files in changes.items()}


def test_a_digit_of_the_data_is_traced_to_its_row(rerun: dict[str, Audit]) -> None:
    """Of two faults in one bundle the one behind the claim: that line of that table."""
    audit = rerun["digit and target"]
    (claim,) = (one for one in audit.differing if one.name == "robbery.count, value")
    assert ("4888.0", "4889.0", False) == (claim.published, claim.rebuilt, audit.passed)
    told = f"data: {CRIME}, first differing row: line N (FY2014-15Q1), column 'value', published 1177, rebuilt 1178"
    assert told == re.sub(r"line \d+", "line N", claim.cause)
    assert ("data", CRIME) in {(fault.cause, fault.name) for fault in audit.evidence}


def test_a_dropped_quarter_is_named(rerun: dict[str, Audit]) -> None:
    """The table, and the first row that is not there."""
    audit = rerun["quarter"]
    assert f"data: {CRIME} has another content than the ledger says" in map(str, audit.evidence)
    assert "FY2012-13Q1" in json.dumps(audit.as_record())


def test_a_changed_rounding_is_laid_to_the_library(rerun: dict[str, Audit]) -> None:
    """Display texts of claims differ, their values do not, and the module is named."""
    audit = rerun["rounding"]
    kinds = {one.kind for one in audit.differing if one.file == "ledger.json"}
    assert (True, False) == ("detail" in kinds, "claim" in kinds)
    assert f"code: {DISPLAY} is another than in the library that runs this audit" in audit.cause


def test_a_changed_target_is_named(rerun: dict[str, Audit]) -> None:
    """The ledger still holds the hash of the register; the target level of the milestone differs."""
    audit = rerun["digit and target"]
    assert f"data: {PLAN} has another content than the ledger says" in map(str, audit.evidence)
    assert "robbery.target_level, value" in {one.name for one in audit.differing}
