"""The message path beside a bare relay, with the same clients (`bench/relay.py`).

Customer's socket -> masked, decided, written with fsync -> acknowledged and on the agent's socket:
200 assigned conversations, messages of 400 bytes with digits and addresses in them. Servers run on
one core, clients on the other; figures to compare are ratios.
"""

import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import aiohttp

from tests.running import RunningDesk, free_port, wait_until

from .load import Side, desk_side, flood, message, paced, pin
from .sockets import Socket

CONVERSATIONS = 200
MESSAGES = 6_000
RATED = 1_500


async def measure() -> dict[str, float]:
    """Ratios to the relay's: throughput, CPU time a message, p99 at half the slower maximum."""
    with tempfile.TemporaryDirectory() as folder:
        every = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=every) as session:
            return await _measure(session, Path(folder))


async def _measure(session: aiohttp.ClientSession, folder: Path) -> dict[str, float]:
    settings = {"FIRSTLINE_BOT": "false", "FIRSTLINE_RATE_PER_MINUTE": "100000000"}
    with RunningDesk(folder / "desk", settings=settings) as desk:
        assert desk.process is not None
        ours = await desk_side(session, desk.url, [desk.process.pid], CONVERSATIONS)
        relay_process, port = _start_relay(None)
        bare = await _relay_side(session, relay_process.pid, port)
        writing_process, port = _start_relay(str(folder / "log"))
        writing = await _relay_side(session, writing_process.pid, port)
        pin(*ours.pids, *bare.pids, *writing.pids)
        try:
            return await _compare(ours, bare, writing)
        finally:
            relay_process.kill()
            writing_process.kill()


async def _compare(ours: Side, bare: Side, writing: Side) -> dict[str, float]:
    await flood(ours, MESSAGES // 4)
    await flood(bare, MESSAGES // 4)
    rounds = [(await flood(ours, MESSAGES), await flood(bare, MESSAGES)) for _ in range(3)]
    writes = await flood(writing, MESSAGES // 4)
    desk_per_s = statistics.median(one.per_s for one, _ in rounds)
    relay_per_s = statistics.median(other.per_s for _, other in rounds)
    rate = min(desk_per_s, writes.per_s) / 2
    pairs = [(await paced(ours, rate, RATED), await paced(writing, rate, RATED)) for _ in range(3)]
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


async def _relay_side(session: aiohttp.ClientSession, pid: int, port: int) -> Side:
    url = f"http://127.0.0.1:{port}"
    heard = 0

    def count(_data: object) -> None:
        nonlocal heard
        heard += 1

    agent = await Socket.connect(session, url, "/agent")
    agent.events["update"] = count
    sockets = [await Socket.connect(session, url, "/customer") for _ in range(CONVERSATIONS)]

    async def send(number: int) -> None:
        conversation = number % CONVERSATIONS
        await sockets[conversation].call("do", message(f"{conversation:026}"))

    return Side([pid], send, lambda: heard)


def _start_relay(file: str | None) -> tuple[subprocess.Popen[bytes], int]:
    port = free_port()
    argv = [sys.executable, "-m", "bench.relay", str(port), *([file] if file else [])]
    process = subprocess.Popen(argv)
    wait_until(lambda: _listens(port), "the relay to listen")
    return process, port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    import json

    print(json.dumps(asyncio.run(measure()), indent=2))
