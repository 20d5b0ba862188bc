"""Accounts in MongoDB: a collection for each kind of record."""

import asyncio
from hashlib import sha256
from typing import Any, override

import msgspec
from pymongo import ASCENDING, ReturnDocument
from pymongo.errors import DuplicateKeyError

from firstline.domain.moment import Moment
from firstline.store.port_accounts import Accounts, Agent, ApiToken, EmailTaken

from .connection import Database, Document, refusals


class MongoAccounts(Accounts):
    """`Accounts` in agents, sessions, attempts, api_tokens and policies."""

    def __init__(self, database: Database) -> None:
        self._agents = database["agents"]
        self._sessions = database["sessions"]
        self._attempts = database["attempts"]
        self._tokens = database["api_tokens"]
        self._policies = database["policies"]

    async def prepare(self) -> None:
        """Make the indexes that are not there. Raises StoreRefused."""
        with refusals():
            await asyncio.gather(
                self._agents.create_index("folded_email", unique=True),
                self._sessions.create_index("agent"),
                self._sessions.create_index("until"),
                self._attempts.create_index([("address", ASCENDING), ("account", ASCENDING)]),
                self._attempts.create_index("at"),
                self._tokens.create_index("made.name"),
            )

    @override
    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        change: dict[str, Any] = {
            "$set": {"record": _plain(agent), "folded_email": _folded(agent.email)}
        }
        if password_hash is None:
            change["$setOnInsert"] = {"password_hash": "", "passwords": 0}
        else:
            change["$set"]["password_hash"] = password_hash
            change["$inc"] = {"passwords": 1}
        with refusals():
            try:
                await self._agents.update_one({"_id": agent.id}, change, upsert=True)
            except DuplicateKeyError as error:
                raise EmailTaken(email=agent.email) from error
            if password_hash is not None:
                await self._sessions.delete_many({"agent": agent.id})

    @override
    async def agent(self, id: str) -> Agent | None:
        with refusals():
            found = await self._agents.find_one({"_id": id})
        return _agent(found) if found else None

    @override
    async def agents(self) -> list[Agent]:
        with refusals():
            found = [_agent(one) async for one in self._agents.find()]
        return sorted(found, key=lambda agent: (agent.name, agent.id))

    @override
    async def credentials(self, email: str) -> tuple[Agent, str] | None:
        with refusals():
            found = await self._agents.find_one({"folded_email": _folded(email)})
        return (_agent(found), found["password_hash"]) if found else None

    @override
    async def set_shift(self, id: str, at: Moment, *, on: bool) -> Agent | None:
        with refusals():
            turned = await self._agents.find_one_and_update(
                {"_id": id, "record.on_shift": not on},
                {"$set": {"record.on_shift": on, "record.shift_changed_at": at}},
                return_document=ReturnDocument.AFTER,
            )
        return _agent(turned) if turned else await self.agent(id)

    @override
    async def start_session(self, token: str, agent: str, until: Moment) -> None:
        """It remembers under which password it began, so that no other one keeps it alive."""
        with refusals():
            found = await self._agents.find_one({"_id": agent}, {"passwords": True})
            passwords = found["passwords"] if found else 0
            session = {"agent": agent, "until": until, "passwords": passwords}
            await self._sessions.insert_one({"_id": _hashed(token), **session})

    @override
    async def session(self, token: str, now: Moment) -> Agent | None:
        with refusals():
            session = await self._sessions.find_one({"_id": _hashed(token), "until": {"$gt": now}})
            if session is None:
                return None
            mine = {"_id": session["agent"], "passwords": session["passwords"]}
            found = await self._agents.find_one(mine)
        return _agent(found) if found else None

    @override
    async def drop_sessions(self, now: Moment) -> None:
        with refusals():
            await self._sessions.delete_many({"until": {"$lte": now}})

    @override
    async def end_session(self, token: str) -> None:
        with refusals():
            await self._sessions.delete_one({"_id": _hashed(token)})

    @override
    async def note_attempt(self, address: str, account: str, at: Moment) -> None:
        with refusals():
            await self._attempts.insert_one({**_place(address, account), "at": at})

    @override
    async def attempts(self, address: str, account: str, since: Moment) -> int:
        with refusals():
            await self._attempts.delete_many({"at": {"$lt": since}})
            return int(await self._attempts.count_documents(_place(address, account)))

    @override
    async def clear_attempts(self, address: str, account: str) -> None:
        with refusals():
            await self._attempts.delete_many(_place(address, account))

    @override
    async def save_api_token(self, token: str, made: ApiToken) -> None:
        await self.keep_token(_hashed(token), made)

    async def keep_token(self, hashed: str, made: ApiToken) -> None:
        """For moving house (`Everything.keep_token`)."""
        with refusals():
            document = {"made": _plain(made)}
            await self._tokens.replace_one({"_id": hashed}, document, upsert=True)

    async def tokens(self) -> list[tuple[str, ApiToken]]:
        """For moving house (`Everything.tokens`)."""
        with refusals():
            found = [one async for one in self._tokens.find().sort("_id", ASCENDING)]
        return [(one["_id"], msgspec.convert(one["made"], ApiToken)) for one in found]

    @override
    async def api_token(self, token: str) -> ApiToken | None:
        with refusals():
            found = await self._tokens.find_one({"_id": _hashed(token)})
        return msgspec.convert(found["made"], ApiToken) if found else None

    @override
    async def revoke_api_token(self, name: str) -> None:
        with refusals():
            await self._tokens.delete_many({"made.name": name})

    @override
    async def keep_policy(self, hash: str, text: str) -> None:
        with refusals():
            kept = {"$setOnInsert": {"text": text}}
            await self._policies.update_one({"_id": hash}, kept, upsert=True)

    @override
    async def policy(self, hash: str) -> str | None:
        with refusals():
            found = await self._policies.find_one({"_id": hash})
        return str(found["text"]) if found else None


def _plain(record: Agent | ApiToken) -> Any:
    return msgspec.to_builtins(record)


def _agent(found: Document) -> Agent:
    return msgspec.convert(found["record"], Agent)


def _folded(email: str) -> str:
    return email.casefold()


def _place(address: str, account: str) -> dict[str, str]:
    return {"address": address, "account": _folded(account)}


def _hashed(token: str) -> str:
    """Tokens are random and long, so that a plain hash is enough."""
    return sha256(token.encode()).hexdigest()
