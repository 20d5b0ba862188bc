"""The message path beside a bare relay, with the same clients (`bench/relay.py`).

Customer's socket -> masked, decided, written with fsync -> acknowledged and on the agent's socket:
200 assigned conversations, messages of 400 bytes with digits and addresses in them. Servers run on
one core, clients on the other; figures to compare are ratios.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from tests.running import RunningDesk, free_port, wait_until

from .sockets import Socket

CONVERSATIONS = 200
MESSAGES = 6_000
IN_FLIGHT = 64
RATED = 1_500
TEXT = (
    "Since 14:32 UTC our webhook at https://hooks.example.com/wa/in?shop=4711 gets no events for "
    "+55 11 98765-4321, order 20240115-88. We call POST https://waba.example.io/v1/messages from "
    "203.0.113.24:443, about 350 requests a minute, and 12 of 40 come back with 131047 within 2500 "
    "ms. Template order_update_v2, message id wamid.HBgNNTUxMTk4NzY1. Could you check what "
    "happened to 3 of them? Thank you, Ana"
)[:400]
TICKS = os.sysconf("SC_CLK_TCK")

Send = Callable[[int], Awaitable[None]]


@dataclass
class Side:
    """One server under load: `send(conversation)` returns when it is acknowledged."""

    pid: int
    send: Send
    heard: Callable[[], int]


@dataclass
class Figures:
    """What was measured of one side: messages a second, CPU microseconds a message."""

    per_s: float
    cpu_us: float


async def measure() -> dict[str, float]:
    """Ratios to the relay's: throughput, CPU time a message, p99 at half the slower maximum."""
    with tempfile.TemporaryDirectory() as folder:
        every = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=every) as session:
            return await _measure(session, Path(folder))


async def _measure(session: aiohttp.ClientSession, folder: Path) -> dict[str, float]:
    settings = {"FIRSTLINE_BOT": "false", "FIRSTLINE_RATE_PER_MINUTE": "100000000"}
    with RunningDesk(folder / "desk", settings=settings) as desk:
        ours = await _desk_side(session, desk)
        relay_process, port = _start_relay(None)
        bare = await _relay_side(session, relay_process.pid, port)
        writing_process, port = _start_relay(str(folder / "log"))
        writing = await _relay_side(session, writing_process.pid, port)
        _pin(ours.pid, bare.pid, writing.pid)
        try:
            return await _compare(ours, bare, writing)
        finally:
            relay_process.kill()
            writing_process.kill()


