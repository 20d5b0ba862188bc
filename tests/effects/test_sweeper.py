"""The sweeper only asks what is due and says Tick: late, twice or amid failures."""

import asyncio
from itertools import pairwise

import pytest

from firstline.domain.commands import PostMessage
from firstline.domain.conversation import Closed
from firstline.domain.events import ClockMissed, ClockWarned, ConversationClosed, HandedOff
from firstline.effects.sweeper import AT_ONCE, FIRST_PAUSE, Sweeper
from firstline.store.port import StoreRefused
from tests.kit import DAY, HOUR, MINUTE, Room, until


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def sweeper(room: Room, woken: list[str]) -> Sweeper:
    return Sweeper(room.desk, woken.append, can_mail=False)


async def kinds(room: Room, stream: str, kind: type) -> list:
    return [one for one in await room.events(stream) if isinstance(one, kind)]


@pytest.mark.rule("R20")
async def test_a_number_that_nobody_used_lapses_after_a_day(room: Room, sweeper: Sweeper):
    unused, used = await room.open(), await room.open()
    await room.give(used, PostMessage("m1", "hello"))
    room.clock.at += DAY - 1
    await sweeper.sweep()
    assert not await kinds(room, unused, ConversationClosed)
    room.clock.at += 1
    await sweeper.sweep()
    assert (await room.state(unused)).phase == Closed("lapsed")
    assert await kinds(room, used, HandedOff)


@pytest.mark.rule("R15")
async def test_the_intake_is_over_after_ten_minutes(room: Room, sweeper: Sweeper):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "hello"))
    room.clock.at += 10 * MINUTE
    await sweeper.sweep()
    handed = await kinds(room, stream, HandedOff)
    assert [one.cause for one in handed] == ["time"]


@pytest.mark.rule("R14")
@pytest.mark.rule("R17")
async def test_a_late_sweep_and_a_double_one_change_nothing(room: Room, sweeper: Sweeper):
    stream = await room.queued()
    due = (await room.store.row(stream)).body["clock"]["due_at"]
    room.clock.at += 5 * HOUR
    await sweeper.sweep()
    await Sweeper(room.desk, lambda _: None, can_mail=False).sweep()
    await sweeper.sweep()
    warned, missed = [await kinds(room, stream, kind) for kind in (ClockWarned, ClockMissed)]
    assert [one.due_at for one in missed] == [due]
    assert len(warned) == 1


async def test_two_sweepers_at_once_are_harmless(room: Room, sweeper: Sweeper):
    streams = [await room.queued() for _ in range(3)]
    other = Room(room.folder, room.clock, store=room.store)
    room.clock.at += HOUR
    await asyncio.gather(
        sweeper.sweep(), Sweeper(other.desk, lambda _: None, can_mail=False).sweep()
    )
    for stream in streams:
        assert len(await kinds(room, stream, ClockMissed)) == 1


@pytest.mark.rule("R21")
async def test_a_message_without_its_turn_is_looked_after_again(
    room: Room, sweeper: Sweeper, woken: list[str]
):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "hello"))
    await sweeper.sweep()
    assert woken == []
    room.clock.at += 3_000
    await sweeper.sweep()
    assert woken == [stream]


async def test_one_that_fails_rests_longer_each_time_and_holds_up_nobody(
    room: Room, sweeper: Sweeper, monkeypatch
):
    bad, good = await room.queued(), await room.queued()
    handle, tries = room.desk.handle, []

    async def fails_for_bad(stream, by, command):
        if stream == bad:
            tries.append(room.clock.at)
            raise KeyError("whatever")
        return await handle(stream, by, command)

    monkeypatch.setattr(room.desk, "handle", fails_for_bad)
    room.clock.at += HOUR
    start = room.clock.at
    for _ in range(200):
        await sweeper.sweep()
        room.clock.at += 1_000
    assert await kinds(room, good, ClockMissed)
    pauses = [after - before for before, after in pairwise(tries)]
    assert tries[0] == start
    assert pauses == [FIRST_PAUSE * 2**times for times in range(len(pauses))]
    monkeypatch.undo()
    room.clock.at += HOUR
    await sweeper.sweep()
    assert await kinds(room, bad, ClockMissed)


async def test_many_that_fail_do_not_crowd_out_the_others(room: Room, sweeper, monkeypatch):
    monkeypatch.setattr("firstline.effects.sweeper.AT_ONCE", 2)
    assert AT_ONCE > 2
    bad = {await room.queued() for _ in range(4)}
    room.clock.at += 1_000
    good = await room.queued()
    handle = room.desk.handle

    async def fails_for_bad(stream, by, command):
        if stream in bad:
            raise StoreRefused
        return await handle(stream, by, command)

    monkeypatch.setattr(room.desk, "handle", fails_for_bad)
    room.clock.at += HOUR
    for _ in range(4):
        await sweeper.sweep()
    assert await kinds(room, good, ClockMissed)


async def test_a_store_that_is_locked_does_not_end_the_sweeper(room: Room, sweeper, monkeypatch):
    monkeypatch.setattr("firstline.effects.sweeper.EVERY", 0.001)
    stream = await room.queued()
    room.clock.at += HOUR
    due, failed = room.store.due, asyncio.Event()

    async def locked(*_):
        failed.set()
        raise StoreRefused

    monkeypatch.setattr(room.store, "due", locked)
    running = asyncio.create_task(sweeper.run())
    await failed.wait()
    monkeypatch.setattr(room.store, "due", due)
    await until(lambda: kinds(room, stream, ClockMissed))
    running.cancel()
    assert not running.done()
