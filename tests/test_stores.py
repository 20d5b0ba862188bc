"""Opening what the settings name: in a folder, or waiting for a database that is not there yet."""

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

import pytest
from msgspec.structs import replace
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure
from structlog.testing import capture_logs

from firstline import stores
from firstline.settings import Settings, UnusableSetting
from firstline.store.database import guard
from firstline.store.erasures import read_erasures
from firstline.store.mongo.server import check_server
from firstline.store.port import StoreInUse, StoreRefused
from firstline.store.port_accounts import Agent
from firstline.store.port_erasures import Erasure
from firstline.stores import StoreIsAway, Stores, open_stores, opened, serving, warn_of_deafness
from tests.mongo_server import DRIVERS
from tests.running import ROOT, free_port
from tests.store.kit import pieces, said, write
from tests.store.places import opened_at

LEA = Agent("lea", "lea@desk.example", "Lea")


@pytest.fixture
def folder(tmp_path):
    return Settings(store=f"sqlite:{tmp_path / 'desk'}")


async def test_a_folder_holds_three_databases_and_the_files(folder, tmp_path):
    async with opened(folder) as kept:
        await write(kept.store, "a", 1)
        assert not kept.shared
    assert {one.name for one in (tmp_path / "desk").iterdir()} == {
        "firstline.db",
        "accounts.db",
        "search.db",
        "files",
    }
    async with opened(folder) as kept:
        assert await kept.store.read("a") == [said(1)]


async def test_what_was_closed_takes_nothing_more(folder):
    async with opened(folder) as kept:
        pass
    with pytest.raises(StoreRefused):
        await write(kept.store, "a", 1)
    with pytest.raises(StoreRefused):
        await kept.accounts.agents()


def test_one_desk_serves_a_folder(folder, tmp_path):
    with serving(folder):
        with pytest.raises(StoreInUse, match="another process serves"), serving(folder):
            pass
        with serving(Settings(data=tmp_path / "other")):
            pass
    with guard(tmp_path / "desk" / "firstline.db"):
        pass


def test_a_shared_store_without_redis_is_served_with_a_warning():
    shared = Settings(store="mongodb://db/firstline")
    with capture_logs() as said_so, serving(shared), serving(shared):
        warn_of_deafness(shared)
    assert "FIRSTLINE_REDIS is empty" in said_so[0]["because"]
    with capture_logs() as said_so:
        warn_of_deafness(replace(shared, redis="redis://cache:6379/0"))
        warn_of_deafness(Settings())
    assert said_so == []


@dataclass
class Away:
    """A database that refuses so many times, and then comes back."""

    times: int
    asked: int = 0

    async def make_ready(self) -> None:
        self.asked += 1
        if self.asked <= self.times:
            raise StoreRefused("MongoDB cannot be reached: nobody home")


def lacking(away: Away, settings: Settings) -> Stores:
    kept = open_stores(settings)
    return replace(kept, shared=True, make_ready=away.make_ready)


async def test_the_desk_waits_for_its_database_and_says_why_by_the_settings_name(
    folder, monkeypatch
):
    monkeypatch.setattr(stores, "FIRST_PAUSE", 0.001)
    kept = lacking(Away(3), folder)
    with capture_logs() as said_so:
        await asyncio.wait_for(kept.wait(), 5)
    assert [line["seconds"] for line in said_so] == [0.001, 0.002, 0.004]
    assert {line["because"] for line in said_so} == {
        "FIRSTLINE_STORE: MongoDB cannot be reached: nobody home"
    }
    await kept.close()


async def test_a_command_does_not_wait(folder):
    kept = lacking(Away(1), folder)
    with pytest.raises(StoreIsAway, match="FIRSTLINE_STORE: MongoDB cannot be reached"):
        await kept.prepare()
    await kept.close()


