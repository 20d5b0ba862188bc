"""What stands beside the desks: Rasas, and the server that takes their mails."""

import asyncio
import signal
import subprocess
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from firstline.intake.training import train
from tests.running import ROOT, free_port


@dataclass
class Rasa:
    """A Rasa by itself, as its image starts it, but that it ends with who started it."""

    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it; it takes turns some seconds later."""
        command = [ROOT / "bot/.venv/bin/python", ROOT / "bot/serve.py", train(ROOT), self.port]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*map(str, command)], stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        with closing(connection):
            try:
                connection.request("GET", "/webhooks/desk/")
                return connection.getresponse().status == 200
            except OSError:
                return False

    def kill(self) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()


class Sink:
    """A mail server that counts what it accepted, by recipient."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.accepted.update(envelope.rcpt_tos)
        return "250 accepted"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        """Cuts off who is still there: the controller would leave their connections open."""
        asyncio.run_coroutine_threadsafe(self._cut_off(), self._controller.loop).result(10)
        self._controller.stop()

    async def _cut_off(self) -> None:
        server = self._controller.server
        assert isinstance(server, asyncio.Server)
        server.close()
        server.abort_clients()
        await server.wait_closed()
