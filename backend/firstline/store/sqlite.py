"""Events and rows in one SQLite file: the store of one machine."""

from asyncio import to_thread
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import override

import msgspec

from firstline.domain.events import Recorded
from firstline.domain.moment import Moment
from firstline.domain.row import Row

from .codec import Codec
from .database import Connect, Lane, connect
from .port import Order, Store, check_erasure, check_fit
from .tables import SCHEMA, Encoded, Tables
from .writer import Writer

READERS = 2
"""Reading threads: a long report leaves one for the rest."""

_AFTER = "SELECT data FROM events WHERE stream = ? AND position > ? ORDER BY position LIMIT ?"
_ONWARD = (
    "SELECT body FROM row_keys JOIN rows USING (stream) WHERE key = ? AND (sort, stream) > (?, ?)"
    " ORDER BY sort, stream LIMIT ?"
)
_BACK = (
    "SELECT body FROM row_keys JOIN rows USING (stream) WHERE key = ? AND (sort, stream) < (?, ?)"
    " ORDER BY sort DESC, stream DESC LIMIT ?"
)
_KEPT_ROWS = 1024
"""Rows that are not decoded again while they stand as they were: lists are read all the time."""
_decode_row = lru_cache(_KEPT_ROWS)(msgspec.json.Decoder(Row).decode)


class SqliteStore(Store):
    """`firstline.store.port.Store` on one file. Reads wait for no write, the loop for neither."""

    def __init__(self, path: Path, codec: Codec | None = None, connect: Connect = connect) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._codec = codec or Codec()
        self._connection = connect(path)
        self._connection.executescript(SCHEMA)
        self._tables = Tables(self._connection)
        self._writer = Writer(self._connection, self._tables.forget)
        self._readers = Lane(path, READERS, connect)

    @override
    async def append(
        self, stream: str, expected: int, events: Sequence[Recorded], row: Row
    ) -> None:
        check_fit(stream, expected, events, row)
        change = partial(self._tables.append, stream, expected, self._encoded(events), row)
        await self._writer.write(change)

    @override
    async def erase(
        self,
        stream: str,
        expected: int,
        positions: Sequence[int],
        blanked: Sequence[Recorded],
        events: Sequence[Recorded],
        row: Row,
    ) -> None:
        check_fit(stream, expected, events, row)
        check_erasure(expected, positions, blanked)
        blanks, added = self._encoded(blanked), self._encoded(events)
        change = partial(self._tables.erase, stream, expected, blanks, added, row)
        await self._writer.write(change, erases=True)
        _decode_row.cache_clear()  # nothing that was erased stays in memory either

    @override
    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Recorded]:
        wanted = (stream, after, -1 if limit is None else limit)
        return await self._readers.run(
            lambda connection: self._codec.decode_all(
                data for (data,) in connection.execute(_AFTER, wanted)
            )
        )

    @override
    async def row(self, stream: str) -> Row | None:
        return await self._one("SELECT body FROM rows WHERE stream = ?", stream)

    @override
    async def find(
        self, key: str, order: Order = "asc", after: str | None = None, limit: int = 50
    ) -> list[Row]:
        query = _ONWARD if order == "asc" else _BACK
        start = _start(order, after)
        found = await self._readers.run(
            lambda connection: connection.execute(query, (key, *start, limit)).fetchall()
        )
        return [_decode_row(body) for (body,) in found]

    @override
    async def find_unique(self, key: str) -> Row | None:
        return await self._one(
            "SELECT body FROM unique_keys JOIN rows USING (stream) WHERE key = ?", key
        )

    @override
    async def due(self, now: Moment, limit: int) -> list[str]:
        query = "SELECT stream FROM rows WHERE due <= ? ORDER BY due, stream LIMIT ?"
        found = await self._readers.run(
            lambda connection: connection.execute(query, (now, limit)).fetchall()
        )
        return [stream for (stream,) in found]

    @override
    async def close(self) -> None:
        await to_thread(self._writer.close)
        await to_thread(self._readers.close)
        self._connection.close()

    async def _one(self, query: str, name: str) -> Row | None:
        found = await self._readers.run(
            lambda connection: connection.execute(query, (name,)).fetchone()
        )
        return _decode_row(found[0]) if found else None

    def _encoded(self, events: Sequence[Recorded]) -> list[Encoded]:
        encode = self._codec.encode
        return [(recorded.position, recorded.at, encode(recorded)) for recorded in events]


def _start(order: Order, after: str | None) -> tuple[str | bytes, str]:
    """Before the first row of the list: SQLite sorts every text before every blob."""
    if after is not None:
        sort, _, stream = after.rpartition("/")
        return sort, stream
    return ("", "") if order == "asc" else (b"", "")
