"""Who may sign in: agents, their sessions and tokens, failed guesses, and the kept policies."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection, IntegrityError
from typing import Any, Literal, Protocol

import msgspec
from msgspec import Struct

from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment

from .database import Connect, Lane, connect, transaction

Role = Literal["agent", "lead", "editor", "admin"]


class EmailTaken(FirstlineError):
    """Another agent has this e-mail address."""


class Agent(Struct, frozen=True):
    """A person at the desk. `language` is the inbox's, `languages` are those spoken (R06, R41)."""

    id: str
    email: str
    name: str
    role: Role = "agent"
    teams: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    language: str = "en"
    on_shift: bool = False
    shift_changed_at: Moment | None = None


class ApiToken(Struct, frozen=True):
    """An integration's access, without the token itself."""

    name: str
    role: Role
    created_at: Moment


class Accounts(Protocol):
    """Plain records. Tokens are kept as SHA-256; passwords as the hash that the caller made.

    Every method raises StoreRefused while nothing can be written.
    """

    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        """Add or replace an agent; None leaves the password as it is. Raises EmailTaken.

        A new password ends all sessions of the agent.
        """

    async def agent(self, id: str) -> Agent | None:
        """One agent."""

    async def agents(self) -> list[Agent]:
        """All of them, by name."""

    async def credentials(self, email: str) -> tuple[Agent, str] | None:
        """The agent with this address, in any case of letters, and the password's hash."""

    async def set_shift(self, id: str, on: bool, at: Moment) -> Agent | None:
        """Turn the shift switch; `shift_changed_at` moves only if that changed something (R41)."""

    async def start_session(self, token: str, agent: str, until: Moment) -> None:
        """Let this token stand for the agent until then."""

    async def session(self, token: str, now: Moment) -> Agent | None:
        """Whose session this is, if it is still running."""

    async def end_session(self, token: str) -> None:
        """Sign out. Twice is harmless."""

    async def note_attempt(self, address: str, account: str, at: Moment) -> None:
        """Remember a wrong guess."""

    async def attempts(self, address: str, account: str, since: Moment) -> int:
        """Wrong guesses from this address for this account from `since` on; older are dropped."""

    async def clear_attempts(self, address: str, account: str) -> None:
        """The right password was given."""

    async def save_api_token(self, token: str, made: ApiToken) -> None:
        """Let an integration in."""

    async def api_token(self, token: str) -> ApiToken | None:
        """What this token was made for."""

    async def revoke_api_token(self, name: str) -> None:
        """End every token of this name."""

    async def keep_policy(self, hash: str, text: str) -> None:
        """Keep a promise under its hash, for as long as a conversation may refer to it (R73)."""

    async def policy(self, hash: str) -> str | None:
        """The text that was kept."""


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


class SqliteAccounts:
    """`Accounts` in a file of their own, so that a sign-in never waits for the message path."""

    def __init__(self, path: Path, connect: Connect = connect) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = connect(path)
        opened.executescript(SCHEMA)
        opened.close()
        self._lane = Lane(path, connect=connect)

    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        try:
            await self._lane.run(lambda connection: _save_agent(connection, agent, password_hash))
        except IntegrityError as error:
            raise EmailTaken(email=agent.email) from error

    async def agent(self, id: str) -> Agent | None:
        found = await self._all("SELECT record FROM agents WHERE id = ?", id)
        return _agent(found[0][0]) if found else None

    async def agents(self) -> list[Agent]:
        return [
            _agent(record)
            for (record,) in await self._all("SELECT record FROM agents ORDER BY name, id")
        ]

    async def credentials(self, email: str) -> tuple[Agent, str] | None:
        query = "SELECT record, password_hash FROM agents WHERE email = ?"
        found = await self._all(query, email)
        return (_agent(found[0][0]), found[0][1]) if found else None

    async def set_shift(self, id: str, on: bool, at: Moment) -> Agent | None:
        return await self._lane.run(lambda connection: _set_shift(connection, id, on, at))

    async def start_session(self, token: str, agent: str, until: Moment) -> None:
        await self._all("INSERT INTO sessions VALUES (?, ?, ?)", _hashed(token), agent, until)

    async def session(self, token: str, now: Moment) -> Agent | None:
        found = await self._all(
            "SELECT record FROM sessions JOIN agents ON agent = id WHERE token = ? AND until > ?",
            _hashed(token),
            now,
        )
        return _agent(found[0][0]) if found else None

    async def end_session(self, token: str) -> None:
        await self._all("DELETE FROM sessions WHERE token = ?", _hashed(token))

    async def note_attempt(self, address: str, account: str, at: Moment) -> None:
        await self._all("INSERT INTO attempts VALUES (?, ?, ?)", address, account, at)

    async def attempts(self, address: str, account: str, since: Moment) -> int:
        await self._all("DELETE FROM attempts WHERE at < ?", since)
        query = "SELECT count(*) FROM attempts WHERE address = ? AND account = ?"
        return int((await self._all(query, address, account))[0][0])

    async def clear_attempts(self, address: str, account: str) -> None:
        await self._all("DELETE FROM attempts WHERE address = ? AND account = ?", address, account)

    async def save_api_token(self, token: str, made: ApiToken) -> None:
        query = "INSERT INTO api_tokens VALUES (?, ?, ?)"
        await self._all(query, _hashed(token), made.name, _encode(made))

    async def api_token(self, token: str) -> ApiToken | None:
        query = "SELECT record FROM api_tokens WHERE token = ?"
        found = await self._all(query, _hashed(token))
        return _token(found[0][0]) if found else None

    async def revoke_api_token(self, name: str) -> None:
        await self._all("DELETE FROM api_tokens WHERE name = ?", name)

    async def keep_policy(self, hash: str, text: str) -> None:
        await self._all("INSERT OR IGNORE INTO policies VALUES (?, ?)", hash, text)

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
            "INSERT INTO agents VALUES (?1, ?2, ?3, coalesce(?4, ''), ?5) ON CONFLICT (id) DO UPDATE"
            " SET email = ?2, name = ?3, record = ?5, password_hash = coalesce(?4, password_hash)",
            (agent.id, agent.email, agent.name, password_hash, _encode(agent)),
        )
        if password_hash is not None:
            connection.execute("DELETE FROM sessions WHERE agent = ?", (agent.id,))


def _set_shift(connection: Connection, id: str, on: bool, at: Moment) -> Agent | None:
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
