"""Simulated customers and agents, who come back and repeat what was not acknowledged.

As the real clients do: what has no answer is sent again under the same id, until it has one.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import uuid4

import aiohttp

from bench.sockets import Socket
from tests.kit import token

PATIENCE = 10.0
"""Seconds for one acknowledgement."""
PASSING = {"store_refused", "no_answer", "try_later"}
"""Refusals that say: the same again, later."""


class Absence(NamedTuple):
    """When a socket was lost, when there was one again, and when its chat was open on it.

    Whoever comes for the first time was not away.
    """

    lost: float
    back: float
    opened: float


@dataclass
class Book:
    """What the people know: what was acknowledged to them, and how long they were away."""

    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    refused: list[Any] = field(default_factory=list)
    away: list[Absence] = field(default_factory=list)
    """On the monotonic clock."""
    faults: list[tuple[float, float]] = field(default_factory=list)
    """When each fault began and when it was over, on the same clock."""
    desks: list[int] = field(default_factory=list)
    """How many sockets each desk had before the first fault."""
    talking: bool = True

    def note(self, stream: str, id_: str) -> None:
        self.acknowledged.setdefault(stream, set()).add(id_)


@dataclass
class Caller:
    """Somebody with one namespace, made anew whenever it is gone."""

    session: aiohttp.ClientSession
    url: str
    book: Book
    namespace: str
    who: str
    """What the browser calls itself: by it, and by the address, the proxy chooses a desk."""
    socket: Socket | None = None
    came: bool = False
    lost_at: float | None = None

    async def connected(self) -> Socket:
        """A socket on which the conversation is open; tries until there is one."""
        back = 0.0
        while self.socket is None or not self.socket.is_open:
            await self.hang_up()
            self.lost_at = self.lost_at or time.monotonic()
            try:
                async with asyncio.timeout(PATIENCE):
                    self.socket = await self.connect()
                    back = back or time.monotonic()
                    await self.resume(self.socket)
            except (aiohttp.ClientError, OSError, TimeoutError, TypeError):
                await self.hang_up()
                await asyncio.sleep(random.uniform(0.2, 0.5))
            else:
                self._is_back(back)
        return self.socket

    def _is_back(self, at: float) -> None:
        if self.came and self.lost_at is not None:
            self.book.away.append(Absence(self.lost_at, at, time.monotonic()))
        self.came, self.lost_at = True, None

    async def come(self, auth: object = None, **headers: str) -> Socket:
        where = (self.session, self.url, self.namespace)
        return await Socket.connect(*where, {"User-Agent": self.who, **headers}, auth)

    async def connect(self) -> Socket:
        raise NotImplementedError

    async def resume(self, socket: Socket) -> None:
        """Nothing to open."""

    async def say(self, event: str, **fields: Any) -> dict[str, Any]:
        """The answer, however often it has to be asked for."""
        while True:
            socket = await self.connected()
            try:
                async with asyncio.timeout(PATIENCE):
                    answer: dict[str, Any] = await socket.call(event, fields)
            except (aiohttp.ClientError, OSError, TimeoutError):
                await self.hang_up()
                continue
            if answer.get("ok", True) or answer["error"]["code"] not in PASSING:
                return answer
            await asyncio.sleep(0.3)

    async def live(self, pause: float) -> None:
        """Talk as long as people talk, then leave; whatever happens, no socket stays behind."""
        try:
            await self.talk(pause)
        finally:
            await self.hang_up()

    async def talk(self, pause: float) -> None:
        raise NotImplementedError

    async def rest(self, pause: float) -> None:
        """About so many seconds; whoever loses the socket meanwhile comes back at once."""
        until = time.monotonic() + random.uniform(0.5, 1.5) * pause
        while (left := until - time.monotonic()) > 0:
            socket = await self.connected()
            await socket.closed(left)

    async def hang_up(self) -> None:
        """No socket is left, also where one broke or was never taken up."""
        if self.socket is None:
            return
        self.lost_at = self.lost_at or time.monotonic()
        left, self.socket = self.socket, None
        await left.close()


@dataclass
class Customer(Caller):
    """Writes, asks for a person, and goes on writing; or leaves and is mailed."""

    number: int = 0
    leaves: bool = False
    stream: str = ""
    key: str | None = None

    @property
    def email(self) -> str:
        return f"{self.who}@example.com"

    async def connect(self) -> Socket:
        claims = {"sub": self.who, "email": self.email, "chat": True}
        now = time.time_ns() // 1_000_000
        auth = {"token": token(at=now, **claims)} if self.leaves else None
        return await self.come(auth)

    async def resume(self, socket: Socket) -> None:
        known = {"conversation": self.stream, "key": self.key} if self.stream else {}
        browser = {"languages": ["en"], "zone": "UTC"}
        opened = await socket.call("ask", {"name": "open", "browser": browser, **known})
        if "conversation" not in opened:
            raise TypeError(opened)
        self.stream, self.key = opened["conversation"], opened["key"] or self.key

    async def talk(self, pause: float) -> None:
        await self.connected()
        await self._write()
        if self.number % 5:
            named = {"conversation": self.stream, "id": str(uuid4())}
            await self.say("do", name="ask_for_person", **named)
        while self.book.talking and not self.leaves:
            await self.rest(pause)
            await self._write()

    async def _write(self) -> None:
        id_ = str(uuid4())
        text = f"Webhook {id_[:8]} was not delivered since this morning"
        message = {"conversation": self.stream, "id": id_, "text": text}
        answer = await self.say("do", name="post_message", **message)
        if answer.get("ok"):
            self.book.note(self.stream, id_)
        else:
            self.book.refused.append(answer)


@dataclass
class Agent(Caller):
    """Takes the next and answers it, again and again."""

    cookie: str = ""

    async def connect(self) -> Socket:
        if not self.cookie:
            self.cookie = await self._sign_in()
        return await self.come(Cookie=self.cookie)

    async def _sign_in(self) -> str:
        who = {"email": f"{self.who}@demo.example", "password": f"{self.who}-likes-demos"}
        headers = {"Origin": self.url, "User-Agent": self.who}
        address = f"{self.url}/api/session"
        async with self.session.post(address, json=who, headers=headers) as answer:
            answer.raise_for_status()
            return f"firstline_session={answer.cookies['firstline_session'].value}"

    async def talk(self, pause: float) -> None:
        while self.book.talking:
            await self.rest(pause)
            taken = await self.say("do", name="claim_next", list="queue", team="")
            if taken.get("conversation"):
                await self._answer(taken["conversation"])

    async def _answer(self, stream: str) -> None:
        """Until nothing came in between what was read and what was sent."""
        id_, mark = str(uuid4()), random.choice(("investigated", "acknowledged"))
        said = {"conversation": stream, "id": id_, "mark": mark, "text": f"Looked at: {id_[:8]}"}
        for _ in range(20):
            shown = await self.say("ask", name="conversation", conversation=stream, after=0)
            answer = await self.say("do", name="reply", saw=shown.get("position", 0), **said)
            if answer.get("ok"):
                return self.book.note(stream, id_)
            if answer["error"]["code"] != "reply_is_stale":
                return self.book.refused.append(answer)
        return None
