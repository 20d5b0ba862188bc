"""From the start of the process to listening, without waiting for Rasa; and how much it holds."""

import asyncio
import os
import statistics
import tempfile
import time
from contextlib import suppress
from itertools import batched, islice
from pathlib import Path

import aiohttp

from tests.running import RunningDesk

from .customers import SETTINGS, TAGS, Customer, phrases

STARTS = 3
MESSAGES = 100
"""In each language."""
AT_A_TIME = 5
"""Messages in one conversation."""
SOON = 0.1
"""Seconds in which the bot answers, if it does."""


def measure() -> dict[str, float]:
    """Seconds to the first answer; MB (10^6 bytes) resident after messages in every language."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = [_start(Path(folder) / str(number)) for number in range(STARTS)]
        with RunningDesk(Path(folder) / "used", settings=SETTINGS) as desk:
            desk.wait_for_bot()
            asyncio.run(_use(desk))
            assert desk.process is not None
            used = _resident_mb(desk.process.pid)
    return {"listening_s": statistics.median(seconds), "used_mb": used}


def _start(folder: Path) -> float:
    began = time.perf_counter()
    with RunningDesk(folder):
        return time.perf_counter() - began


async def _use(desk: RunningDesk) -> None:
    async with aiohttp.ClientSession() as session:
        for language in TAGS:
            for said in batched(islice(phrases(language), MESSAGES), AT_A_TIME, strict=False):
                await _converse(session, desk, language, said)


async def _converse(
    session: aiohttp.ClientSession, desk: RunningDesk, language: str, said: tuple[str, ...]
) -> None:
    """The bot need not answer all: it may have handed over, or closed what is solved."""
    customer = await Customer.open(session, desk, language)
    for text in said:
        with suppress(TimeoutError):
            await customer.answer(text, SOON)
    await customer.close()


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
