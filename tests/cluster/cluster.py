"""The topology of docker-compose.yml on loopback: proxy, two desks, two Rasas, Redis, MongoDB.

MongoDB is the stand-in of `tests/mongo_server.py`. On SQLite, which takes one desk, it is what a
single machine runs.
"""

import asyncio
import random
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

import yaml

from firstline.settings import Settings
from tests.deploy.proxy import Proxy
from tests.kit import SECRET
from tests.redis_server import RedisServer
from tests.running import ROOT, RunningDesk, wait_until

from .databases import DATABASES, Database, whole
from .parts import Rasa, Sink

FIRST_RESPONSE = 20_000
"""Milliseconds: short, so that promises are missed while we look."""


@dataclass
class Cluster:
    """Everything, started with `with`; what was started ends, however far it came."""

    folder: Path
    kind: str = "mongodb"
    """A key of DATABASES."""

    def __post_init__(self) -> None:
        self.database: Database = DATABASES[self.kind](self.folder)
        self.redis = RedisServer()
        self.rasas = [Rasa(self.folder / f"rasa-{number}.log") for number in (1, 2)]
        self.sink = Sink()
        numbers = range(1, self.database.desks + 1)
        self.desks = [RunningDesk(self.folder / f"desk-{number}") for number in numbers]
        self.proxy = Proxy(self.folder / "proxy", [desk.port for desk in self.desks])
        self._running = ExitStack()

    @property
    def stored(self) -> Settings:
        """With these the record can be read, beside the desks."""
        return Settings(store=self.database.address)

    def sockets(self) -> list[int]:
        """How many are open at each desk, as it says itself."""
        return [_sockets(desk) for desk in self.desks]

    def _settings(self) -> dict[str, str]:
        addresses = ",".join(f"http://127.0.0.1:{rasa.port}" for rasa in self.rasas)
        return {
            "FIRSTLINE_ROOT": str(self._root()),
            "FIRSTLINE_STORE": self.database.address,
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
        """The project with a promise in seconds, which pages nobody."""
        root = self.folder / "root"
        root.mkdir(parents=True)
        for name in ("locales", "bot", "build", "on-call.yml", "components.yml"):
            (root / name).symlink_to(ROOT / name)
        policy = yaml.safe_load((ROOT / "policy.yml").read_text())
        for plan in policy["plans"].values():
            plan["first_response"] = f"{FIRST_RESPONSE // 1000}s"
        policy["escalation"] = [{"at": 100, "to": ["agent", "lead"]}, {"at": 125, "to": ["lead"]}]
        policy["delivery"] |= {"mail_after": "5s", "lease": "5s"}
        (root / "policy.yml").write_text(yaml.safe_dump(policy))
        return root

    def __enter__(self) -> Self:
        settings = self._settings()
        with ExitStack() as begin:
            begin.enter_context(self.redis)
            for rasa in self.rasas:
                rasa.start()
                begin.callback(rasa.kill)
            self.sink.start()
            begin.callback(self.sink.stop)
            begin.callback(self.database.stop)
            self.database.start()
            for desk in self.desks:
                desk.settings = settings
                begin.enter_context(desk)
            begin.enter_context(self.proxy)
            wait_until(lambda: all(rasa.answers() for rasa in self.rasas), "both Rasas")
            for desk in self.desks:
                wait_until(lambda desk=desk: desk.answers("/ready"), f"a desk:\n{desk.log}")
            self._running = begin.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    async def kill_desk(self) -> None:
        """SIGKILL of one of them, then started again on the same data."""
        desk = random.choice(self.desks)
        desk.kill()
        await whole(desk.start)

    async def empty_redis(self) -> None:
        """Killed, away for two seconds, back without anything."""
        self.redis.kill()
        await asyncio.sleep(2)
        await whole(self.redis.start)

    async def stop_database(self) -> None:
        """It takes nothing for ten seconds."""
        await self.database.away()

    async def kill_rasa(self) -> None:
        """One of the two, started again at once; it needs a while."""
        rasa = self.rasas[0]
        rasa.kill()
        rasa.start()
        self.rasas.reverse()


def _sockets(desk: RunningDesk) -> int:
    with closing(HTTPConnection("127.0.0.1", desk.port, timeout=10)) as connection:
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
    counted = [line for line in lines if line.startswith("firstline_sockets{")]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in counted)
