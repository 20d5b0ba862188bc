"""Attachments in MongoDB, laid down as GridFS lays them down.

GridFS is a layout of two collections, and `mongofiles` and every driver read what stands here. The
drivers' own classes for it are not used: Motor's and PyMongo's differ, a hash is known only behind
the last piece, and they read ahead of a range.
"""

import asyncio
import hashlib
import re
import time
from collections.abc import AsyncIterable, AsyncIterator
from typing import override

from bson.datetime_ms import DatetimeMS
from pymongo import ASCENDING

from firstline.domain.moment import Moment
from firstline.store.files import ID, new_id
from firstline.store.port import StoreRefused
from firstline.store.port_files import FileDamaged, FileNotFound, Files, FileTooLarge, StoredFile

from .connection import Database, refusals

CHUNK = 255 * 1024
"""Bytes in one document, as GridFS has them: with its other fields it stays below 256 KB."""
AHEAD = 4
"""Documents that are fetched at once."""
FORGOTTEN: Moment = 24 * 60 * 60 * 1000
"""Milliseconds after which a file that is still arriving is what a crash left behind."""


class MongoFiles(Files):
    """`Files` in fs.files and fs.chunks; fs.arriving names those that are not whole yet."""

    def __init__(self, database: Database) -> None:
        self._files = database["fs.files"]
        self._chunks = database["fs.chunks"]
        self._arriving = database["fs.arriving"]

    async def prepare(self) -> None:
        """Make the indexes that are not there, clear what a crash left. Raises StoreRefused."""
        with refusals():
            await asyncio.gather(
                self._chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True),
                self._files.create_index("uploadDate"),
            )
            old = {"at": {"$lt": DatetimeMS(_now() - FORGOTTEN)}}
            left_over: list[str] = [one["_id"] async for one in self._arriving.find(old)]
        for left in left_over:
            await self._settle(left)

    @override
    async def save(self, content: AsyncIterable[bytes], limit: int) -> StoredFile:
        return await self._take(new_id(), content, limit)

    async def put(self, file: StoredFile, content: AsyncIterable[bytes]) -> None:
        """Keep a file that already has an id (`Everything.put_file`)."""
        if not re.fullmatch(ID, file.id):
            raise FileDamaged(f"{file.id!r} is no id of a file")
        try:
            if await self.find(file.id) != file:
                raise FileDamaged(id=file.id)
        except FileNotFound:
            await self._clear(file.id)
            await self._take(file.id, content, file.size, expected=file)

    async def _take(
        self,
        id: str,
        content: AsyncIterable[bytes],
        limit: int,
        expected: StoredFile | None = None,
    ) -> StoredFile:
        try:
            with refusals():
                came = {"$set": {"at": DatetimeMS(_now())}}
                await self._arriving.update_one({"_id": id}, came, upsert=True)
                stored = await self._receive(id, content, limit)
                if expected not in {None, stored}:
                    raise FileDamaged(id=id)
                await self._announce(stored)
        except OSError as error:
            raise StoreRefused(f"the file was not kept: {error}") from error
        finally:
            await self._settle(id)
        return stored

    async def _receive(self, id: str, content: AsyncIterable[bytes], limit: int) -> StoredFile:
        size, number, seen, waiting = 0, 0, hashlib.sha256(), bytearray()
        async for piece in content:
            size += len(piece)
            if size > limit:
                raise FileTooLarge(limit=limit)
            seen.update(piece)
            waiting += piece
            while len(waiting) >= CHUNK:
                await self._keep(id, number, bytes(waiting[:CHUNK]))
                del waiting[:CHUNK]
                number += 1
        if waiting:
            await self._keep(id, number, bytes(waiting))
        return StoredFile(id, seen.hexdigest(), size)

    async def _keep(self, id: str, number: int, data: bytes) -> None:
        await self._chunks.insert_one({"files_id": id, "n": number, "data": data})

    async def _announce(self, stored: StoredFile) -> None:
        await self._files.insert_one(
            {
                "_id": stored.id,
                "length": stored.size,
                "chunkSize": CHUNK,
                "uploadDate": DatetimeMS(_now()),
                "metadata": {"sha256": stored.sha256},
            }
        )

    async def _settle(self, id: str) -> None:
        """It arrives no more: what was not announced is dropped."""
        with refusals():
            if await self._files.find_one({"_id": id}) is None:
                await self._clear(id)
            await self._arriving.delete_one({"_id": id})

    async def _clear(self, id: str) -> None:
        with refusals():
            await self._chunks.delete_many({"files_id": id})

    @override
    async def find(self, id: str) -> StoredFile:
        with refusals():
            found = await self._files.find_one({"_id": id})
        if found is None:
            raise FileNotFound(id=id)
        return StoredFile(id, found["metadata"]["sha256"], found["length"])

    @override
    async def read(
        self, id: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        stored = await self.find(id)
        end = stored.size if length is None else min(stored.size, start + length)
        seen, at = hashlib.sha256(), start
        async for data in self._pieces(id, start, end):
            piece = data[at % CHUNK : at % CHUNK + end - at]
            at += len(piece)
            seen.update(piece)
            yield piece
        if at < end or (start == 0 and end == stored.size and seen.hexdigest() != stored.sha256):
            raise FileDamaged(id=id)

    async def _pieces(self, id: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The chunks that hold these bytes, in order, up to one that is missing."""
        first, behind = start // CHUNK, -(-end // CHUNK)
        chosen = {"files_id": id, "n": {"$gte": first, "$lt": behind}}
        with refusals():
            found = self._chunks.find(chosen).sort("n", ASCENDING).batch_size(AHEAD)
            async for chunk in found:
                if chunk["n"] != first:
                    return
                first += 1
                yield bytes(chunk["data"])

    @override
    async def saved(self, since: Moment, until: Moment | None) -> AsyncIterator[str]:
        span = {"$gte": DatetimeMS(since)} | ({} if until is None else {"$lt": DatetimeMS(until)})
        with refusals():
            async for found in self._files.find({"uploadDate": span}, {"_id": True}):
                yield found["_id"]

    @override
    async def delete(self, id: str) -> None:
        with refusals():
            await self._files.delete_one({"_id": id})
        await self._clear(id)


def _now() -> Moment:
    return time.time_ns() // 1_000_000
