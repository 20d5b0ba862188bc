"""What only the store in MongoDB promises: where a stream lies, and what it costs to reach it."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from pymongo.monitoring import CommandListener, CommandStartedEvent

from firstline.domain.events import Event, Recorded
from firstline.store.codec import Codec
from firstline.store.mongo.connection import Database, connect
from firstline.store.mongo.documents import BUCKET, INDEXES
from firstline.store.mongo.events import MongoStore
from firstline.store.port import EventDamaged, KeyTaken, StreamNewer
from tests.mongo_server import DRIVERS, shared_address

from .kit import blank, erased, line, said, write

REAL = "TEST_MONGODB" in os.environ


class Heard(CommandListener):
    """What a driver asks of the server."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append(dict(event.command))

    def succeeded(self, _: object) -> None:
        """Nothing to note."""

    def failed(self, _: object) -> None:
        """Nothing to note."""

    def take(self) -> list[str]:
        """What was asked since the last time: command and collection."""
        named = [f"{next(iter(one))} {next(iter(one.values()))}" for one in self.commands]
        self.commands.clear()
        return named


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def mongo(driver: str, tmp_path: Path, heard: Heard):
    listening = partial(DRIVERS[driver], event_listeners=[heard])
    opened = MongoStore(connect(shared_address(tmp_path), listening))
    await opened.prepare()
    heard.take()
    yield opened
    await opened._database.client.drop_database(opened._database.name)
    await opened.close()


def many(first: int, last: int) -> list[Recorded]:
    return [said(position) for position in range(first, last + 1)]


async def fill(store: MongoStore, stream: str, version: int, at_once: int = 2560) -> None:
    """Append until the stream is that long."""
    for there in range(0, version, at_once):
        upto = min(there + at_once, version)
        await store.append(stream, there, many(there + 1, upto), line(stream, upto))


async def layout(store: MongoStore, stream: str) -> tuple[int, int, list[str]]:
    """Events in buckets alone, events in the head, and which buckets there are."""
    head = await store._heads.find_one({"_id": stream})
    assert head
    buckets = await store._streams._buckets.find().sort("_id", 1).to_list(None)
    assert all(len(bucket["events"]) == BUCKET for bucket in buckets)
    return head["sealed"], len(head["events"]), [bucket["_id"] for bucket in buckets]


@pytest.mark.parametrize(
    ("there", "after_one_more"),
    [
        (63, (0, 64, [])),
        (64, (0, 65, [])),
        (126, (0, 127, [])),
        (127, (0, 128, [])),
        (128, (64, 65, ["a/0"])),
        (191, (64, 128, ["a/0"])),
        (300, (192, 109, ["a/0", "a/1", "a/2"])),
    ],
)
async def test_the_newest_64_events_stay_in_the_head(mongo, there, after_one_more):
    await mongo.append("a", 0, many(1, there), line("a", there))
    await write(mongo, "a", there + 1)
    assert (await layout(mongo, "a")) == after_one_more
    assert await mongo.read("a") == many(1, there + 1)
    for after, limit in [
        (62, 4),
        (63, 1),
        (64, None),
        (max(0, there - 65), 3),
        (there, None),
        (128, 70),
    ]:
        upto = there + 1 if limit is None else min(after + limit, there + 1)
        assert await mongo.read("a", after, limit) == many(after + 1, upto)


async def test_an_append_is_one_command_and_one_more_each_64_events(mongo, heard):
    await mongo.append("a", 0, many(1, 127), line("a", 127))
    assert heard.take() == ["update heads"]
    await write(mongo, "a", 128)
    assert heard.take() == ["update heads"]
    await write(mongo, "a", 129)
    moved = ["find heads", "insert buckets", "update heads", "update heads"]
    assert heard.take() == ["update heads", *moved]
    await write(mongo, "a", 130)
    assert heard.take() == ["update heads"]


async def test_a_conversation_of_20_000_messages_costs_what_one_of_20_does(driver, mongo, heard):
    """Counted in commands and in what they fetch, which no busy machine changes."""
    costs = []
    for stream, version in [("short", 20), ("long", 20_000 if driver == "pymongo" else 2_000)]:
        await fill(mongo, stream, version)
        await write(mongo, stream, version + 1)
        heard.take()
        await write(mongo, stream, version + 2)
        assert await mongo.read(stream, version + 1) == many(version + 2, version + 2)
        assert await mongo.read(stream, version - 5) == many(version - 4, version + 2)
        assert await mongo.read(stream, version + 2) == []
        assert (await mongo.row(stream)).version == version + 2
        costs.append(heard.take())
    assert costs == 2 * [["update heads", *4 * ["find heads"]]]
    first = await mongo.read("long", 0, 50)
    assert (first, heard.take()) == (many(1, 50), ["find heads", "find buckets"])


async def test_lists_fetch_rows_and_no_events(mongo, heard):
    await write(mongo, "a", 1, keys=(("queue", "1"),), unique_keys=("n:1",), due=1)
    heard.take()
    await mongo.find("queue")
    await mongo.find_unique("n:1")
    await mongo.row("a")
    await mongo.due(1, 1)
    fetched = [set(one["projection"].items()) for one in heard.commands]
    assert fetched == [*3 * [{("_id", 0), ("row", 1)}], {("_id", 1)}]


