"""Fifty customers and five agents talk while parts are broken, and what came of it."""

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp

from . import judge
from .cluster import Cluster
from .people import Agent, Book, Customer

CUSTOMERS, LEAVING = 50, 10
AGENTS = ("lena", "marc", "bruna", "ivan", "sofia")
CUSTOMERS_PAUSE, AGENTS_PAUSE = 3.0, 2.0
"""Seconds between two messages of one person, on average."""
SETTLING = 40
"""Seconds in which the last mails leave."""

type Fault = Callable[[], Awaitable[None]]


async def play(folder: Path, seconds: float, seed: int, *, wild: bool = False) -> dict[str, Any]:
    """The figures. `wild`: faults by the seed, instead of each once in a fixed order."""
    random.seed(seed)
    book, repaired = Book(), list[float]()
    with Cluster(folder) as cluster:
        trusted = ssl.create_default_context(cafile=str(cluster.proxy.folder / "certificate.pem"))
        every = aiohttp.TCPConnector(limit=0, ssl=trusted)
        async with aiohttp.ClientSession(connector=every) as session:
            people = _customers(session, cluster, book)
            async with asyncio.TaskGroup() as lives:
                for customer in people:
                    lives.create_task(customer.live(CUSTOMERS_PAUSE))
                for agent in _agents(session, cluster, book):
                    lives.create_task(agent.live(AGENTS_PAUSE))
                await _break(cluster, seconds, repaired, wild=wild)
                book.talking = False
        names = [customer.stream for customer in people]
        absent = [customer for customer in people if customer.leaves]
        record = await _settled(cluster, names, absent)
        until = time.time_ns() // 1_000_000
        sent = cluster.sink.accepted
    figures = judge.judged(record, book, until)
    figures |= _mailed(record, absent, sent)
    recovery = _slowest(book, repaired)
    return {**figures, "refused": book.refused, "slowest_recovery_s": recovery, "seed": seed}


def _customers(session: aiohttp.ClientSession, cluster: Cluster, book: Book) -> list[Customer]:
    given = (session, cluster.proxy.url, book, "/customer")
    return [Customer(*given, number=n, leaves=n % 5 == 1) for n in range(CUSTOMERS)]


def _agents(session: aiohttp.ClientSession, cluster: Cluster, book: Book) -> list[Agent]:
    return [Agent(session, cluster.proxy.url, book, "/agent", name=name) for name in AGENTS]


async def _break(cluster: Cluster, seconds: float, repaired: list[float], *, wild: bool) -> None:
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
        if wild or turn < len(faults):
            await (random.choice(faults) if wild else faults[turn])()
            repaired.append(time.monotonic())
            turn += 1


async def _settled(
    cluster: Cluster, names: list[str], absent: list[Customer]
) -> dict[str, list[Any]]:
    """The record, once every answer to somebody who left is recorded as mailed."""
    until = time.monotonic() + SETTLING
    while True:
        record = await judge.streams(cluster.desk.data, names)
        waiting = [one for one in absent if _waits(record, one)]
        if not waiting or time.monotonic() > until:
            return record
        await asyncio.sleep(0.5)


def _waits(record: dict[str, list[Any]], customer: Customer) -> bool:
    events = [type(one.event).__name__ for one in record[customer.stream]]
    return "AgentReplied" in events and "MailSent" not in events


def _mailed(
    record: dict[str, list[Any]], absent: list[Customer], sent: dict[str, int]
) -> dict[str, int]:
    """A mail more than is recorded was sent between a fault and its recording."""
    counts = [(judge.mails(record, one.stream), sent[one.email]) for one in absent]
    return {
        "mails": sum(went for _, went in counts),
        "mails_missing": sum(_waits(record, one) for one in absent)
        + sum(went < recorded for (_, recorded), went in counts),
        "mails_unexplained": sum(went > taken for (taken, _), went in counts),
        "mails_twice": sum(max(0, went - recorded) for (_, recorded), went in counts),
    }


def _slowest(book: Book, repaired: list[float]) -> float:
    """Seconds from the repair, or from the loss if that came later, until somebody was back."""
    waits = []
    for lost, back in book.away:
        before = [moment for moment in repaired if lost < moment <= back]
        waits.append(back - max([lost, *before]))
    return round(max(waits, default=0.0), 2)
