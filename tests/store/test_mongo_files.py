"""Attachments in MongoDB: GridFS's own layout, and what a crash may leave of it."""

import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from bson.datetime_ms import DatetimeMS
from gridfs import GridFSBucket
from msgspec.structs import replace
from pymongo import MongoClient

from firstline.store.mongo.connection import Database
from firstline.store.mongo.files import CHUNK, FORGOTTEN, MongoFiles
from firstline.store.port_files import FileDamaged, FileNotFound, StoredFile
from tests.mongo_server import shared_address

from .kit import pieces

CONTENT = b"0123456789" * (CHUNK // 4)
"""It takes three chunks, and the last is not full."""


@pytest.fixture
async def files(database: Database) -> MongoFiles:
    opened = MongoFiles(database)
    await opened.prepare()
    return opened


async def read(files: MongoFiles, name: str, *span: int) -> bytes:
    return b"".join([piece async for piece in files.read(name, *span)])


async def test_it_is_gridfs_as_every_driver_reads_it(files: MongoFiles, tmp_path: Path):
    stored = await files.save(pieces(CONTENT[:7], CONTENT[7:]), limit=len(CONTENT))
    with closing(MongoClient(shared_address(tmp_path))) as client:
        bucket = GridFSBucket(client.get_default_database())
        found = bucket.open_download_stream(stored.id)
        assert found.read() == CONTENT
        assert found.metadata == {"sha256": stored.sha256}
        bucket.delete(stored.id)
    with pytest.raises(FileNotFound):
        await files.find(stored.id)


async def test_a_range_fetches_its_own_pieces_alone(files: MongoFiles, database: Database):
    stored = await files.save(pieces(CONTENT), limit=len(CONTENT))
    await database["fs.chunks"].delete_many({"n": {"$ne": 1}})
    assert await read(files, stored.id, CHUNK + 5, 10) == CONTENT[CHUNK + 5 : CHUNK + 15]
    with pytest.raises(FileDamaged):
        await read(files, stored.id, CHUNK - 5, 10)


@pytest.mark.parametrize("start", [0, 1, 2 * CHUNK - 2])
async def test_a_piece_that_is_missing_is_noticed_in_any_range(files, database, start):
    stored = await files.save(pieces(CONTENT), limit=len(CONTENT))
    await database["fs.chunks"].delete_one({"n": 1})
    with pytest.raises(FileDamaged):
        await read(files, stored.id, start)


async def test_a_range_over_two_pieces_is_one(files: MongoFiles):
    stored = await files.save(pieces(CONTENT), limit=len(CONTENT))
    start, length = CHUNK - 3, CHUNK + 6
    assert await read(files, stored.id, start, length) == CONTENT[start : start + length]


async def test_a_file_is_found_once_its_last_piece_is_there(files: MongoFiles, database: Database):
    async def looking() -> AsyncIterator[bytes]:
        yield CONTENT
        assert await database["fs.chunks"].count_documents({}) == 2
        assert [name async for name in files.saved(0, None)] == []

    stored = await files.save(looking(), limit=len(CONTENT))
    assert [name async for name in files.saved(0, None)] == [stored.id]
    assert await database["fs.arriving"].count_documents({}) == 0


@pytest.mark.rule("R52", part="storage")
async def test_what_a_crash_left_is_cleared_a_day_later(files: MongoFiles, database: Database):
    now = time.time_ns() // 1_000_000
    whole = await files.save(pieces(b"whole"), limit=5)
    for name, at in (("old", now - FORGOTTEN - 1), (whole.id, 0), ("young", now)):
        await database["fs.arriving"].insert_one({"_id": name, "at": DatetimeMS(at)})
    for name in ("old", "young"):
        await database["fs.chunks"].insert_one({"files_id": name, "n": 0, "data": b"half"})
    await files.prepare()
    left = database["fs.chunks"].find().sort("files_id")
    assert sorted([one["files_id"] async for one in left]) == sorted([whole.id, "young"])
    assert [one["_id"] async for one in database["fs.arriving"].find()] == ["young"]
    assert await read(files, whole.id) == b"whole"


async def test_a_file_that_was_moved_in_half_is_moved_in_anew(files, database):
    whole = StoredFile("a" * 26, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    half = {"files_id": whole.id, "n": 0, "data": b"half"}
    await database["fs.chunks"].insert_one(half)
    await database["fs.arriving"].insert_one({"_id": whole.id, "at": DatetimeMS(0)})
    await files.put(whole, pieces(CONTENT))
    assert await read(files, whole.id) == CONTENT
    with pytest.raises(FileDamaged):
        await files.put(replace(whole, sha256="0"), pieces(CONTENT))


@pytest.mark.rule("R52", part="storage")
async def test_a_deletion_that_broke_off_is_finished_by_the_next(files, database):
    stored = await files.save(pieces(b"secret"), limit=6)
    await database["fs.files"].delete_one({"_id": stored.id})
    await files.delete(stored.id)
    assert await database["fs.chunks"].count_documents({}) == 0
