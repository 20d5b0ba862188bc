"""Messages from customers' sockets to an agent's, as fast as they go or at a steady rate.

Each goes the whole way: masked, decided, written, acknowledged, and told to the agent.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from .sockets import Socket

IN_FLIGHT = 64
TEXT = (
    "Since 14:32 UTC our webhook at https://hooks.example.com/wa/in?shop=4711 gets no events for "
    "+55 11 98765-4321, order 20240115-88. We call POST https://waba.example.io/v1/messages from "
    "203.0.113.24:443, about 350 requests a minute, and 12 of 40 come back with 131047 within 2500 "
    "ms. Template order_update_v2, message id wamid.HBgNNTUxMTk4NzY1. Could you check what "
    "happened to 3 of them? Thank you, Ana"
)[:400]
TICKS = os.sysconf("SC_CLK_TCK")

type Send = Callable[[int], Awaitable[None]]


@dataclass
class Side:
    """Servers under load: `send(number)` returns when its message is acknowledged."""

    pids: Sequence[int]
    send: Send
    heard: Callable[[], int]


@dataclass
class Figures:
    """What was measured of one side: messages a second, CPU microseconds a message."""

    per_s: float
    cpu_us: float


async def flood(side: Side, messages: int) -> Figures:
    """As fast as it goes, with a bounded number of messages in flight."""
    before, cpu = side.heard(), _cpu_seconds(side)
    started = time.perf_counter()
    numbers = iter(range(messages))

    async def worker() -> None:
        for number in numbers:
            await side.send(number)

    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    while side.heard() - before < messages:  # noqa: ASYNC110 - counted where it is cheapest
        await asyncio.sleep(0.001)
    seconds = time.perf_counter() - started
    used = _cpu_seconds(side) - cpu
    return Figures(messages / seconds, used / messages * 1e6)


async def paced(side: Side, rate: float, messages: int) -> float:
    """The 99th percentile, in seconds, of the time to the acknowledgement at a steady rate."""
    took: list[float] = []
    started = time.perf_counter()

    async def one(number: int) -> None:
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sent = time.perf_counter()
        await side.send(number)
        took.append(time.perf_counter() - sent)

    await asyncio.gather(*(one(number) for number in range(messages)))
    return sorted(took)[int(len(took) * 0.99)]


async def desk_side(
    session: aiohttp.ClientSession, url: str, pids: Sequence[int], conversations: int
) -> Side:
    """Desks behind one address, with so many assigned conversations that the agent has open.

    Each customer has a browser of its own, by which a proxy may choose the desk.
    """
    agent = await _agent(session, url)
    heard = 0

    def count(update: dict[str, Any]) -> None:
        nonlocal heard
        heard += sum(entry["kind"] == "customer" for entry in update["entries"])

    opened = []
    for number in range(conversations):
        browser = {"User-Agent": f"customer-{number}"}
        client = await Socket.connect(session, url, "/customer", browser)
        chat = await client.call("ask", {"name": "open", "browser": {"languages": ["en"]}})
        stream = chat["conversation"]
        await client.call("do", {"name": "ask_for_person", "conversation": stream, "id": "p"})
        await agent.call("do", {"name": "claim_conversation", "conversation": stream})
        await agent.call("ask", {"name": "conversation", "conversation": stream})
        opened.append((client, stream))
    agent.events["update"] = count

    async def send(number: int) -> None:
        client, stream = opened[number % conversations]
        ack = await client.call("do", message(stream))
        assert ack["ok"], ack

    return Side(pids, send, lambda: heard)


def message(conversation: str) -> dict[str, str]:
    """One more message, as it goes over the wire."""
    named = {"name": "post_message", "conversation": conversation, "id": str(uuid4())}
    return {**named, "text": TEXT}


def pin(*servers: int) -> None:
    """Servers on one core, clients on the other, where there are two."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return
    for pid in servers:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {cores[0]})
    os.sched_setaffinity(0, {cores[1]})


async def _agent(session: aiohttp.ClientSession, url: str) -> Socket:
    credentials = {"email": "lena@demo.example", "password": "lena-likes-demos"}
    address = f"{url}/api/session"
    async with session.post(address, json=credentials, headers={"Origin": url}) as answer:
        assert answer.status == 200, await answer.text()
        cookie = answer.cookies["firstline_session"].value
    return await Socket.connect(session, url, "/agent", {"Cookie": f"firstline_session={cookie}"})


def _cpu_seconds(side: Side) -> float:
    """User and system time of its processes, all of their threads included."""
    return sum(map(_cpu_seconds_of, side.pids))


def _cpu_seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
