"""The build worker: a process that imports Jupyter Book while notebooks run, and then builds.

Importing Sphinx, Jupyter Book and this library's extension takes longer than building a page. The worker forks for
each build, so no build sees what another one left behind. Where there is no worker the ``jupyter-book`` command builds
the same site.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path

import msgspec

REPRODUCIBLE = {
    "SOURCE_DATE_EPOCH": "0",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",  # threads do not survive a fork
}
"""Variables that make two builds of the same sources the same."""
IMPORTS = (
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "sphinx.builders.html",
    "myst_nb.sphinx_ext",
    "sphinx_external_toc",
    "planbook.site",
    "docx",
    "typst",
)
"""What every build imports."""


class Build(msgspec.Struct, frozen=True):
    """One call of ``jupyter-book``: its arguments, variables beside the fixed ones, the file for what it says."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    log: str


class BuildWorker(contextlib.AbstractContextManager["BuildWorker"]):
    """Builds with a process that is started at once. As a context it ends that process, and a build that goes on."""

    def __init__(self) -> None:
        self._process = _process()

    def begin(self, build: Build) -> None:
        """Begin a build; the caller may do something else until it asks for the end."""
        self._process, self._build = self._process or _process(), build
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.write(msgspec.json.encode(build) + b"\n")
                self._process.stdin.flush()

    def finish(self) -> int:
        """Wait for the end of the build, and return the exit code of ``jupyter-book``."""
        answer = self._process.stdout.readline() if self._process and self._process.stdout else b""
        if answer:
            return int(answer)
        self.close()  # there is no process, or it broke off: be the command itself
        command = [str(Path(sys.executable).with_name("jupyter-book")), *self._build.arguments]
        environment = {**os.environ, **REPRODUCIBLE, **self._build.environment}
        with Path(self._build.log).open("wb") as log:
            return subprocess.run(command, env=environment, stdout=log, stderr=log, check=False).returncode

    def close(self) -> None:
        """End the process and its builds."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def __exit__(self, *_: object) -> None:
        self.close()


def _process() -> subprocess.Popen[bytes] | None:
    """The process that imports and builds; None but on Linux, where alone it is safe to fork after such imports."""
    if sys.platform != "linux":
        return None
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        env={**os.environ, **REPRODUCIBLE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl+C reaches the starter alone, which ends the whole group
    )


def main() -> None:
    """Import, then build once for each line of the standard input, and answer each with an exit code."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what an import prints is no answer
    gc.disable()  # each collection would look through all that was imported before
    for name in (*IMPORTS, *import_module("sphinx.application").builtin_extensions):
        import_module(name)
    gc.freeze()  # what is imported stays shared with the builds, as Python's documentation of gc advises
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            os._exit(_build(msgspec.json.decode(line, type=Build)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _build(build: Build) -> int:
    """Be the ``jupyter-book`` command. The collector stays off: the process ends with the build."""
    log = os.open(build.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.update(build.environment)
    try:
        import_module("jupyter_book.cli.main").main(build.arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the fork ends here, whatever went wrong
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main()
