"""Sockets that only this user can reach: Unix sockets in a private folder, in place of ports."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

__all__ = ["use_private_sockets"]

LONGEST_ADDRESS = 100
"""Bytes that a Unix socket's path may have (Linux takes 107, macOS 103), less the number put at its end."""

OTHERS = 0o077
"""The permissions of everybody but the owner."""


def use_private_sockets(kernel: KernelManager | Any) -> None:
    """Have a kernel that has not started yet talk over Unix sockets beside its connection file.

    Ports stay where they are needed: on Windows, for a kernel that has some already, where others can look into
    the folder of the connection file, or where the path would be too long for a socket.
    """
    if kernel is None or sys.platform == "win32" or kernel.shell_port:
        return
    file = Path(kernel.connection_file or _folder(os.getpid()) / f"{kernel.kernel_id}.json")
    stem = str(file.with_suffix(""))
    if len(os.fsencode(stem)) > LONGEST_ADDRESS or not file.parent.is_dir() or file.parent.stat().st_mode & OTHERS:
        return
    kernel.connection_file = str(file)
    kernel.transport = "ipc"
    kernel.ip = stem


@cache
def _folder(owner: int) -> Path:
    """A folder for this process (``owner``) that only its user can enter, gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"planbook-{owner}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
