"""The connection to Redis, or to its likeness in this process. It may vanish at any moment.

Nothing that a customer waits for depends on it: `say` returns at once, `ask` gives what else would
do. Only `run` meets errors; it says once that Redis is away, asks again, and says when it is back.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog

from .client import (
    PATIENCE,
    LinkLost,
    check_version,
    in_process,
    is_refusal,
    over_network,
    reason,
    shown,
)

if TYPE_CHECKING:
    from fakeredis import FakeServer
    from redis.asyncio import Redis
    from redis.asyncio.client import PubSub

SILENCE = 2.0
"""Seconds without a word after which Redis is asked whether it is still there."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
"""Seconds between two attempts; each pause is twice the one before."""
WAITING = 10_000
"""Messages that may wait to be sent. The link counts as lost when there are more."""

log = structlog.get_logger()

type Hear = Callable[[bytes], None]
type Turned = Callable[[bool], None]


class Link:
    """One desk's connection. An empty `url` is a Redis within the process, which nobody else hears.

    `server` puts several links of one process on one such Redis.
    """

    def __init__(self, url: str = "", server: "FakeServer | None" = None) -> None:
        self.alone = not url and server is None
        """Whether nobody else can hear what is said."""
        self.here = False
        """Whether Redis answered when it was last spoken to."""
        self.problem = ""
        """Why it is away, with the name of the setting."""
        self._url = url
        self._server = server
        self._client: Redis | None = None
        self._listeners: dict[str, Hear] = {}
        self._turned: list[Turned] = []
        self._waiting: list[tuple[str, bytes]] = []
        self._spoken = asyncio.Event()
        self._broken = asyncio.Event()
        self._told_away = False
        self._told_refusal = False
        self._pause = FIRST_PAUSE

    def hear(self, channel: str, listener: Hear) -> None:
        """From the next connection on `listener` gets what is said in `channel`."""
        self._listeners[channel] = listener

    def on_turn(self, listener: Turned) -> None:
        """`listener` is told True when Redis is there, and False when it is lost."""
        self._turned.append(listener)

    def say(self, channel: str, message: bytes) -> None:
        """Send to all who hear `channel`, soon; nothing while Redis is away."""
        if self.alone or not self.here:
            return
        if len(self._waiting) >= WAITING:
            self._lose(LinkLost("takes too little"))
            return
        self._waiting.append((channel, message))
        self._spoken.set()

    async def ask[T](self, work: "Callable[[Redis], Awaitable[Any]]", otherwise: T) -> T:
        """What `work` gets from Redis, or `otherwise` while Redis is away; raises nothing."""
        if self._client is None or not self.here:
            return otherwise
        try:
            answer: T = await work(self._client)
        except Exception as error:  # noqa: BLE001 - whatever Redis does, the desk goes on
            self._regret(error)
            return otherwise
        return answer

    async def run(self) -> None:
        """A named task of the composition root: holds the connection, for ever."""
        while True:
            try:
                await self._hold()
            except Exception as error:  # noqa: BLE001 - a library of many errors
                self._lose(error)
            # Not all desks ask at the same moment.
            await asyncio.sleep(self._pause * random.uniform(0.5, 1))  # noqa: S311
            self._pause = min(LONGEST_PAUSE, self._pause * 2)

    async def close(self) -> None:
        """Let go of the connections."""
        self.here = False
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                await client.aclose()

    async def _hold(self) -> None:
        """Connect, then speak and listen until something breaks."""
        client = await self._open()
        async with client.pubsub() as pubsub:
            await self._subscribe(pubsub)
            self._find()
            work = (self._listen(pubsub), self._speak(client), self._broken.wait())
            tasks = [asyncio.ensure_future(one) for one in work]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            for task in done:
                task.result()

    async def _open(self) -> "Redis":
        """A new client: connections from before a loss may be dead without knowing it."""
        if self._client is not None and not self._url:
            await self._client.ping()
            return self._client
        await self.close()
        if self._url:
            self._client = await asyncio.to_thread(over_network, self._url)
            await check_version(self._client)
        else:
            self._client = await asyncio.to_thread(in_process, self._server)
        return self._client

    async def _subscribe(self, pubsub: "PubSub") -> None:
        await pubsub.subscribe(*self._listeners)
        for _ in self._listeners:
            if await pubsub.get_message(timeout=PATIENCE) is None:
                raise LinkLost("does not answer")

    async def _listen(self, pubsub: "PubSub") -> None:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE)
            if message is None and asked:
                raise LinkLost("does not answer")
            asked = message is None
            if message is None:
                await pubsub.ping()
            elif message["type"] == "message":
                self._pass_on(message["channel"].decode(), message["data"])

    def _pass_on(self, channel: str, message: bytes) -> None:
        try:
            self._listeners[channel](message)
        except Exception:
            log.exception("message_of_another_desk_failed", channel=channel)

    async def _speak(self, client: "Redis") -> None:
        while True:
            await self._spoken.wait()
            self._spoken.clear()
            messages, self._waiting = self._waiting, []
            async with client.pipeline(transaction=False) as pipeline:
                for channel, message in messages:
                    pipeline.publish(channel, message)
                await pipeline.execute()

    def _find(self) -> None:
        self.here, self.problem, self._pause = True, "", FIRST_PAUSE
        self._broken.clear()
        if self._told_away:
            log.info("redis_back", address=shown(self._url))
        self._told_away = self._told_refusal = False
        self._tell(here=True)

    def _lose(self, error: Exception) -> None:
        """Remember why, say it once, and end the connection that `run` holds."""
        was_here, self.here = self.here, False
        self._waiting = []
        self._broken.set()
        self.problem = f"FIRSTLINE_REDIS: {shown(self._url)} {reason(error)}"
        if not self._told_away:
            self._told_away = True
            log.warning("redis_away", because=self.problem, meanwhile="the desk goes on alone")
        if was_here:
            self._tell(here=False)

    def _regret(self, error: Exception) -> None:
        """Redis that refuses one thing, its memory being full, may still carry hints."""
        if not is_refusal(error):
            self._lose(error)
        elif not self._told_refusal:
            self._told_refusal = True
            log.warning("redis_refuses", address=shown(self._url), because=str(error))

    def _tell(self, *, here: bool) -> None:
        for listener in self._turned:
            try:
                listener(here)
            except Exception:
                log.exception("listener_failed", listener=repr(listener))
