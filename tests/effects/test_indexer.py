"""The index follows the record, whatever crashes, and forgets what was erased (R50, R52)."""

import pytest

from firstline.domain.commands import PostMessage, RedactMessage
from firstline.effects.indexer import Indexer
from firstline.store.port import StoreRefused
from firstline.store.search import SqliteSearch
from tests.kit import ANNA, Room

R50 = pytest.mark.rule("R50", part="record, search, export and past solutions")


@pytest.fixture
def search(tmp_path):
    made = SqliteSearch(tmp_path / "search.db")
    yield made
    made.close()


@pytest.fixture
def indexer(room: Room, search: SqliteSearch) -> Indexer:
    made = Indexer(room.desk, search)
    room.notifier.listen(made.note)
    return made


async def found(search: SqliteSearch, text: str) -> list[tuple[str, int]]:
    return [(hit.stream, hit.position) for hit in await search.search(text)]


@R50
async def test_what_is_said_is_found(room: Room, indexer: Indexer, search):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "the webhook is mute"))
    await indexer.catch_up()
    assert await found(search, "webhook") == [(stream, 2)]


@R50
async def test_what_was_announced_behind_a_gap_is_read(room: Room, search):
    stream = await room.open()
    indexer = Indexer(room.desk, search)
    room.notifier.listen(indexer.note)
    await room.give(stream, PostMessage("m1", "the webhook is mute"))
    await indexer.catch_up()
    assert await found(search, "webhook") == [(stream, 2)]


@R50
async def test_what_a_crash_left_out_is_fed_at_the_next_start(room: Room, search, monkeypatch):
    monkeypatch.setattr("firstline.effects.indexer.PAGE", 2)
    streams = set()
    for _ in range(5):
        stream = await room.open()
        await room.give(stream, PostMessage("m1", "the webhook is mute"))
        streams.add(stream)
    restarted = Indexer(room.desk, search)
    await restarted.find_missed()
    await restarted.catch_up()
    assert {stream for stream, _ in await found(search, "webhook")} == streams
    restarted._changed.clear()
    await restarted.find_missed()
    assert not restarted._changed


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_what_is_erased_is_forgotten(room: Room, indexer: Indexer, search):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "the webhook is mute"))
    await indexer.catch_up()
    await room.give(stream, RedactMessage((2,), "personal"), ANNA)
    await indexer.catch_up()
    assert await found(search, "webhook") == []


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
@pytest.mark.parametrize("step", ["forget", "feed"])
async def test_a_failure_in_the_middle_of_forgetting_is_made_good(
    room: Room, indexer: Indexer, search, monkeypatch, step
):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "the webhook is mute"))
    await indexer.catch_up()
    await room.give(stream, RedactMessage((2,), "personal"), ANNA)

    async def locked(*_):
        raise StoreRefused

    monkeypatch.setattr(search, step, locked)
    await indexer.catch_up()
    monkeypatch.undo()
    await indexer.catch_up()
    assert await found(search, "webhook") == []


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_a_crash_before_forgetting_is_made_good_at_the_next_start(
    room: Room, indexer: Indexer, search
):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "the webhook is mute"))
    await indexer.catch_up()
    await room.give(stream, RedactMessage((2,), "personal"), ANNA)
    restarted = Indexer(room.desk, search)
    await restarted.find_missed()
    await restarted.catch_up()
    assert await found(search, "webhook") == []
