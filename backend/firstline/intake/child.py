"""The desk's own Rasa: a child process on a free loopback port, watched and started again.

It ends when its standard input closes, so that no bot outlives its desk.
"""

import asyncio
import contextlib
import socket
from pathlib import Path

import structlog

from .rasa import Replica

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between the death of a process and the next one; doubled each time."""


class Child:
    """Keeps one process alive, at whose address `replica` is asked."""

    def __init__(self, argv: list[str], folder: Path, replica: Replica) -> None:
        self._argv = argv
        self._folder = folder
        self._replica = replica
        self.process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """For ever: starts the process, waits for its end, starts the next."""
        pause = FIRST_PAUSE
        while True:
            answered = await self._live()
            pause = FIRST_PAUSE if answered else min(2 * pause, LONGEST_PAUSE)
            log.warning("bot_ended", again_in_seconds=pause)
            await asyncio.sleep(pause)

    async def _live(self) -> bool:
        """One process from start to end; gives whether it ever answered."""
        port = _free_port()
        try:
            process = await self._start(port)
        except OSError as error:
            log.warning("bot_not_started", error=str(error))
            return False
        self.process = process
        self._replica.address = f"http://127.0.0.1:{port}"
        answered = False
        try:
            await process.wait()
            answered = self._replica.answers
        finally:
            self._replica.see(answers=False)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return answered

    async def _start(self, port: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._argv,
            str(port),
            cwd=self._folder,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
