"""Customers of a running desk, and what they write, for the measures that need a real bot."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import aiohttp
import msgspec

from tests.running import RunningDesk

from .sockets import Socket

UNSEEN = Path(__file__).parent.parent / "tests" / "bot" / "unseen"
TAGS = {"en": "en-US", "pt_BR": "pt-BR", "de": "de-DE", "es": "es-ES", "ru": "ru-RU"}
"""The languages that are spoken, and what a browser calls them."""
SETTINGS = {"FIRSTLINE_RATE_PER_MINUTE": "100000000"}
"""All of them come from one address."""
PATIENCE = 10.0
"""Seconds for one answer of the bot, where there must be one."""


def phrases(language: str) -> Iterator[str]:
    """What customers write, of every intent."""
    written: dict[str, list[str]] = msgspec.yaml.decode((UNSEEN / f"{language}.yml").read_bytes())
    for said in written.values():
        yield from said


class Customer:
    """A conversation in one language."""

    def __init__(self, socket: Socket, stream: str) -> None:
        self._socket = socket
        self._stream = stream
        self._answered = asyncio.Event()
        socket.events["update"] = self._hear

    @classmethod
    async def open(cls, session: aiohttp.ClientSession, desk: RunningDesk, language: str) -> Self:
        """A customer who has just opened the widget."""
        socket = await Socket.connect(session, desk.url, "/customer")
        browser = {"languages": [TAGS[language]], "zone": "UTC"}
        chat = await socket.call("ask", {"name": "open", "browser": browser})
        return cls(socket, chat["conversation"])

    async def answer(self, text: str, patience: float = PATIENCE) -> float:
        """Seconds from saying this to the bot's answer on the socket; TimeoutError without one."""
        self._answered.clear()
        began = time.perf_counter()
        message = {"name": "post_message", "conversation": self._stream, "id": str(uuid4())}
        await self._socket.call("do", {**message, "text": text})
        async with asyncio.timeout(patience):
            await self._answered.wait()
        return time.perf_counter() - began

    async def close(self) -> None:
        """Close the page."""
        await self._socket.close()

    def _hear(self, update: dict[str, Any]) -> None:
        if any(entry["kind"] == "bot" for entry in update["entries"]):
            self._answered.set()
