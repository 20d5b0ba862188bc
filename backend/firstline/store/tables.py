"""The tables of the SQLite store and the two changes made to them, on the writer's thread."""

from sqlite3 import Connection, IntegrityError
from typing import NamedTuple

import msgspec

from firstline.domain.row import Row

from .port import KeyTaken, VersionConflict

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    stream TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL,
    UNIQUE (stream, position)
) STRICT;
CREATE TABLE IF NOT EXISTS rows (
    stream TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, body BLOB NOT NULL, due INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS rows_due ON rows (due, stream) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS row_keys (
    key TEXT NOT NULL, sort TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (key, sort, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unique_keys (
    key TEXT NOT NULL PRIMARY KEY, stream TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

REMEMBERED = 10_000
"""Streams whose head is kept in memory, about 1 KB each."""

type Encoded = tuple[int, int, bytes]
"""Position, time and stored form of an event."""

type ListKey = tuple[str, str]


class Head(NamedTuple):
    """What the last write of a stream left: enough to see a conflict and what a row changes."""

    version: int
    keys: tuple[ListKey, ...]
    unique_keys: tuple[str, ...]
    due: int | None


NOTHING = Head(0, (), (), None)


class Tables:
    """Writes within the transaction that its caller holds.

    Heads are remembered, so that an append to a busy stream reads nothing. They are only a guess:
    one that does not fit is read again, and should anybody else have written, the events' unique
    key refuses.
    """

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute
        self._execute_all = connection.executemany
        self._heads: dict[str, Head] = {}
        self._encode = msgspec.json.Encoder().encode

    def forget(self) -> None:
        """A transaction was rolled back: what is remembered may never have happened."""
        self._heads.clear()

    def append(self, stream: str, expected: int, events: list[Encoded], row: Row) -> None:
        """Raises VersionConflict, KeyTaken; the caller then rolls back."""
        head = self._head(stream, expected)
        self._add_events(stream, events)
        if head.version and row.due == head.due:
            self._change_row(row)
        else:
            self._put_row(row)
        if row.keys != head.keys:
            self._move_keys(stream, set(head.keys), set(row.keys))
        if row.unique_keys != head.unique_keys:
            self._take_keys(stream, set(head.unique_keys), set(row.unique_keys))
        self._remember(stream, Head(row.version, row.keys, row.unique_keys, row.due))

    def erase(
        self, stream: str, expected: int, blanks: list[Encoded], events: list[Encoded], row: Row
    ) -> None:
        """As `append`; the blanks are of events that are there."""
        self._head(stream, expected)
        for position, at, data in blanks:
            self._execute(
                "UPDATE events SET at = ?, data = ? WHERE stream = ? AND position = ?",
                (at, data, stream, position),
            )
        self.append(stream, expected, events, row)

    def _head(self, stream: str, expected: int) -> Head:
        head = self._heads.get(stream)
        if head is None or head.version != expected:
            head = self._read_head(stream)
        if head.version != expected:
            raise VersionConflict(stream=stream, expected=expected, found=head.version)
        return head

    def _read_head(self, stream: str) -> Head:
        found = self._execute("SELECT body FROM rows WHERE stream = ?", (stream,)).fetchone()
        if found is None:
            return NOTHING
        row = msgspec.json.decode(found[0], type=Row)
        return Head(row.version, row.keys, row.unique_keys, row.due)

    def _remember(self, stream: str, head: Head) -> None:
        if len(self._heads) >= REMEMBERED:
            self._heads.clear()
        self._heads[stream] = head

    def _add_events(self, stream: str, events: list[Encoded]) -> None:
        try:
            for event in events:
                self._execute("INSERT INTO events VALUES (?, ?, ?, ?)", (stream, *event))
        except IntegrityError as error:
            raise VersionConflict(stream=stream) from error

    def _put_row(self, row: Row) -> None:
        self._execute(
            "INSERT INTO rows VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET"
            " version = excluded.version, body = excluded.body, due = excluded.due",
            (row.stream, row.version, self._encode(row), row.due),
        )

    def _change_row(self, row: Row) -> None:
        """Leave `due` alone: naming it would write its index anew."""
        self._execute(
            "UPDATE rows SET version = ?, body = ? WHERE stream = ?",
            (row.version, self._encode(row), row.stream),
        )

    def _move_keys(self, stream: str, before: set[ListKey], now: set[ListKey]) -> None:
        gone = [(key, sort, stream) for key, sort in before - now]
        come = [(key, sort, stream) for key, sort in now - before]
        self._execute_all("DELETE FROM row_keys WHERE key = ? AND sort = ? AND stream = ?", gone)
        self._execute_all("INSERT INTO row_keys VALUES (?, ?, ?)", come)

    def _take_keys(self, stream: str, before: set[str], now: set[str]) -> None:
        for key in before - now:
            self._execute("DELETE FROM unique_keys WHERE key = ?", (key,))
        try:
            for key in now - before:
                self._execute("INSERT INTO unique_keys VALUES (?, ?)", (key, stream))
        except IntegrityError as error:
            raise KeyTaken(key=key, stream=stream) from error
