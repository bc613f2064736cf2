"""The provisioner ``planbook-warm``: ``jupyter_client`` asks it for a kernel, and gets a fork of a warm parent."""

from __future__ import annotations

import asyncio
import contextlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from planbook.kernels.orders import Order
from planbook.kernels.parents import NoParent, can_fork, parents
from planbook.kernels.private import use_private_sockets

if TYPE_CHECKING:
    from logging import Logger
    from subprocess import Popen

    from jupyter_client.connect import KernelConnectionInfo

__all__ = ["WarmProvisioner"]

LAUNCHER = ["-m", "ipykernel_launcher"]
"""What an IPython kernel's command holds between the interpreter and the kernel's own arguments."""

PATIENCE = 1.0
"""Seconds to wait for a killed kernel to be gone, before ``jupyter_client`` begins to look every 0.1 seconds."""


class WarmProvisioner(LocalProvisioner):
    """Starts an IPython kernel by a fork of a warm parent; any other kernel, or without forks, in the ordinary way."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose sockets that only this user can reach, then prepare as usual."""
        use_private_sockets(self.parent)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel that does what ``cmd`` would do."""
        if cmd[1:3] != LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        if not can_fork():
            _say_once(self.log, "kernels cannot be forked on this system; they start in the ordinary way")
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        streams = (_descriptor(kwargs.get("stdout"), 1), _descriptor(kwargs.get("stderr"), 2))
        try:
            kernel = await parents.fork(Order(cmd[3:], kwargs["env"], folder), streams)
        except NoParent as fault:
            _say_once(self.log, str(fault))
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("Popen[bytes]", kernel)
        self.pid = self.pgid = kernel.pid
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature is jupyter_client's
        """Kill the kernel and see it gone."""
        await super().kill(restart)
        ended = getattr(self.process, "ended", None)
        if ended is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(ended(), PATIENCE)


def _descriptor(stream: Any, default: int) -> int:
    if stream is None or (isinstance(stream, int) and stream < 0):
        return default
    return stream if isinstance(stream, int) else int(stream.fileno())


@lru_cache(maxsize=8)
def _say_once(log: Logger, text: str) -> None:
    log.warning("planbook: %s", text)
