"""SQLite as it is used here: how it is opened, which thread touches it, what is a refusal."""

import asyncio
import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection

from .port import StoreInUse, StoreRefused

PATIENCE = 500
"""How long to wait for a lock that somebody else holds, in milliseconds."""

_REFUSALS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
}

type Connect = Callable[[Path], Connection]


def connect(path: Path, factory: type[Connection] = Connection) -> Connection:
    """Open a database whose commits are on disk on return and whose deletions leave no bytes."""
    connection = sqlite3.connect(
        path,
        timeout=PATIENCE / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=factory,
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what SQLite says about full disks and locks into StoreRefused."""
    try:
        yield
    except sqlite3.Error as error:
        if is_refusal(error):
            raise StoreRefused(f"the database refused: {error}") from error
        raise


def is_refusal(error: Exception) -> bool:
    """Is this SQLite unable to write for now, rather than a mistake of ours?"""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _REFUSALS


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All of the block or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def scrub(connection: Connection) -> bool:
    """Empty the log, where erased bytes would live on. False: a reader is in the way."""
    blocked, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not blocked


class Lane:
    """Threads with a connection each, so that no query holds up the event loop."""

    def __init__(self, path: Path, threads: int = 1, connect: Connect = connect) -> None:
        self._mine = threading.local()
        self._opened: list[Connection] = []
        self._closed = False
        self._open = partial(connect, path)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"lane-{path.stem}")

    async def run[T](self, work: Callable[[Connection], T]) -> T:
        """What `work` makes of the connection. Raises StoreRefused beside what `work` raises."""
        if self._closed:
            raise StoreRefused("the store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def _run[T](self, work: Callable[[Connection], T]) -> T:
        with refusals():
            return work(self._connection())

    def _connection(self) -> Connection:
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is None:
            mine = self._mine.connection = self._open()
            self._opened.append(mine)
        return mine

    def close(self) -> None:
        """Wait for what runs, then close every connection."""
        self._closed = True
        self._threads.shutdown()
        for connection in self._opened:
            connection.close()
        self._opened.clear()


@contextmanager
def guard(path: Path) -> Iterator[None]:
    """Serve the store at `path` alone, by a lock on a file beside it. Raises StoreInUse.

    The lock belongs to the open file, so it goes with the process, however that ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    side = path.with_name(path.name + ".lock")
    handle = os.open(side, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreInUse(f"another process serves {path.name}") from error
