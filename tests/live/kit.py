"""A Redis that a test cuts and puts back, and several desks on it and on one store."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from fakeredis import FakeServer
from msgspec.structs import replace

from firstline.live.link import Link
from firstline.settings import Settings
from firstline.stores import Stores, open_stores
from tests.kit import ROOT, Clock, House, make_house, until
from tests.redis_server import RedisServer


class Wire(Protocol):
    """One Redis, of which links are made."""

    def link(self) -> Link:
        """A connection of its own."""

    def cut(self) -> None:
        """It is gone, with all that it knew."""

    def mend(self) -> None:
        """It is back, and empty."""


@dataclass
class FakeWire:
    """In this process."""

    server: FakeServer = field(default_factory=FakeServer)

    def link(self) -> Link:
        return Link(server=self.server)

    def cut(self) -> None:
        self.server.connected = False
        with self.server.lock:
            for kept in self.server.dbs.values():
                kept.clear()

    def mend(self) -> None:
        self.server.connected = True


@dataclass
class RealWire:
    """A redis-server."""

    server: RedisServer

    def link(self) -> Link:
        return Link(self.server.url)

    def cut(self) -> None:
        self.server.kill()

    def mend(self) -> None:
        self.server.start()


class Lasting:
    """A store that outlives the desks on it."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    async def close(self) -> None:
        """Not yet."""


@dataclass
class Street:
    """Houses on one store and one Redis. SQLite stands for a shared store: it is one object."""

    folder: Path
    clock: Clock
    wire: Wire
    houses: list[House] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inner = open_stores(Settings(root=ROOT, data=self.folder / "data"))
        lasting: Any = Lasting(self.inner.store)
        self.stores: Stores = replace(
            self.inner, store=lasting, shared=True, close_others=lambda: None
        )

    async def house(self, **more: Any) -> House:
        """One more desk, that hears the others."""
        link = self.wire.link()
        made = await make_house(self.folder, self.clock, link, self.stores, **more)
        self.houses.append(made)
        await here(link)
        return made

    async def all_here(self) -> None:
        for house in self.houses:
            await here(house.firstline.link)

    async def all_away(self) -> None:
        for house in self.houses:
            await holds(lambda link=house.firstline.link: not link.here)

    async def close(self) -> None:
        for house in self.houses:
            await house.close()
        await self.inner.close()


async def holds(condition: Callable[[], object]) -> None:
    """Returns as soon as it holds; raises TimeoutError after five seconds."""

    async def does() -> object:
        return condition()

    await until(does)


async def here(link: Link) -> None:
    await holds(lambda: link.here)


@dataclass
class Running:
    """A link whose task runs."""

    link: Link
    task: asyncio.Task[None]

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.link.close()


def run(link: Link) -> Running:
    return Running(link, asyncio.create_task(link.run()))
