"""The store in MongoDB where something breaks off: between two documents, or on the way there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from firstline.domain.events import Recorded
from firstline.store.mongo.connection import connect
from firstline.store.mongo.events import MongoStore
from firstline.store.port import KeyTaken, StoreRefused, VersionConflict
from tests.mongo_server import DRIVERS, MongoServer

from .kit import blank, erased, line, open_mongo, said, write

BUCKET = 2
"""Events in a bucket here, so that a head is full with four."""
NEEDLE = "geheim"
PATIENCE = 30
"""Seconds until a test gives up."""


class Died(BaseException):
    """Where a desk ended as by SIGKILL: nothing of it runs on."""


type Before = Callable[[], Awaitable[None]]


class Watched:
    """A collection that tells before each write to it."""

    def __init__(self, collection: Any, before: Before) -> None:
        self._collection = collection
        self._before = before

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._collection, name)
        if name not in {"insert_one", "update_one"}:
            return method

        async def write(*given: Any, **named: Any) -> Any:
            await self._before()
            return await method(*given, **named)

        return write


def watch(store: MongoStore, before: Before) -> MongoStore:
    streams = store._streams
    streams.heads = Watched(streams.heads, before)  # type: ignore[assignment]
    streams._buckets = Watched(streams._buckets, before)  # type: ignore[assignment]
    return store


def dies_after(store: MongoStore, writes: int) -> MongoStore:
    """A desk that is killed when it has written so many times."""
    left = iter(range(writes))

    async def before() -> None:
        if next(left, None) is None:
            raise Died

    return watch(store, before)


@pytest.fixture
async def stores(driver: str, tmp_path: Path):
    """Opens desks on one database."""
    opened: list[MongoStore] = []

    async def another() -> MongoStore:
        store = open_mongo(driver, tmp_path, BUCKET)
        opened.append(store)
        await store.prepare()
        return store

    yield another
    for store in opened:
        await store.close()


def many(first: int, last: int) -> list[Recorded]:
    return [said(position) for position in range(first, last + 1)]


async def everything(store: MongoStore) -> str:
    """All that lies in the database, as text."""
    kept = [store._database[name].find() for name in ("heads", "buckets")]
    return str([await one.to_list(None) for one in kept])


@pytest.mark.rule("R50", part="record")
async def test_a_desk_killed_while_it_shortens_a_head_loses_and_doubles_nothing(stores):
    """After its bucket and before the head, and everywhere else."""
    survivor = await stores()
    for writes in count():
        stream = f"s{writes}"
        await survivor.append(stream, 0, many(1, 6), line(stream, 6, keys=(("queue", "1"),)))
        try:
            await write(dies_after(await stores(), writes), stream, 7)
        except Died:
            assert await survivor.read(stream) == many(1, 6)
            await write(survivor, stream, 7)
        else:
            break
    assert writes == 5, "guard refused, two buckets, head shortened, appended"
    for number in range(writes + 1):
        assert await survivor.read(f"s{number}") == many(1, 7)
        await survivor.append(f"s{number}", 7, many(8, 11), line(f"s{number}", 11))
        assert await survivor.read(f"s{number}", 1) == many(2, 11)


SECRETS = (1, 4, 5, 6, 7)
"""In two buckets, and in the head."""


async def secretive(store: MongoStore, stream: str) -> list[Recorded]:
    """Seven events, two buckets' worth of them moved out of the head."""
    events = [said(one, NEEDLE if one in SECRETS else "hello") for one in range(1, 8)]
    await store.append(stream, 0, events[:6], line(stream, 6))
    await store.append(stream, 6, events[6:], line(stream, 7))
    return events


def clean(events: list[Recorded]) -> list[Recorded]:
    kept = [blank(one.position) if one.position in SECRETS else one for one in events]
    return [*kept, erased(8, *SECRETS)]


async def erase(store: MongoStore, stream: str) -> None:
    blanks = [blank(position) for position in SECRETS]
    await store.erase(stream, 7, SECRETS, blanks, [erased(8, *SECRETS)], line(stream, 8))


@pytest.mark.rule("R52", part="storage")
@pytest.mark.parametrize("ended_by", ["a start", "an append", "a second erasure"])
async def test_a_desk_killed_while_it_erases_leaves_all_or_nothing_to_be_seen(stores, ended_by):
    survivor = await stores()
    for writes in count():
        stream = f"s{writes}"
        before = await secretive(survivor, stream)
        after = clean(before)
        try:
            await erase(dies_after(await stores(), writes), stream)
        except Died:
            assert await survivor.read(stream) == (after if writes else before)
            assert await survivor.read(stream, 3, 3) == (after if writes else before)[3:6]
            if not writes:
                await erase(survivor, stream)
        else:
            break
        if ended_by == "a start":
            await survivor.prepare()
        elif ended_by == "an append":
            await write(survivor, stream, 9)
        else:
            await survivor.erase(stream, 8, [2], [blank(2)], [erased(9, 2)], line(stream, 9))
            after[1] = blank(2)
        assert (await survivor.read(stream))[:8] == after
        assert NEEDLE not in await everything(survivor)
    assert writes == 4, "decided, two buckets blanked, head"


