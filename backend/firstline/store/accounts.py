"""Accounts in a SQLite file of their own, so that a sign-in never waits for the message path."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection, IntegrityError
from typing import Any, override

import msgspec

from firstline.domain.moment import Moment

from .database import Connect, Lane, connect, transaction
from .port_accounts import Accounts, Agent, ApiToken, EmailTaken

SCHEMA = """
CREATE TABLE IF NOT EXISTS agents (
    id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL,
    password_hash TEXT NOT NULL, record BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY, agent TEXT NOT NULL REFERENCES agents, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (
    address TEXT NOT NULL, account TEXT NOT NULL COLLATE NOCASE, at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS attempts_place ON attempts (address, account, at);
CREATE INDEX IF NOT EXISTS attempts_at ON attempts (at);
CREATE TABLE IF NOT EXISTS api_tokens (
    token TEXT PRIMARY KEY, name TEXT NOT NULL, record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS policies (
    hash TEXT PRIMARY KEY, text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_encode = msgspec.json.Encoder().encode
_agent = msgspec.json.Decoder(Agent).decode
_token = msgspec.json.Decoder(ApiToken).decode


class SqliteAccounts(Accounts):
    """`Accounts` by one thread and one connection."""

    def __init__(self, path: Path, connect: Connect = connect) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = connect(path)
        opened.executescript(SCHEMA)
        opened.close()
        self._lane = Lane(path, connect=connect)

    @override
    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        try:
            await self._lane.run(lambda connection: _save_agent(connection, agent, password_hash))
        except IntegrityError as error:
            raise EmailTaken(email=agent.email) from error

    @override
    async def agent(self, id: str) -> Agent | None:
        found = await self._all("SELECT record FROM agents WHERE id = ?", id)
        return _agent(found[0][0]) if found else None

    @override
    async def agents(self) -> list[Agent]:
        return [
            _agent(record)
            for (record,) in await self._all("SELECT record FROM agents ORDER BY name, id")
        ]

    @override
    async def credentials(self, email: str) -> tuple[Agent, str] | None:
        query = "SELECT record, password_hash FROM agents WHERE email = ?"
        found = await self._all(query, email)
        return (_agent(found[0][0]), found[0][1]) if found else None

    @override
    async def set_shift(self, id: str, at: Moment, *, on: bool) -> Agent | None:
        return await self._lane.run(lambda connection: _set_shift(connection, id, at, on=on))

    @override
    async def start_session(self, token: str, agent: str, until: Moment) -> None:
        await self._all("INSERT INTO sessions VALUES (?, ?, ?)", _hashed(token), agent, until)

    @override
    async def session(self, token: str, now: Moment) -> Agent | None:
        found = await self._all(
            "SELECT record FROM sessions JOIN agents ON agent = id WHERE token = ? AND until > ?",
            _hashed(token),
            now,
        )
        return _agent(found[0][0]) if found else None

    @override
    async def drop_sessions(self, now: Moment) -> None:
        await self._all("DELETE FROM sessions WHERE until <= ?", now)

    @override
    async def end_session(self, token: str) -> None:
        await self._all("DELETE FROM sessions WHERE token = ?", _hashed(token))

    @override
    async def note_attempt(self, address: str, account: str, at: Moment) -> None:
        await self._all("INSERT INTO attempts VALUES (?, ?, ?)", address, account, at)

    @override
    async def attempts(self, address: str, account: str, since: Moment) -> int:
        await self._all("DELETE FROM attempts WHERE at < ?", since)
        query = "SELECT count(*) FROM attempts WHERE address = ? AND account = ?"
        return int((await self._all(query, address, account))[0][0])

    @override
    async def clear_attempts(self, address: str, account: str) -> None:
        await self._all("DELETE FROM attempts WHERE address = ? AND account = ?", address, account)

    @override
    async def save_api_token(self, token: str, made: ApiToken) -> None:
        query = "INSERT INTO api_tokens VALUES (?, ?, ?)"
        await self._all(query, _hashed(token), made.name, _encode(made))

    @override
    async def api_token(self, token: str) -> ApiToken | None:
        query = "SELECT record FROM api_tokens WHERE token = ?"
        found = await self._all(query, _hashed(token))
        return _token(found[0][0]) if found else None

    @override
    async def revoke_api_token(self, name: str) -> None:
        await self._all("DELETE FROM api_tokens WHERE name = ?", name)

    @override
    async def keep_policy(self, hash: str, text: str) -> None:
        await self._all("INSERT OR IGNORE INTO policies VALUES (?, ?)", hash, text)

    @override
    async def policy(self, hash: str) -> str | None:
        found = await self._all("SELECT text FROM policies WHERE hash = ?", hash)
        return str(found[0][0]) if found else None

    def close(self) -> None:
        """Let go of the file."""
        self._lane.close()

    async def _all(self, query: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        return await self._lane.run(lambda connection: connection.execute(query, values).fetchall())


def _save_agent(connection: Connection, agent: Agent, password_hash: str | None) -> None:
    with transaction(connection):
        connection.execute(
            "INSERT INTO agents VALUES (?1, ?2, ?3, coalesce(?4, ''), ?5)"
            " ON CONFLICT (id) DO UPDATE SET email = ?2, name = ?3, record = ?5,"
            " password_hash = coalesce(?4, password_hash)",
            (agent.id, agent.email, agent.name, password_hash, _encode(agent)),
        )
        if password_hash is not None:
            connection.execute("DELETE FROM sessions WHERE agent = ?", (agent.id,))


def _set_shift(connection: Connection, id: str, at: Moment, *, on: bool) -> Agent | None:
    with transaction(connection):
        found = connection.execute("SELECT record FROM agents WHERE id = ?", (id,)).fetchone()
        if found is None:
            return None
        agent = _agent(found[0])
        if agent.on_shift != on:
            agent = msgspec.structs.replace(agent, on_shift=on, shift_changed_at=at)
            connection.execute("UPDATE agents SET record = ? WHERE id = ?", (_encode(agent), id))
        return agent


def _hashed(token: str) -> str:
    """Tokens are random and long, so that a plain hash is enough."""
    return sha256(token.encode()).hexdigest()
