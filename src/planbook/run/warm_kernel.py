"""The provisioner ``planbook-warm``: ``jupyter_client`` asks it for a kernel, and gets a fork of the warm parent.

Any client finds it: ``papermill -k planbook-warm``, JupyterLab, nbclient. Where a fork is impossible the kernel starts
in the ordinary way, which is said once: not on Linux, threads in the parent, another environment than the parent's.
``PLANBOOK_COLD_KERNELS=1`` asks for ordinary kernels.

A kernel listens on Unix sockets that only its user can reach, and reads no IPython configuration of its user: a
start-up file must not change what is published.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakSet

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from planbook.run.warm_parent import STALE, Order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from logging import Logger

    from jupyter_client.connect import KernelConnectionInfo

__all__ = ["COLD", "KERNEL", "WarmProvisioner", "can_fork", "kill_kernels", "warm_up"]

KERNEL = "planbook-warm"
"""The name of the kernel."""

COLD = "PLANBOOK_COLD_KERNELS"
"""The variable that asks for ordinary kernels when it is set to 1."""

SPEC = Path(__file__).with_name("kernelspec") / "kernel.json"

LAUNCHER = ["-m", "ipykernel_launcher"]
"""What an IPython kernel's command holds between the interpreter and the kernel's own arguments."""

AT_IMPORT = ("PYTHON", "MPL", "OPENBLAS_", "OMP_", "MKL_", "LC_", "LANG", "HOME")
"""Variables, by how their names begin, that Python or a library reads once, at import."""

LONGEST_ADDRESS = 100
"""Bytes that a Unix socket's path may have (Linux takes 107, macOS 103), less the number put at its end."""

OTHERS = 0o077
"""The permissions of everybody but the owner."""

PATIENCE = 1.0
"""Seconds to wait for a killed kernel to be gone, before ``jupyter_client`` looks every 0.1 seconds."""


class NoFork(RuntimeError):
    """The warm parent cannot give this kernel; another try gives none either."""


class ForkedKernel:
    """A kernel that is the warm parent's child: what ``subprocess.Popen`` is for one's own."""

    stdin = stdout = stderr = None
    ENDED = -1
    """Stands for the exit code, which only the warm parent learns."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """`ENDED`, or None while the kernel runs."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """`ENDED`; None if the kernel still runs after ``timeout`` seconds."""
        if self.returncode is None:
            ready = select.poll()
            ready.register(self._descriptor, select.POLLIN)
            if ready.poll(None if timeout is None else timeout * 1000):
                self.returncode = self.ENDED
                os.close(self._descriptor)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._descriptor, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


class WarmParent:
    """The starter's side of the warm parent, which starts when it is first wanted."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._settings: dict[str, str] = {}
        self._retired: list[tuple[subprocess.Popen[bytes], socket.socket | None]] = []

    @property
    def pid(self) -> int:
        """The number of the process; 0 where there is none."""
        return self._process.pid if self._process else 0

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process, unless it runs; it imports while this returns."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            if self._control is not None:
                self._control.close()
            if not self._settings:
                atexit.register(self.end)
            self._settings = _settings(environment)
            self._control, theirs = socket.socketpair()
            command = [sys.executable, "-P", "-m", "planbook.run.warm_parent", str(theirs.fileno())]
            with theirs:
                self._process = subprocess.Popen(
                    command,
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )

    async def fork(self, order: Order, streams: tuple[int, int]) -> ForkedKernel:
        """A kernel; a parent that has died, or whose imports are out of date, is replaced once.

        Raises:
            NoFork: the parent cannot give it; the message says why.
        """
        for _ in range(2):
            self.start(order.environment)
            if self._settings != _settings(order.environment):
                raise NoFork("its environment is not that of the warm parent")
            process = self._process
            word, _, rest = (await self._ask(order, streams)).partition(" ")
            if word == "kernel":
                return ForkedKernel(int(rest))
            if word == "refused":
                raise NoFork(rest)
            self._retire(process)
        raise NoFork("the warm parent ended" if word != STALE else "files of the library keep changing")

    async def _ask(self, order: Order, streams: tuple[int, int]) -> str:
        """The parent's answer; empty where it has ended."""
        line, theirs = socket.socketpair()
        line.setblocking(False)
        loop = asyncio.get_running_loop()
        with line, theirs:
            try:
                socket.send_fds(cast("socket.socket", self._control), [b"k"], [theirs.fileno(), *streams])
                theirs.close()  # so that an end of the parent ends the line
                await loop.sock_sendall(line, json.dumps(asdict(order)).encode())
                line.shutdown(socket.SHUT_WR)
                return (await loop.sock_recv(line, 256)).decode()
            except OSError:
                return ""

    def _retire(self, process: subprocess.Popen[bytes] | None) -> None:
        """Ask a parent for nothing more; it lives on for the kernels that it has forked."""
        with self._lock:
            if process is not None and process is self._process:
                self._retired.append((process, self._control))
                self._process = self._control = None

    def end(self) -> None:
        """End the process, and the kernels that still run: each is killed when its parent ends."""
        with self._lock:
            ending = self._retired
            if self._process is not None:
                ending = [*ending, (self._process, self._control)]
            self._process, self._control, self._retired = None, None, []
        for process, control in ending:
            process.kill()
            process.wait()
            if control is not None:
                control.close()


