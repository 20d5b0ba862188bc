"""The operator's commands on MongoDB: there and back, broken off and gone on with, restored."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace
from pymongo import AsyncMongoClient, MongoClient

from firstline import cli
from firstline.keeping.moving import (
    MOVING,
    SERVED,
    Count,
    MoveUnfinished,
    count,
    move,
    refuse_unfinished,
)
from firstline.settings import Settings
from firstline.store.mongo.connection import Document
from firstline.store.port import StoreRefused
from firstline.stores import Stores, opened
from tests.kit import ROOT, Clock
from tests.mongo_server import MongoServer
from tests.running import wait_until
from tests.store.places import settings_at

from .kit import SECRET, Home, at, home

NOW = Clock().at


@pytest.fixture(autouse=True)
def at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FIRSTLINE_ROOT", str(ROOT))
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(cli.app, "wall_clock", Clock())


@pytest.fixture
def folder(tmp_path) -> Settings:
    return at(tmp_path / "data")


@pytest.fixture
def mongo(tmp_path) -> Settings:
    return settings_at("motor", tmp_path)


def furnished(settings: Settings, more: int = 0) -> list[str]:
    async def furnish() -> list[str]:
        async with home(settings) as made:
            return [*await made.furnish(), *[await made.tell(f"more {n}") for n in range(more)]]

    return asyncio.run(furnish())


def held(settings: Settings) -> Count:
    async def counted() -> Count:
        async with opened(settings) as stores:
            return await count(stores, lambda: None)

    return asyncio.run(counted())


def record(settings: Settings, stream: str) -> str:
    async def read() -> str:
        async with opened(settings) as stores:
            return str(await stores.store.read(stream)) + str(await stores.store.row(stream))

    return asyncio.run(read())


def mark(settings: Settings, name: str, text: str | None = None) -> str:
    async def marked() -> str:
        async with opened(settings) as stores:
            if text is not None:
                await stores.everything.set_mark(name, text)
            return await stores.everything.mark(name)

    return asyncio.run(marked())


def test_a_folder_moves_to_mongodb_and_back(folder, mongo, tmp_path, capsys):
    furnished(folder)
    back = at(tmp_path / "back")
    for _ in range(2):
        cli.main(["move", "--from", f"sqlite:{folder.folder}", "--to", mongo.store])
    cli.main(["move", "--from", mongo.store, "--to", f"sqlite:{back.folder}"])
    told = capsys.readouterr()
    assert told.out.count(f"sha256 {held(folder).sha256}") == 3
    assert told.err.count(f"moving [{'#' * 30}] 6/6") == 3
    assert held(folder) == held(mongo) == held(back)


def test_a_move_whose_process_is_killed_is_gone_on_with(folder, mongo):
    furnished(folder, more=4)
    command = ["move", "--from", f"sqlite:{folder.folder}", "--to", mongo.store]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "backend")}
    moving = subprocess.Popen([sys.executable, "-m", "firstline", *command], env=environment)
    wait_until(lambda: streams_in(mongo) > 1, "the first conversations to arrive")
    moving.send_signal(signal.SIGKILL)
    assert moving.wait() == -signal.SIGKILL
    assert mark(mongo, MOVING) == "1"
    cli.main(command)
    assert mark(mongo, MOVING) == ""
    assert held(mongo) == held(folder)


def streams_in(settings: Settings) -> int:
    with MongoClient[Document](settings.store) as client:
        return client.get_default_database()["heads"].estimated_document_count()


class Breaks:
    """A store whose server dies before its n-th write."""

    def __init__(self, stores: Stores, server: MongoServer, after: int) -> None:
        self.store, self.server, self.left = stores.store, server, after

    async def append(self, *given: object) -> None:
        if not self.left:
            self.server.kill()
        self.left -= 1
        await self.store.append(*given)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


@pytest.fixture
async def furnished_home(folder) -> AsyncIterator[Home]:
    async with home(folder) as made:
        await made.furnish()
        yield made


async def test_a_move_whose_server_died_goes_on_once_it_is_back(furnished_home, tmp_path):
    with MongoServer(tmp_path / "mongo.db") as server:
        target = at(tmp_path, store=server.address(options="&serverSelectionTimeoutMS=100"))
        async with opened(target) as new:
            breaking = replace(new, store=Breaks(new, server, after=1))
            with pytest.raises(StoreRefused, match="MongoDB cannot be reached"):
                await move(furnished_home.stores, breaking, lambda: None)
            await asyncio.to_thread(server.start)
            with pytest.raises(MoveUnfinished):
                await refuse_unfinished(new)
            moved = await move(furnished_home.stores, new, lambda: None)
        assert moved == await count(furnished_home.stores, lambda: None)


def test_a_mongodb_that_is_served_is_not_moved(folder, mongo, tmp_path):
    furnished(folder)
    command = ["move", "--from", f"sqlite:{folder.folder}", "--to", mongo.store]
    mark(mongo, SERVED, str(NOW - 29_000))
    with pytest.raises(SystemExit, match="A desk serves this store"):
        cli.main(command)
    mark(mongo, SERVED, str(NOW - 31_000))
    cli.main(command)


@pytest.mark.parametrize("command", [["export"], ["move", "--to", "sqlite:{new}", "--from"]])
def test_a_name_under_which_there_is_nothing_is_said_to_be_nothing(
    mongo, tmp_path, monkeypatch, command
):
    monkeypatch.setenv("FIRSTLINE_STORE", mongo.store)
    named = [part.format(new=tmp_path / "new") for part in command]
    database = urlsplit(mongo.store).path.strip("/")
    with pytest.raises(SystemExit, match=f"there are no conversations in {database}"):
        cli.main([*named, mongo.store] if command[0] == "move" else named)


@pytest.mark.rule("R50")
def test_what_mongodb_holds_is_exported_and_imported(mongo, tmp_path, capfdbinary, monkeypatch):
    furnished(mongo)
    monkeypatch.setenv("FIRSTLINE_STORE", mongo.store)
    capfdbinary.readouterr()
    cli.main(["export"])
    (tmp_path / "all.jsonl").write_bytes(capfdbinary.readouterr().out)
    other = settings_at("motor", tmp_path / "other")
    monkeypatch.setenv("FIRSTLINE_STORE", other.store)
    for new, there in ((3, 0), (0, 3)):
        cli.main(["import", str(tmp_path / "all.jsonl")])
        told = capfdbinary.readouterr().out.decode()
        assert f"{new} new, 0 went on, 0 erased, {there} were there already" in told
    assert held(other).sha256 == held(mongo).sha256


@pytest.mark.rule("R52")
def test_a_dump_that_is_restored_is_erased_again(mongo, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FIRSTLINE_STORE", mongo.store)
    streams = furnished(mongo)
    night = asyncio.run(dumped(mongo))
    assert SECRET in str(night)
    asyncio.run(redacted(mongo, streams[1]))
    cli.main(["erasures"])
    (tmp_path / "erasures.jsonl").write_text(capsys.readouterr().out)
    asyncio.run(restored(mongo, night))
    assert SECRET in record(mongo, streams[1])
    for done in (1, 0):
        cli.main(["import", "--erasures", str(tmp_path / "erasures.jsonl")])
        assert f"2 erasures looked at, {done} done again" in capsys.readouterr().out
    assert SECRET not in str(asyncio.run(dumped(mongo)))
    assert held(mongo).files == 0


type Dump = dict[str, list[Document]]


async def dumped(settings: Settings) -> Dump:
    """As mongodump does: every document of every collection."""
    async with AsyncMongoClient[Document](settings.store) as client:
        database = client.get_default_database()
        names = await database.list_collection_names()
        return {name: await database[name].find().to_list() for name in names}


async def restored(settings: Settings, dump: Dump) -> None:
    """As mongorestore does, into a database that was dropped."""
    async with AsyncMongoClient[Document](settings.store) as client:
        database = client.get_default_database()
        await client.drop_database(database.name)
        for name, documents in dump.items():
            if documents:
                await database[name].insert_many(documents)


async def redacted(settings: Settings, stream: str) -> None:
    async with home(settings, Clock(NOW + 100_000)) as made:
        await made.redact(stream, 2)
