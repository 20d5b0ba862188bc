"""One limit for all desks, of which each takes shares ahead, so that no request waits for Redis.

A desk spends from the first moment what it has just asked for. So all desks together may allow a
share more than the limit for each of them, while the answer is on its way. Without Redis each
desk has its own limits alone.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from firstline.domain.moment import Moment, Span

from .link import Link

if TYPE_CHECKING:
    from redis.asyncio import Redis

KEY = "firstline:limit:"
MINUTE: Span = 60_000
PARTS = 10
"""Shares in one limit."""
MOST = 20_000
"""Names that are remembered; of more the one that was silent longest is forgotten."""


@dataclass
class Share:
    """What is left of what was taken ahead, for one name in one minute of the clock."""

    minute: int
    left: int
    is_asked: bool = True
    is_first: bool = True
    """Whether it is spent before Redis granted it."""
    is_last: bool = False
    """Whether the limit of all desks is used up."""


class Shares:
    """`per_minute` requests of one name on all desks together, in each minute of the clock."""

    def __init__(self, link: Link, per_minute: int, now: Callable[[], Moment]) -> None:
        self._link = link
        self._per_minute = per_minute
        self._size = max(1, per_minute // PARTS)
        self._now = now
        self._shares: OrderedDict[str, Share] = OrderedDict()
        self._wanted: list[tuple[str, Share]] = []
        self._asked = asyncio.Event()

    def spend(self, name: str) -> Span:
        """Count one request: 0 if it may pass, otherwise the milliseconds until one may."""
        now = self._now()
        share = self._share(name, now // MINUTE)
        if share.is_last and share.left <= 0:
            return MINUTE - now % MINUTE
        share.left -= 1
        if share.left <= self._size // 2 and not (share.is_asked or share.is_last):
            self._ask(name, share)
        return 0

    async def run(self) -> None:
        """A named task of the composition root: takes shares, for ever."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            wanted, self._wanted = self._wanted, []
            keys = [f"{KEY}{share.minute}:{_hidden(name)}" for name, share in wanted]
            nobody_counts = [0] * len(keys)
            totals = await self._link.ask(partial(self._take, keys), nobody_counts)
            for (_, share), total in zip(wanted, totals, strict=True):
                self._give(share, total)

    def _share(self, name: str, minute: int) -> Share:
        share = self._shares.get(name)
        if share is None or share.minute != minute:
            share = self._shares[name] = Share(minute, self._size)
            self._ask(name, share)
        self._shares.move_to_end(name)
        if len(self._shares) > MOST:
            self._shares.popitem(last=False)
        return share

    def _ask(self, name: str, share: Share) -> None:
        share.is_asked = True
        self._wanted.append((name, share))
        self._asked.set()

    def _give(self, share: Share, total: int) -> None:
        """What Redis granted; the first share was spent from before it was asked for."""
        granted = max(0, min(self._size, self._per_minute - (total - self._size)))
        share.is_last = granted < self._size
        share.left += granted - (self._size if share.is_first else 0)
        share.is_first = share.is_asked = False

    async def _take(self, keys: Sequence[str], redis: "Redis") -> list[int]:
        async with redis.pipeline(transaction=False) as pipeline:
            for key in keys:
                pipeline.incrby(key, self._size)
                pipeline.pexpire(key, 2 * MINUTE)
            answers = await pipeline.execute()
        return answers[::2]


def _hidden(name: str) -> str:
    """Addresses of people are not spread in the open."""
    return blake2b(name.encode(), digest_size=12).hexdigest()
