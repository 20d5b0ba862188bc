"""A server that speaks MongoDB's protocol, as a process of its own on a free port.

It is `mongoeco`, which compares its answers with those of MongoDB 7 to 9: one process without
replication, slow with thousands of documents. What it cannot show stands in docs/operating.md.
"""

import asyncio
import multiprocessing
import os
import signal
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from socket import create_connection
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient

from tests.running import free_port, started, wait_until

DRIVERS = {"motor": AsyncIOMotorClient, "pymongo": AsyncMongoClient}
"""The driver that is used, and the one that replaces it."""

SALT = os.urandom(16)
"""No run finds in a real server what another one left."""

# Importing it costs seconds: a process that has done so is forked for each start.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.mongo_server", "mongoeco.engines", "mongoeco.wire.proxy"])


@dataclass
class MongoServer:
    """One server: with a file it keeps what it was told, without it forgets when it is killed."""

    file: Path | None = None
    port: int = field(default_factory=free_port)
    process: ForkServerProcess | None = None

    def address(self, database: str = "firstline", options: str = "") -> str:
        """What FIRSTLINE_STORE is set to; `options` begin with `&`."""
        return f"mongodb://127.0.0.1:{self.port}/{database}?directConnection=true{options}"

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        self.process = FORKS.Process(target=_run, args=(self.port, self.file), daemon=True)
        self.process.start()
        wait_until(self.answers, "the server for MongoDB's protocol to answer")

    def answers(self) -> bool:
        """Whether it takes connections; it does so once it is ready."""
        if not self.runs():
            raise RuntimeError("the server for MongoDB's protocol ended")
        try:
            with create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut would: connections break, and without a file everything is forgotten."""
        assert self.process is not None
        self.process.kill()
        self.process.join()

    def freeze(self) -> None:
        """Connections stand, and nothing is answered until `thaw`."""
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGCONT)

    def runs(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def __enter__(self) -> Self:
        return started(self)

    def __exit__(self, *_: object) -> None:
        if self.runs():
            self.kill()


@cache
def shared_server() -> MongoServer:
    """The one that most tests use, each with a database of its own; it ends with the tests."""
    server = MongoServer()
    server.start()
    return server


def shared_address(place: Path) -> str:
    """A database of the shared server, or of the real one that TEST_MONGODB names, by a place."""
    name = f"firstline-{sha256(bytes(place) + SALT).hexdigest()[:16]}"
    real = os.environ.get("TEST_MONGODB")
    if not real:
        return shared_server().address(name)
    server = urlsplit(real)
    return urlunsplit((server.scheme, server.netloc, f"/{name}", server.query, ""))


def _run(port: int, file: Path | None) -> None:
    asyncio.run(_serve(port, file))


async def _serve(port: int, file: Path | None) -> None:
    """Serve until killed, from memory or from a file of SQLite."""
    from mongoeco.engines import MemoryEngine, SQLiteEngine  # noqa: PLC0415 - in its process only
    from mongoeco.wire.proxy import AsyncMongoEcoProxyServer  # noqa: PLC0415

    engine = SQLiteEngine(str(file)) if file else MemoryEngine()
    async with AsyncMongoEcoProxyServer(engine=engine, port=port):
        await asyncio.Event().wait()
