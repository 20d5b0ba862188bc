"""Where a test keeps what it writes: in a folder, or in a database of MongoDB."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

import bson
import pytest

from firstline.settings import Settings
from firstline.store.accounts import SqliteAccounts
from firstline.store.erasures import FileErasures
from firstline.store.files import FolderFiles
from firstline.store.mongo import parts
from firstline.store.mongo.accounts import MongoAccounts
from firstline.store.mongo.connection import Database, connect, disconnect
from firstline.store.mongo.erasures import MongoErasures
from firstline.store.mongo.files import MongoFiles
from firstline.store.mongo.search import MongoSearch
from firstline.store.port_accounts import Accounts
from firstline.store.port_erasures import Erasures
from firstline.store.port_files import Files
from firstline.store.port_search import Search
from firstline.store.search import SqliteSearch
from firstline.stores import Stores, open_stores
from tests.kit import ROOT
from tests.mongo_server import DRIVERS, shared_address

from .kit import traces

PLACES = ["folder", *DRIVERS]


class Place(Protocol):
    """Opens each port, the same things each time."""

    async def accounts(self) -> Accounts: ...
    async def search(self) -> Search: ...
    async def files(self) -> Files: ...
    async def erasures(self) -> Erasures: ...
    async def traces(self, needle: str) -> list[str]:
        """Names of files or collections in whose bytes the needle stands."""

    async def bend(self, file: str) -> None:
        """Put something else in the place of a file's content."""


class Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: list[SqliteAccounts | SqliteSearch] = []

    async def accounts(self) -> Accounts:
        self._opened.append(opened := SqliteAccounts(self._folder / "accounts.db"))
        return opened

    async def search(self) -> Search:
        self._opened.append(opened := SqliteSearch(self._folder / "search.db"))
        return opened

    async def files(self) -> Files:
        return FolderFiles(self._folder / "files")

    async def erasures(self) -> Erasures:
        return FileErasures(self._folder / "new" / "erasures.jsonl")

    async def traces(self, needle: str) -> list[str]:
        return traces(self._folder, needle)

    async def bend(self, file: str) -> None:
        (path,) = self._folder.rglob(f"{file}-*")
        path.write_bytes(b"what was bent")

    def close(self) -> None:
        for one in self._opened:
            one.close()


class InMongo:
    def __init__(self, database: Database) -> None:
        self.database = database

    async def accounts(self) -> Accounts:
        return await self._prepared(MongoAccounts(self.database))

    async def search(self) -> Search:
        return await self._prepared(MongoSearch(self.database))

    async def files(self) -> Files:
        return await self._prepared(MongoFiles(self.database))

    async def erasures(self) -> Erasures:
        return await self._prepared(MongoErasures(self.database))

    @staticmethod
    async def _prepared[T: (MongoAccounts, MongoSearch, MongoFiles, MongoErasures)](part: T) -> T:
        await part.prepare()
        return part

    async def traces(self, needle: str) -> list[str]:
        return [
            name
            for name in await self.database.list_collection_names()
            async for document in self.database[name].find()
            if needle.encode() in bson.encode(document)
        ]

    async def bend(self, file: str) -> None:
        bent = {"$set": {"data": b"what was bent"}}
        await self.database["fs.chunks"].update_one({"files_id": file}, bent)


@asynccontextmanager
async def make_place(name: str, folder: Path) -> AsyncIterator[Place]:
    """One that is empty, by its name in PLACES."""
    if name == "folder":
        made = Folder(folder)
        yield made
        made.close()
    else:
        database = connect(shared_address(folder), DRIVERS[name])
        yield InMongo(database)
        await disconnect(database)


@asynccontextmanager
async def opened_at(name: str, folder: Path, **more: str) -> AsyncIterator[Stores]:
    """All stores together, as a command of the command line opens them."""
    settings = settings_at(name, folder, **more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "connect", partial(connect, driver=DRIVERS.get(name)))
        stores = open_stores(settings)
    await stores.prepare()
    yield stores
    await stores.close()


def settings_at(name: str, folder: Path, **more: str) -> Settings:
    """How FIRSTLINE_STORE names a place."""
    store = "" if name == "folder" else shared_address(folder)
    return Settings(root=ROOT, data=folder, store=store, **more)
