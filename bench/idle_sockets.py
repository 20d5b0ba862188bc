"""Very many idle widgets on one desk: memory of each, and how long until all are back.

Each has an open conversation. They come from several addresses of loopback, since one address has
too few ports for all and their comebacks.
"""

import asyncio
import json
import os
import resource
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

from tests.running import RunningDesk, wait_until

from .customers import SETTINGS
from .sockets import Socket

WIDGETS = 10_000
SPARE = 500
"""Open files that are no sockets of widgets."""
AT_ONCE = 100
ADDRESSES = 4
PATIENCE = 30.0
"""Seconds for one widget to come in; then it tries again."""


def measure() -> dict[str, Any]:
    """What each holds, in kB (1000 bytes); seconds from the new desk's listening to the last."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    widgets = min(WIDGETS, most - SPARE)
    with tempfile.TemporaryDirectory() as folder:
        settings = {**SETTINGS, "FIRSTLINE_BOT": "false", "FIRSTLINE_SOCKETS_PER_ADDRESS": "100000"}
        with RunningDesk(Path(folder), settings=settings) as desk:
            return asyncio.run(_measure(desk, widgets))


async def _measure(desk: RunningDesk, widgets: int) -> dict[str, Any]:
    async with AsyncExitStack() as open_:
        sessions = [await open_.enter_async_context(_session(n)) for n in range(ADDRESSES)]
        wait_until(lambda: desk.answers("/ready"), "the models")
        before = _resident(desk)
        known: list[dict[str, str]] = [{} for _ in range(widgets)]
        came = await _all_in(desk, sessions, known)
        held = _resident(desk) - before
        await asyncio.to_thread(desk.kill)
        await asyncio.to_thread(desk.start)
        back = await _all_in(desk, sessions, known)
    return {
        "widgets": widgets,
        "kb_each": held / widgets / 1000,
        "open_s": came,
        "reconnect_s": back,
    }


def _session(number: int) -> aiohttp.ClientSession:
    address = (f"127.0.1.{number + 1}", 0)
    connector = aiohttp.TCPConnector(limit=0, local_addr=address)
    return aiohttp.ClientSession(connector=connector)


async def _all_in(
    desk: RunningDesk, sessions: list[aiohttp.ClientSession], known: list[dict[str, str]]
) -> float:
    """Seconds until each is in, with its conversation open."""
    door = asyncio.Semaphore(AT_ONCE)
    began = time.perf_counter()

    async def one(number: int) -> None:
        session = sessions[number % len(sessions)]
        while True:
            async with door:
                try:
                    async with asyncio.timeout(PATIENCE):
                        return await _come_in(session, desk.url, known[number])
                except (OSError, aiohttp.ClientError):
                    await asyncio.sleep(0.1)

    await asyncio.gather(*(one(number) for number in range(len(known))))
    return time.perf_counter() - began


async def _come_in(session: aiohttp.ClientSession, url: str, known: dict[str, str]) -> None:
    socket = await Socket.connect(session, url, "/customer")
    opened = await socket.call("ask", {"name": "open", "browser": {"languages": ["en"]}, **known})
    known["conversation"] = opened["conversation"]
    known["key"] = opened["key"] or known["key"]


def _resident(desk: RunningDesk) -> int:
    assert desk.process is not None
    pages = int(Path(f"/proc/{desk.process.pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
