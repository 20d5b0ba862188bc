"""Closed conversations are erased when their time is over, and nothing else is (R52)."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from firstline.domain.commands import CloseConversation, PostMessage, System, Tick
from firstline.domain.events import ContentErased, Person
from firstline.domain.policy import Retention as Kept
from firstline.domain.policy import fingerprint
from firstline.effects import retention
from firstline.effects.retention import Retention
from firstline.settings import Settings
from firstline.store.port import StreamNewer
from firstline.stores import opened
from tests.kit import CUSTOMER, DAY, RITA, Clock, Room, promise

pytestmark = pytest.mark.rule("R52")
SECRET = "call me at 555 0199"
VISITOR = Person(name="Vera")


@pytest.fixture
async def kept(tmp_path: Path, clock: Clock):
    """A room whose promise keeps customers for 100 days and visitors for 10, and its retention."""
    async with opened(Settings(data=tmp_path)) as stores:
        room = Room(tmp_path, clock, stores.store)
        policy = replace(promise(), retention=Kept(customers=100 * DAY, visitors=10 * DAY))
        room.desk.policies[fingerprint(promise())] = policy
        yield room, Retention(room.desk, stores.everything)


async def closed(room: Room, person: Person = RITA, text: str = SECRET) -> str:
    stream = await room.open(person)
    await room.give(stream, PostMessage("m1", text))
    await room.give(stream, CloseConversation(), CUSTOMER)
    return stream


async def erasures(room: Room, stream: str) -> list[ContentErased]:
    return [event for event in await room.events(stream) if isinstance(event, ContentErased)]


async def test_each_kind_is_erased_when_its_own_time_is_over(kept):
    room, task = kept
    customer, visitor = await closed(room), await closed(room, VISITOR)
    room.clock.at += 10 * DAY - 1
    await task.look()
    assert SECRET in str(await room.events(visitor))
    room.clock.at += 1
    await task.look()
    assert SECRET not in str(await room.events(visitor))
    assert "Vera" not in str(await room.events(visitor))
    assert SECRET in str(await room.events(customer))
    room.clock.at += 90 * DAY
    await task.look()
    assert SECRET not in str(await room.events(customer))
    (erased,) = await erasures(room, customer)
    assert (erased.by, erased.reason) == ("desk:retention", "retention")


async def test_what_is_open_is_kept_and_is_erased_once_it_closed_and_its_time_is_over(kept):
    room, task = kept
    stream, other = await room.answered(), await closed(room)
    room.clock.at += 300 * DAY
    await task.look()
    assert await erasures(room, stream) == []
    assert len(await erasures(room, other)) == 1
    assert "firewall" in str(await room.events(stream))


async def test_a_number_that_was_never_used_is_forgotten_with_its_customer(kept):
    room, task = kept
    stream = await room.open(RITA)
    room.clock.at += 2 * DAY
    await room.give(stream, Tick(mail=None), System("sweeper"))
    room.clock.at += 100 * DAY
    await task.look()
    assert "Rita" not in str(await room.events(stream))


async def test_it_erases_once_goes_on_where_it_was_and_without_a_span_never(kept, monkeypatch):
    monkeypatch.setattr(retention, "PAGE", 2)
    room, task = kept
    streams = [await closed(room) for _ in range(5)]
    room.clock.at += 100 * DAY
    room.desk.policies[fingerprint(promise())] = promise_without()
    await task.look()
    assert await erasures(room, streams[0]) == []
    room.desk.policies[fingerprint(promise())] = replace(
        promise(), retention=Kept(customers=100 * DAY)
    )
    for _ in range(3):
        await task.look()
        room.clock.at += 150 * DAY
    assert [len(await erasures(room, stream)) for stream in streams] == [1] * 5


def promise_without():
    return replace(promise(), retention=Kept())


async def test_a_conversation_of_a_newer_desk_waits_for_that_desk(kept, monkeypatch):
    room, task = kept
    newer, other = await closed(room), await closed(room)
    room.clock.at += 100 * DAY
    read = room.desk.state

    async def refused(stream: str):
        if stream == newer:
            raise StreamNewer
        return await read(stream)

    monkeypatch.setattr(room.desk, "state", refused)
    with pytest.raises(StreamNewer):
        await task.look()
    monkeypatch.undo()
    await task.look()
    assert [len(await erasures(room, one)) for one in (newer, other)] == [1, 1]
