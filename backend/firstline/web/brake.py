"""Slows guessing down, by address and account together.

Nobody can lock an agent out by guessing from elsewhere: another address has a count of its own.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from firstline.domain.moment import Moment, Span
from firstline.live.link import Link
from firstline.store.port_accounts import Accounts

from .errors import TooManyAttempts

if TYPE_CHECKING:
    from redis.asyncio import Redis

FREE = 3
"""Wrong guesses without a delay."""
FIRST_DELAY: Span = 2_000
LONGEST_DELAY: Span = 15 * 60_000
REMEMBERED: Span = 60 * 60_000
"""How long a wrong guess counts."""
TURN: Span = 5_000
"""After which the turn of a desk that died is over."""
LOOK_EVERY = 0.05
"""Seconds."""
PLACES = 10_000

type Place = tuple[str, str]


def delay_after(guesses: int) -> Span:
    """How long to wait after so many wrong guesses: twice as long each time."""
    if guesses < FREE:
        return 0
    return min(LONGEST_DELAY, FIRST_DELAY << min(guesses - FREE, 20))


class Brake:
    """Counts in the accounts' store, so that a restart forgives nothing but the last delay.

    The last delay, and whose turn it is, other desks learn through Redis.
    """

    def __init__(self, accounts: Accounts, link: Link) -> None:
        self._accounts = accounts
        self._link = link
        self._last: OrderedDict[Place, Moment] = OrderedDict()
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, address: str, account: str) -> AsyncIterator[Place]:
        """One guess at a time from one place: guesses sent side by side wait for each other."""
        place = (address, account.strip().lower())
        lock = self._locks.setdefault(place, asyncio.Lock())
        async with lock, self._turn_of_all_desks(f"{_key(place)}:turn"):
            yield place

    @asynccontextmanager
    async def _turn_of_all_desks(self, key: str) -> AsyncIterator[None]:
        def claim(redis: "Redis") -> Awaitable[Any]:
            return redis.set(key, 1, px=TURN, nx=True)

        while not await self._link.ask(claim, otherwise=True):  # noqa: ASYNC110 - tells nobody
            await asyncio.sleep(LOOK_EVERY)
        try:
            yield
        finally:
            await self._link.ask(lambda redis: redis.delete(key), None)

    async def check(self, place: Place, now: Moment) -> None:
        """Raises TooManyAttempts with `retry_after` in milliseconds."""
        guesses = await self._accounts.attempts(*place, now - REMEMBERED)
        elsewhere = await self._link.ask(lambda redis: redis.get(_key(place)), 0)
        last = max(self._last.get(place, 0), int(elsewhere or 0))
        wait = last + delay_after(guesses) - now
        if wait > 0:
            raise TooManyAttempts(retry_after=wait)

    async def wrong(self, place: Place, now: Moment) -> None:
        """That was wrong; the next one has to wait longer."""
        self._last[place] = now
        self._last.move_to_end(place)
        if len(self._last) > PLACES:
            self._last.popitem(last=False)
        await self._link.ask(lambda redis: redis.set(_key(place), now, px=REMEMBERED), None)
        await self._accounts.note_attempt(*place, now)

    async def right(self, place: Place) -> None:
        """That was the agent; all is forgiven."""
        self._last.pop(place, None)
        await self._link.ask(lambda redis: redis.delete(_key(place)), None)
        await self._accounts.clear_attempts(*place)


def _key(place: Place) -> str:
    """Who tried to sign in, and from where, is not spread in the open."""
    return f"firstline:guess:{blake2b(repr(place).encode(), digest_size=12).hexdigest()}"
