"""Serves until a signal says stop, then drains: what was accepted is finished, nothing more begins.

A second signal ends the process at once. Nothing acknowledged is lost by that either; it is what
the store is for.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

log = structlog.get_logger()

STOPS = (signal.SIGINT, signal.SIGTERM)
GRACE = 2.0
"""Seconds that connections have after the drain."""


async def serve_until_told(
    application: web.Application, host: str, port: int, drain: Callable[[], Awaitable[None]]
) -> None:
    """Start, serve, and after the first signal drain and stop. Raises what the start raises."""
    told = _told_to_stop()
    # Its access log would print query strings, which hold names of files.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
    try:
        if await _started(_listen(runner, host, port), told):
            await told.wait()
            await drain()
    finally:
        await runner.cleanup()


def _told_to_stop() -> asyncio.Event:
    told = asyncio.Event()

    def stop(number: int) -> None:
        if told.is_set():
            os._exit(128 + number)
        log.info("told_to_stop", signal=signal.Signals(number).name)
        told.set()

    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, stop, number)
    return told


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    await runner.setup()
    await web.TCPSite(runner, host, port).start()


async def _started(listening: Awaitable[None], told: asyncio.Event) -> bool:
    """Whether it came so far: a desk that waits for its database can be stopped as well."""
    start, stop = asyncio.ensure_future(listening), asyncio.ensure_future(told.wait())
    await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not start.done():
        start.cancel()
        await asyncio.wait({start})
    if start.cancelled():
        return False
    start.result()
    return True
