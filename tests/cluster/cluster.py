"""The topology of docker-compose.yml on loopback: proxy, desk, two Rasas, Redis, a mail server.

There is one desk, since several need the shared store: it keeps SQLite. That its database is away
is a lock that somebody else holds on it, which is what a full disk looks like to the desk.
"""

import asyncio
import signal
import sqlite3
import subprocess
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self

import yaml
from aiosmtpd.controller import Controller

from firstline.intake.training import train
from tests.deploy.proxy import Proxy
from tests.kit import SECRET
from tests.redis_server import RedisServer
from tests.running import ROOT, RunningDesk, free_port, wait_until

FIRST_RESPONSE = 20_000
"""Milliseconds: short, so that promises are missed while we look."""


@dataclass
class Rasa:
    """A Rasa by itself, as its image starts it."""

    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it; it takes turns some seconds later."""
        command = [ROOT / "bot/.venv/bin/python", ROOT / "bot/serve.py", train(ROOT)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*map(str, command), str(self.port), "--alone"], stdout=log, stderr=log
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
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


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
        self._controller.stop()


@dataclass
class Cluster:
    """Everything, started with `with`."""

    folder: Path

    def __post_init__(self) -> None:
        self.redis = RedisServer()
        self.rasas = [Rasa(self.folder / f"rasa-{number}.log") for number in (1, 2)]
        self.sink = Sink()
        self.desk = RunningDesk(self.folder / "desk")
        self.proxy = Proxy(self.folder / "proxy", [self.desk.port])
        self.desk.settings = self._settings()
        self._running = ExitStack()

    def _settings(self) -> dict[str, str]:
        addresses = ",".join(f"http://127.0.0.1:{rasa.port}" for rasa in self.rasas)
        return {
            "FIRSTLINE_ROOT": str(self._root()),
            "FIRSTLINE_REDIS": self.redis.url,
            "FIRSTLINE_RASA": addresses,
            "FIRSTLINE_PROXIES": "1",
            "FIRSTLINE_PUBLIC_URL": self.proxy.url,
            "FIRSTLINE_RATE_PER_MINUTE": "1000000",
            "FIRSTLINE_IDENTITY_SECRET": SECRET,
            "FIRSTLINE_SMTP_HOST": "127.0.0.1",
            "FIRSTLINE_SMTP_PORT": str(self.sink.port),
            "FIRSTLINE_SMTP_SECURITY": "none",
            "FIRSTLINE_MAIL_FROM": "desk@example.com",
        }

    def _root(self) -> Path:
        """The project with a promise in seconds."""
        root = self.folder / "root"
        root.mkdir(parents=True)
        for name in ("locales", "bot", "build"):
            (root / name).symlink_to(ROOT / name)
        policy = yaml.safe_load((ROOT / "policy.yml").read_text())
        for plan in policy["plans"].values():
            plan["first_response"] = f"{FIRST_RESPONSE // 1000}s"
        policy["delivery"] |= {"mail_after": "5s", "lease": "5s"}
        (root / "policy.yml").write_text(yaml.safe_dump(policy))
        return root

    def __enter__(self) -> Self:
        begin = self._running
        begin.enter_context(self.redis)
        for rasa in self.rasas:
            rasa.start()
            begin.callback(rasa.kill)
        self.sink.start()
        begin.callback(self.sink.stop)
        begin.enter_context(self.desk)
        begin.enter_context(self.proxy)
        wait_until(lambda: all(rasa.answers() for rasa in self.rasas), "both Rasas")
        wait_until(lambda: self.desk.answers("/ready"), f"the desk:\n{self.desk.log}")
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    async def kill_desk(self) -> None:
        """SIGKILL, then started again on the same data."""
        self.desk.kill()
        await asyncio.to_thread(self.desk.start)

    async def empty_redis(self) -> None:
        """Killed, away for two seconds, back without anything."""
        self.redis.kill()
        await asyncio.sleep(2)
        await asyncio.to_thread(self.redis.start)

    async def stop_database(self) -> None:
        """It writes nothing for ten seconds."""
        with closing(sqlite3.connect(self.desk.data / "firstline.db", timeout=20)) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(10)
            other.execute("ROLLBACK")

    async def kill_rasa(self) -> None:
        """One of the two, started again at once; it needs a while."""
        rasa = self.rasas[0]
        rasa.kill()
        rasa.start()
        self.rasas.reverse()
