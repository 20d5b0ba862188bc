"""Fifty customers and five agents talk while parts are broken, and what came of it."""

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp

from firstline.store.port import Store
from firstline.stores import opened

from . import judge
from .cluster import Cluster
from .people import Agent, Book, Customer

CUSTOMERS, LEAVING = 50, 10
AGENTS = ("lena", "marc", "bruna", "ivan", "sofia")
AGENTS_PAUSE = 3.0
"""Seconds between two answers of one agent, on average; customers' pause is the database's."""
SETTLING = 40
"""Seconds in which the last mails leave."""

type Fault = Callable[[], Awaitable[None]]


async def play(
    folder: Path, seconds: float, seed: int, kind: str = "mongodb", *, wild: bool = False
) -> dict[str, Any]:
    """The figures. `wild`: faults by the seed, instead of each once in a fixed order."""
    random.seed(seed)
    book = Book()
    with Cluster(folder, kind) as cluster:
        people = await _talked(cluster, seconds, book, wild=wild)
        absent = [customer for customer in people if customer.leaves]
        async with opened(cluster.stored) as stores:
            await _settled(stores.store, absent)
            until = time.time_ns() // 1_000_000
            record = await judge.streams(stores.store, [customer.stream for customer in people])
        sent = cluster.sink.accepted
    return {
        **judge.judged(record, book, until),
        **_mailed(record, absent, sent),
        "refused": book.refused,
        "desks": book.desks,
        "slowest_recovery_s": _slowest(book, [(one.lost, one.back) for one in book.away]),
        "slowest_reopened_s": _slowest(book, [(one.lost, one.opened) for one in book.away]),
        "seed": seed,
    }


async def _talked(cluster: Cluster, seconds: float, book: Book, *, wild: bool) -> list[Customer]:
    """The customers, when all have left."""
    trusted = ssl.create_default_context(cafile=str(cluster.proxy.folder / "certificate.pem"))
    every = aiohttp.TCPConnector(limit=0, ssl=trusted)
    async with aiohttp.ClientSession(connector=every) as session, asyncio.TaskGroup() as lives:
        customers = _customers(session, cluster, book)
        for customer in customers:
            lives.create_task(customer.live(cluster.database.pause))
        for agent in _agents(session, cluster, book):
            lives.create_task(agent.live(AGENTS_PAUSE))
        await _break(cluster, seconds, book, wild=wild)
        book.talking = False
    return customers


def _customers(session: aiohttp.ClientSession, cluster: Cluster, book: Book) -> list[Customer]:
    given = (session, cluster.proxy.url, book, "/customer")
    return [
        Customer(*given, f"customer-{n}", number=n, leaves=n % 5 == 1) for n in range(CUSTOMERS)
    ]


def _agents(session: aiohttp.ClientSession, cluster: Cluster, book: Book) -> list[Agent]:
    return [Agent(session, cluster.proxy.url, book, "/agent", name) for name in AGENTS]


async def _break(cluster: Cluster, seconds: float, book: Book, *, wild: bool) -> None:
    began = time.monotonic()
    faults: list[Fault] = [
        cluster.kill_rasa,
        cluster.empty_redis,
        cluster.stop_database,
        cluster.kill_desk,
    ]
    pause = seconds / 8
    turn = 0
    while time.monotonic() - began < seconds:
        await asyncio.sleep(random.uniform(0.5, 1.5) * pause if wild else pause)
        book.desks = book.desks or await asyncio.to_thread(cluster.sockets)
        if wild or turn < len(faults):
            broke = time.monotonic()
            await (random.choice(faults) if wild else faults[turn])()
            book.faults.append((broke, time.monotonic()))
            turn += 1


async def _settled(store: Store, absent: list[Customer]) -> None:
    """Returns once every answer to somebody who left is recorded as mailed."""
    until = time.monotonic() + SETTLING
    names = [customer.stream for customer in absent]
    while time.monotonic() < until:
        record = await judge.streams(store, names)
        if not any(_waits(record, one) for one in absent):
            return
        await asyncio.sleep(0.5)


def _waits(record: dict[str, list[Any]], customer: Customer) -> bool:
    events = [type(one.event).__name__ for one in record[customer.stream]]
    return "AgentReplied" in events and "MailSent" not in events


def _mailed(
    record: dict[str, list[Any]], absent: list[Customer], sent: dict[str, int]
) -> dict[str, int]:
    """One more than there were to send went out between a fault and its recording."""
    counts = [(*judge.mails(record, one.stream), sent[one.email]) for one in absent]
    return {
        "mails": sum(went for *_, went in counts),
        "mails_missing": sum(_waits(record, one) for one in absent)
        + sum(went < recorded for _, _, recorded, went in counts),
        "mails_unexplained": sum(went > taken for _, taken, _, went in counts),
        "mails_twice": sum(max(0, went - mails) for mails, _, _, went in counts),
    }


def _slowest(book: Book, absences: list[tuple[float, float]]) -> float:
    """Seconds until somebody was back, from the repair that they waited for, else from the loss.

    Who is back before the repair, at another desk, has waited for none.
    """
    waits = [back - max([lost, *_repairs(book, lost, back)]) for lost, back in absences]
    return round(max(waits, default=0.0), 2)


def _repairs(book: Book, lost: float, back: float) -> list[float]:
    """When the faults were over in which somebody was lost, or that ended in between."""
    return [over for began, over in book.faults if lost <= over and (began <= lost or over <= back)]
