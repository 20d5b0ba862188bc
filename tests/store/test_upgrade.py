"""A desk of the release before beside one of this release, on one store: nobody has to stop.

What is newer than a desk makes that one conversation read-only for it, and nothing else.
"""

import json
import sqlite3
from contextlib import closing

import pytest
from msgspec import Struct

from firstline.domain.commands import PostMessage
from firstline.domain.events import Event, Recorded
from firstline.domain.policy import decode, encode
from firstline.domain.row import Row
from firstline.effects.sweeper import Sweeper
from firstline.store.codec import Codec
from firstline.store.port import StreamNewer
from firstline.store.sqlite import SqliteStore
from tests.kit import HOUR, Clock, Room, promise

from .make_corpus import lines


class Sparkled(Struct, frozen=True, tag=True, tag_field="type"):
    """An event that only the next release knows."""

    colour: str


@pytest.fixture
async def old(tmp_path, clock: Clock):
    """The release before: it does not know what sparkles."""
    room = Room(tmp_path, clock, SqliteStore(tmp_path / "firstline.db"))
    room.desk.shared = True
    yield room
    await room.store.close()


@pytest.fixture
async def new(tmp_path, clock: Clock, old: Room):
    codec = Codec(Event.__value__ | Sparkled)
    room = Room(tmp_path, clock, SqliteStore(tmp_path / "firstline.db", codec))
    room.desk.shared = True
    yield room
    await room.store.close()


async def sparkle(new: Room, stream: str) -> None:
    """The newer desk does what the older one has never heard of."""
    row = await new.store.row(stream)
    assert row is not None
    event = Recorded(row.version + 1, new.clock(), Sparkled("red"))  # type: ignore[arg-type]
    later = Row(stream, row.version + 1, row.body, row.keys, row.unique_keys, row.due)
    await new.store.append(stream, row.version, [event], later)


async def test_both_write_to_one_conversation_in_turn(old: Room, new: Room):
    stream = await old.queued()
    for count in range(4):
        desk = (old, new)[count % 2]
        await desk.give(stream, PostMessage(f"n{count}", f"line {count}"))
    assert await old.state(stream) == await new.state(stream)
    positions = [one.position for one in await new.store.read(stream)]
    assert positions == list(range(1, len(positions) + 1))


async def test_an_unknown_event_makes_that_conversation_read_only_and_no_other(
    old: Room, new: Room
):
    newer, other = await old.queued(), await old.queued()
    before = await old.state(newer)
    await sparkle(new, newer)
    assert await old.state(newer) == before
    with pytest.raises(StreamNewer):
        await old.give(newer, PostMessage("n1", "more"))
    await old.give(other, PostMessage("n1", "more"))
    assert {one.stream for one in await old.store.find("queue")} == {newer, other}
    assert (await old.state(other)).position > before.position


async def test_the_sweeper_of_the_older_desk_goes_on_past_it(old: Room, new: Room):
    newer, other = await old.queued(), await old.queued()
    await sparkle(new, newer)
    old.clock.at += 72 * HOUR
    missed = (await old.state(other)).missed
    await Sweeper(old.desk, lambda _: None, can_mail=False).sweep()
    assert missed == ()
    assert (await old.state(other)).missed


def change_all(database: sqlite3.Connection, read: str, write: str, part: str) -> None:
    """Add a field that only the next release knows."""
    for rowid, stored in database.execute(read).fetchall():
        fields = json.loads(stored)
        (fields[part] if part else fields)["later"] = {"a": [1]}
        database.execute(f"{write} WHERE rowid = ?", (json.dumps(fields).encode(), rowid))


async def test_fields_that_an_older_desk_does_not_know_are_passed_over(old: Room, tmp_path):
    stream = await old.queued()
    known = await old.store.read(stream), await old.store.row(stream)
    with closing(sqlite3.connect(tmp_path / "firstline.db")) as database, database:
        change_all(
            database, "SELECT rowid, data FROM events", "UPDATE events SET data = ?", "event"
        )
        change_all(database, "SELECT rowid, body FROM rows", "UPDATE rows SET body = ?", "")
    old.desk.forget(stream)
    assert (await old.store.read(stream), await old.store.row(stream)) == known
    await old.give(stream, PostMessage("n1", "more"))
    assert [one.stream for one in await old.store.find("queue")] == [stream]


def test_a_promise_with_a_part_that_is_not_known_yet_is_read():
    kept = json.loads(encode(promise())) | {"later": {"a": 1}}
    kept["plans"]["basic"]["later"] = [1]
    assert decode(json.dumps(kept).encode()) == promise()


def test_every_event_of_the_release_before_reads_in_this_one_beside_a_newer_one():
    codec = Codec(Event.__value__ | Sparkled)
    for line in lines():
        assert codec.decode(line) == Codec().decode(line)
    newer = codec.encode(Recorded(1, 1, Sparkled("red")))  # type: ignore[arg-type]
    with pytest.raises(StreamNewer):
        Codec().decode(newer)