parent = WarmParent()
"""The warm parent of this process."""

_started: WeakSet[WarmProvisioner] = WeakSet()
"""The kernels of this process."""


class WarmProvisioner(LocalProvisioner):
    """Starts an IPython kernel by a fork of the warm parent; any other kernel, or without forks, in the ordinary way."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose private sockets and leave out the user's configuration, then prepare as usual."""
        use_private_sockets(self.parent)
        environment = kwargs.pop("env", None) or os.environ
        kwargs["env"] = {**environment, "IPYTHONDIR": str(_folder(os.getpid()) / "ipython")}
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel that does what ``cmd`` would do."""
        _started.add(self)
        if cmd[1:3] != LAUNCHER or not wants_warm():
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        streams = (_descriptor(kwargs.get("stdout"), 1), _descriptor(kwargs.get("stderr"), 2))
        try:
            if not can_fork():
                raise NoFork("kernels cannot be forked on this system")
            kernel = await parent.fork(Order(cmd[3:], dict(kwargs["env"]), folder), streams)
        except (NoFork, ProcessLookupError) as fault:
            _say_once(self.log, f"no warm kernel: {fault}; kernels start in the ordinary way")
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("subprocess.Popen[bytes]", kernel)
        self.pid = self.pgid = kernel.pid
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it gone."""
        await super().kill(restart)
        for _ in range(int(PATIENCE / 0.005)):
            if self.process is None or self.process.poll() is not None:
                return
            await asyncio.sleep(0.005)


def can_fork() -> bool:
    """Whether kernels can be forked here: on Linux, with process descriptors (kernel 5.3 or newer)."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def wants_warm() -> bool:
    """Whether kernels are to start warm: unless ``PLANBOOK_COLD_KERNELS`` says otherwise."""
    return os.environ.get(COLD, "") in {"", "0"}


def kernel_environment() -> dict[str, str]:
    """What kernels start with: this process's environment and the kernel's own, with one thread, UTC and a fixed seed."""
    own: dict[str, str] = json.loads(SPEC.read_text(encoding="utf-8"))["env"]
    return {**os.environ, **own}


def warm_up() -> None:
    """Start the warm parent now, so that it imports while this process does other things."""
    if wants_warm() and can_fork():
        parent.start(kernel_environment())


def kill_kernels() -> None:
    """Kill every kernel of this process that runs; whoever waits for one learns that it died."""
    for kernel in list(_started):
        if kernel.process is not None and kernel.process.poll() is None:
            kernel.process.kill()


def use_private_sockets(kernel: Any) -> None:
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


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(AT_IMPORT)}


def _descriptor(stream: Any, default: int) -> int:
    if stream is None or (isinstance(stream, int) and stream < 0):
        return default
    return stream if isinstance(stream, int) else int(stream.fileno())


@lru_cache(maxsize=8)
def _say_once(log: Logger, text: str) -> None:
    log.warning("planbook: %s", text)
