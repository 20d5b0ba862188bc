"""Where the desks of a cluster keep everything, and what it is when that is away for a while."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from tests.mongo_server import MongoServer

AWAY = 10
"""Seconds."""


async def whole[T](work: Callable[[], T]) -> T:
    """What blocks, in a thread and to its end: no process is started behind a cancelled test."""
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await working
        raise


class Database(Protocol):
    """What a cluster asks of it."""

    desks: int
    """How many serve on it."""
    pause: float
    """Seconds between two messages of one customer, on average: what it carries."""
    address: str
    """What FIRSTLINE_STORE is set to."""

    def start(self) -> None:
        """Make it ready for the first desk."""

    def stop(self) -> None:
        """End what was started."""

    async def away(self) -> None:
        """Gone for AWAY seconds; returns once it is back, with what it had."""


class Mongo:
    """The stand-in for MongoDB on disk, and two desks on it.

    Killed, not told to stop: SQLite below it commits before it answers, and what a process wrote is
    the system's.
    """

    desks = 2
    pause = 8.0

    def __init__(self, folder: Path) -> None:
        self.server = MongoServer(folder / "mongo.db")
        self.address = self.server.address()

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        if self.server.runs():
            self.server.kill()

    async def away(self) -> None:
        await whole(self.server.kill)
        await asyncio.sleep(AWAY)
        await whole(self.server.start)


class Sqlite:
    """A folder, which takes one desk. Away is a lock that somebody else holds."""

    desks = 1
    pause = 3.0

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "store"
        self.address = f"sqlite:{self.folder}"

    def start(self) -> None:
        self.folder.mkdir(parents=True)

    def stop(self) -> None:
        """Nothing runs."""

    async def away(self) -> None:
        with closing(sqlite3.connect(self.folder / "firstline.db", timeout=20)) as other:
            other.isolation_level = None
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(AWAY)
            other.execute("ROLLBACK")


DATABASES = {"mongodb": Mongo, "sqlite": Sqlite}
