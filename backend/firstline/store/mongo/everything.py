"""`Everything` of a MongoDB."""

from collections.abc import AsyncIterable
from typing import override

from pymongo import ASCENDING

from firstline.store.port_accounts import ApiToken
from firstline.store.port_everything import Everything
from firstline.store.port_files import StoredFile

from .accounts import MongoAccounts
from .connection import Database, refusals
from .files import MongoFiles


class MongoEverything(Everything):
    """Beside the desk's own parts of the same database; marks are a collection of their own."""

    def __init__(self, database: Database, accounts: MongoAccounts, files: MongoFiles) -> None:
        self._heads = database["heads"]
        self._marks = database["marks"]
        self._accounts = accounts
        self._files = files

    @override
    async def streams(self, after: str = "", limit: int = 1_000) -> list[str]:
        with refusals():
            found = self._heads.find({"_id": {"$gt": after}}, {"_id": True})
            return [one["_id"] async for one in found.sort("_id", ASCENDING).limit(limit)]

    @override
    async def mark(self, name: str) -> str:
        with refusals():
            found = await self._marks.find_one({"_id": name})
        return str(found["text"]) if found else ""

    @override
    async def set_mark(self, name: str, text: str) -> None:
        with refusals():
            await self._marks.update_one({"_id": name}, {"$set": {"text": text}}, upsert=True)

    @override
    async def tokens(self) -> list[tuple[str, ApiToken]]:
        return await self._accounts.tokens()

    @override
    async def keep_token(self, hashed: str, made: ApiToken) -> None:
        await self._accounts.keep_token(hashed, made)

    @override
    async def put_file(self, file: StoredFile, content: AsyncIterable[bytes]) -> None:
        await self._files.put(file, content)
