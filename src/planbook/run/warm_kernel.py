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
import os
import shutil
import sys
import tempfile
import time
from functools import cache, lru_cache
from logging import Logger
from pathlib import Path
from queue import Empty
from subprocess import Popen
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakSet

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from planbook.run.fork_requests import NoFork, parent, wants_warm
from planbook.run.warm_parent import Order

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

KERNEL = "planbook-warm"  # the name of the kernel, in kernelspec/kernel.json and the entry point
LAUNCHER = ["-m", "ipykernel_launcher"]
"""What an IPython kernel's command holds between the interpreter and the kernel's own arguments."""
LONGEST_ADDRESS = 100
"""Bytes that a Unix socket's path may have (Linux takes 107, macOS 103), less the number put at its end."""
OTHERS = 0o077  # the permissions of everybody but the owner

RETRY = 5
"""Milliseconds until a socket that came before the kernel's tries again; ZeroMQ waits 100, longer than a fork takes."""
LISTEN = 0.02
"""Seconds to wait on a channel whose subscription may not have reached the kernel yet: asking again costs less."""
ANSWER = 1.0  # seconds between questions whether the kernel is there

_started: WeakSet[WarmProvisioner] = WeakSet()


class WarmProvisioner(LocalProvisioner):
    """Starts an IPython kernel by a fork of the warm parent, and any other kernel in the ordinary way."""

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
            kernel = await parent.fork(Order(cmd[3:], dict(kwargs["env"]), folder), streams)
        except (NoFork, ProcessLookupError) as fault:
            _say_once(self.log, f"no warm kernel: {fault}; kernels start in the ordinary way")
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("Popen[bytes]", kernel)
        self.pid = self.pgid = kernel.pid
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature is jupyter_client's
        """Kill the kernel and see it gone, for a second at most: ``jupyter_client`` would look every 0.1 seconds."""
        await super().kill(restart)
        for _ in range(200):
            if self.process is None or self.process.poll() is not None:
                return
            await asyncio.sleep(0.005)


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


def _descriptor(stream: Any, default: int) -> int:
    if stream is None or (isinstance(stream, int) and stream < 0):
        return default
    return stream if isinstance(stream, int) else int(stream.fileno())


@lru_cache(maxsize=8)
def _say_once(log: Logger, text: str) -> None:
    log.warning("planbook: %s", text)


class PromptClient(AsyncKernelClient):
    """A client that goes on as soon as its kernel is ready.

    That of ``jupyter_client`` waits for 0.2 seconds of silence after the kernel's answer, as long as a short notebook
    runs. It is chosen by the documented option ``KernelManager.client_factory``, so Papermill stays as it is.
    """

    def start_channels(self, *channels: bool, **named: bool) -> None:
        """Connect, and try again soon where the kernel is not there yet."""
        self.context.setsockopt(zmq.RECONNECT_IVL, RETRY)
        super().start_channels(*channels, **named)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered a question and has said so on the channel of outputs.

        Raises:
            RuntimeError: the kernel died, or did not answer within ``timeout`` seconds.
        """
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")

    async def _answers(self) -> bool:
        """Ask once; outputs that come after the kernel is idle again belong to the notebook."""
        question = self.kernel_info()
        try:
            await self.get_shell_msg(timeout=ANSWER)
            while True:
                message = await self.get_iopub_msg(timeout=LISTEN)
                state = message["content"].get("execution_state")
                if state == "idle" and message["parent_header"].get("msg_id") == question:
                    return True
        except Empty:
            return False
