"""Virtual environments of the peers, made once under ``_build/benchmarks/venv``; what cannot be installed is told."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .project import ROOT

REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
ENVIRONMENTS = ROOT / "_build" / "benchmarks" / "venv"
NAME = re.compile(r"[A-Za-z0-9._-]+")
BESIDE = "ipykernel"
"""Without its messages, no peer talks to a kernel."""


@dataclass(frozen=True)
class Peer:
    """A tool to compare with: its programs, or why it is not there."""

    name: str
    programs: Path
    missing: str = ""

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str(self.programs / name)


def requirements(text: str) -> dict[str, str]:
    """The requirement of each peer by its name, from the lines of a requirements file."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return {name[0]: line for line in lines if (name := NAME.match(line))}


def install() -> dict[str, Peer]:
    """Every peer of ``requirements.txt``, installed where it was not yet."""
    wanted = requirements(REQUIREMENTS.read_text(encoding="utf-8"))
    return {name: _installed(name, requirement) for name, requirement in wanted.items()}


def _installed(name: str, requirement: str) -> Peer:
    folder = ENVIRONMENTS / name
    programs, ready = folder / "bin", folder / "installed.txt"
    if ready.is_file() and ready.read_text(encoding="utf-8") == requirement:
        return Peer(name, programs)
    print(f"installing {requirement}", file=sys.stderr, flush=True)
    for command in _commands(folder, programs, requirement):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            return Peer(name, programs, said[-1] if said else f"pip ended with {done.returncode}")
    ready.write_text(requirement, encoding="utf-8")
    return Peer(name, programs)


def _commands(folder: Path, programs: Path, requirement: str) -> tuple[list[str], ...]:
    """Make the environment and fill it: by uv where there is one, which takes seconds and not minutes."""
    python = str(programs / "python")
    if (uv := shutil.which("uv")) is not None:
        return (
            [uv, "venv", "-q", "--clear", "--python", sys.executable, str(folder)],
            [uv, "pip", "install", "-q", "--compile-bytecode", "--python", python, requirement, BESIDE],
        )
    return (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement, BESIDE],
    )
