"""A desk to test: real parts in a folder, a clock that tests move, a bot that says what it is told.

`Room` is a desk with its store. `House` is the whole desk behind a real server, with real sockets.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp.test_utils import TestServer

from firstline.app import Firstline, Life
from firstline.desk import Desk, Handled
from firstline.domain.commands import (
    Actor,
    Agent,
    AskForPerson,
    ClaimConversation,
    Command,
    Customer,
    PostMessage,
    Reply,
    ReserveNumber,
)
from firstline.domain.conversation import Conversation
from firstline.domain.events import Event, Person
from firstline.domain.policy import Policy, fingerprint
from firstline.intake.bot import BotHealth
from firstline.intake.rasa import BotAway, Directive, Intent, Turn
from firstline.live.link import Link
from firstline.locales import Texts
from firstline.notify import Change, Notifier
from firstline.numbers import new_number, new_stream
from firstline.settings import Settings
from firstline.store.port import Store
from firstline.store.port_accounts import Agent as Account
from firstline.store.port_accounts import Role
from firstline.store.sqlite import SqliteStore
from firstline.stores import Stores
from firstline.voice import Voice

from .sockets import Client
from .web.kit import SECRET, Clock, promise, texts, token

__all__ = ["SECRET", "Clock", "FakeBot", "House", "Room", "promise", "texts", "token"]

ROOT = Path(__file__).parent.parent
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
CUSTOMER = Customer()
ANNA, BEN, LEA = Agent("anna", "Anna"), Agent("ben", "Ben"), Agent("lea", "Lea", "lead")
RITA = Person(id="rita", name="Rita", email="rita@example.com", plan="premium", verified=True)


def reserve(person: Person = RITA, **more: Any) -> ReserveNumber:
    given = {
        "number": new_number(),
        "channel": "chat",
        "customer": person,
        "key_hash": "",
        "language": "en",
        "browser_languages": ("en",),
        "zone": "Europe/Lisbon",
        "policy": fingerprint(promise()),
    }
    return ReserveNumber(**given | more)


@dataclass
class Room:
    """A desk on a store in a folder."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    store: Store = None  # type: ignore[assignment] # made below
    changes: list[Change] = field(default_factory=list)
    policies: dict[str, Policy] = field(default_factory=lambda: {fingerprint(promise()): promise()})
    find_policy: Callable[[str], Awaitable[str | None]] | None = None
    dropped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = self.store or SqliteStore(self.folder / "firstline.db")
        self.notifier = Notifier()
        self.notifier.listen(self.changes.append)
        self.desk = Desk(
            store=self.store,
            policies=self.policies,
            voice=Voice(texts()),
            notifier=self.notifier,
            now=self.clock,
            find_policy=self.find_policy,
            drop_files=self._drop,
        )

    async def _drop(self, ids: Any) -> None:
        self.dropped += ids

    async def open(self, person: Person = RITA, **more: Any) -> str:
        stream = new_stream()
        await self.desk.handle(stream, CUSTOMER, reserve(person, **more))
        return stream

    async def give(self, stream: str, command: Command, by: Actor = CUSTOMER) -> Handled:
        return await self.desk.handle(stream, by, command)

    async def queued(
        self, person: Person = RITA, text: str = "Webhooks stopped", **more: Any
    ) -> str:
        stream = await self.open(person, **more)
        await self.give(stream, PostMessage(f"{stream[:6]}-1", "Webhooks stopped"))
        await self.give(stream, AskForPerson(f"{stream[:6]}-2"))
        return stream

    async def assigned(self, person: Person = RITA, by: Agent = ANNA, **more: Any) -> str:
        stream = await self.queued(person, **more)
        await self.give(stream, ClaimConversation(), by)
        return stream

    async def answered(self, person: Person = RITA, by: Agent = ANNA, **more: Any) -> str:
        stream = await self.assigned(person, by, **more)
        saw = (await self.desk.state(stream)).position
        await self.give(stream, Reply("r1", "It was the firewall", "investigated", saw), by)
        return stream

    async def events(self, stream: str) -> list[Event]:
        return [one.event for one in await self.store.read(stream)]

    async def state(self, stream: str) -> Conversation:
        return await self.desk.state(stream)


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Returns as soon as it holds; raises TimeoutError after thirty seconds."""
    async with asyncio.timeout(30):
        while not await holds():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


def says(key: str, asks: str = "", choices: tuple[str, ...] = (), **values: Any) -> Directive:
    return Directive(say=key, asks=asks, choices=choices, values=values)


@dataclass
class FakeBot:
    """Stands where Rasa does: answers each message with the same directives, or is away."""

    ready: bool = True
    directives: tuple[Directive, ...] = ()
    heard: list[tuple[str, str | None, Mapping[str, Any], str]] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] | None = None
    """What happens while the bot thinks."""

    @property
    def health(self) -> BotHealth:
        return BotHealth(int(self.ready), 1)

    async def turn(
        self, text: str, asked: str | None, facts: Mapping[str, Any], language: str
    ) -> Turn:
        self.heard.append((text, asked, facts, language))
        if self.before is not None:
            await self.before()
        if not self.ready:
            raise BotAway
        return Turn(self.directives, Intent("any", 1.0))


@dataclass
class House:
    """The whole desk behind a real server."""

    firstline: Firstline
    life: Life
    server: TestServer
    clock: Clock
    bot: FakeBot
    clients: list[Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    @property
    def desk(self) -> Desk:
        return self.firstline.desk

    async def customer(self, signed: str = "", language: str = "en") -> Client:
        """A widget's socket; without a token a visitor's."""
        auth = {"token": signed} if signed else {}
        headers = {"Accept-Language": language}
        client = await Client.connect(self.url, "/customer", auth, headers)
        self.clients.append(client)
        return client

    async def chat(self, signed: str = "", **more: Any) -> tuple[Client, dict[str, Any]]:
        """A widget that has just been opened."""
        client = await self.customer(signed)
        opened = await client.ask("open", browser={"languages": ["en"], "zone": "UTC"}, **more)
        assert opened["ok"], opened
        return client, opened

    async def hire(self, id: str, role: Role = "agent", **more: Any) -> str:
        """Makes an agent; gives the cookie of a running session."""
        agent = Account(id, f"{id}@desk.example", id.title(), role, **more)
        await self.firstline.accounts.save_agent(agent, "no-password")
        await self.firstline.people.refresh()
        session = f"session-of-{id}"
        until = self.clock() + 365 * DAY
        await self.firstline.accounts.start_session(session, id, until)
        return f"firstline_session={session}"

    async def agent(self, id: str = "anna", role: Role = "agent", **more: Any) -> Client:
        cookie = await self.hire(id, role, **more)
        client = await Client.connect(self.url, "/agent", {}, {"Cookie": cookie})
        self.clients.append(client)
        return client

    async def queued(self, signed: str = "", text: str = "Webhooks stopped") -> tuple[Client, str]:
        """A customer who wrote and asked for a person."""
        client, opened = await self.chat(signed)
        stream = opened["conversation"]
        assert (await client.do("post_message", conversation=stream, id="m1", text=text))["ok"]
        assert (await client.do("ask_for_person", conversation=stream, id="m2"))["ok"]
        return client, stream

    async def close(self) -> None:
        for client in self.clients:
            await client.close()
        await self.server.close()


async def make_house(
    folder: Path,
    clock: Clock,
    link: Link | None = None,
    stores: Stores | None = None,
    **more: Any,
) -> House:
    """`link` and `stores` are what several houses share."""
    given = {
        "root": ROOT,
        "data": folder / "data",
        "visitors": True,
        "bot": False,
        "identity_secret": SECRET,
        "rate_per_minute": 100_000,
    }
    words = texts()  # read once for all tests
    with patch.object(Texts, "load", lambda _: words):
        firstline = Firstline(Settings(**given | more), clock, link, stores)
    bot = FakeBot()
    firstline.bot = firstline.intake._bot = bot  # type: ignore[assignment]
    life = Life(firstline)
    server = TestServer(life.application())
    await server.start_server()
    return House(firstline, life, server, clock, bot)
