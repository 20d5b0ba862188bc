"""`Everything` of a SQLite store and its folder of files."""

from collections.abc import AsyncIterable
from pathlib import Path
from typing import Any, override

import msgspec

from .database import Connect, Lane, connect
from .files import FolderFiles
from .port_accounts import ApiToken
from .port_everything import Everything
from .port_files import StoredFile

MARKS = """
CREATE TABLE IF NOT EXISTS marks (
    name TEXT PRIMARY KEY, text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


class SqliteEverything(Everything):
    """Beside the stores of a folder, on connections of its own, opened at the first use."""

    def __init__(
        self, events: Path, accounts: Path, files: FolderFiles, connect: Connect = connect
    ) -> None:
        self._events = Lane(events, connect=connect)
        self._accounts = Lane(accounts, connect=connect)
        self._files = files

    @override
    async def streams(self, after: str = "", limit: int = 1_000) -> list[str]:
        query = "SELECT stream FROM rows WHERE stream > ? ORDER BY stream LIMIT ?"
        return [stream for (stream,) in await self._all(self._events, query, after, limit)]

    @override
    async def mark(self, name: str) -> str:
        await self._events.run(lambda connection: connection.executescript(MARKS))
        found = await self._all(self._events, "SELECT text FROM marks WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    @override
    async def set_mark(self, name: str, text: str) -> None:
        await self._events.run(lambda connection: connection.executescript(MARKS))
        await self._all(self._events, "INSERT OR REPLACE INTO marks VALUES (?, ?)", name, text)

    @override
    async def tokens(self) -> list[tuple[str, ApiToken]]:
        found = await self._all(self._accounts, "SELECT token, record FROM api_tokens ORDER BY 1")
        return [(token, msgspec.json.decode(record, type=ApiToken)) for token, record in found]

    @override
    async def keep_token(self, hashed: str, made: ApiToken) -> None:
        query = "INSERT OR REPLACE INTO api_tokens VALUES (?, ?, ?)"
        await self._all(self._accounts, query, hashed, made.name, msgspec.json.encode(made))

    @override
    async def put_file(self, file: StoredFile, content: AsyncIterable[bytes]) -> None:
        await self._files.put(file, content)

    def close(self) -> None:
        """Let go of the files."""
        self._events.close()
        self._accounts.close()

    @staticmethod
    async def _all(lane: Lane, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return await lane.run(lambda connection: connection.execute(query, values).fetchall())
