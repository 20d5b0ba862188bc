"""The index by SQLite's FTS5."""

import re
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import override

from firstline.domain.events import Recorded

from .database import Connect, Lane, connect, scrub, transaction
from .passages import LONGEST_QUESTION, passage_of, telling, undoes_solution
from .port_search import Hit, Search

SCHEMA = """
CREATE TABLE IF NOT EXISTS fed (
    stream TEXT PRIMARY KEY, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
    id INTEGER PRIMARY KEY, stream TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
    UNIQUE (stream, position)
) STRICT;
CREATE INDEX IF NOT EXISTS places_solved ON places (stream) WHERE kind = 'solution';
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    text, tokenize = 'unicode61 remove_diacritics 2'
);
"""
_EMPTY = "DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS places; DROP TABLE IF EXISTS fed;"
_SEARCH = """
SELECT stream, position, kind, text, -min(rank) FROM (
    SELECT rowid, text, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT 1000
) JOIN places ON id = rowid GROUP BY stream ORDER BY 5 DESC, stream LIMIT ?
"""
_SIMILAR = """
SELECT solved.stream, solved.position, solved.kind, words.text, -found.best FROM (
    SELECT stream, min(rank) AS best FROM (
        SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT 1000
    ) JOIN places ON id = rowid WHERE stream <> ? GROUP BY stream
) AS found JOIN places AS solved ON solved.stream = found.stream AND solved.kind = 'solution'
JOIN words ON words.rowid = solved.id
ORDER BY found.best, solved.position DESC LIMIT ?
"""


class SqliteSearch(Search):
    """`Search` in a file of its own, which may be deleted and is then fed again."""

    def __init__(self, path: Path, connect: Connect = connect) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = connect(path)
        opened.executescript(SCHEMA)
        opened.close()
        self._lane = Lane(path, connect=connect)

    @override
    async def feed(self, told: Mapping[str, Sequence[Recorded]]) -> dict[str, int]:
        return await self._lane.run(lambda connection: _feed(connection, told))

    @override
    async def fed(self, stream: str) -> int:
        return await self._lane.run(lambda connection: _fed(connection, stream))

    @override
    async def search(self, text: str, limit: int = 20) -> list[Hit]:
        words = _words(text)[:LONGEST_QUESTION]
        question = " ".join(f'"{word}"' for word in words) + "*"
        return await self._find(_SEARCH, question, limit) if words else []

    @override
    async def similar(self, text: str, limit: int = 5, but: str = "") -> list[Hit]:
        words = sorted(set(filter(telling, _words(text))), key=len)[-LONGEST_QUESTION:]
        question = " OR ".join(f'"{word}"' for word in words)
        return await self._find(_SIMILAR, question, but, limit) if words else []

    @override
    async def forget(self, stream: str, positions: Sequence[int]) -> None:
        await self._lane.run(lambda connection: _forget(connection, stream, positions))

    @override
    async def rebuild(self, streams: AsyncIterable[tuple[str, Sequence[Recorded]]]) -> None:
        await self._lane.run(lambda connection: connection.executescript(_EMPTY + SCHEMA))
        async for stream, recorded in streams:
            await self.feed({stream: recorded})

    def close(self) -> None:
        """Let go of the file."""
        self._lane.close()

    async def _find(self, query: str, *values: str | int) -> list[Hit]:
        found = await self._lane.run(
            lambda connection: connection.execute(query, values).fetchall()
        )
        return [Hit(*columns) for columns in found]


def _feed(connection: Connection, told: Mapping[str, Sequence[Recorded]]) -> dict[str, int]:
    with transaction(connection):
        return {stream: _take(connection, stream, recorded) for stream, recorded in told.items()}


def _take(connection: Connection, stream: str, recorded: Sequence[Recorded]) -> int:
    reached = _fed(connection, stream)
    new = [one for one in recorded if one.position > reached]
    if not new or new[0].position != reached + 1:
        return reached
    for one in new:
        _index(connection, stream, one)
    connection.execute("INSERT OR REPLACE INTO fed VALUES (?, ?)", (stream, new[-1].position))
    return new[-1].position


def _fed(connection: Connection, stream: str) -> int:
    found = connection.execute("SELECT position FROM fed WHERE stream = ?", (stream,)).fetchone()
    return found[0] if found else 0


def _index(connection: Connection, stream: str, recorded: Recorded) -> None:
    if undoes_solution(recorded):
        connection.execute(
            "UPDATE places SET kind = 'said' WHERE stream = ? AND kind = 'solution'", (stream,)
        )
    if found := passage_of(recorded):
        kind, text = found
        place = connection.execute(
            "INSERT INTO places (stream, position, kind) VALUES (?, ?, ?)",
            (stream, recorded.position, kind),
        )
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (place.lastrowid, text))


def _forget(connection: Connection, stream: str, positions: Iterable[int]) -> None:
    with transaction(connection):
        for position in positions:
            connection.execute(
                "DELETE FROM words WHERE rowid ="
                " (SELECT id FROM places WHERE stream = ?1 AND position = ?2)",
                (stream, position),
            )
            connection.execute(
                "DELETE FROM places WHERE stream = ? AND position = ?", (stream, position)
            )
        # A deleted word lives on in older segments of the index until they are merged.
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    scrub(connection)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
