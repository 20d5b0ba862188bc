"""Events and rows in MongoDB: the store of many machines."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import override
from uuid import uuid4

from firstline.domain.events import Recorded
from firstline.domain.moment import Moment
from firstline.domain.row import Row
from firstline.store.codec import Codec
from firstline.store.port import Order, Store, StoreRefused, check_erasure, check_fit
from firstline.underway import Underway

from .connection import Database, disconnect, refusals
from .documents import BUCKET, ROW, change, listed, row_of
from .streams import Streams


class MongoStore(Store):
    """`firstline.store.port.Store` in one database, shared by any number of desks.

    `prepare` comes before the first use. `bucket` is another size for tests.
    """

    def __init__(
        self, database: Database, codec: Codec | None = None, *, bucket: int = BUCKET
    ) -> None:
        self._database = database
        self._streams = Streams(database, bucket)
        self._heads = self._streams.heads
        self._codec = codec or Codec()
        self._underway = Underway()

    async def prepare(self) -> None:
        """Make the indexes, and end the erasures that broke off. Raises StoreRefused."""
        with self._accepted():
            await self._streams.prepare()

    @override
    async def append(
        self, stream: str, expected: int, events: Sequence[Recorded], row: Row
    ) -> None:
        check_fit(stream, expected, events, row)
        with self._accepted():
            update = change(self._encoded(events), row)
            await self._streams.write(stream, expected, update, row)

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
        update = change(self._encoded(events), row)
        if blanked:
            blanks = {str(blank.position): self._codec.encode(blank) for blank in blanked}
            update["$set"]["erasing"] = {"id": uuid4().hex, "blanks": blanks}
        with self._accepted():
            await self._streams.write(stream, expected, update, row)
            await self._streams.finish_erasure(stream)

    @override
    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Recorded]:
        with self._accepted():
            return self._codec.decode_all(await self._streams.read(stream, after, limit))

    @override
    async def row(self, stream: str) -> Row | None:
        with self._accepted():
            return row_of(await self._heads.find_one({"_id": stream}, ROW))

    @override
    async def find(
        self, key: str, order: Order = "asc", after: str | None = None, limit: int = 50
    ) -> list[Row]:
        wanted, along = listed(key, order, after)
        with self._accepted():
            found = await self._heads.find(wanted, ROW).sort(along).limit(limit).to_list(None)
        return [row for row in map(row_of, found) if row]

    @override
    async def find_unique(self, key: str) -> Row | None:
        with self._accepted():
            return row_of(await self._heads.find_one({"unique": key}, ROW))

    @override
    async def due(self, now: Moment, limit: int) -> list[str]:
        overdue = self._heads.find({"due": {"$lte": now}}, {"_id": 1})
        with self._accepted():
            found = await overdue.sort([("due", 1), ("_id", 1)]).limit(limit).to_list(None)
        return [head["_id"] for head in found]

    @override
    async def close(self) -> None:
        """Finish what was accepted, then let go of the connection, also for the other stores."""
        self._underway.leave()
        await self._underway.finished()
        await disconnect(self._database)

    @contextmanager
    def _accepted(self) -> Iterator[None]:
        """What began before `close` comes to its end; what the server refuses is StoreRefused."""
        if self._underway.leaving:
            raise StoreRefused("the store is closed")
        with self._underway, refusals():
            yield

    def _encoded(self, events: Sequence[Recorded]) -> list[bytes]:
        return [self._codec.encode(recorded) for recorded in events]
