"""Moving house: all of it, once, however often it is tried."""

import pytest
from msgspec.structs import replace

from firstline.keeping import moving, putting
from firstline.keeping.moving import (
    MOVING,
    MoveUnfinished,
    NotTheSame,
    count,
    move,
    refuse_unfinished,
)
from firstline.keeping.putting import HoldsSomethingElse
from firstline.store.port import StoreRefused
from firstline.store.port_accounts import Agent
from firstline.stores import Stores
from tests.store.places import opened_at

from .kit import SECRET, Home, at_home

WAYS = [("folder", "folder"), ("folder", "motor"), ("motor", "folder"), ("motor", "pymongo")]
"""From where to where: SQLite and MongoDB, and MongoDB with each driver."""


@pytest.fixture(params=WAYS, ids="-".join)
def way(request) -> tuple[str, str]:
    return request.param


@pytest.fixture
async def old(tmp_path, way):
    async with opened_at(way[0], tmp_path / "old") as stores:
        yield await at_home(stores)


@pytest.fixture
async def new(tmp_path, way, old):
    async with opened_at(way[1], tmp_path / "new") as stores:
        yield await at_home(stores, old.clock)


def nothing() -> None:
    """A step that nobody looks at."""


async def assert_moved(old: Home, new: Home, streams: list[str]) -> None:
    for stream in streams:
        assert await new.stores.store.read(stream) == await old.stores.store.read(stream)
        assert await new.stores.store.row(stream) == await old.stores.store.row(stream)
        assert await new.desk.state(stream) == await old.desk.state(stream)


async def test_everything_is_there_afterwards(old: Home, new: Home):
    streams = await old.furnish()
    steps = []
    moved = await move(old.stores, new.stores, lambda: steps.append(1))
    await assert_moved(old, new, streams)
    assert (moved.conversations, moved.files, moved.agents, moved.lost) == (3, 2, 1, 0)
    assert len(steps) == 2 * 3
    assert (await new.stores.accounts.credentials("lea@desk.example"))[1] == "hashed"
    assert (await new.stores.accounts.api_token("secret")).name == "reports"
    assert await new.stores.erasures.since(0) == await old.stores.erasures.since(0) != []
    assert [hit.stream for hit in await new.stores.search.search("555")] == [streams[1]]
    await refuse_unfinished(new.stores)


async def test_it_can_be_repeated_and_brings_what_came_since(old: Home, new: Home):
    streams = await old.furnish()
    await move(old.stores, new.stores, nothing)
    assert await move(old.stores, new.stores, nothing) == await count(old.stores, nothing)
    streams.append(await old.tell("later"))
    await old.say(streams[0], "m9", "and more")
    await old.redact(streams[1], 2)
    await move(old.stores, new.stores, nothing)
    await assert_moved(old, new, streams)
    assert SECRET not in await new.said(streams[1])
    assert (await count(new.stores, nothing)).files == 0


class Dies:
    """A store that ends the move at its n-th write, as a killed process would."""

    def __init__(self, stores: Stores, after: int) -> None:
        self.store, self.left = stores.store, after

    async def append(self, *given: object) -> None:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        await self.store.append(*given)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


@pytest.mark.parametrize("writes", [0, 1, 2, 5])
async def test_a_move_that_was_killed_is_recognised_and_goes_on(
    old: Home, new: Home, writes: int, monkeypatch
):
    monkeypatch.setattr(putting, "PIECE", 2)
    streams = await old.furnish()
    dying = replace(new.stores, store=Dies(new.stores, writes))
    with pytest.raises(KeyboardInterrupt):
        await move(old.stores, dying, nothing)
    with pytest.raises(MoveUnfinished, match="run the same `firstline move` again"):
        await refuse_unfinished(new.stores)
    await move(old.stores, new.stores, nothing)
    await assert_moved(old, new, streams)
    await refuse_unfinished(new.stores)


async def test_half_a_conversation_stands_in_no_list(old: Home, new: Home, monkeypatch):
    monkeypatch.setattr(putting, "PIECE", 2)
    stream = await old.tell()
    with pytest.raises(KeyboardInterrupt):
        await move(old.stores, replace(new.stores, store=Dies(new.stores, 1)), nothing)
    assert len(await new.stores.store.read(stream)) == 2
    assert await new.stores.store.find("all") == []
    assert await new.stores.store.due(10**15, 10) == []


async def test_a_target_with_foreign_conversations_is_refused_untouched(old: Home, new: Home):
    await old.furnish()
    foreign = await new.tell()
    with pytest.raises(HoldsSomethingElse, match=foreign):
        await move(old.stores, new.stores, nothing)
    assert await new.stores.everything.streams() == [foreign]
    assert await new.stores.everything.mark(MOVING) == ""


async def test_a_target_with_foreign_agents_is_refused(old: Home, new: Home):
    await old.furnish()
    await new.stores.accounts.save_agent(Agent("max", "max@desk.example", "Max"), "hashed")
    with pytest.raises(HoldsSomethingElse, match=r"max@desk\.example"):
        await move(old.stores, new.stores, nothing)


async def test_a_conversation_that_went_on_in_the_target_is_refused(old: Home, new: Home):
    stream = await old.tell()
    await move(old.stores, new.stores, nothing)
    await new.say(stream, "m9", "answered over there")
    with pytest.raises(HoldsSomethingElse, match="has gone on in the target"):
        await move(old.stores, new.stores, nothing)


async def test_two_conversations_of_one_name_are_told_apart(old: Home, new: Home):
    stream = await old.tell()
    await move(old.stores, new.stores, nothing)
    await old.say(stream, "m8", "one thing")
    await new.say(stream, "m9", "another thing")
    with pytest.raises(HoldsSomethingElse, match="another event at position"):
        await move(old.stores, new.stores, nothing)


async def test_a_difference_that_is_left_is_found_at_the_end(old: Home, new: Home, monkeypatch):
    await old.furnish()

    async def forgets(*_given: object) -> str:
        return "new"

    monkeypatch.setattr(moving, "carry_out", forgets)
    with pytest.raises(NotTheSame, match="expected Count"):
        await move(old.stores, new.stores, nothing)
    with pytest.raises(MoveUnfinished):
        await refuse_unfinished(new.stores)


async def test_an_attachment_that_was_lost_before_is_counted(old: Home, new: Home):
    stream = await old.tell(file=b"a log")
    event = (await old.stores.store.read(stream))[1].event
    await old.stores.files.delete(event.files[0].id)
    assert (await move(old.stores, new.stores, nothing)).lost == 1


async def test_a_full_disk_stops_the_move_with_its_reason(old: Home, new: Home):
    await old.furnish()
    await new.stores.store.close()
    with pytest.raises(StoreRefused):
        await move(old.stores, new.stores, nothing)
