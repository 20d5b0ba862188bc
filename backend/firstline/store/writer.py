"""The one thread that writes: what has piled up during a commit is the next commit's batch."""

import sqlite3
import threading
from asyncio import Future, get_running_loop
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from sqlite3 import Connection

from .database import is_refusal, scrub
from .port import StoreRefused

type Change = Callable[[], None]
"""Writes one caller's change through the writer's connection, or raises and leaves no trace."""

SCRUB_AGAIN = 1.0
"""Seconds until a log that a reader held is emptied after an erasure."""

MOST_TURNS = 64
"""Turns of the loop that one commit takes in."""


@dataclass(slots=True)
class Job:
    """A change, who waits for it, and what became of it."""

    change: Change
    waiting: Future[None]
    erases: bool
    error: Exception | None = None


class Writer:
    """Group commit: a change is acknowledged after the fsync of its batch, never before.

    Changes of one turn of the event loop go to the thread together, and a busy thread finds the
    next batch in its queue; no time passes on purpose. One by one they would wake the thread each,
    and the two would take turns at the interpreter's lock. `forget` is called when a whole batch
    was rolled back.
    """

    def __init__(self, connection: Connection, forget: Callable[[], None]) -> None:
        self._execute = connection.execute
        self._connection = connection
        self._forget = forget
        self._turn: list[Job] = []
        self._jobs: SimpleQueue[list[Job] | None] = SimpleQueue()
        self._closed = False
        self._unscrubbed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def write(self, change: Change, *, erases: bool = False) -> None:
        """Returns once the change is on disk; raises what it raised, or StoreRefused."""
        if self._closed:
            raise StoreRefused("the store is closed")
        loop = get_running_loop()
        waiting: Future[None] = loop.create_future()
        if not self._turn:
            loop.call_soon(self._hand_over)
        self._turn.append(Job(change, waiting, erases))
        await waiting

    def _hand_over(self) -> None:
        turn, self._turn = self._turn, []
        if turn:
            self._jobs.put(turn)

    def close(self) -> None:
        """Commit what was accepted, then end the thread."""
        if not self._closed:
            self._closed = True
            self._hand_over()
            self._jobs.put(None)
            self._thread.join()

    def _run(self) -> None:
        more = True
        while more:
            taken = self._take()
            batch = [job for turn in taken if turn for job in turn]
            more = None not in taken
            if batch:
                self._commit(batch)
                _acknowledge(batch)
            self._scrub(batch)

    def _take(self) -> list[list[Job] | None]:
        try:
            first = self._jobs.get(timeout=SCRUB_AGAIN if self._unscrubbed else None)
        except Empty:
            return []
        more = min(self._jobs.qsize(), MOST_TURNS)
        return [first, *(self._jobs.get_nowait() for _ in range(more))]

    def _commit(self, batch: Sequence[Job]) -> None:
        try:
            if not self._commit_plain(batch):
                self._commit_apart(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait hear it
            self._undo()
            for job in batch:
                job.error = StoreRefused(f"nothing was written: {error}")
                job.error.__cause__ = error

    def _commit_plain(self, batch: Sequence[Job]) -> bool:
        """Whether all went well, as it nearly always does; else nothing was written."""
        self._execute("BEGIN IMMEDIATE")
        try:
            for job in batch:
                job.change()
        except Exception as error:
            if is_refusal(error):
                raise
            self._undo()
            return False
        self._execute("COMMIT")
        return True

    def _commit_apart(self, batch: Sequence[Job]) -> None:
        self._execute("BEGIN IMMEDIATE")
        for job in batch:
            self._attempt(job)
        self._execute("COMMIT")

    def _attempt(self, job: Job) -> None:
        """A savepoint of its own, so that a conflict rolls back only itself."""
        self._execute("SAVEPOINT change")
        try:
            job.change()
        except Exception as error:
            if is_refusal(error):
                raise
            self._execute("ROLLBACK TO change")
            job.error = error
        self._execute("RELEASE change")

    def _undo(self) -> None:
        self._forget()
        # A rollback that fails now is tried again after the next batch's failing BEGIN.
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._execute("ROLLBACK")

    def _scrub(self, batch: Sequence[Job]) -> None:
        self._unscrubbed |= any(job.erases for job in batch)
        if self._unscrubbed:
            with suppress(sqlite3.Error):
                self._unscrubbed = not scrub(self._connection)


def _acknowledge(batch: Sequence[Job]) -> None:
    loop = batch[0].waiting.get_loop()
    # A loop that was closed has nobody left who could be told.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_wake, batch)


def _wake(batch: Sequence[Job]) -> None:
    for job in batch:
        if job.waiting.done():
            continue
        if job.error:
            job.waiting.set_exception(job.error)
        else:
            job.waiting.set_result(None)