@pytest.mark.rule("R52", part="storage")
async def test_a_slow_desk_brings_nothing_erased_back(stores):
    """It has read the old head and writes its bucket only after somebody has erased."""
    quick, slow = await stores(), await stores()
    stopped, go = asyncio.Event(), asyncio.Event()
    writes = count()

    async def before() -> None:
        if next(writes) == 1:
            stopped.set()
            await go.wait()

    events = [said(one, NEEDLE if one in SECRETS else "hello") for one in range(1, 8)]
    await quick.append("a", 0, events, line("a", 7))
    append = asyncio.ensure_future(write(watch(slow, before), "a", 8, "late"))
    await stopped.wait()
    await erase(quick, "a")
    go.set()
    with pytest.raises(VersionConflict):
        await append
    assert await slow.read("a") == clean(events)
    assert NEEDLE not in await everything(quick)
    await write(quick, "a", 9)
    assert (await quick.read("a"))[:8] == clean(events)


async def test_two_desks_that_shorten_one_head_at_once_do_it_once(stores):
    desks = [await stores() for _ in range(3)]
    await desks[0].append("a", 0, many(1, 7), line("a", 7))
    tries = (write(desk, "a", 8, f"desk {n}") for n, desk in enumerate(desks))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(str(type(one)) for one in outcomes if one) == 2 * [str(VersionConflict)]
    assert (await desks[0].read("a"))[:7] == many(1, 7)


async def test_a_new_stream_tells_a_conflict_from_a_taken_key(stores):
    one, other = await stores(), await stores()
    await write(one, "a", 1, unique_keys=("number:A",))
    with pytest.raises(VersionConflict):
        await write(other, "a", 1, unique_keys=("number:A",))
    with pytest.raises(VersionConflict):
        await write(other, "a", 1, unique_keys=("number:B",))
    with pytest.raises(KeyTaken):
        await write(other, "b", 1, unique_keys=("number:A",))


@pytest.fixture
async def reached(driver: str, mongo_server: MongoServer):
    """Opens desks on a server of the test's own."""
    opened: list[MongoStore] = []

    def another(options: str = "") -> MongoStore:
        opened.append(MongoStore(connect(mongo_server.address(options=options), DRIVERS[driver])))
        return opened[-1]

    yield another
    if not mongo_server.runs():
        await asyncio.to_thread(mongo_server.start)
    for store in opened:
        await store.close()


async def once_it_answers[Answer](ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """What is answered by the first that is not refused."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(StoreRefused):
                return await ask()


async def test_a_database_that_ends_refuses_and_recovers_without_a_restart(reached, mongo_server):
    store = reached("&serverSelectionTimeoutMS=100&heartbeatFrequencyMS=500")
    await once_it_answers(store.prepare)
    await write(store, "a", 1, keys=(("queue", "1"),))
    mongo_server.kill()
    for question in (write(store, "a", 2), store.read("a"), store.find("queue"), store.due(1, 1)):
        with pytest.raises(StoreRefused, match="MongoDB cannot be reached"):
            await question
    await asyncio.to_thread(mongo_server.start)
    assert await once_it_answers(lambda: store.read("a")) == [said(1)]
    await write(store, "a", 2)
    assert await store.read("a") == many(1, 2)


@pytest.mark.rule("R50", part="record")
async def test_a_write_whose_answer_never_came_is_no_acknowledgement_and_stands_once(
    reached, mongo_server
):
    """The desk hears nothing; the server, once it goes on, carries out what it was sent."""
    hasty, patient = reached("&socketTimeoutMS=1000"), reached()
    await patient.prepare()
    await write(patient, "a", 1)
    await once_it_answers(lambda: hasty.read("a"))
    mongo_server.freeze()
    with pytest.raises(StoreRefused, match="MongoDB cannot be reached"):
        await write(hasty, "a", 2)
    mongo_server.thaw()
    async with asyncio.timeout(PATIENCE):
        while not await patient.read("a", 1):
            pass
    with pytest.raises(VersionConflict):
        await write(patient, "a", 2)
    assert await patient.read("a") == many(1, 2)
    await write(patient, "a", 3)