async def _compare(ours: Side, bare: Side, writing: Side) -> dict[str, float]:
    await _flood(ours, MESSAGES // 4)
    await _flood(bare, MESSAGES // 4)
    rounds = [(await _flood(ours, MESSAGES), await _flood(bare, MESSAGES)) for _ in range(3)]
    writes = await _flood(writing, MESSAGES // 4)
    desk_per_s = statistics.median(one.per_s for one, _ in rounds)
    relay_per_s = statistics.median(other.per_s for _, other in rounds)
    rate = min(desk_per_s, writes.per_s) / 2
    pairs = [(await _paced(ours, rate), await _paced(writing, rate)) for _ in range(3)]
    return {
        "throughput_ratio": statistics.median(one.per_s / two.per_s for one, two in rounds),
        "cpu_ratio": statistics.median(one.cpu_us / two.cpu_us for one, two in rounds),
        "p99_ratio": statistics.median(one / two for one, two in pairs),
        "messages_per_s": desk_per_s,
        "relay_per_s": relay_per_s,
        "desk_cpu_us": statistics.median(one.cpu_us for one, _ in rounds),
        "relay_cpu_us": statistics.median(two.cpu_us for _, two in rounds),
        "p99_ms": statistics.median(one for one, _ in pairs) * 1000,
        "rate_per_s": rate,
    }


async def _flood(side: Side, messages: int) -> Figures:
    """As fast as it goes, with a bounded number of messages in flight."""
    before, cpu = side.heard(), _cpu_seconds(side.pid)
    started = time.perf_counter()
    numbers = iter(range(messages))

    async def worker() -> None:
        for number in numbers:
            await side.send(number % CONVERSATIONS)

    await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))
    while side.heard() - before < messages:  # noqa: ASYNC110 - counted where it is cheapest
        await asyncio.sleep(0.001)
    seconds = time.perf_counter() - started
    used = _cpu_seconds(side.pid) - cpu
    return Figures(messages / seconds, used / messages * 1e6)


async def _paced(side: Side, rate: float) -> float:
    """The 99th percentile, in seconds, of the time to the acknowledgement at a steady rate."""
    took: list[float] = []
    started = time.perf_counter()

    async def one(number: int) -> None:
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sent = time.perf_counter()
        await side.send(number % CONVERSATIONS)
        took.append(time.perf_counter() - sent)

    await asyncio.gather(*(one(number) for number in range(RATED)))
    return sorted(took)[int(len(took) * 0.99)]


async def _desk_side(session: aiohttp.ClientSession, desk: RunningDesk) -> Side:
    assert desk.process is not None
    agent = await _agent(session, desk)
    heard = 0

    def count(update: dict[str, Any]) -> None:
        nonlocal heard
        heard += sum(entry["kind"] == "customer" for entry in update["entries"])

    opened = []
    for _ in range(CONVERSATIONS):
        client = await Socket.connect(session, desk.url, "/customer")
        chat = await client.call("ask", {"name": "open", "browser": {"languages": ["en"]}})
        stream = chat["conversation"]
        await client.call("do", {"name": "ask_for_person", "conversation": stream, "id": "p"})
        await agent.call("do", {"name": "claim_conversation", "conversation": stream})
        await agent.call("ask", {"name": "conversation", "conversation": stream})
        opened.append((client, stream))
    agent.events["update"] = count

    async def send(conversation: int) -> None:
        client, stream = opened[conversation]
        ack = await client.call("do", _message(stream))
        assert ack["ok"], ack

    return Side(desk.process.pid, send, lambda: heard)


def _message(conversation: str) -> dict[str, str]:
    named = {"name": "post_message", "conversation": conversation, "id": str(uuid4())}
    return {**named, "text": TEXT}


async def _agent(session: aiohttp.ClientSession, desk: RunningDesk) -> Socket:
    credentials = {"email": "lena@demo.example", "password": "lena-likes-demos"}
    headers = {"Origin": desk.url}
    async with session.post(f"{desk.url}/api/session", json=credentials, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        cookie = answer.cookies["firstline_session"].value
    headers = {"Cookie": f"firstline_session={cookie}"}
    return await Socket.connect(session, desk.url, "/agent", headers)


async def _relay_side(session: aiohttp.ClientSession, pid: int, port: int) -> Side:
    url = f"http://127.0.0.1:{port}"
    heard = 0

    def count(_data: object) -> None:
        nonlocal heard
        heard += 1

    agent = await Socket.connect(session, url, "/agent")
    agent.events["update"] = count
    sockets = [await Socket.connect(session, url, "/customer") for _ in range(CONVERSATIONS)]

    async def send(conversation: int) -> None:
        await sockets[conversation].call("do", _message(f"{conversation:026}"))

    return Side(pid, send, lambda: heard)


def _start_relay(file: str | None) -> tuple[subprocess.Popen[bytes], int]:
    port = free_port()
    argv = [sys.executable, "-m", "bench.relay", str(port), *([file] if file else [])]
    process = subprocess.Popen(argv)
    wait_until(lambda: _listens(port), "the relay to listen")
    return process, port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _pin(*servers: int) -> None:
    """Servers on one core, clients on the other, where there are two."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return
    for pid in servers:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {cores[0]})
    os.sched_setaffinity(0, {cores[1]})


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process, all of its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    import json

    print(json.dumps(asyncio.run(measure()), indent=2))