@dataclass
class FakeMongo:
    """Stands where a server does: answers each command, or refuses it."""

    version: str = "7.0.14"
    refuses: OperationFailure | None = None
    heard: list[str] = field(default_factory=list)

    @property
    def client(self) -> Any:
        return self

    @property
    def admin(self) -> Any:
        return self

    async def command(self, name: str) -> dict[str, Any]:
        self.heard.append(name)
        if self.refuses and name == "ping":
            raise self.refuses
        return {"version": self.version, "versionArray": [*map(int, self.version.split(".")), 0]}


async def test_a_server_that_fits_is_used():
    server = FakeMongo()
    await check_server(server)
    assert server.heard == ["buildInfo", "ping"]


async def test_a_server_that_is_too_old_is_refused_with_both_versions():
    with pytest.raises(StoreRefused, match=r"MongoDB 4\.4\.29 is too old, 7\.0 is the oldest"):
        await check_server(FakeMongo("4.4.29"))


async def test_a_server_that_lets_nobody_in_is_refused_with_its_own_words():
    details = {"errmsg": "Authentication failed.", "command": "hunter2"}
    refusal = OperationFailure("Authentication failed.", 18, details)
    with pytest.raises(StoreRefused, match=r"MongoDB refuses: Authentication failed\.") as refused:
        await check_server(FakeMongo(refuses=refusal))
    assert "hunter2" not in str(refused.value)


async def test_nobody_home_is_said_so():
    address = f"mongodb://127.0.0.1:{free_port()}/firstline?serverSelectionTimeoutMS=50"
    async with AsyncMongoClient(address) as client:
        with pytest.raises(StoreRefused, match="MongoDB cannot be reached: 127"):
            await check_server(client["firstline"])


@pytest.mark.parametrize("name", DRIVERS)
async def test_a_mongodb_holds_everything_and_may_be_shared(name, tmp_path):
    async with opened_at(name, tmp_path) as first, opened_at(name, tmp_path) as second:
        assert first.shared
        await write(first.store, "a", 1)
        assert await second.store.read("a") == [said(1)]
        await first.accounts.save_agent(LEA)
        assert await second.accounts.agents() == [LEA]
        await first.search.feed({"a": [said(1)]})
        assert [hit.stream for hit in await second.search.search("hello")] == ["a"]
        kept = await first.files.save(pieces(b"log"), limit=3)
        assert await second.files.find(kept.id) == kept
        assert await second.everything.streams() == ["a"]
    with pytest.raises(StoreRefused):
        await first.accounts.agents()


async def test_erasures_are_noted_in_mongodb_and_in_the_file_that_is_named(tmp_path):
    journal, noted = tmp_path / "other disk" / "erasures.jsonl", Erasure("a", (1,), 5, "lea")
    async with opened_at("motor", tmp_path, erasures=str(journal)) as kept:
        await kept.erasures.note([noted])
    assert list(read_erasures(journal)) == [noted]
    async with opened_at("motor", tmp_path) as kept:
        assert await kept.erasures.since(0) == [noted]


async def test_a_command_on_a_mongodb_that_is_away_says_so_by_the_settings_name():
    address = f"mongodb://127.0.0.1:{free_port()}/desk?serverSelectionTimeoutMS=50"
    with pytest.raises(StoreIsAway, match="FIRSTLINE_STORE: MongoDB cannot be reached"):
        async with opened(Settings(store=address)):
            pass


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mongodb://ana:hunter@2@db/desk", "Username and password must be escaped"),
        ("mongodb://ana:hunter2@db:port/desk", "Port contains non-digit characters"),
        ("mongodb://db/desk?tls=true&tlsCAFile=/nowhere", "No such file"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(address, reason):
    with pytest.raises(UnusableSetting, match=f"FIRSTLINE_STORE: .*{reason}") as refused:
        open_stores(Settings(store=address))
    assert "hunter" not in str(refused.value)


def test_one_machine_needs_no_driver():
    look = "import sys, firstline.app, firstline.cli; print({'pymongo', 'motor'} & {*sys.modules})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "backend")}
    done = subprocess.run(
        [sys.executable, "-c", look], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
