"""What only the SQLite store promises: order of fsync and answer, refusals, erased bytes, kills."""

import asyncio
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from firstline.store.database import connect, guard
from firstline.store.port import StoreInUse, StoreRefused, VersionConflict
from firstline.store.sqlite import SqliteStore

from .kit import Obstacle, blank, erased, failure, line, said, traces, write

FILE = "firstline.sqlite"


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    return tmp_path / FILE


async def opened(path: Path, obstacle: Obstacle | None = None):
    return SqliteStore(path, connect=obstacle.connect if obstacle else connect)


def seen_from_outside(path: Path) -> int:
    outside = sqlite3.connect(path)
    count = outside.execute("SELECT count(*) FROM events").fetchone()[0]
    outside.close()
    return count


def test_a_commit_is_on_disk_when_it_returns(path: Path):
    connection = connect(path)
    modes = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete")
    ]
    connection.close()
    assert modes == ["wal", 2, 1], "2 is FULL: every commit is fsynced"


@pytest.mark.rule("R50", part="record")
async def test_nobody_is_told_before_the_commit_came_back(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    obstacle.hold()
    appends = [asyncio.ensure_future(write(store, stream, 1)) for stream in "abc"]
    await asyncio.to_thread(obstacle.reached.wait)
    for _ in range(100):
        await asyncio.sleep(0)
    assert not any(append.done() for append in appends)
    assert seen_from_outside(path) == 0
    obstacle.go.set()
    await asyncio.gather(*appends)
    assert seen_from_outside(path) == 3
    await store.close()


async def test_what_piles_up_during_a_commit_is_the_next_batch(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    obstacle.hold()
    first = asyncio.ensure_future(write(store, "first", 1))
    await asyncio.to_thread(obstacle.reached.wait)
    rest = [asyncio.ensure_future(write(store, f"{n}", 1)) for n in range(20)]
    await asyncio.sleep(0)
    obstacle.go.set()
    await asyncio.gather(first, *rest)
    assert obstacle.commits == 2
    assert seen_from_outside(path) == 21
    await store.close()


async def test_what_comes_in_one_turn_of_the_loop_is_one_batch(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    for turn in range(3):
        await asyncio.gather(*(write(store, f"{turn}-{n}", 1) for n in range(20)))
    assert obstacle.commits == 3
    await store.close()


async def test_what_was_accepted_is_written_when_the_store_closes_in_the_same_turn(path: Path):
    store = await opened(path, Obstacle())
    last = asyncio.ensure_future(write(store, "a", 1))
    await asyncio.gather(last, store.close())
    assert seen_from_outside(path) == 1


@pytest.mark.rule("R50", part="record")
async def test_a_failing_commit_is_told_to_all_and_leaves_nothing(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    await write(store, "a", 1)
    obstacle.error = failure(sqlite3.SQLITE_IOERR_FSYNC, "disk I/O error")
    tries = (write(store, "a", 2), write(store, "b", 1, keys=(("queue", "1"),)))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreRefused, StoreRefused]
    assert outcomes[0].code == "store_refused"
    assert await store.read("a") == [said(1)]
    assert await store.read("b") == await store.find("queue") == []
    obstacle.error = None
    await write(store, "a", 2)
    await write(store, "b", 1, keys=(("queue", "1"),))
    assert len(await store.find("queue")) == 1
    await store.close()


async def test_a_row_that_was_refused_is_not_taken_for_written(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    await write(store, "a", 1, keys=(("queue", "1"),))
    moved = line("a", 1, keys=(("mine", "1"),))
    obstacle.error = failure(sqlite3.SQLITE_FULL, "database or disk is full")
    with pytest.raises(StoreRefused):
        await store.append("a", 1, [], moved)
    obstacle.error = None
    await store.append("a", 1, [], moved)
    assert await store.find("queue") == []
    assert await store.find("mine") == [moved]
    await store.close()


async def test_a_cancelled_writer_does_not_disturb_the_others(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    obstacle.hold()
    gone, stays = (asyncio.ensure_future(write(store, stream, 1)) for stream in "ab")
    await asyncio.to_thread(obstacle.reached.wait)
    gone.cancel()
    obstacle.go.set()
    await stays
    with pytest.raises(asyncio.CancelledError):
        await gone
    await write(store, "c", 1)
    await store.close()


async def test_reading_does_not_wait_for_a_commit(path: Path):
    obstacle = Obstacle()
    store = await opened(path, obstacle)
    await write(store, "a", 1)
    obstacle.hold()
    append = asyncio.ensure_future(write(store, "a", 2))
    await asyncio.to_thread(obstacle.reached.wait)
    assert await store.read("a") == [said(1)]
    obstacle.go.set()
    await append
    await store.close()


async def test_a_full_disk_refuses_and_recovers_without_a_restart(path: Path):
    store = await opened(path)
    await write(store, "a", 1)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreRefused):
        await write(store, "a", 2, "long " * 10_000)
    assert await store.read("a") == [said(1)]
    store._connection.execute("PRAGMA max_page_count = 1000000")
    await write(store, "a", 2, "long " * 10_000)
    assert len(await store.read("a")) == 2
    await store.close()


async def test_a_locked_database_refuses_and_recovers_without_a_restart(path: Path):
    store = await opened(path)
    await write(store, "a", 1)
    locker = sqlite3.connect(path, isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreRefused):
        await write(store, "a", 2)
    assert await store.read("a") == [said(1)]
    locker.execute("ROLLBACK")
    await write(store, "a", 2)
    locker.close()
    await store.close()


async def test_what_another_process_wrote_is_a_conflict_and_then_seen(path: Path):
    ours, theirs = await opened(path), await opened(path)
    await write(ours, "a", 1, keys=(("queue", "1"),))
    await write(theirs, "a", 2, keys=(("mine", "1"),))
    with pytest.raises(VersionConflict):
        await write(ours, "a", 2, "ours")
    await write(ours, "a", 3, keys=(("queue", "2"),))
    assert await ours.find("mine") == []
    assert len(await ours.read("a")) == 3
    await write(theirs, "a", 4)
    await write(ours, "a", 5)
    await ours.close()
    await theirs.close()


@pytest.mark.rule("R52", part="storage")
async def test_erased_bytes_are_in_no_file_of_the_database(tmp_path: Path, path: Path):
    store = await opened(path)
    needle = "geheim-4711-zebra"
    for version in range(1, 60):
        text = f"{needle} " * (version % 7 + 1) if version % 2 else "harmless " * version
        row = {"snippet": text, "pad": "x" * (version * 37 % 900)}
        keys = ((f"subject:{text[:20]}", f"{version}"),)
        await write(store, "a", version, text, body=row, keys=keys)
        await write(store, "b", version, "of another", body={"pad": "y" * (version * 53 % 800)})
    assert traces(tmp_path, needle)
    odd = range(1, 60, 2)
    event = erased(60, *odd)
    await store.erase("a", 59, list(odd), [blank(n) for n in odd], [event], line("a", 60))
    await store.close()
    assert traces(tmp_path, needle) == []


@pytest.mark.rule("R52", part="storage")
async def test_a_reader_in_the_way_only_delays_the_erasure_of_bytes(tmp_path: Path, path: Path):
    store = await opened(path)
    await write(store, "a", 1, "geheim-4711")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()
    await store.erase("a", 1, [1], [blank(1)], [erased(2, 1)], line("a", 2))
    assert traces(tmp_path, "geheim-4711")
    reader.execute("ROLLBACK")
    reader.close()
    # The log is emptied behind the next batch, which the one after that has seen.
    await write(store, "b", 1)
    await write(store, "b", 2)
    assert traces(tmp_path, "geheim-4711") == []
    await store.close()


def test_one_process_serves_a_store(path: Path):
    with guard(path):
        with pytest.raises(StoreInUse) as refused, guard(path):
            pass
        assert refused.value.code == "store_in_use"
    with guard(path):
        pass


@pytest.mark.rule("R50", part="record")
@pytest.mark.parametrize("acknowledged", [1, 57, 400])
async def test_a_killed_process_loses_nothing_it_acknowledged(path: Path, acknowledged: int):
    writer = await asyncio.create_subprocess_exec(
        sys.executable, Path(__file__).with_name("appender.py"), path, stdout=PIPE
    )
    assert writer.stdout
    told = [(await writer.stdout.readline()).split() for _ in range(acknowledged)]
    writer.send_signal(signal.SIGKILL)
    rest = await writer.stdout.read()
    await writer.wait()
    told += [line.split() for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]
    await check_all_there(path, told)


async def check_all_there(path: Path, told: list[list[bytes]]):
    store = await opened(path)
    streams = {stream.decode() for stream, _ in told}
    stored = {stream: await store.read(stream) for stream in streams}
    for stream, events in stored.items():
        assert [one.position for one in events] == list(range(1, len(events) + 1))
        assert len({one.event.id for one in events}) == len(events)
        row = await store.row(stream)
        assert row
        assert row.version == len(events)
        await write(store, stream, len(events) + 1)
    assert all(len(stored[stream.decode()]) >= int(position) for stream, position in told)
    await store.close()
