"""The time of an audit beside that of a cold build: ``planbook book`` from nothing, then ``planbook audit`` of it.

Run: python benchmarks/audit.py [--rounds 3] [--period FY2014-15]

Both are whole processes, started in a copy of the project in a temporary folder of which nothing is kept between
rounds. The build forks its kernels from a warm parent, as it does by default; the audit starts each kernel cold and
has nothing kept from before, then compares everything. Printed are the median seconds of each and their ratio.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = (".*", "_build", "node_modules", "__pycache__", "edition", "tests")


def main() -> None:
    """Time both ways and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--period", default="FY2014-15")
    options = parser.parse_args()
    rounds = [_round(options.period) for _ in range(options.rounds)]
    build, audit = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(audited / built for built, audited in rounds)
    print(f"cold build  {build:6.1f} s\naudit       {audit:6.1f} s\nratio       {ratio:6.2f}")


def _round(period: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as made:
        project = Path(made) / "project"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*LEFT_OUT))
        built, _ = _timed(project, "book", "--period", period, "--since", "none")
        _, said = _timed(project, "bundle", "--date", "2015-06-30", "--draft")
        audited, _ = _timed(project, "audit", said.strip().removeprefix("bundle: "))
        return built, audited


def _timed(project: Path, *arguments: str) -> tuple[float, str]:
    """Seconds that a command of the project's own library took, and what it said."""
    environment = {**os.environ, "PLANBOOK_ROOT": str(project), "PYTHONPATH": str(project / "src")}
    started = perf_counter()
    command = [sys.executable, "-m", "planbook.cli", *arguments]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True)
    return perf_counter() - started, done.stdout


if __name__ == "__main__":
    main()
