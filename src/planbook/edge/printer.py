"""The process that has imported Jupyter Book, and forks for each build: the side that prints (`press` is the other).

An order is a line: the words of the command, its variables, and the file for what it says; or `GO`, for the build that
was foreseen when the process was started. The answer is a line with the exit code.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from planbook.edge import held
from planbook.edge.sphinx_parts import leave_out, parts_for
from planbook.edge.unexecuted import import_myst_nb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GO", "READY", "main", "waits"]

GO = "go"
"""The order that asks for the build that was foreseen."""
READY = "ready\n"
"""What a process says once it has imported everything."""
PRELOADED = (
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "sphinx.application",
    "sphinx.cmd.build",
    "sphinx.jinja2glue",
    "sphinx.ext.mathjax",
    "myst_nb.sphinx_ext",
    "sphinx_external_toc",
    "sphinx_multitoc_numbering",
    "planbook.site",
)
"""What every build imports, beside the extensions of Sphinx's own."""
OF_WHOLE_BOOKS = (
    "typst",
    "planbook.paper.word",
    "pandas",
    "planbook.statistics.change",
    "planbook.export.edition_files",
)
"""What a build imports that makes every page; one that makes few is not kept waiting for it."""


def main() -> None:
    """Import, then build once for each line of orders until the starter closes its end of our standard output."""
    talk = socket.socket(fileno=os.dup(1))
    os.dup2(2, 1)  # what an import prints is no answer
    gc.disable()
    import_myst_nb()
    for name in (*PRELOADED, *parts_for("", import_module("sphinx.application").builtin_extensions)):
        import_module(name)
    for name in OF_WHOLE_BOOKS:
        if not waits(talk):  # an order that waits already is for a few pages: no notebook ran
            import_module(name)
    if not waits(talk):
        import_module("planbook.site.render").compile_templates()
    talk.sendall(READY.encode())
    edition, foreseen = sys.argv[1:5], sys.argv[5:]
    if edition:
        _foresee(talk, *edition)
    gc.freeze()
    gc.enable()
    begun = Begun.ahead(foreseen[0]) if foreseen and not waits(talk) else None
    with talk.makefile(encoding="utf-8") as orders:
        for line in orders:
            child = _child(foreseen[0] if line.strip() == GO else line, begun if line.strip() == GO else None)
            if begun and child != begun.pid:
                begun.give_up()
            begun = None
            _, status = os.waitpid(child, 0)
            talk.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _child(order: str, begun: Begun | None) -> int:
    """The process that builds: one that has begun and is told to go on, or a new fork."""
    if begun:
        held.go(begun.line)
        return begun.pid
    child = os.fork()
    if child == 0:
        os._exit(_build(**json.loads(order)))
    return child


@dataclass(frozen=True)
class Begun:
    """A build that waits for its edition, and the pipe on which it is told to go on."""

    pid: int
    line: int

    @classmethod
    def ahead(cls, order: str) -> Begun:
        """Begin a build that is foreseen."""
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(theirs)
            held.hold(ours)
            os._exit(_build(**json.loads(order)))
        os.close(ours)
        return cls(child, theirs)

    def give_up(self) -> None:
        """End it: another build is asked for."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.line)


def _foresee(talk: socket.socket, *edition: str) -> None:
    """Work out what can be, until an order comes."""
    for step in import_module("planbook.site.beforehand").beforehand(*edition):
        if waits(talk):
            return
        with contextlib.suppress(Exception):  # it goes wrong again, and is told, where it is wanted
            step()


def waits(talk: socket.socket) -> bool:
    """Whether something was said that was not heard yet."""
    return bool(select.select([talk], [], [], 0)[0])


def _build(arguments: Sequence[str], environment: Mapping[str, str], spoken: str) -> int:
    """Be ``jupyter-book``, with all that it says in a file."""
    out = os.open(spoken, os.O_WRONLY | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.environ.update(environment)
    gc.disable()  # the process ends with the build
    if arguments[:1] == ["build"]:
        leave_out(Path(arguments[1]))
    sys.argv = ["jupyter-book", *arguments]
    code: object = 0
    try:
        import_module("jupyter_book.cli.main").main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - the fork ends here, whatever went wrong
        traceback.print_exc()
        code = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    main()
