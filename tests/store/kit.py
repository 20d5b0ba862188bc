"""Short words for what the store's tests write."""

import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from firstline.domain.events import ContentErased, CustomerWrote, Recorded
from firstline.domain.row import Row
from firstline.store.database import connect
from firstline.store.mongo.connection import Database
from firstline.store.mongo.connection import connect as connect_mongo
from firstline.store.mongo.documents import BUCKET
from firstline.store.mongo.events import MongoStore
from firstline.store.port import Store
from firstline.store.sqlite import SqliteStore
from tests.mongo_server import DRIVERS, shared_address


def open_sqlite(folder: Path) -> Store:
    return SqliteStore(folder / "firstline.sqlite")


def open_mongo(driver: str, folder: Path, bucket: int = BUCKET) -> MongoStore:
    return MongoStore(new_database(driver, folder), bucket=bucket)


def new_database(driver: str, folder: Path) -> Database:
    """A database of the server that most tests share, the same one for the same folder."""
    return connect_mongo(shared_address(folder), DRIVERS[driver])


STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite": open_sqlite,
    **{f"mongo-{driver}": partial(open_mongo, driver) for driver in DRIVERS},
}
"""Name of a store -> how one is opened in an empty folder, and again in the same folder."""


async def ready(store: Store) -> Store:
    """Make it ready, where it has to be."""
    if isinstance(store, MongoStore):
        await store.prepare()
    return store


def said(position: int, text: str = "hello", at: int | None = None) -> Recorded:
    event = CustomerWrote(id=f"{text}-{position}", text=text)
    return Recorded(position, 1000 * position if at is None else at, event)


def blank(position: int) -> Recorded:
    return Recorded(position, 1000 * position, CustomerWrote(id="", text=""))


def erased(position: int, *positions: int) -> Recorded:
    return Recorded(position, 1000 * position, ContentErased(positions, "agent-1", "asked for"))


def line(stream: str, version: int, **more: Any) -> Row:
    return Row(stream, version, more.pop("body", {"version": version}), **more)


async def write(store: Store, stream: str, version: int, text: str = "hello", **more: Any) -> None:
    """Append the event that makes this version."""
    event = said(version, text)
    await store.append(stream, version - 1, [event], line(stream, version, **more))


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


def traces(folder: Path, needle: str) -> list[str]:
    """Files below the folder in whose bytes the needle stands."""
    files: Iterable[Path] = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if needle.encode() in path.read_bytes()]


class Obstacle:
    """Stands before COMMIT: counts, holds it until `go` is set, or makes it fail as SQLite does."""

    def __init__(self) -> None:
        self.commits = 0
        self.reached = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.error: sqlite3.Error | None = None
        obstacle = self

        class Hindered(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql == "COMMIT":
                    obstacle.pass_by()
                return super().execute(sql, *values)

        self.connect = partial(connect, factory=Hindered)

    def hold(self) -> None:
        self.reached.clear()
        self.go.clear()

    def pass_by(self) -> None:
        self.commits += 1
        self.reached.set()
        self.go.wait()
        if self.error:
            raise self.error


def failure(code: int, text: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error