def index_of(command: dict[str, Any]) -> str:
    """Which index answers a command by MongoDB's documented rules; KeyError if none does.

    Said here, since the server of the tests has no plan that names one.
    """
    wanted, order = command["filter"], list(command.get("sort", {}))
    if "_id" in wanted:
        assert not order
        return "_id_"
    (path,) = wanted
    if path.startswith("lists."):
        assert set(order) <= {path}, "a wildcard index sorts by the field that is asked for"
        assert not any(isinstance(bound, list) for bound in wanted[path].values())
        return "lists"
    assert order in ([], ["due", "_id"])
    return {"unique": "unique", "due": "due", "erasing.id": "erasing"}[path]


async def plan(mongo: MongoStore, asked: dict[str, Any]) -> dict[str, Any]:
    """How the server would find it; the server of the tests names no index, and takes a second."""
    command = {name: asked[name] for name in ("find", "filter", "sort", "limit") if name in asked}
    told = await mongo._database.command("explain", command)
    return told["queryPlanner"]["winningPlan"] if REAL else {}


def stages(plan: dict[str, Any]) -> set[str]:
    """The names of all stages of a plan of MongoDB."""
    inner = [plan[name] for name in ("inputStage", "queryPlan") if name in plan]
    below = [stages(one) for one in [*inner, *plan.get("inputStages", [])]]
    return {plan.get("stage", "")}.union(*below)


async def test_nothing_scans_a_collection_and_nothing_sorts_a_list(mongo, heard):
    await mongo.append("a", 0, many(1, 200), line("a", 200))
    await write(mongo, "a", 201, keys=(("queue", "1"),), unique_keys=("n:1",), due=1)
    heard.take()
    await mongo.prepare()
    await mongo.read("a")
    await mongo.read("a", 150)
    await mongo.row("a")
    await mongo.find("queue")
    await mongo.find("person:b.c@d", "desc", "1/a", 3)
    await mongo.find_unique("n:1")
    await mongo.due(5, 3)
    asked = [one for one in heard.commands if "find" in one]
    assert len(asked) == 10
    for one in asked:
        assert index_of(one) in await mongo._database[one["find"]].index_information()
    plans = [await plan(mongo, one) for one in asked[: None if REAL else 1]]
    assert all(not {"COLLSCAN", "SORT"} & stages(each) for each in plans)


async def test_the_indexes_are_made_at_the_start_and_a_second_start_changes_nothing(mongo):
    before = await mongo._heads.index_information()
    await mongo.prepare()
    assert await mongo._heads.index_information() == before
    assert before.keys() == {"_id_", *(name for name, *_ in INDEXES)}
    assert before["unique"]["unique"]
    assert before["unique"]["sparse"], "heads without unique keys hold none of them together"


async def test_a_taken_key_is_named(mongo):
    await write(mongo, "a", 1, unique_keys=("number:A", "mail:x"))
    await write(mongo, "b", 1)
    for version in (1, 2):
        stream = "b" if version == 2 else "c"
        with pytest.raises(KeyTaken) as taken:
            await write(mongo, stream, version, unique_keys=("number:B", "number:A"))
        assert taken.value.details == {"key": "number:A", "stream": stream}


async def test_an_erasure_reaches_buckets_and_head(mongo, database: Database):
    await fill(mongo, "a", 200)
    await write(mongo, "a", 201)
    named = [1, 64, 65, 128, 129, 201]
    blanks = [blank(position) for position in named]
    await mongo.erase("a", 201, named, blanks, [erased(202, *named)], line("a", 202))
    expected = [blank(one) if one in named else said(one) for one in range(1, 202)]
    assert await mongo.read("a") == [*expected, erased(202, *named)]
    await write(mongo, "a", 203)
    assert (await mongo.read("a", 190))[-3:] == [blank(201), erased(202, *named), said(203)]
    head = await database["heads"].find_one({"_id": "a"})
    assert "erasing" not in head
    stored = [bucket["events"] for bucket in await database["buckets"].find().to_list(None)]
    texts = [event for events in [*stored, head["events"]] for event in events]
    assert not any(f'"hello-{one}"'.encode() in text for one in named for text in texts)


async def test_a_bucket_that_is_missing_is_damage_and_not_an_empty_past(mongo, database):
    await fill(mongo, "a", 129)
    await write(mongo, "a", 130)
    await database["buckets"].delete_one({"_id": "a/0"})
    assert await mongo.read("a", 64) == many(65, 130)
    with pytest.raises(EventDamaged, match="bucket a/0 is missing"):
        await mongo.read("a", 63)


class Sparkled(Struct, frozen=True, tag=True, tag_field="type"):
    """An event that only the next release knows."""

    colour: str


@pytest.mark.parametrize("where", [10, 100])
async def test_what_comes_before_a_newer_event_can_be_read(mongo, database, where):
    """In a bucket as in the head; the newer desk goes on writing."""
    newer = MongoStore(database, Codec(Event.__value__ | Sparkled))
    sparkle = Recorded(where, where, Sparkled("red"))  # type: ignore[arg-type]
    await mongo.append("a", 0, many(1, where - 1), line("a", where - 1))
    await newer.append("a", where - 1, [sparkle], line("a", where))
    await newer.append("a", where, many(where + 1, 140), line("a", 140))
    await newer.append("a", 140, [said(141)], line("a", 141))
    with pytest.raises(StreamNewer) as refused:
        await mongo.read("a", 5)
    assert refused.value.readable == many(6, where - 1)
    assert (await mongo.row("a")).version == 141
    assert await mongo.read("a", where) == many(where + 1, 141)
